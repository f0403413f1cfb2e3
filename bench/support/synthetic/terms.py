"""How a thing of a synthetic graph is written: its statements and the claims that back each.

As in the bundled graph, a statement is made once and backed by a claim for each source that makes
it; a thing rests on the sources of the accepted claims about it.
"""

from __future__ import annotations

from dataclasses import dataclass

from yuqiao.ontology.namespaces import prefixes

_PREFIXES = prefixes()
READ_ON = "2026-11-20"
"""The day on which every source was read."""


class Terms(dict[str, str]):
    """Prefixed names as N-Triples writes them: ``TERMS["yq:form"]``."""

    def __missing__(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        self[name] = f"<{_PREFIXES[prefix]}{local}>"
        return self[name]


TERMS = Terms()
"""Those of the vocabulary; they are few, so that keeping them costs nothing."""


class Keys(dict[str, str]):
    """How a property is called within the address of a claim."""

    def __missing__(self, name: str) -> str:
        local = name.partition(":")[2]
        self[name] = "".join(f"-{sign.lower()}" if sign.isupper() else sign for sign in local)
        return self[name]


_KEYS = Keys()


def iri(prefix: str, local: str) -> str:
    """Return an IRI as N-Triples writes it; it is not kept.

    >>> iri("p", "a")
    '<https://w3id.org/yuqiao/id/partnership/a>'
    """
    return f"<{_PREFIXES[prefix]}{local}>"


def text(value: str, language: str = "") -> str:
    """Return a text of ours, which needs no escape, as N-Triples writes it."""
    return f'"{value}"@{language}' if language else f'"{value}"'


def typed(value: object, datatype: str) -> str:
    """Return a literal of an XML Schema datatype.

    >>> typed(3, "integer")
    '"3"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    return f'"{value}"^^{TERMS["xsd:" + datatype]}'


def dated(value: str) -> str:
    """Return a day, a month or a year; the length tells which.

    >>> dated("2025")
    '"2025"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    """
    return typed(value, {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)])


def _distinction(value: str) -> str:
    """Distinguish claims of several values of one property: by the entity, or by the language."""
    if value[0] == "<":
        return f"--{value[1:-1].rpartition('/')[2].lower()}"
    _, _, after = value.rpartition('"')
    return f"-{after[1:]}" if after.startswith("@") else ""


@dataclass(frozen=True)
class Source:
    """A source and the date of what it says."""

    slug: str
    date: str

    @property
    def iri(self) -> str:
        """Its IRI as N-Triples writes it."""
        return iri("s", self.slug)


class Thing:
    """A thing that is being written.

    :param prefix: of its IRI
    :param classes: as prefixed names
    """

    def __init__(self, prefix: str, slug: str, *classes: str) -> None:
        self.slug = slug
        self.iri = iri(prefix, slug)
        self.sources: dict[Source, None] = {}
        self._stated: dict[tuple[str, str], None] = {}
        self._claims: list[str] = []
        for name in classes:
            self.say("rdf:type", TERMS[name])

    def say(self, property_: str, value: str) -> None:
        """State something that needs no claim, or whose claim is written already."""
        self._stated[TERMS[property_], value] = None

    def say_unknown(self, *properties: str) -> None:
        """State that values were looked for and not found."""
        for name in properties:
            self.say("yq:unknownValueFor", TERMS[name])

    def claim(
        self,
        property_: str,
        value: str,
        *sources: Source,
        basis: str = "register",
        review: str = "accepted",
    ) -> str:
        """Claim something by each of some sources; if it is accepted, it is stated too.

        :return: the IRI of the last claim
        """
        key = f"{self.slug}--{_KEYS[property_]}{_distinction(value)}"
        stated = TERMS["yq:statedResource" if value[0] == "<" else "yq:statedValue"]
        claim = ""
        for source in sources:
            claim = iri("cl", f"{key}--{source.slug}")
            self._claims += [
                f"{claim} {TERMS['yq:aboutProperty']} {TERMS[property_]} .\n",
                f"{claim} {stated} {value} .\n",
            ]
            self.evidence(claim, source, basis=basis, review=review)
        if review == "accepted":
            self.say(property_, value)
        return claim

    def evidence(
        self,
        claim: str,
        *sources: Source,
        basis: str,
        review: str = "accepted",
        date: str = "",
        kind: str = "",
    ) -> None:
        """Write what every claim about the thing has: date, basis, review and sources."""
        lines = self._claims
        lines.append(f"{claim} {TERMS['rdf:type']} {TERMS['yq:Claim']} .\n")
        if kind:
            lines.append(f"{claim} {TERMS['rdf:type']} {TERMS[kind]} .\n")
        lines += [
            f"{claim} {TERMS['schema:about']} {self.iri} .\n",
            f"{claim} {TERMS['yq:asOf']} {dated(date or sources[0].date)} .\n",
            f"{claim} {TERMS['yq:basis']} {TERMS['bas:' + basis]} .\n",
            f"{claim} {TERMS['yq:review']} {TERMS['rev:' + review]} .\n",
        ]
        if sources:
            lines.append(f"{claim} {TERMS['yq:recordedOn']} {dated(READ_ON)} .\n")
        for source in sources:
            lines.append(f"{claim} {TERMS['dcterms:source']} {source.iri} .\n")
            if review == "accepted":
                self.sources[source] = None

    def of_claim(self, claim: str, property_: str, value: str) -> None:
        """State something of a claim about the thing."""
        self._claims.append(f"{claim} {TERMS[property_]} {value} .\n")

    def name(self, english: str, chinese: str, source: Source) -> None:
        """Name it in both languages: the Chinese name is the source's, the English is inferred."""
        for value, basis in ((text(english, "en"), "inferred"), (text(chinese, "zh-hans"), "")):
            self.claim("skos:prefLabel", value, source, basis=basis or "register")
            self.say("rdfs:label", value)

    def written(self) -> str:
        """Return it and the claims about it as lines of N-Triples."""
        for source in self.sources:
            self._stated[TERMS["dcterms:source"], source.iri] = None
        own = [f"{self.iri} {property_} {value} .\n" for property_, value in self._stated]
        return "".join(own + self._claims)
