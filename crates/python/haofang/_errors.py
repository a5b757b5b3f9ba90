"""Exceptions. Each that concerns a text says file, line and column where these are known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ._haofang import NativeError

if TYPE_CHECKING:
    from ._results import Result


class HaofangError(Exception):
    """Anything that haofang refuses or fails to do."""

    def __init__(self, message: str, file: str | None = None, line: int | None = None, column: int | None = None) -> None:
        place = ":".join(str(part) for part in (file, line, column) if part is not None)
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.file = file
        self.line = line
        self.column = column


class OptionsError(HaofangError, ValueError):
    """A parameter, a rule pack or another option is flawed."""


class UnreadableError(HaofangError):
    """A model cannot be read whole, so that nothing of its submission is called a pass.

    `result` is the assessment nevertheless, every clause undetermined; with `lenient=True` there is no exception, and the
    readable part is judged.
    """

    def __init__(self, message: str, file: str | None, line: int | None, column: int | None, byte: int | None, result: Result) -> None:
        super().__init__(message, file, line, column)
        self.byte = byte
        self.result = result


class CancelledError(HaofangError):
    """The run was stopped."""


class InternalError(HaofangError):
    """A bug of haofang. The process goes on; please report the message with the model."""


@contextmanager
def translated() -> Iterator[None]:
    """Makes exceptions of the native half into those above."""
    try:
        yield
    except NativeError as error:
        told = json.loads(error.args[0])
        kind = {"usage": OptionsError, "cancelled": CancelledError}.get(told["kind"], InternalError)
        raise kind(told["message"], told["file"], told["line"], told["column"]) from None
