"""Look for inputs that end the process, hang, or are taken for something else: see tools/fuzz.

Inputs are mutations of real ones (tests/support/fuzz_seeds, and the graph and the questions that
come with the program), chosen by Hypothesis, which also makes a finding smaller. The same seed
gives the same inputs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from fuzz_targets import TARGETS, run_apart, seeds_of, warm_up

_BATCH = 100  # inputs with one seed
_LONGEST = 200_000  # bytes of an input
_BITS = [
    *(bytes([byte]) for byte in b"<>()[]{}~#.;,:+*|^!"),
    *(b"<<(", b")>>", b"{|", b"|}", b"^^", b"&x;"),
    *(b'"', b"'", b"\\", b"\\u0000", b"\\uD800", b"\\U00110000", b"\n", b"\r", b"\0", b"\xff"),
    *("\ufeff \u202e\U0001f384\u00b7\u00df".encode(), b"_:a", b"@en--ltr", b"@prefix", b"@base"),
    *(b"1e999999999", b"1E+", b"-0.0", b"NaN", b"9" * 400, b"?x", b"$y", b"xml:lang='q q'"),
    *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"null"),
    *(b'"@context": {', b'"@id": ', b'"@list": [', b'"@reverse": {', b'"@type": "@json",'),
    *(b"OPTIONAL {", b"MINUS {", b"UNION", b"SERVICE <http://a/> {", b"GRAPH ?g {", b"BIND("),
    *(b"ORDER BY ", b"GROUP BY ", b"HAVING (", b"(COUNT(*) AS ?n)", b"FILTER NOT EXISTS {"),
    *(b"VALUES ?x {", b"DISTINCT", b"LIMIT 1 ", b"SELECT * {", b"CONSTRUCT", b"BASE", b"VERSION"),
]


@st.composite
def mutated(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """Draw a seed, and change it in some places."""
    text = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 2, 5, 20, 100, 1000])))
        part = text[start:end]
        match draw(
            st.sampled_from(["insert", "insert", "delete", "repeat", "move", "other", "byte"])
        ):
            case "insert":
                part = draw(st.sampled_from(_BITS)) + part
            case "delete":
                part = b""
            case "repeat":
                part = (part or draw(st.sampled_from(_BITS))) * draw(
                    st.sampled_from([2, 3, 50, 5000])
                )
            case "move":
                place = draw(st.integers(0, len(text)))
                part += text[place : place + draw(st.integers(1, 60))]
            case "other":
                other = draw(st.sampled_from(seeds))
                place = draw(st.integers(0, len(other)))
                part = other[place : place + draw(st.integers(1, 300))]
            case _:
                part = bytes([draw(st.integers(0, 255))]) + part[1:]
        text = (text[:start] + part + text[end:])[:_LONGEST]
    return text


class FoundError(Exception):
    """An input that was not handled."""


class _Search:
    """The search for inputs that a target does not handle, until a time is over."""

    def __init__(self, target: str, deadline: float) -> None:
        self.target = target
        self.deadline = deadline
        self.tried = 0
        self.input = b""
        self.said = ""

    def try_one(self, data: bytes) -> None:
        """Run one input.

        :raises FoundError: when it was not handled
        """
        if time.monotonic() > self.deadline and not self.said:
            return
        if self.said.startswith("ended by SIG") and "SEGV" not in self.said:
            return  # one that takes long is not made smaller
        self.tried += 1
        said = run_apart(self.target, data)
        if said:
            self.input, self.said = data, said
            raise FoundError(said.strip().splitlines()[-1])


def search(target: str, seconds: float, first_seed: int) -> _Search:
    """Search for a while, or until the first finding."""
    seeds = seeds_of(target)
    warm_up(target)
    found = _Search(target, time.monotonic() + seconds)
    phases = (Phase.generate, Phase.shrink)
    checks = list(HealthCheck)
    number = first_seed * 1_000_000
    while time.monotonic() < found.deadline and not found.said:

        @seed(number)
        @settings(
            max_examples=_BATCH,
            database=None,
            deadline=None,
            phases=phases,
            suppress_health_check=checks,
            report_multiple_bugs=False,
        )
        @given(mutated(seeds))
        def run(data: bytes) -> None:
            found.try_one(data)

        try:
            run()
        except Exception:  # Hypothesis says what it found in several ways
            if not found.said:
                raise
        number += 1
    return found


def main() -> int:
    """Run the fuzzers, and print each finding with the file that holds its input."""
    parser = argparse.ArgumentParser(prog="tools/fuzz")
    parser.add_argument("--seconds", type=float, default=60, help="for all targets together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="by default a temporary one")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    arguments = parser.parse_args()
    targets = arguments.targets or list(TARGETS)
    if unknown := set(targets) - TARGETS.keys():
        parser.error(
            f"no target {', '.join(sorted(unknown))}; expected some of {', '.join(TARGETS)}"
        )
    findings, into = 0, arguments.into
    for target in targets:
        found = search(target, arguments.seconds / len(targets), arguments.seed)
        print(f"{target}: {found.tried} inputs", flush=True)
        if found.said:
            findings += 1
            into = into or Path(tempfile.mkdtemp(prefix="yuqiao-findings-"))
            into.mkdir(parents=True, exist_ok=True)
            file = into / f"{target}-{arguments.seed}-{found.tried}"
            file.write_bytes(found.input)
            print(f"{file}: {found.said.strip()}", flush=True)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
