"""Runs a command and tells, as JSON on the last line: wall time, user and system time of its processes, and the peak memory of the largest.

measured.py <file that takes the command's standard output> <program> <arguments...>
"""

import json
import resource
import subprocess
import sys
import time

into, *command = sys.argv[1:]
with open(into, "wb") as out:
    started = time.monotonic()
    subprocess.run(command, stdout=out, check=True)
    wall = time.monotonic() - started
used = resource.getrusage(resource.RUSAGE_CHILDREN)
peak_mb = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
print(json.dumps({"wallMs": wall * 1000, "cpuMs": (used.ru_utime + used.ru_stime) * 1000, "peakRssMb": peak_mb}))
