"""The hostile corpus: names, addresses, headings and literals that try to be more than text.

``corpus.jsonl`` holds one case a line: ``as`` says what it is (label, iri, heading, literal, or
refused: a term that no RDF file may hold), ``family`` what it tries, ``text`` what it is, in ASCII.
``times`` repeats a long text, ``before`` stands in front of it, ``shown`` is what a reader must see
where that differs (characters that hide, or turn the reading order, are replaced).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from yuqiao.ontology.namespaces import prefixes

CORPUS = Path(__file__).with_name("corpus.jsonl")


@dataclass(frozen=True)
class Case:
    """One case of the corpus.

    :param text: the name, address, heading or lexical form; of a refused term, all of it in Turtle
    :param shown: what a reader must see
    :param datatype: of a literal
    """

    kind: str
    family: str
    text: str
    shown: str
    datatype: str = ""


def cases(kind: str) -> list[Case]:
    """Return the cases of a kind: label, iri, heading, literal or refused."""
    found = []
    for line in CORPUS.read_text("ascii").splitlines():
        told = json.loads(line)
        if told["as"] == kind:
            text = told.get("before", "") + told["text"] * told.get("times", 1)
            shown = told.get("shown", text)
            found.append(Case(kind, told["family"], text, shown, told.get("datatype", "")))
    return found


def quoted(text: str) -> str:
    """Write a text as a Turtle string, every character of it escaped."""
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


def hostile_register() -> str:
    """Write a register of partnerships, as Turtle, that uses the whole corpus.

    Each label names a partnership, a school, a university, a country, a discipline and a source;
    each address is a page, a register page, a source's address and the IRI of a school; each
    literal is a fact of a partnership; the one region is named by all headings together.
    """
    labels, addresses, literals = cases("label"), cases("iri"), cases("literal")
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in prefixes().items()]
    lines.append(f"<urn:x:region> skos:prefLabel {quoted(heading())}@en, {quoted(heading())}@zh .")
    for number, label in enumerate(labels):
        address = addresses[number % len(addresses)].text
        literal = literals[number % len(literals)]
        lines.append(
            _PARTNERSHIP.format(
                number=number,
                text=quoted(label.text),
                address=address,
                value=f"{quoted(literal.text)}^^<{literal.datatype}>",
            )
        )
    lines += [f"p:p0 yq:chinesePartner <{address.text}> ." for address in addresses]
    return "\n".join(lines)


def heading() -> str:
    """Return all hostile headings as one."""
    return " · ".join(case.text for case in cases("heading"))


_PARTNERSHIP = """
p:p{number} a yq:Partnership ; skos:prefLabel {text}@en, {text}@zh-Hans ;
    yq:chinesePartner o:school{number} ; yq:foreignPartner o:university{number} ;
    yq:discipline dis:d{number} ; yq:level {text} ; yq:form {value} ;
    yq:annualTuition {text}, {value} ; yq:annualIntake {value} ; yq:stemFlag {value} ;
    yq:hostRegion <urn:x:region> ;
    yq:registerPage <{address}> ; dcterms:source s:s{number} .
o:school{number} skos:prefLabel {text}@en ; skos:altLabel {text}, "alias {number}" ;
    schema:url <{address}>, {value}, "{number}" .
o:university{number} skos:prefLabel {text}@zh-Hans ; yq:country country:C{number} .
country:C{number} skos:prefLabel {text}@en .
dis:d{number} skos:prefLabel {text}@en .
s:s{number} dcterms:title {text}@en ; schema:url <{address}> ; dcterms:publisher {text} ;
    dcterms:issued {value} ."""
