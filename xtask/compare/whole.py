"""Measures a command and IfcOpenShell's open on the same file in one run: clock, processor time and memory of each, best of five and three.

Usage: whole.py FILE COMMAND [ARGUMENT...]; prints one JSON line."""
import json
import os
import subprocess
import sys
import time

OPEN = """
import resource, sys, time
import ifcopenshell
clock, spent = time.perf_counter(), time.process_time()
ifcopenshell.open(sys.argv[1])
print(time.perf_counter() - clock, time.process_time() - spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def ours(command):
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    clock = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    return {"clock": clock, "spent": usage.ru_utime + usage.ru_stime, "megabytes": usage.ru_maxrss / 1024, "code": code}


def theirs(file):
    clock, spent, megabytes = map(float, subprocess.check_output([sys.executable, "-c", OPEN, file]).split())
    return {"clock": clock, "spent": spent, "megabytes": megabytes}


def best(runs):
    return {key: min(run[key] for run in runs) for key in runs[0]}


if __name__ == "__main__":
    file, command = sys.argv[1], sys.argv[2:]
    own, other = [], []
    for turn in range(5):
        own.append(ours(command))
        if turn < 3:
            try:
                other.append(theirs(file))
            except subprocess.CalledProcessError:
                pass
    print(json.dumps({"ours": best(own), "theirs": best(other) if other else None}))
