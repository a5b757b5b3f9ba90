"""Measures the shapes of all products of one file, openings cut: ours with one thread and with two, and IfcOpenShell's default kernel.

Usage: shapes.py FILE COMMAND; COMMAND FILE THREADS prints a JSON line. Prints one JSON line. Ours is the whole process, reading
included; theirs is the iterator over all products alone, without opening the file."""
import json
import os
import subprocess
import sys
import time

ITERATE = """
import json, resource, sys, time
import ifcopenshell, ifcopenshell.geom
model = ifcopenshell.open(sys.argv[1])
settings = ifcopenshell.geom.settings()
start, spent = time.perf_counter(), time.process_time()
count = triangles = 0
products = ifcopenshell.geom.iterator(settings, model, 1)
if products.initialize():
    while True:
        count += 1
        triangles += len(products.get().geometry.faces) // 3
        if not products.next():
            break
print(json.dumps({"spent": time.process_time() - spent, "clock": time.perf_counter() - start, "count": count, "triangles": triangles,
                  "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "version": ifcopenshell.version}))
"""


def ours(command, file, threads):
    start = time.perf_counter()
    process = subprocess.Popen([command, file, str(threads)], stdout=subprocess.PIPE)
    line = process.stdout.read()
    _, _, usage = os.wait4(process.pid, 0)
    told = json.loads(line)
    return {"clock": time.perf_counter() - start, "spent": usage.ru_utime + usage.ru_stime, "megabytes": usage.ru_maxrss / 1024, **told}


def best(runs):
    return min(runs, key=lambda run: run["spent"])


if __name__ == "__main__":
    file, command = sys.argv[1:3]
    one = [ours(command, file, 1) for _ in range(3)]
    two = [ours(command, file, 2) for _ in range(3)]
    clock = {threads: min(run["shapes"] for run in runs) for threads, runs in ((1, one), (2, two))}
    try:
        theirs = json.loads(subprocess.check_output([sys.executable, "-c", ITERATE, file], stderr=subprocess.DEVNULL).splitlines()[-1])
    except (subprocess.CalledProcessError, IndexError):
        theirs = None
    print(json.dumps({"ours": best(one), "two": best(two), "scaling": clock[1] / clock[2], "theirs": theirs}))
