"""What no RDF file may hold is refused in one line: lone surrogates, broken addresses, markup in a tag."""

from __future__ import annotations

from pathlib import Path

import pytest

import yuqiao
from hostile_strings import Case, cases
from yuqiao.graph.errors import InputError


@pytest.mark.parametrize("case", cases("refused"), ids=lambda case: case.text)
def test_a_term_that_rdf_cannot_hold_is_refused(case: Case, tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text(f"<urn:x:a> <urn:x:b> {case.text} .", "utf-8")

    with pytest.raises(InputError) as refused:
        yuqiao.open(file)

    message = str(refused.value)
    assert message.startswith(f"{file}:1:")
    assert "\n" not in message
    assert message.isprintable()


def test_a_surrogate_in_the_bytes_of_a_file_is_refused_too(tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_bytes(b'<urn:x:a> <urn:x:b> "\xed\xa0\x80" .')

    with pytest.raises(InputError, match="UTF-8"):
        yuqiao.open(file)


def test_the_corpus_holds_what_it_is_to_hold() -> None:
    kinds = ("label", "iri", "heading", "literal")

    assert sum(len(cases(kind)) for kind in kinds) >= 200
    assert len({case.family for case in cases("label")}) >= 20
