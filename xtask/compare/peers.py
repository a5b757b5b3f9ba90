"""Opens one file with ifcfast: a JSON line of seconds of processor time, megabytes and instances, the best of two, each in a process of its own."""
import json
import resource
import subprocess
import sys
import time

if len(sys.argv) > 2:
    import ifcfast

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    wall = time.perf_counter()
    model = ifcfast.open(sys.argv[1], use_cache=False, write_cache=False)
    seconds = time.process_time() - start
    wall = time.perf_counter() - wall
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"version": ifcfast.__version__, "seconds": seconds, "clock": wall, "megabytes": (after - before) / 1024}))
else:
    runs = [json.loads(subprocess.check_output([sys.executable, __file__, sys.argv[1], "once"])) for _ in range(2)]
    print(json.dumps({"ifcfast": min(runs, key=lambda run: run["seconds"])}))
