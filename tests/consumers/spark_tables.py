"""A program for Spark: questions in SQL over the folder of tables, and its network in GraphX.

    python spark_tables.py MASTER TABLES QUERIES.json SCRATCH

Prints one line of JSON: the rows of each query, the components and PageRank of the nodes, and the
hosts of the executors that took part.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

ROUNDS = 20


def main(master: str, tables: str, queries: str, scratch: str) -> None:
    """Run everything."""
    spark = (
        SparkSession.builder.master(master)
        .appName("tables")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.executor.memory", "700m")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.default.parallelism", "2")
        # On few rows, code made for a query and plans made anew in its midst are dearer than they save.
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.sql.adaptive.enabled", "false")
        .getOrCreate()
    )
    asked = json.loads(Path(queries).read_text("utf-8"))
    for table in sorted(Path(tables).iterdir()):
        if table.is_dir():
            spark.read.parquet(str(table)).createOrReplaceTempView(table.name)
    for name, sql in asked["views"].items():
        spark.sql(sql).createOrReplaceTempView(name)
    answers = {
        name: [list(row) for row in spark.sql(sql).collect()]
        for name, sql in asked["questions"].items()
    }
    components, ranks = network(spark, spark.table("edges"), Path(scratch))
    executors = spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
    found = {
        "answers": answers,
        "components": components,
        "ranks": ranks,
        "executors": len(executors) - 1,  # the driver is one of them
    }
    sys.stdout.write(json.dumps(found) + "\n")
    spark.stop()


def network(
    spark: SparkSession, edges: DataFrame, scratch: Path
) -> tuple[dict[str, int], dict[str, float]]:
    """Return the component and the PageRank of each node that has an edge.

    GraphX numbers its nodes and follows directions: each edge is written both ways.
    """
    pairs = [(row.src, row.dst) for row in edges.select("src", "dst").distinct().collect()]
    both = sorted({pair for one, other in pairs for pair in ((one, other), (other, one))})
    names = sorted({name for pair in both for name in pair})
    number = {name: place for place, name in enumerate(names)}
    (scratch / "edges").write_text("".join(f"{number[a]} {number[b]}\n" for a, b in both), "utf-8")
    machine = spark.sparkContext._jvm
    assert machine is not None, "the driver has a Java of its own"
    java = machine.org.apache.spark
    level = java.storage.StorageLevel.MEMORY_ONLY()
    graph = java.graphx.GraphLoader.edgeListFile(
        spark.sparkContext._jsc.sc(), str(scratch / "edges"), False, 2, level, level
    )
    components = _values(graph.ops().connectedComponents(), scratch / "components")
    ranks = _values(graph.ops().staticPageRank(ROUNDS, 0.15), scratch / "ranks")
    return (
        {names[node]: int(value) for node, value in components.items()},
        {names[node]: value / len(names) for node, value in ranks.items()},
    )


def _values(graph: object, folder: Path) -> dict[int, float]:
    graph.vertices().saveAsTextFile(str(folder))  # type: ignore[attr-defined]
    found = {}
    for part in folder.glob("part-*"):
        for line in part.read_text("utf-8").splitlines():
            node, _, value = line.strip("()").partition(",")
            found[int(node)] = float(value)
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
