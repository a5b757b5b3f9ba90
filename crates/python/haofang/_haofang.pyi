"""The native half: bytes and JSON. Use the package `haofang` instead."""

from collections.abc import Callable, Sequence

__version__: str

Told = Callable[[str, int, int], object]

class NativeError(Exception):
    """`args[0]` is JSON: kind, message, file, line, column."""

class Host:
    """One submission, read once. Methods release the interpreter's lock while they work."""

    def __new__(
        cls,
        files: Sequence[tuple[str, bytes]],
        encoding: str | None = None,
        jobs: int | None = None,
        progress: Told | None = None,
    ) -> Host: ...
    def facts(self, options: str, progress: Told | None = None) -> bytes: ...
    def check(self, options: str, progress: Told | None = None) -> Checked: ...

class Checked:
    """One judged submission."""

    @property
    def code(self) -> int: ...
    @property
    def measured_anew(self) -> bool: ...
    def document(self, format: str, lang: str | None = None) -> bytes: ...
    def plans(self) -> list[tuple[str, str]]: ...
    def model(self) -> bytes: ...
