"""The description of a published graph: VoID and DCAT 3.

VoID (https://www.w3.org/TR/void/) describes the contents, DCAT (https://www.w3.org/TR/vocab-dcat-3/)
the distributions, licence, coverage and version. All figures are computed from the graph by
SPARQL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from yuqiao.exports.site.data.dumps import OF_TERMS, write_in, write_parts
from yuqiao.exports.site.entity_paths import SitePaths, is_plain
from yuqiao.graph.entities.profile import is_in_vocabulary
from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from os import PathLike

    from yuqiao.exports.site.data.dumps import Dump
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.file_graph import FileGraph
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

Node = NamedNode | BlankNode

_IANA = "https://www.iana.org/assignments/media-types/"
_EU = "http://publications.europa.eu/resource/authority/"
_NAMES = {
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF/XML",
    "jsonld": "JSON-LD 1.1",
    "trig": "TriG",
    "nquads": "N-Quads",
}
_VOID_FORMATS = {
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nquads": "N-Quads",
}
"""The formats in the W3C's list of file formats (https://www.w3.org/ns/formats/)."""


class _Outside(NamedTuple):
    name: str
    title: str
    space: str


LINKED_DATASETS = (
    _Outside("ror", "Research Organization Registry", "https://ror.org/"),
    _Outside("wikidata", "Wikidata", "http://www.wikidata.org/entity/"),
    _Outside("isced-f", "ISCED-F 2013, fields of education", "http://data.europa.eu/snb/isced-f/"),
    _Outside("eu-countries", "Countries of the EU Publications Office", _EU + "country/"),
)
"""The datasets that the graph links to."""

_DATASET = """SELECT ?dataset ?property ?value WHERE {
  ?dataset a dcat:Dataset ; ?property ?value
  FILTER(STRSTARTS(STR(?dataset), ?base)) } ORDER BY ?dataset ?property ?value"""
_ANY_DATASET = """SELECT DISTINCT ?dataset ?property ?value WHERE {
  VALUES ?class { dcat:Dataset void:Dataset } ?dataset a ?class ; ?property ?value
  FILTER(ISIRI(?dataset) && NOT EXISTS { ?catalog a dcat:Catalog }) }
  ORDER BY ?dataset ?property ?value"""
_COUNTS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects) (COUNT(DISTINCT ?p) AS ?properties) WHERE { ?s ?p ?o }"""
_ENTITIES = """SELECT (COUNT(DISTINCT ?s) AS ?entities) WHERE {
  ?s a ?class FILTER(ISIRI(?s) && STRSTARTS(STR(?s), ?space)) }"""
_CLASSES = """SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?class FILTER(ISIRI(?class)) }
  GROUP BY ?class ORDER BY ?class"""
_OF_CLASSES = """SELECT ?class ?p (COUNT(*) AS ?n) WHERE {
  ?s a ?class ; ?p ?o FILTER(ISIRI(?class)) } GROUP BY ?class ?p ORDER BY ?class ?p"""
_BETWEEN_CLASSES = """SELECT ?class ?p ?other (COUNT(*) AS ?n) WHERE {
  ?s a ?class ; ?p ?o . ?o a ?other FILTER(ISIRI(?class) && ISIRI(?other)) }
  GROUP BY ?class ?p ?other ORDER BY ?class ?p ?other"""
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"
_LINKS = """SELECT ?target ?p (COUNT(*) AS ?n) WHERE {{
  ?s ?p ?o FILTER(ISIRI(?o) && ISIRI(?s) && ?p NOT IN (rdf:type, yq:statedResource))
  BIND({target} AS ?target)
  FILTER(?target != "" && STRSTARTS(STR(?s), ?base)) }} GROUP BY ?target ?p ORDER BY ?target ?p"""
_PLACES = "SELECT DISTINCT ?place WHERE { ?p yq:hostRegion ?place } ORDER BY ?place"
_EXAMPLES = """SELECT (MIN(?s) AS ?one) WHERE {
  VALUES ?class { yq:Partnership schema:CollegeOrUniversity yq:Claim }
  ?s a ?class } GROUP BY ?class ORDER BY ?one"""
_TIME = """SELECT (MIN(STR(?d)) AS ?first) (MAX(STR(?d)) AS ?last) WHERE {
  { ?x yq:asOf ?d } UNION { ?x schema:datePublished ?d }
  FILTER(REGEX(STR(?d), "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")) }"""


@dataclass(frozen=True)
class Dataset:
    """A published graph.

    :param iri: the IRI of the dataset: the graph's own, or ``dataset/graph`` under the base
    :param base: the base IRI of everything that is published
    :param prefixes: the prefixes of the graph
    :param own: the statements of the graph about the dataset, by property
    :param is_register: whether it is a register in the vocabulary
    """

    iri: NamedNode
    base: str
    prefixes: Mapping[str, str]
    own: Mapping[str, tuple[Term, ...]]
    is_register: bool = True

    @property
    def name(self) -> str:
        """The last part of its IRI if a file can have that name, used in the names of the dumps."""
        last = re.split("[/#]", self.iri.value)[-1]
        return last if is_plain(last) else "graph"

    @property
    def modified(self) -> str:
        """The date of its last change, or an empty string."""
        days = self.own.get(self.prefixes["dcterms"] + "modified", ())
        return max((str(getattr(day, "value", "")) for day in days), default="")

    def fragment(self, name: str) -> NamedNode:
        """Return the IRI of a part of the description."""
        return NamedNode(f"{self.iri.value.partition('#')[0]}#{name}")

    def term(self, name: str) -> NamedNode:
        """Expand a prefixed name."""
        prefix, _, local = name.partition(":")
        return NamedNode(self.prefixes[prefix] + local)


def find_dataset(store: Store, base: str) -> Dataset:
    """Find the description of the dataset in a graph.

    A graph in another vocabulary may describe many datasets, as a catalogue does: only where it
    describes one, and no catalogue, that is what is published.

    >>> import yuqiao
    >>> find_dataset(yuqiao.open(), "https://w3id.org/yuqiao/").name
    'chongqing'
    """
    is_register = is_in_vocabulary(store)
    own: dict[NamedNode, dict[str, list[Term]]] = {}
    query, bindings = (_DATASET, {"base": Literal(base)}) if is_register else (_ANY_DATASET, {})
    for dataset, property_, value in _rows(store, query, **bindings):
        facts = own.setdefault(cast("NamedNode", dataset), {})
        facts.setdefault(cast("NamedNode", property_).value, []).append(cast("Term", value))
    found = list(own) if is_register or len(own) == 1 else []
    iri = next(iter(found), NamedNode(base + "dataset/graph"))
    facts = own[iri] if found else {}
    stated = {key: tuple(facts[key]) for key in facts}
    return Dataset(iri, base, store.prefixes, stated, is_register)


def write_description(
    store: Store,
    dumps: Iterable[Dump],
    folder: str | PathLike[str],
    base: str,
    place: str | None = None,
    stated: FileGraph | None = None,
    contact: str = "",
) -> Dataset:
    """Write the description of a published graph in four formats, and its parts.

    :param dumps: the files of the whole graph
    :param folder: the root of the site
    :param base: the base IRI of everything that is published; it ends in ``/``
    :param place: the path of the description; by default that of the dataset's IRI
    :param stated: the graph with the characters of its files, for the parts
    :param contact: the address where mistakes are reported, or nothing
    :raises yuqiao.graph.errors.OutputError: if it cannot be written
    """
    dataset = find_dataset(store, base)
    place = place or SitePaths([dataset.iri], base).path(dataset.iri)
    path = Path(folder, str(place))
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = _parts(dataset, write_parts(stated or store, Path(folder), base))
    described = [*description(store, dataset, dumps), *_contact(dataset, contact), *parts]
    write_in(described, path, store.prefixes, OF_TERMS)
    return dataset


def description(store: Store, dataset: Dataset, dumps: Iterable[Dump]) -> Iterator[Triple]:
    """Describe a published graph.

    :param dumps: the files of the whole graph
    """
    files = list(dumps)
    yield from _in_general(dataset)
    if dataset.is_register:
        yield from _coverage(store, dataset)
    else:
        yield from _vocabularies(store, dataset)
    yield from _counts(store, dataset)
    yield from _partitions(store, dataset)
    yield from _linksets(store, dataset)
    for file in files:
        yield from _distribution(dataset, file)


def _in_general(dataset: Dataset) -> Iterator[Triple]:
    said = _Facts(dataset, dataset.iri)
    for property_, values in dataset.own.items():
        for value in values:
            if property_ == dataset.term("dcterms:publisher").value and isinstance(value, Literal):
                yield from _publisher(dataset, value)
            else:
                yield Triple(dataset.iri, NamedNode(property_), cast("NamedNode | Literal", value))
    yield said.that("rdf:type", dataset.term("dcat:Dataset"))
    yield said.that("rdf:type", dataset.term("void:Dataset"))
    yield said.that("dcat:landingPage", NamedNode(dataset.base))
    if dataset.modified:
        yield said.that("dcat:version", Literal(dataset.modified.replace("-", ".")))
    yield said.that("void:uriSpace", Literal(dataset.base))
    if dataset.is_register:
        yield from _of_register(dataset)


def _of_register(dataset: Dataset) -> Iterator[Triple]:
    """Describe what is true of every register in the vocabulary."""
    said = _Facts(dataset, dataset.iri)
    yield said.that("dcat:theme", NamedNode(_EU + "data-theme/EDUC"))
    yield said.that("dcterms:accessRights", NamedNode(_EU + "access-right/PUBLIC"))
    for tag, keyword in (("en", "transnational education"), ("zh-hans", "中外合作办学")):
        yield said.that("dcat:keyword", Literal(keyword, language=tag))
    for language in ("ENG", "ZHO"):
        yield said.that("dcterms:language", NamedNode(f"{_EU}language/{language}"))
    for standard in ("def", "shapes"):
        yield said.that("dcterms:conformsTo", NamedNode(dataset.base + standard))
    yield said.that("void:vocabulary", dataset.term("yq:"))
    for name in ("schema:", "skos:", "prov:", "dcterms:"):
        yield said.that("void:vocabulary", dataset.term(name))


def _contact(dataset: Dataset, address: str) -> Iterator[Triple]:
    """State where mistakes are reported, as the contact point of the dataset."""
    plain = address.partition("?")[0] if address.startswith("mailto:") else address
    if not plain or "{" in plain:
        return
    vcard = "http://www.w3.org/2006/vcard/ns#"
    point = BlankNode()
    yield _Facts(dataset, dataset.iri).that("dcat:contactPoint", point)
    yield _Facts(dataset, point).that("rdf:type", NamedNode(vcard + "Kind"))
    kind = "hasEmail" if plain.startswith("mailto:") else "hasURL"
    yield Triple(point, NamedNode(vcard + kind), NamedNode(plain))


def _vocabularies(store: Store, dataset: Dataset) -> Iterator[Triple]:
    """State the vocabularies of the properties and classes that are used, where they are known."""
    used = [row[0] for query in (_CLASSES, _PROPERTIES) for row in _rows(store, query)]
    spaces = sorted(set(dataset.prefixes.values()), key=len, reverse=True)
    terms = {term.value for term in used if isinstance(term, NamedNode)}
    found = {next((s for s in spaces if s and term.startswith(s)), "") for term in terms}
    for space in sorted(found - {""}):
        yield _Facts(dataset, dataset.iri).that("void:vocabulary", NamedNode(space))


def _publisher(dataset: Dataset, name: Literal) -> Iterator[Triple]:
    """Describe a publisher given by name only as an agent, as DCAT requires."""
    agent = BlankNode()
    said = _Facts(dataset, agent)
    yield _Facts(dataset, dataset.iri).that("dcterms:publisher", agent)
    yield said.that("rdf:type", dataset.term("foaf:Agent"))
    yield said.that("foaf:name", name)


def _coverage(store: Store, dataset: Dataset) -> Iterator[Triple]:
    """Describe the spatial and temporal coverage."""
    said = _Facts(dataset, dataset.iri)
    for (place,) in _rows(store, _PLACES):
        yield said.that("dcterms:spatial", cast("NamedNode", place))
    ((first, last),) = _rows(store, _TIME)
    if not isinstance(first, Literal) or not isinstance(last, Literal):
        return
    period = BlankNode()
    yield said.that("dcterms:temporal", period)
    of_period = _Facts(dataset, period)
    yield of_period.that("rdf:type", dataset.term("dcterms:PeriodOfTime"))
    yield of_period.that("dcat:startDate", Literal(first.value, datatype=_xsd("date")))
    yield of_period.that("dcat:endDate", Literal(last.value, datatype=_xsd("date")))


def _counts(store: Store, dataset: Dataset) -> Iterator[Triple]:
    said = _Facts(dataset, dataset.iri)
    ((triples, subjects, objects, properties),) = _rows(store, _COUNTS)
    space = dataset.base + ("id/" if dataset.is_register else "")
    ((entities,),) = _rows(store, _ENTITIES, space=Literal(space))
    yield said.that("void:triples", cast("Literal", triples))
    yield said.that("void:distinctSubjects", cast("Literal", subjects))
    yield said.that("void:distinctObjects", cast("Literal", objects))
    yield said.that("void:properties", cast("Literal", properties))
    yield said.that("void:entities", cast("Literal", entities))
    for (example,) in _rows(store, _EXAMPLES) if dataset.is_register else ():
        if isinstance(example, NamedNode):
            yield said.that("void:exampleResource", example)


def _partitions(store: Store, dataset: Dataset) -> Iterator[Triple]:
    """Count the entities of each class and the triples of each property, also within each class.

    The partition of a property within a class is divided by the classes of its values: what of it
    links to them.
    """
    said = _Facts(dataset, dataset.iri)
    classes = list(_rows(store, _CLASSES))
    parts: dict[tuple[NamedNode, ...], BlankNode] = {}
    yield said.that("void:classes", Literal(len(classes)))
    for class_, count in classes:
        part = BlankNode()
        yield said.that("void:classPartition", part)
        yield _Facts(dataset, part).that("void:class", cast("NamedNode", class_))
        yield _Facts(dataset, part).that("void:entities", cast("Literal", count))
        parts[cast("NamedNode", class_),] = part
    for query, kind, key in (
        (_OF_CLASSES, "property", "void:propertyPartition"),
        (_BETWEEN_CLASSES, "class", "void:classPartition"),
    ):
        for *within, last, count in _rows(store, query):
            part = BlankNode()
            above = parts[tuple(cast("list[NamedNode]", within))]
            parts[(*cast("list[NamedNode]", within), cast("NamedNode", last))] = part
            yield _Facts(dataset, above).that(key, part)
            yield _Facts(dataset, part).that(f"void:{kind}", cast("NamedNode", last))
            yield _Facts(dataset, part).that("void:triples", cast("Literal", count))
    for property_, count in _rows(store, _PROPERTIES):
        part = BlankNode()
        yield said.that("void:propertyPartition", part)
        yield _Facts(dataset, part).that("void:property", cast("NamedNode", property_))
        yield _Facts(dataset, part).that("void:triples", cast("Literal", count))


def _linksets(store: Store, dataset: Dataset) -> Iterator[Triple]:
    """Describe the links to other datasets: one linkset for each property."""
    links = _links(store, dataset)
    for outside in LINKED_DATASETS:
        if outside.name not in links:
            continue
        target = dataset.fragment(outside.name)
        of_target = _Facts(dataset, target)
        yield of_target.that("rdf:type", dataset.term("void:Dataset"))
        yield of_target.that("dcterms:title", Literal(outside.title, language="en"))
        yield of_target.that("void:uriSpace", Literal(outside.space))
        for property_, count in links[outside.name]:
            local = re.split("[/#]", property_.value)[-1]
            linkset = dataset.fragment(f"{outside.name}-{local}")
            said = _Facts(dataset, linkset)
            yield _Facts(dataset, dataset.iri).that("void:subset", linkset)
            yield said.that("rdf:type", dataset.term("void:Linkset"))
            yield said.that("void:subjectsTarget", dataset.iri)
            yield said.that("void:objectsTarget", target)
            yield said.that("void:linkPredicate", property_)
            yield said.that("void:triples", count)


def _links(store: Store, dataset: Dataset) -> dict[str, list[tuple[NamedNode, Literal]]]:
    """Count the links of each property to each other dataset, by its name, in one reading."""
    target = '""'
    spaces = {f"space{number}": outside for number, outside in enumerate(LINKED_DATASETS)}
    for variable, outside in spaces.items():
        target = f'IF(STRSTARTS(STR(?o), ?{variable}), "{outside.name}", {target})'
    bindings = {variable: Literal(outside.space) for variable, outside in spaces.items()}
    found: dict[str, list[tuple[NamedNode, Literal]]] = {}
    query = _LINKS.format(target=target)
    for name, *link in _rows(store, query, base=Literal(dataset.base), **bindings):
        property_, count = cast("tuple[NamedNode, Literal]", link)
        found.setdefault(cast("Literal", name).value, []).append((property_, count))
    return found


def _parts(dataset: Dataset, parts: Mapping[str, int]) -> Iterator[Triple]:
    """Describe each part of the graph: its triples and its file."""
    for path, triples in parts.items():
        node = NamedNode(dataset.base + path)
        said = _Facts(dataset, node)
        yield _Facts(dataset, dataset.iri).that("void:subset", node)
        yield said.that("rdf:type", dataset.term("void:Dataset"))
        yield said.that("void:triples", Literal(triples))
        yield said.that("void:dataDump", NamedNode(f"{node.value}.ttl"))


def _distribution(dataset: Dataset, dump: Dump) -> Iterator[Triple]:
    """Describe one file of the whole graph."""
    node = NamedNode(dataset.base + dump.path)
    said = _Facts(dataset, node)
    packed = ", compressed with gzip" if dump.compressed else ""
    yield _Facts(dataset, dataset.iri).that("dcat:distribution", node)
    yield _Facts(dataset, dataset.iri).that("void:dataDump", node)
    yield said.that("rdf:type", dataset.term("dcat:Distribution"))
    yield said.that("dcterms:title", Literal(_NAMES[dump.form] + packed, language="en"))
    whole = f"The whole graph, {dump.triples:,} triples, as {_NAMES[dump.form]}{packed}."
    yield said.that("dcterms:description", Literal(whole, language="en"))
    available = NamedNode(_EU + "planned-availability/AVAILABLE")
    yield Triple(node, NamedNode("http://data.europa.eu/r5r/availability"), available)
    yield said.that("dcat:accessURL", node)
    yield said.that("dcat:downloadURL", node)
    yield said.that("dcat:mediaType", NamedNode(_IANA + dump.media_type))
    yield said.that(
        "dcterms:format", NamedNode(f"http://www.w3.org/ns/formats/{_VOID_FORMATS[dump.form]}")
    )
    if dump.compressed:
        yield said.that("dcat:compressFormat", NamedNode(_IANA + "application/gzip"))
    size = Literal(str(dump.size), datatype=_xsd("nonNegativeInteger"))
    yield said.that("dcat:byteSize", size)
    if dataset.is_register:
        yield said.that("dcterms:conformsTo", NamedNode(dataset.base + "def"))
    for licence in dataset.own.get(dataset.term("dcterms:license").value, ()):
        yield said.that("dcterms:license", cast("NamedNode", licence))
    yield from _checksum(dataset, node, dump.sha256)


def _checksum(dataset: Dataset, node: NamedNode, digits: str) -> Iterator[Triple]:
    """Describe the checksum of a file as DCAT 3 recommends, with SPDX."""
    spdx = "http://spdx.org/rdf/terms#"
    checksum = BlankNode()
    yield Triple(node, NamedNode(spdx + "checksum"), checksum)
    yield _Facts(dataset, checksum).that("rdf:type", NamedNode(spdx + "Checksum"))
    yield Triple(
        checksum, NamedNode(spdx + "algorithm"), NamedNode(spdx + "checksumAlgorithm_sha256")
    )
    yield Triple(
        checksum, NamedNode(spdx + "checksumValue"), Literal(digits, datatype=_xsd("hexBinary"))
    )


@dataclass(frozen=True)
class _Facts:
    """Statements about one subject, with prefixed names for properties."""

    dataset: Dataset
    subject: Node

    def that(self, property_: str, value: NamedNode | BlankNode | Literal) -> Triple:
        return Triple(self.subject, self.dataset.term(property_), value)


def _xsd(name: str) -> NamedNode:
    return NamedNode(XSD + name)


def _rows(store: Store, sparql: str, **bindings: Term) -> Iterator[tuple[Term | None, ...]]:
    yield from cast("Solutions", store.query(sparql, bindings))
