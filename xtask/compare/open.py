"""Measures IfcOpenShell's open on the same file: seconds of processor time and megabytes, best of three, each in a process of its own."""
import json
import resource
import subprocess
import sys
import time

if len(sys.argv) > 2:
    import ifcopenshell

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    model = ifcopenshell.open(sys.argv[1])
    seconds = time.process_time() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "megabytes": (after - before) / 1024, "instances": sum(1 for _ in model), "version": ifcopenshell.version}))
else:
    runs = [json.loads(subprocess.check_output([sys.executable, __file__, sys.argv[1], "once"])) for _ in range(3)]
    print(json.dumps(min(runs, key=lambda run: run["seconds"])))
