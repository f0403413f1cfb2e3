"""The list of cases that cannot pass names only cases there are, each with a cause."""

from __future__ import annotations

import re

from w3c_manifest import GAPS, GROUPS, cases, faults, listed


def test_every_listed_case_is_a_case() -> None:
    known = {case.iri for group in GROUPS for case in cases(group)}

    assert set(listed()) - known == set()


def test_every_listed_case_has_a_cause() -> None:
    assert [iri for iri, why in listed().items() if why.gap not in GAPS or not why.cause] == []


def test_every_kind_of_case_is_run() -> None:
    from . import test_canonical_forms, test_rdf, test_sparql, test_update

    run = {*test_sparql.EVALUATION, "PositiveSyntaxTest", "NegativeSyntaxTest"}
    run |= {test_update.EVALUATION, test_update.RIGHT, test_update.WRONG}
    run |= {test_canonical_forms.DATASET, test_canonical_forms.NAMES}
    run |= {test_canonical_forms.UNBOUNDED, *test_canonical_forms.LINES}
    run |= {*test_rdf.EVALUATION, *test_rdf.RIGHT, *test_rdf.WRONG}

    assert {case.kind for group in GROUPS for case in cases(group)} == run


def test_every_fault_of_others_has_its_issue_or_is_not_reported() -> None:
    issues = re.compile(r"not reported|\w+/\w+#\d+(, #\d+)*( \([^)]+\))?")

    assert [fault for fault in faults() if not issues.fullmatch(fault.upstream)] == []
