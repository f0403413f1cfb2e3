"""Namespaces, each once: the W3C's, the vocabulary's on any base IRI, and other well-known ones."""

from __future__ import annotations

BASE = "https://w3id.org/yuqiao/"
"""The base IRI on which the files of the vocabulary are written."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SHACL = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
"""The W3C's own; the last holds the datatypes of numbers, dates and truth values."""

_ON_BASE = {
    "yq": "def#",
    "sch": "scheme/",
    "bas": "scheme/basis/",
    "conf": "scheme/confidence/",
    "crit": "scheme/criterion/",
    "dis": "scheme/discipline/",
    "fld": "scheme/field-group/",
    "fnd": "scheme/finding/",
    "form": "scheme/form/",
    "idc": "scheme/indicator/",
    "ind": "scheme/industry/",
    "legal": "scheme/legal-basis/",
    "lst": "scheme/register-entry/",
    "lvl": "scheme/level/",
    "orgt": "scheme/organisation-type/",
    "plan": "scheme/enrolment-plan/",
    "rev": "scheme/review/",
    "route": "scheme/route/",
    "sector": "scheme/sector/",
    "srct": "scheme/source-type/",
    "st": "scheme/status/",
    "stem": "scheme/stem-flag/",
    "tlang": "scheme/teaching-language/",
    "ap": "id/approval/",
    "as": "id/assessment/",
    "bat": "id/batch/",
    "cl": "id/claim/",
    "ds": "dataset/",
    "o": "id/organisation/",
    "off": "id/offering/",
    "p": "id/partnership/",
    "pl": "id/place/",
    "s": "id/source/",
    "sr": "id/status/",
}

_ELSEWHERE = {
    "country": "http://publications.europa.eu/resource/authority/country/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "elm": "http://data.europa.eu/snb/model/elm/",
    "isced": "http://data.europa.eu/snb/isced-f/",
    "isced11": "https://w3id.org/kim/isced-2011/",
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "pav": "http://purl.org/pav/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "ror": "https://ror.org/",
    "schema": "https://schema.org/",
    "skos": SKOS,
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": XSD,
}

_COMMON = {
    "adms": "http://www.w3.org/ns/adms#",
    "bd": "http://www.bigdata.com/rdf#",
    "cc": "http://creativecommons.org/ns#",
    "csvw": "http://www.w3.org/ns/csvw#",
    "dbo": "http://dbpedia.org/ontology/",
    "dbr": "http://dbpedia.org/resource/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcam": "http://purl.org/dc/dcam/",
    "dcmitype": "http://purl.org/dc/dcmitype/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "gn": "http://www.geonames.org/ontology#",
    "locn": "http://www.w3.org/ns/locn#",
    "oa": "http://www.w3.org/ns/oa#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "prop": "http://www.wikidata.org/prop/",
    "ps": "http://www.wikidata.org/prop/statement/",
    "qb": "http://purl.org/linked-data/cube#",
    "regorg": "http://www.w3.org/ns/regorg#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": SHACL,
    "sioc": "http://rdfs.org/sioc/ns#",
    "time": "http://www.w3.org/2006/time#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wikibase": "http://wikiba.se/ontology#",
    "xhv": "http://www.w3.org/1999/xhtml/vocab#",
}


def query_prefixes() -> dict[str, str]:
    """Return the prefixes a query may use undeclared: the vocabulary's over well-known ones.

    The latter are those of the W3C's "RDFa Core Initial Context" that queries use
    (https://www.w3.org/2011/rdfa-context/rdfa-1.1) and of Wikidata's query service
    (https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format#Prefixes_used), whose ``p:``
    is here ``prop:``, as ``p:`` are our partnerships, and DBpedia's.

    >>> query_prefixes()["foaf"]
    'http://xmlns.com/foaf/0.1/'
    """
    return _COMMON | prefixes()


def prefixes(base: str = BASE) -> dict[str, str]:
    """Return every prefix of the vocabulary and its namespace, on a base IRI.

    :param base: an IRI that ends in ``/``

    >>> prefixes()["yq"]
    'https://w3id.org/yuqiao/def#'
    >>> prefixes("https://example.org/")["p"]
    'https://example.org/id/partnership/'
    """
    return {name: base + path for name, path in _ON_BASE.items()} | _ELSEWHERE
