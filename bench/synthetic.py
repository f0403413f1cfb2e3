"""Write a synthetic graph of partnerships, of any size: nothing in it is true.

python bench/synthetic.py --partnerships 2500 --seed 1 > graph.nt
python bench/synthetic.py --triples 1000000 -o graph.nt.gz
python bench/synthetic.py --network 10000 30000 -o network.nt
"""

from __future__ import annotations

import argparse
from pathlib import Path

from support.synthetic.graph import partnerships_for, put, write
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
    parser.add_argument("-o", type=Path, help="a file, .nt or .nt.gz; else standard output")
    given = parser.parse_args()
    if given.network:
        nodes, edges = given.network
        put(linked(nodes, edges, given.seed), given.o)
    else:
        partnerships = given.partnerships or partnerships_for(given.triples, given.seed)
        write(partnerships, given.seed, given.o)


if __name__ == "__main__":
    main()
