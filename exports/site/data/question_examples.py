"""The questions of a site as SHACL's SPARQL executables, with titles in every language.

They are described as the examples of the SIB Swiss Institute of Bioinformatics are
(https://github.com/sib-swiss/sparql-examples): each is a ``sh:SPARQLExecutable`` with its query and
``sh:prefixes`` (https://www.w3.org/TR/shacl-af/), so that query editors and assistants can offer
them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from yuqiao.graph.errors import QueryError
from yuqiao.graph.sparql.bindings import bind
from yuqiao.ontology.namespaces import OWL, RDF, RDFS, SHACL, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yuqiao.graph.questions.catalogue import Question
    from yuqiao.graph.stores.store import Store

FOLDER = "questions"
"""The folder of the questions in a site."""

_FORMS = {"select": "Select", "ask": "Ask", "construct": "Construct", "describe": "Describe"}
_FORM = re.compile(rf"\b({'|'.join(_FORMS)})\b", re.IGNORECASE)
_USED = re.compile(r"(?<![\w?$@<:/#.-])([A-Za-z][\w-]*):(?!//)")


def question_examples(
    questions: Iterable[Question], store: Store, base: str
) -> dict[str, list[Triple]]:
    """Describe questions, each by its name; their parameters have their defaults.

    :param store: where the entities of defaults are looked up
    :param base: the IRI of the site
    """
    return {
        question.name: list(_described(question, store, f"{base}{FOLDER}/{question.name}"))
        for question in questions
    }


def _described(question: Question, store: Store, iri: str) -> Iterator[Triple]:
    node = NamedNode(iri)
    query = _runnable(question, store)
    found = _FORM.search(re.sub(r"#.*", "", query))
    form = found[1].lower() if found else "select"
    yield Triple(node, _term(RDF, "type"), _term(SHACL, "SPARQLExecutable"))
    yield Triple(node, _term(RDF, "type"), _term(SHACL, f"SPARQL{_FORMS[form]}Executable"))
    for name, texts in (("label", question.title), ("comment", question.description)):
        for text in _literals(texts):
            yield Triple(node, _term(RDFS, name), text)
    yield Triple(node, _term(SHACL, form), Literal(query))
    yield from _prefixes(node, query, store.prefixes)


def _prefixes(node: NamedNode, query: str, known: Mapping[str, str]) -> Iterator[Triple]:
    """Declare the prefixes that a query uses and does not declare itself."""
    declared = set(re.findall(r"(?i)\bprefix\s+([\w-]*):", query))
    used = sorted({each for each in _USED.findall(query) if each in known} - declared)
    if not used:
        return
    owner = NamedNode(f"{node.value}#prefixes")
    yield Triple(node, _term(SHACL, "prefixes"), owner)
    yield Triple(owner, _term(RDF, "type"), _term(OWL, "Ontology"))
    for prefix in used:
        declaration = BlankNode()
        yield Triple(owner, _term(SHACL, "declare"), declaration)
        yield Triple(declaration, _term(SHACL, "prefix"), Literal(prefix))
        space = Literal(known[prefix], datatype=_term(XSD, "anyURI"))
        yield Triple(declaration, _term(SHACL, "namespace"), space)


def _runnable(question: Question, store: Store) -> str:
    """Return the query with the defaults of its parameters; without them where there are none."""
    try:
        return bind(*question.bind(lang="en", store=store, values={}))
    except QueryError:
        return question.query


def _literals(texts: Mapping[str, str]) -> Iterator[Literal]:
    for tag, text in texts.items():
        if text and tag:
            yield Literal(text, language=tag.lower())


def _term(space: str, name: str) -> NamedNode:
    return NamedNode(space + name)
