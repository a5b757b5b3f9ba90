"""Two hundred submissions through `haofang batch`: killed half-way and taken up again, then the same under Ray with a worker
killed; every way gives the same hashes. Prints throughput. Called by `many`."""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow.parquet

AS_OF = "2026-11-22"
COUNT = 200


def generated(folder: Path, root: Path, command: Path) -> list[Path]:
    """Estates of several sizes from the command, and towers whose storeys differ."""
    out = []
    for dwellings in range(30, 121, 30):
        made = folder / "made" / str(dwellings)
        subprocess.run([command, "demo", "-o", made, "--dwellings", str(dwellings), "-q"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        out += made.glob("*.ifc")
    tower = next((root / "samples/residential-7f-3050").glob("*.ifc")).read_bytes()
    dice = random.Random(2)
    for at in range(56):
        lifted = tower.replace(b"ELEMENT.,15650.)", b"ELEMENT.,%d.)" % dice.randrange(15_600, 15_800, 10))
        path = folder / "made" / f"{at:02}号楼.ifc"
        path.write_bytes(lifted.replace(b"FILE_NAME('3", b"FILE_NAME('%02d" % at, 1))
        out.append(path)
    return out


def inbox(folder: Path, root: Path, shared: Path, command: Path) -> Path:
    """The submissions in one folder: generated ones, then real ones of all sizes where ../shared is, else more towers."""
    (folder / "made").mkdir(parents=True)
    inbox = folder / "inbox"
    inbox.mkdir()
    made = generated(folder, root, command)
    real = sorted((path for path in shared.glob("corpus/**/*.ifc") if path.is_file()), key=lambda path: (path.stat().st_size, path.name))
    wanted = COUNT - len(made)
    # the largest third and every n-th of the others
    chosen = real[-(wanted // 3) :] + real[: -(wanted // 3)][:: max(1, len(real) // max(1, wanted - wanted // 3))]
    chosen = chosen[:wanted]
    while chosen and len(chosen) < wanted:
        chosen.append(next(path for path in real if path not in chosen))
    for at, path in enumerate(made + chosen):
        shutil.copyfile(path, inbox / f"{at:03}-{path.name}")
    if not chosen:
        print("no ../shared here: generated submissions only")
    return inbox


def batch(command: Path, inbox: Path, out: Path, *more: str) -> list[str]:
    return [str(command), "batch", str(inbox), "-o", str(out), "--as-of", AS_OF, "-f", "json", *more]


def table(out: Path) -> dict[str, tuple]:
    rows = pyarrow.parquet.read_table(out / "summary.parquet").to_pylist()
    return {row["submission"]: (row["code"], row["assessment_sha256"]) for row in rows}


def finished(out: Path) -> int:
    return sum(1 for _ in (out / "submissions").rglob("row.json"))


def killed_and_resumed(command: Path, inbox: Path, out: Path, count: int) -> str:
    """Kills the whole batch without warning when half is done, then asks for it again."""
    running = subprocess.Popen(batch(command, inbox, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while finished(out) < count // 2 and running.poll() is None:
        time.sleep(0.1)
    if running.poll() is not None:
        return "it ended before it could be killed"
    running.send_signal(signal.SIGKILL)
    running.wait()
    time.sleep(1)
    before = {path: path.stat().st_mtime_ns for path in (out / "submissions").rglob("row.json")}
    subprocess.run(batch(command, inbox, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    kept = sum(path.stat().st_mtime_ns == when for path, when in before.items())
    print(f"killed with {len(before)} of {count} done; resumed: {kept} taken over, {finished(out) - kept} checked")
    return "" if kept == len(before) and finished(out) == count else "what was done was done again"


def under_ray(root: Path, inbox: Path, out: Path) -> dict[str, tuple]:
    """The same under Ray: two workers, one of them killed."""
    import ray
    from ray.cluster_utils import Cluster

    examples = root / "crates/python/examples"
    sys.path.insert(0, str(examples))
    import ray_batch

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    workers = [cluster.add_node(num_cpus=1) for _ in range(2)]
    ray.init(address=cluster.address, runtime_env={"env_vars": {"PYTHONPATH": str(examples)}}, log_to_driver=False)
    killed = threading.Event()

    def kill_one(done: int, of: int) -> None:
        if done >= of // 4 and not killed.is_set():
            killed.set()
            cluster.remove_node(workers[0], allow_graceful=False)
            print(f"Ray: a worker killed with {done} of {of} done")

    begun = time.perf_counter()
    try:
        rows = ray_batch.run(inbox, out, AS_OF, kill_one).to_pylist()
    finally:
        ray.shutdown()
        cluster.shutdown()
    print(f"Ray: {len(rows)} submissions in {time.perf_counter() - begun:.1f} s on two workers, then one")
    return {row["submission"]: (row["code"], row["assessment_sha256"]) for row in rows}


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("haofang", "out", "root", "shared"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--ray", action="store_true")
    arguments = parser.parse_args()
    given = inbox(arguments.out, arguments.root, arguments.shared, arguments.haofang)
    count = len(list(given.iterdir()))
    size = sum(path.stat().st_size for path in given.iterdir()) / 1e6
    failed = []

    begun = time.perf_counter()
    before = os.times()
    run = subprocess.run(batch(arguments.haofang, given, arguments.out / "whole"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    took, after = time.perf_counter() - begun, os.times()
    cpu = (after.children_user + after.children_system) - (before.children_user + before.children_system)
    whole = table(arguments.out / "whole")
    codes = {code: sum(1 for row in whole.values() if row[0] == code) for code in sorted({row[0] for row in whole.values()}, key=str)}
    print(f"{count} submissions, {size:.0f} MB: {took:.1f} s, processor time {cpu:.1f} s, {count / cpu * 60:.0f} submissions and {size / cpu:.2f} MB per core and minute/second; codes {json.dumps(codes)}")
    if len(whole) != count:
        failed.append(f"{count - len(whole)} submissions have no row; exit {run.returncode}: {run.stderr[-300:]}")

    flaw = killed_and_resumed(arguments.haofang, given, arguments.out / "killed", count)
    failed += [flaw] if flaw else []
    for name in ("summary.parquet", "summary.csv", "summary.html"):
        if (arguments.out / "whole" / name).read_bytes() != (arguments.out / "killed" / name).read_bytes():
            failed.append(f"{name} differs after the kill")
    if arguments.ray:
        rows = under_ray(arguments.root, given, arguments.out / "ray")
        different = [name for name in whole if rows.get(name) != whole[name]]
        failed += [f"Ray differs: {name}: {rows.get(name)} {whole[name]}" for name in different]
        print(f"Ray: {len(whole) - len(different)} of {count} rows equal to the batch's")
    print(*[f"FAILED {flaw}" for flaw in failed], sep="\n")
    print(f"batch: {0 if failed else 1} passed, {1 if failed else 0} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
