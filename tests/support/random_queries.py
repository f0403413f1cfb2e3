"""Random small graphs and SPARQL queries over them, for Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

THINGS = [NamedNode(f"t:{name}") for name in "abcde"]
PREDICATES = [NamedNode(f"t:{name}") for name in "pqr"]
BLANKS = [BlankNode(name) for name in ("n1", "n2")]
LITERALS = [
    Literal("x"),
    Literal("x", language="en"),
    Literal(1),
    Literal("1.0", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
]

quads = st.builds(
    Quad,
    st.sampled_from([*THINGS, *BLANKS]),
    st.sampled_from(PREDICATES),
    st.sampled_from([*THINGS, *THINGS, *BLANKS, *LITERALS]),
)
graphs = st.lists(quads, max_size=14)

_variables = st.sampled_from(["?a", "?b", "?c", "?d"])
_things = st.sampled_from([str(thing) for thing in THINGS[:3]])
_literals = st.sampled_from(['"x"', '"x"@en', "1", "1.0"])
_links = st.sampled_from([str(predicate) for predicate in PREDICATES])
_subjects = st.one_of(_variables, _variables, _variables, _things, st.just("_:n"))
_objects = st.one_of(_variables, _variables, _variables, _things, _literals, st.just("[]"))


def _repeated(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({}){}".format, inner, st.sampled_from("*+?")),
        st.builds("^({})".format, inner),
        st.builds("({}/{})".format, inner, inner),
        st.builds("({}|{})".format, inner, inner),
        st.builds("!({}|^{})".format, _links, _links),
        st.builds("!{}".format, _links),
    )


paths = st.one_of(_links, _links, _links, _variables, st.recursive(_links, _repeated, max_leaves=3))
triples = st.builds("{} {} {} .".format, _subjects, paths, _objects)
_conditions = st.one_of(
    st.builds("BOUND({})".format, _variables),
    st.builds("!BOUND({})".format, _variables),
    st.builds("{} = {}".format, _variables, _variables),
    st.builds("{} != {}".format, _variables, _things),
    st.builds("isBlank({})".format, _variables),
)
_values = st.one_of(
    st.builds("VALUES {} {{ {} {} }}".format, _variables, _things, _things),
    st.builds("VALUES ({} ?d) {{ ({} UNDEF) (UNDEF {}) }}".format, _variables, _things, _literals),
)


def _nested(group: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    element = st.one_of(
        triples,
        triples,
        triples,
        st.builds("OPTIONAL {{ {} }}".format, group),
        st.builds("MINUS {{ {} }}".format, group),
        st.builds("{{ {} }} UNION {{ {} }}".format, group, group),
        st.builds("{{ {} }}".format, group),
        st.builds("FILTER EXISTS {{ {} }}".format, group),
        st.builds("FILTER NOT EXISTS {{ {} }}".format, group),
        st.builds("FILTER({})".format, _conditions),
        st.builds("BIND(EXISTS {{ {} }} AS ?e)".format, group),
        st.builds(
            "{{ SELECT {0} (COUNT(*) AS ?n) {{ {1} }} GROUP BY {0} }}".format, _variables, group
        ),
        st.builds("{{ SELECT DISTINCT {} {{ {} }} }}".format, _variables, group),
        _values,
    )
    return st.lists(element, min_size=1, max_size=4).map(" ".join)


groups = st.recursive(
    st.lists(triples, min_size=1, max_size=3).map(" ".join), _nested, max_leaves=5
)
queries = st.one_of(
    st.builds("SELECT * {{ {} }}".format, groups),
    st.builds("SELECT * {{ {} }}".format, groups),
    st.builds("SELECT * {{ {} }}".format, groups),
    st.builds("ASK {{ {} }}".format, groups),
    st.builds("SELECT (COUNT(*) AS ?n) {{ {} }} HAVING(EXISTS {{ {} }})".format, groups, triples),
    st.builds("CONSTRUCT {{ ?a <t:made> ?b }} WHERE {{ {} }}".format, groups),
    st.builds("DESCRIBE ?a ?b {{ {} }}".format, groups),
    st.builds("DESCRIBE {}".format, _things),
)
