"""Reading files, asking, and showing progress."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Union

from ._errors import UnreadableError, translated
from ._haofang import Host
from ._results import Facts, Result

File = Union[str, "PathLike[str]", tuple[str, bytes]]
Progress = Union[bool, None, Callable[[str, int, int], object]]

_FILE_PARAMETERS = ("vocabulary", "materials.facade", "materials.pipe", "profile.far_rules")
_TITLES = {"read": "读取 read", "recognise": "识别 recognise", "measure": "量测 measure", "judge": "判定 judge", "write": "写出 write"}


class Session:
    """One submission, read once: ask it several times under changed parameters.

    `files` are paths, or `(name, bytes)` where the bytes are at hand. `jobs` limits the threads.
    `progress` is True for a tqdm bar (nothing without tqdm) or a function `(stage, done, of)`.
    """

    def __init__(
        self,
        files: File | Iterable[File],
        *,
        encoding: str = "auto",
        jobs: int | None = None,
        progress: Progress = None,
    ) -> None:
        if jobs is not None and jobs < 1:
            raise ValueError("jobs must be at least 1")
        self._progress = progress
        with _told(progress) as told, translated():
            self._host = Host(_files(files), encoding, jobs, told)

    def check(self, *, lenient: bool = False, unreadable: str = "raise", **options: Any) -> Result:
        """Measures and judges; the options are those of `haofang.check`.

        A model that cannot be read whole raises `UnreadableError`, unless `lenient` (the readable part is judged) or
        `unreadable="return"` (the result comes, every clause undetermined).
        """
        order = _order(lenient=lenient, **options)
        with _told(self._progress) as told, translated():
            result = Result(self._host.check(order, told))
        if result.code == 3 and unreadable == "raise":
            # the flaw that made the file unreadable: a record nobody can split, an end that is missing, no IFC at all
            broken = [source["file"] for source in result.json["sources"] if source.get("whole") is False]
            flaws = [defect for defect in result.defects if defect.file in broken] or result.defects
            first = flaws[0] if flaws else None
            raise UnreadableError(
                first.message if first else "a model cannot be read whole",
                first.file if first else None,
                first.line if first else None,
                first.column if first else None,
                first.byte if first else None,
                result,
            )
        return result

    def facts(self, *, elements: bool = False, **options: Any) -> Facts:
        """Everything that can be measured; the options are those of `haofang.facts`."""
        order = _order(elements=elements, **options)
        with _told(self._progress) as told, translated():
            return Facts(self._host.facts(order, told))


def check(
    files: File | Iterable[File],
    *,
    params: Mapping[str, Any] | Sequence[str] | None = None,
    config: str | PathLike[str] | None = None,
    policies: Iterable[str | PathLike[str] | Mapping[str, str]] = (),
    as_of: str | None = None,
    lenient: bool = False,
    unreadable: str = "raise",
    audience: str = "author",
    fail_on: str | None = None,
    waivers: str | PathLike[str] | None = None,
    baseline: str | PathLike[str] | Mapping[str, Any] | None = None,
    only: Sequence[str] = (),
    skip: Sequence[str] = (),
    texts: Mapping[str, str] | None = None,
    encoding: str = "auto",
    jobs: int | None = None,
    progress: Progress = None,
) -> Result:
    """Judges one submission; site model and building models may be several files.

    `params` wins over `config` (a path of `haofang.toml`). `policies` are ids of shipped packs, or paths of packs.
    `as_of` is the date of the check, today in China when absent. `waivers` and `baseline` are paths, or contents.
    Other options mean what the flags of the command line mean.
    """
    return Session(files, encoding=encoding, jobs=jobs, progress=progress).check(
        params=params, config=config, policies=policies, as_of=as_of, lenient=lenient, unreadable=unreadable, audience=audience,
        fail_on=fail_on, waivers=waivers, baseline=baseline, only=only, skip=skip, texts=texts,
    )  # fmt: skip


def facts(
    files: File | Iterable[File],
    *,
    elements: bool = False,
    params: Mapping[str, Any] | Sequence[str] | None = None,
    config: str | PathLike[str] | None = None,
    encoding: str = "auto",
    jobs: int | None = None,
    progress: Progress = None,
) -> Facts:
    """Measures one submission without judging it; `elements` lists walls, slabs and others, too."""
    return Session(files, encoding=encoding, jobs=jobs, progress=progress).facts(elements=elements, params=params, config=config)


def _files(files: File | Iterable[File]) -> list[tuple[str, bytes]]:
    if isinstance(files, (str, PathLike)):
        files = [files]
    elif isinstance(files, tuple) and len(files) == 2 and isinstance(files[1], (bytes, bytearray)):
        files = [files]
    given: list[tuple[str, str, bytes]] = []
    for file in files:
        if isinstance(file, tuple):
            given.append((file[0], file[0], bytes(file[1])))
        else:
            path = Path(file)
            given.append((path.name, fspath(path), path.read_bytes()))
    if not given:
        raise ValueError("no files: give at least one IFC file")
    names = [name for name, _, _ in given]
    # two files of one name are told apart by their folders, as on the command line
    return [(path if names.count(name) > 1 else name, data) for name, path, data in given]


def _today_in_china() -> str:
    return datetime.now(timezone(timedelta(hours=8))).date().isoformat()


def _text(given: str | PathLike[str], suffixes: tuple[str, ...]) -> tuple[str, str] | None:
    """Name and text of a file, where a path was given; None where the text itself was."""
    if isinstance(given, PathLike) or (given.endswith(suffixes) and "\n" not in given):
        return fspath(given), Path(given).read_text(encoding="utf-8")
    return None


def _pack(given: str | PathLike[str] | Mapping[str, str]) -> str | Mapping[str, str]:
    if isinstance(given, Mapping):
        return given
    path = Path(given)
    if path.is_dir():
        path = path / "policy.toml"
    if not path.is_file():
        return fspath(given)
    source = path.with_name("source.txt")
    return {
        "name": str(path),
        "toml": path.read_text(encoding="utf-8"),
        "source": source.read_text(encoding="utf-8") if source.is_file() else "",
    }


def _order(
    *,
    params: Mapping[str, Any] | Sequence[str] | None = None,
    config: str | PathLike[str] | None = None,
    policies: Iterable[str | PathLike[str] | Mapping[str, str]] = (),
    as_of: str | None = None,
    waivers: str | PathLike[str] | None = None,
    baseline: str | PathLike[str] | Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    only: Sequence[str] = (),
    skip: Sequence[str] = (),
    **plain: Any,
) -> str:
    order: dict[str, Any] = {key: value for key, value in plain.items() if value is not None}
    order["as_of"] = as_of or _today_in_china()
    order["policies"] = [_pack(pack) for pack in policies]
    order["only"], order["skip"] = list(only), list(skip)
    texts = dict(texts or {})
    if params is not None:
        order["params"] = dict(params) if isinstance(params, Mapping) else list(params)
        for key in _FILE_PARAMETERS:
            path = params.get(key) if isinstance(params, Mapping) else None
            if isinstance(path, (str, PathLike)) and path not in texts and Path(path).is_file():
                order["params"][key] = fspath(path)
                texts[fspath(path)] = Path(path).read_text(encoding="utf-8")
    if config is not None:
        named = _text(config, (".toml",))
        order["config"] = {"name": named[0], "text": named[1]} if named else config
    if waivers is not None:
        named = _text(waivers, (".toml",))
        order["waivers"] = named[1] if named else waivers
    if baseline is not None:
        named = None if isinstance(baseline, Mapping) else _text(baseline, (".json",))
        order["baseline"] = named[1] if named else baseline
    order["texts"] = texts
    return json.dumps(order, ensure_ascii=False)


@contextmanager
def _told(progress: Progress) -> Iterator[Callable[[str, int, int], object] | None]:
    """The function to tell steps to: the caller's, or that of a tqdm bar, closed in the end."""
    if progress is not True:
        yield progress or None
        return
    try:
        from tqdm.auto import tqdm
    except ImportError:
        yield None
        return
    with tqdm(total=100, desc="haofang", bar_format="{desc}: {percentage:3.0f}%|{bar}| {elapsed}", leave=False) as bar:
        weights = {"read": (0, 20), "recognise": (20, 30), "measure": (30, 90), "judge": (90, 100), "write": (0, 100)}

        def told(stage: str, done: int, of: int) -> None:
            start, end = weights.get(stage, (0, 100))
            bar.set_description_str(_TITLES.get(stage, stage))
            bar.n = start + (end - start) * done // max(of, 1)
            bar.refresh()

        yield told
