"""Ask a graph some questions of the catalogue twice, and print a line of JSON for each.

python bench/support/asked.py GRAPH QUESTION...
"""

from __future__ import annotations

import json
import resource
import sys
import time

import yuqiao


def main(graph: str, *names: str) -> None:
    """Print the seconds of both times, the rows, and the most memory so far."""
    opened = yuqiao.open(graph)
    for name in names:
        seconds = []
        for _ in range(2):
            started = time.perf_counter()
            rows = sum(1 for _row in opened.question(name))  # type: ignore[union-attr, misc]
            seconds.append(time.perf_counter() - started)
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps([name, *seconds, rows, megabytes]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
