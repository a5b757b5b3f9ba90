"""What a host relies on: errors with their place, progress, Ctrl-C, the lock released, hostile bytes."""

import gzip
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import AS_OF

import haofang


def test_wrong_options_say_where(tower: Path, tmp_path: Path) -> None:
    with pytest.raises(haofang.OptionsError, match="plan.green_ratio") as caught:
        haofang.check(tower, as_of=AS_OF, params={"plan.gren_ratio": 0.3})
    assert caught.value.message
    config = tmp_path / "haofang.toml"
    config.write_text("gas = true\nplan.green_ratio = 30\n", encoding="utf-8")
    with pytest.raises(haofang.OptionsError) as caught:
        haofang.check(tower, as_of=AS_OF, config=config)
    assert (caught.value.file, caught.value.line) == (str(config), 2)
    assert caught.value.column
    for wrong in ({"as_of": "tomorrow"}, {"policies": ["nanjing"]}, {"only": ["NT-9"]}, {"fail_on": "sometimes"}):
        with pytest.raises(ValueError):
            haofang.check(tower, **{"as_of": AS_OF, **wrong})
    with pytest.raises(TypeError):
        haofang.check(tower, colour=True)
    with pytest.raises(FileNotFoundError):
        haofang.check(tmp_path / "无.ifc")
    with pytest.raises(haofang.OptionsError):
        haofang.check(tower, as_of=AS_OF).document("pdfx")


def test_a_cut_file_is_an_exception_with_line_and_column(tower: Path) -> None:
    whole = tower.read_bytes()
    with pytest.raises(haofang.UnreadableError) as caught:
        haofang.check([("截断.ifc", whole[: len(whole) // 2])], as_of=AS_OF)
    error = caught.value
    assert error.file == "截断.ifc"
    assert error.line and error.line > 100 and error.column and error.byte
    assert error.result.code == 3
    assert not error.result.findings("pass")
    assert haofang.check([("截断.ifc", whole[: len(whole) // 2])], as_of=AS_OF, lenient=True).code in (1, 4)
    assert haofang.check([("截断.ifc", b"")], as_of=AS_OF, unreadable="return").code == 3


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 1000, b"\xff\xfe\x00", b"ISO-10303-21;" * 50, b"PK\x03\x04" + b"x" * 100, b"\x1f\x8b\x08" + b"y" * 100,
     b"ISO-10303-21;HEADER;ENDSEC;DATA;#1=IFCWALL('" + b"(" * 200_000, b"ISO-10303-21;DATA;#1=IFCPROJECT(#1,#1,#1);ENDSEC;END-ISO-10303-21;"],
)  # fmt: skip
def test_hostile_bytes_are_a_result_that_passes_nothing(data: bytes) -> None:
    result = haofang.check([("坏.ifc", data)], as_of=AS_OF, unreadable="return")
    assert result.code in (3, 4)
    assert result.summary["pass"] == 0
    result.document("html"), result.document("bcf")


def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    """640 MB packed into 0.6 MB."""
    result = haofang.check([("炸弹.ifc.gz", gzip.compress(bytes(64 << 20)) * 10)], as_of=AS_OF, unreadable="return")
    assert result.code == 3
    assert result.summary["pass"] == 0
    assert any("unpack" in str(value) for value in result.json["defects"][0].values()), result.json["defects"][0]


def test_references_that_run_in_circles_end(tower: Path) -> None:
    whole = tower.read_bytes()
    for pattern, record in (
        (rb"(#\d+)=IFCLOCALPLACEMENT\(#\d+,", rb"\1=IFCLOCALPLACEMENT(\1,"),
        (rb"(#\d+)=IFCEXTRUDEDAREASOLID\([^;]*;", rb"\1=IFCBOOLEANRESULT(.UNION.,\1,\1);"),
        (rb"(#\d+)=IFCSIUNIT\(\*,.LENGTHUNIT.[^;]*;", rb"\1=IFCCONVERSIONBASEDUNIT(#10,.LENGTHUNIT.,'X',\1);"),
    ):
        bent, count = re.subn(pattern, record, whole)
        assert count
        result = haofang.check([("循环.ifc", bent)], as_of=AS_OF, unreadable="return")
        # nothing with a body was measured: no room, window or dwelling passes anything
        assert not [finding for finding in result.findings("pass") if finding.subject.kind not in ("storey", "building", "project")]


def test_progress_is_told_and_may_stop(tower: Path) -> None:
    seen = []
    haofang.check(tower, as_of=AS_OF, progress=lambda stage, done, of: seen.append((stage, done, of)))
    stages = [stage for stage, _, _ in seen]
    assert stages == sorted(stages, key=["read", "recognise", "measure", "judge"].index)
    assert {"read", "recognise", "measure", "judge"} <= set(stages)

    class Enough(Exception):
        pass

    def stop(stage: str, done: int, of: int) -> None:
        if stage == "measure":
            raise Enough

    with pytest.raises(Enough):
        haofang.check(tower, as_of=AS_OF, progress=stop)
    pytest.importorskip("tqdm")
    assert haofang.check(tower, as_of=AS_OF, progress=True).code == 1


def test_other_threads_go_on(tower: Path) -> None:
    """The interpreter's lock is released: a counter in another thread is not stopped by a check."""
    count, done = 0, threading.Event()

    def turn() -> None:
        nonlocal count
        while not done.is_set():
            count += 1
            time.sleep(0.001)

    thread = threading.Thread(target=turn)
    thread.start()
    session = haofang.Session(tower)
    begun, before = time.perf_counter(), count
    session.check(as_of=AS_OF)
    took, counted = time.perf_counter() - begun, count - before
    done.set()
    thread.join()
    assert counted >= min(3, took * 50), f"{counted} turns in {took:.2f} s"


def test_a_session_serves_several_threads(tower: Path, result: haofang.Result) -> None:
    session = haofang.Session(tower)
    got: list[bytes] = []
    threads = [threading.Thread(target=lambda: got.append(session.check(as_of=AS_OF).document("json"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [result.document("json")] * 4


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_a_check(tower: Path) -> None:
    # whoever started the tests in the background has SIGINT ignored, and so would the child
    code = f"import haofang, signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\nprint('go', flush=True)\nwhile True: haofang.check({str(tower)!r}, as_of='{AS_OF}')"
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tower.parent)
    assert child.stdout is not None and child.stdout.readline() == "go\n"
    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    try:
        _, error = child.communicate(timeout=60)
    finally:
        child.kill()
    assert "KeyboardInterrupt" in error
    assert child.returncode != -signal.SIGSEGV


def test_the_package_is_typed() -> None:
    folder = Path(haofang.__file__).parent
    assert (folder / "py.typed").is_file() and (folder / "_haofang.pyi").is_file()
    for name in haofang.__all__:
        assert hasattr(haofang, name)
