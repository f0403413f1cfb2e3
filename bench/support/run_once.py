"""Run one command from a process that is small itself: python bench/support/run_once.py COMMAND ...

Linux counts the memory of the process that starts a command as held by the command too, until it
is the command (getrusage(2): the resident set survives exec), so a large starter spoils the figure.
Prints the seconds, those of the processor, the kilobytes held at the highest, and the exit code.
"""

import os
import subprocess
import sys
import time

start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
seconds = time.perf_counter() - start
process.returncode = os.waitstatus_to_exitcode(status)
processor = usage.ru_utime + usage.ru_stime
print(seconds, processor, usage.ru_maxrss, process.returncode)
