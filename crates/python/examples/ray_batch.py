"""Many submissions on several machines: the wheel under Ray, one task per submission, the table as Parquet.

    python ray_batch.py FOLDER OUT [--address auto] [--as-of DATE]

Nothing is lost with a worker: a task whose machine dies runs again elsewhere (`max_retries`). Every submission is a task of
its own, so that a file which ends its process costs only its own row. Workers must see the same paths; where they do not,
pass bytes instead of paths.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from pathlib import Path

import pyarrow
import pyarrow.parquet
import ray

OUTCOMES = ["pass", "fail", "undetermined", "manual", "not_applicable", "not_assessed"]


@ray.remote(num_cpus=1, max_retries=5, retry_exceptions=False)
def check(name: str, path: str, as_of: str) -> dict:
    """The row of one submission, computed wherever there is room."""
    import haofang

    row: dict = {"submission": name, "code": None, **dict.fromkeys(OUTCOMES), "failed": None, "error": None, "assessment_sha256": None}
    try:
        result = haofang.check(path, as_of=as_of, jobs=1, unreadable="return")
    except Exception as error:  # one bad file never stops the rest
        return {**row, "error": f"{type(error).__name__}: {error}"}
    assessment = result.document("json")
    failed = [clause.id for clause in result.clauses if clause.outcome == "fail"]
    return {
        **row,
        "code": result.code,
        **{outcome: result.summary[outcome] for outcome in OUTCOMES},
        "failed": " ".join(sorted(failed)),
        "assessment_sha256": hashlib.sha256(assessment).hexdigest(),
    }


def run(folder: Path, out: Path, as_of: str, on_progress=None) -> pyarrow.Table:
    """Checks every IFC file below a folder; returns and writes the table, in order of names."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".ifc", ".ifczip"))
    waiting = {check.remote(path.relative_to(folder).as_posix(), str(path.resolve()), as_of): path for path in paths}
    names = {reference: path.relative_to(folder).as_posix() for reference, path in waiting.items()}
    rows: list[dict] = []
    while waiting:
        done, _ = ray.wait(list(waiting), num_returns=1)
        for reference in done:
            del waiting[reference]
            try:
                rows.append(ray.get(reference))
            except ray.exceptions.RayError as error:  # the file ended its process again and again
                rows.append({"submission": names[reference], "error": f"{type(error).__name__}"})
        if on_progress:
            on_progress(len(rows), len(paths))
    rows.sort(key=lambda row: row["submission"])
    fields = ["submission", "code", *OUTCOMES, "failed", "error", "assessment_sha256"]
    texts = {"submission", "failed", "error", "assessment_sha256"}
    table = pyarrow.table({
        field: pyarrow.array([row.get(field) for row in rows], pyarrow.string() if field in texts else pyarrow.int64()) for field in fields
    })
    out.mkdir(parents=True, exist_ok=True)
    pyarrow.parquet.write_table(table, out / "summary.parquet")
    return table


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--address", help="of a running cluster; without it one is started here")
    parser.add_argument("--as-of", required=True, help="date of the check, YYYY-MM-DD")
    arguments = parser.parse_args()
    ray.init(address=arguments.address, include_dashboard=False)
    begun = time.perf_counter()
    table = run(arguments.folder, arguments.out, arguments.as_of)
    print(f"{table.num_rows} submissions in {time.perf_counter() - begun:.1f} s, codes {table.column('code').value_counts().to_pylist()}")
