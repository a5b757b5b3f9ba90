"""Two Ray nodes on this machine, one killed during the run: no submission is lost, and the result is that of `batch`."""

import hashlib
import os
import sys
import threading
from pathlib import Path

import pytest
from conftest import AS_OF

import haofang

pytestmark = pytest.mark.slow
ray = pytest.importorskip("ray")
from ray.cluster_utils import Cluster  # noqa: E402

sys.path.insert(0, str(Path(__file__).parents[1] / "examples"))
import ray_batch  # noqa: E402


def test_a_killed_worker_loses_nothing(tmp_path: Path, tower: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    whole = tower.read_bytes()
    for at in range(40):
        # submissions that differ: another name in the header
        (inbox / f"{at:02}.ifc").write_bytes(whole.replace(b"FILE_NAME('", b"FILE_NAME('%02d " % at, 1))
    (inbox / "bad.ifc").write_bytes(b"no model")
    local = {}
    for path in sorted(inbox.iterdir()):
        result = haofang.check(path, as_of=AS_OF, unreadable="return")
        local[path.name] = (result.code, hashlib.sha256(result.document("json")).hexdigest())
    # the head holds no work, so that every task runs on one of the two workers
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    workers = [cluster.add_node(num_cpus=1) for _ in range(2)]
    paths = [str(Path(ray_batch.__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    ray.init(address=cluster.address, runtime_env={"env_vars": {"PYTHONPATH": os.pathsep.join(paths)}})
    try:
        killed = threading.Event()

        def kill_one(done: int, of: int) -> None:
            if done >= 8 and not killed.is_set():
                killed.set()
                cluster.remove_node(workers[0], allow_graceful=False)

        table = ray_batch.run(inbox, tmp_path / "out", AS_OF, kill_one)
    finally:
        ray.shutdown()
        cluster.shutdown()
    assert killed.is_set()
    rows = {row["submission"]: (row["code"], row["assessment_sha256"]) for row in table.to_pylist()}
    assert [row["error"] for row in table.to_pylist() if row["error"]] == []
    assert rows == local
