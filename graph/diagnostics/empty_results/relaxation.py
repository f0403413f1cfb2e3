"""Query relaxation: terms that would match in a triple that has no match.

Each constant of a triple is replaced by a variable in turn, whose values are then the terms that
would match there. The same is tried with subject and object exchanged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.diagnostics.findings import Change, Hint, listed
from yuqiao.graph.diagnostics.probes import MANY, SOME
from yuqiao.graph.diagnostics.similarity import instead, most_similar, suggestion
from yuqiao.graph.sparql.ast import DatasetClause, Graph, Node, Triple
from yuqiao.graph.sparql.lexer import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from yuqiao.graph.diagnostics.probes import Prober
    from yuqiao.graph.rdf.terms import Term

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
_LABELS = (
    "<http://www.w3.org/2004/02/skos/core#prefLabel>|"
    "<http://www.w3.org/2004/02/skos/core#altLabel>|"
    "<http://www.w3.org/2000/01/rdf-schema#label>"
)
_FEW = 50  # most terms that are listed


def steps(prober: Prober, triple: Triple) -> list[Triple]:
    """Split a sequence path into a chain of triples, each at its own position."""
    starts, depth = [triple.path.start], 0
    for token in tokens(triple.path.text):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.text == "|":
            return [triple]
        if depth == 0 and token.text == "/":
            starts.append(triple.path.start + token.end)
    chain, subject = [], triple.subject
    for number, start in enumerate(starts):
        last = number == len(starts) - 1
        end = triple.path.end if last else starts[number + 1] - 1
        path = _step(triple, start, end)
        thing = Node(end, end, "variable", prober.fresh(f"m{number}"))
        thing = triple.object if last else thing
        begin = triple.start if number == 0 else path.start
        chain.append(Triple(begin, triple.end if last else path.end, subject, path, thing))
        subject = thing
    return chain


def _step(triple: Triple, start: int, end: int) -> Node:
    text = triple.path.text[start - triple.path.start : end - triple.path.start]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    iris = tuple(node for node in triple.path.iris if start <= node.start < start + len(text))
    if len(iris) == 1 and iris[0].text == text:
        return iris[0]
    if triple.path.kind != "path":
        return triple.path
    return Node(start, start + len(text), "path", text, iris=iris)


def hints_on_triple(
    prober: Prober, triple: Triple, inside: Callable[[str], str]
) -> tuple[Hint, ...]:
    """Return hints on a triple without a match."""
    unknown = hints_on_properties(prober, triple, inside)
    if unknown:
        return unknown
    turned = reversed_triple(triple)
    if turned is not None and prober.has(inside(turned)):
        return (reversal_hint(prober, triple, turned),)
    return (
        *_hints_on_object(prober, triple, inside),
        *_hints_on_subject(prober, triple, inside),
        *_hints_on_relation(prober, triple, inside),
    )


# Properties


def hints_on_properties(
    prober: Prober, triple: Triple, inside: Callable[[str], str]
) -> tuple[Hint, ...]:
    """Return hints on properties that the graph does not have; others of a path may still match."""
    subject, variable, thing = (prober.fresh(name) for name in ("s", "v", "o"))
    if "!" in triple.path.text:
        return ()
    hints = []
    for node in triple.path.iris or (triple.path,):
        term = prober.term(node)
        if term is None or prober.has(inside(f"{subject} {term} {thing}")):
            continue
        would = ""
        if node is triple.path:
            would = inside(f"{triple.subject.text} {variable} {triple.object.text}")
        every = inside(f"{subject} {variable} {thing}")
        if prober.has(f"{term} a {thing}"):
            hints.append(Hint(f"{prober.text(term)} is defined, but not used"))
            continue
        said = f"the graph has no property {prober.text(term)}; "
        hint = next(
            (
                found
                for pattern in (would, every)
                if pattern
                and (
                    found := suggestion(prober, node, prober.values(variable, pattern, MANY), said)
                )
            ),
            Hint(said.rstrip("; ")),
        )
        hints.append(hint)
    return tuple(hints)


def _hints_on_relation(
    prober: Prober, triple: Triple, inside: Callable[[str], str]
) -> tuple[Hint, ...]:
    """Return hints on other properties between subject and object, when one is a constant."""
    is_class = triple.path.iri == _TYPE
    constants = [prober.term(node) for node in (triple.subject, triple.object)]
    if triple.path.kind == "variable" or is_class or constants == [None, None]:
        return ()
    variable = prober.fresh("v")
    pattern = inside(f"{triple.subject.text} {variable} {triple.object.text}")
    found = prober.values(variable, pattern, SOME)
    if not found:
        return ()
    change = None
    if len(found) == 1:
        change = Change(triple.path.start, triple.path.end, prober.text(found[0]))
    return (Hint(f"it matches with the property {instead(prober, found)}", change),)


# Direction


def reversed_triple(triple: Triple) -> str | None:
    """Return a triple with subject and object exchanged; None where that makes no triple."""
    if "literal" in (triple.subject.kind, triple.object.kind):
        return None
    if triple.path.kind == "variable" or triple.path.iri == _TYPE:
        return None
    return f"{triple.object.text} {triple.path.text} {triple.subject.text}"


def reversal_hint(prober: Prober, triple: Triple, turned: str) -> Hint:
    """Suggest to reverse a triple, with ``^`` on its path."""
    path = triple.path
    text = f"^({path.text})" if path.kind == "path" else f"^{path.text}"
    ends = (triple.subject.text[1:], triple.object.text[1:])
    shown = text if any(map(prober.is_fresh, ends)) else turned
    return Hint(f"it matches in the other direction: {shown}", Change(path.start, path.end, text))


# Subject and object


def _candidates(prober: Prober, term: Term, pattern: str) -> list[Term]:
    """Return the terms that would match instead of a term; of very many, those with its beginning.

    :param pattern: with the variable ``v`` of the prober in its place
    """
    variable = prober.fresh("v")
    found = prober.values(variable, pattern, MANY)
    if len(found) < MANY:
        return found
    start = term.value[: _beginning(term)]
    begins = f"FILTER(STRSTARTS(LCASE(STR({variable})), LCASE({Literal(start)})))"
    return sorted({*found, *prober.values(variable, f"{pattern} {begins}", MANY)}, key=str)


def _beginning(term: Term) -> int:
    """Return how many characters of a term are assumed to be correct."""
    if isinstance(term, NamedNode):
        return max(map(term.value.rfind, "/#:")) + 3
    return 3 if term.value.isascii() else 2


def _hints_on_subject(
    prober: Prober, triple: Triple, inside: Callable[[str], str]
) -> tuple[Hint, ...]:
    term = prober.term(triple.subject)
    if term is None:
        return ()
    variable = prober.fresh("v")
    pattern = inside(f"{variable} {triple.path.text} {triple.object.text}")
    found = _candidates(prober, term, pattern)
    return _hints_on_term(prober, triple.subject, term, found, inside)


def _hints_on_object(
    prober: Prober, triple: Triple, inside: Callable[[str], str]
) -> tuple[Hint, ...]:
    term = prober.term(triple.object)
    if term is None:
        return ()
    variable = prober.fresh("v")
    pattern = f"{triple.subject.text} {triple.path.text} {variable}"
    if isinstance(term, Literal):
        exact = _written_the_same(prober, triple.object, term, pattern, inside)
        if exact:
            return exact
    found = _candidates(prober, term, inside(pattern))
    if triple.path.iri == _TYPE:
        return _hints_on_class(prober, triple, term, found, inside)
    return _hints_on_term(prober, triple.object, term, found, inside)


def _hints_on_class(
    prober: Prober, triple: Triple, term: Term, found: Sequence[Term], inside: Callable[[str], str]
) -> tuple[Hint, ...]:
    name, variable = prober.text(term), prober.fresh("v")
    thing, kind = prober.fresh("s"), prober.fresh("o")
    below = prober.text(NamedNode(_SUBCLASS))
    narrower = prober.values(variable, f"{variable} {below}+ {term} . {thing} a {variable}", SOME)
    if narrower:
        change = Change(triple.path.start, triple.path.end, f"a/{below}*")
        subclasses = instead(prober, narrower)
        said = f"no entity is a {name} itself, but some are {subclasses}, its subclasses"
        return (Hint(said, change),)
    if prober.has(f"{term} a {kind}"):
        return (Hint(f"{name} is defined, but has no instances"),)
    near = suggestion(prober, triple.object, found, f"no entity is a {name}; ")
    return (near or Hint(f"no entity is a {name}"),)


def _hints_on_term(
    prober: Prober,
    node: Node,
    term: Term,
    found: Sequence[Term],
    inside: Callable[[str], str],
) -> tuple[Hint, ...]:
    """Return a hint on the nearest of the terms that would match, or a list of them."""
    said = ""
    if isinstance(term, NamedNode):
        subject, path, thing = (prober.fresh(name) for name in "spo")
        uses = f"{{ {term} {path} {thing} }} UNION {{ {subject} {path} {term} }}"
        if not prober.has(inside(uses)):
            said = f"{prober.text(term)} is not in the graph"
    near = suggestion(prober, node, found, f"{said}; " if said else "")
    if near is not None:
        return (near,)
    place = "in its place" if said else f"in the place of {prober.text(term)}"
    others = _of_another_kind(prober, term, found, place)
    return tuple(Hint(text) for text in ["; ".join(filter(None, (said, others)))] if text)


def _of_another_kind(prober: Prober, term: Term, found: Sequence[Term], place: str) -> str:
    """Describe the terms that would match instead of a term, when none is similar to it."""
    if not found:
        return ""
    texts = [one for one in found if isinstance(one, Literal)]
    example = prober.text(found[0])
    if isinstance(term, Literal) and not texts:
        return f"{place}, entities would match, such as {example}, not strings"
    if not isinstance(term, Literal) and len(texts) == len(found):
        return f"{place}, strings would match, such as {example}, not entities"
    if len(found) > _FEW:
        return f"nothing that would match {place} is written like it"
    return f"{place}, {instead(prober, found)} would match"


def _written_the_same(
    prober: Prober, node: Node, term: Literal, pattern: str, inside: Callable[[str], str]
) -> tuple[Hint, ...]:
    """Return a hint on a literal that differs in tag, datatype or case, or an entity so named."""
    variable, label = prober.fresh("v"), prober.fresh("l")
    text = Literal(term.value)
    same = f"{pattern} FILTER(LCASE(STR({variable})) = LCASE({text}))"
    hint = suggestion(prober, node, prober.values(variable, inside(same), SOME))
    if hint is not None:
        return (hint,)
    called = f"{pattern} . {variable} {_LABELS} {label} FILTER(LCASE(STR({label})) = LCASE({text}))"
    things = prober.values(variable, inside(called), SOME)
    if not things:
        return ()
    name = prober.text(things[0])
    change = None if prober.is_bound(node) else Change(node.start, node.end, name)
    return (Hint(f"the values are entities, not strings; this is the name of {name}", change),)


# Terms outside triples


def hints_on_graph(prober: Prober, part: Graph | DatasetClause) -> tuple[Hint, ...]:
    """Return hints on the named graphs that exist."""
    name, subject, path, thing = (prober.fresh(letter) for letter in "gspo")
    pattern = f"GRAPH {name} {{ {subject} {path} {thing} }}"
    found = prober.values(name, pattern, SOME, everywhere=True)
    near = suggestion(prober, part.name, found)
    if near is not None:
        return (near,)
    return (Hint(f"the named graphs are {listed(map(prober.text, found))}"),) if found else ()


def hints_on_entity(prober: Prober, node: Node) -> tuple[Hint, ...]:
    """Return a hint on the entity whose IRI is nearest to that of an unknown entity."""
    term = prober.term(node)
    if not isinstance(term, NamedNode):
        return ()
    variable, path, thing = (prober.fresh(letter) for letter in "vpo")
    namespace = term.value[: max(map(term.value.rfind, "/#")) + 1]
    start = f"FILTER(STRSTARTS(STR({variable}), {Literal(namespace)}))"
    found = prober.values(variable, f"{variable} {path} {thing} {start}", MANY)
    near = most_similar(term, found)
    if near is None:
        return ()
    text = prober.text(near)
    return (Hint(f"did you mean {text}?", Change(node.start, node.end, text)),)
