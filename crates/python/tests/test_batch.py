"""The batch's Parquet as pyarrow and pandas read it; needs the command, named by HAOFANG or built in target/release."""

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import AS_OF, ROOT, SAMPLES

HAOFANG = Path(os.environ.get("HAOFANG", ROOT / "target" / "release" / "haofang"))
pytestmark = pytest.mark.skipif(not HAOFANG.is_file(), reason="the command is not built")
parquet = pytest.importorskip("pyarrow.parquet")


def test_the_summary_is_a_parquet_file(tmp_path: Path) -> None:
    inbox = tmp_path / "收件"
    shutil.copytree(SAMPLES, inbox)
    (inbox / "坏.ifc").write_bytes(b"not a model")
    out = tmp_path / "out"
    run = subprocess.run([HAOFANG, "batch", inbox, "-o", out, "--as-of", AS_OF, "-f", "json"], capture_output=True, text=True)
    assert run.returncode == 3, run.stderr
    table = parquet.read_table(out / "summary.parquet")
    assert table.column("submission").to_pylist() == sorted(["estate-faults", "residential-7f-3050/3号楼.ifc", "坏.ifc"])
    assert table.column("state").to_pylist() == ["violations", "violations", "unreadable"]
    assert table.column("error").null_count == 3
    assert table.schema.field("pass").type == "int64"
    with (out / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["fail"]) for row in rows] == table.column("fail").to_pylist()
