"""Write a synthetic graph of partnerships, of any size: nothing in it is true.

python bench/synthetic.py --partnerships 2500 --seed 1 > graph.nt
python bench/synthetic.py --triples 1000000 -o graph.nt.gz
python bench/synthetic.py --partnerships 310 --regions 31 -o provinces
python bench/synthetic.py --network 10000 30000 -o network.nt
"""

from __future__ import annotations

import argparse
from pathlib import Path

from support.synthetic.graph import partnerships_for, put, write, write_by_region
from support.synthetic.links import linked


def main() -> None:
    """Read the command line and write the graph."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--partnerships", type=int, help="how many, 75 to 1,000,000")
    size.add_argument("--triples", type=int, help="about how many triples instead")
    size.add_argument(
        "--network",
        type=int,
        nargs=2,
        metavar=("NODES", "EDGES"),
        help="only a network of universities and their countries, to be viewed",
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed, another graph")
    parser.add_argument(
        "--regions", type=int, help="a file for each of so many regions, 31 at most"
    )
    parser.add_argument(
        "-o",
        type=Path,
        help="a file, .nt or .nt.gz; with --regions, a folder; else standard output",
    )
    given = parser.parse_args()
    if given.network:
        nodes, edges = given.network
        put(linked(nodes, edges, given.seed), given.o)
    else:
        partnerships = given.partnerships or partnerships_for(given.triples, given.seed)
        if given.regions:
            given.o.mkdir(exist_ok=True)
            write_by_region(partnerships, given.seed, given.o, given.regions)
        else:
            write(partnerships, given.seed, given.o)


if __name__ == "__main__":
    main()
