"""Files that would harm the engine are refused; each is read by a process of its own, as it may die."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat
from rdflib import Graph, URIRef

from command_line import run_text
from yuqiao.graph.errors import InputError
from yuqiao.graph.rdf.input_guards import guard_for
from yuqiao.graph.rdf.xml import documents as xml_documents
from yuqiao.graph.rdf.xml import xml_tokens as xml_markup
from yuqiao.graph.stores.memory import MemoryStore

RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">'
MANY = 100_000


def entities(levels: int) -> str:
    """Return a DOCTYPE whose last entity is ten to the power of some levels."""
    laughs = (f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE r [<!ENTITY e0 "ha">{"".join(laughs)}]>'


LAUGHS = entities(30)
DEEP = {
    "triples.nt": "<u:a> <u:b> " + "<<( <u:a> <u:b> " * MANY + "<u:c>" + " )>>" * MANY + " .",
    "commented.ttl": "<u:a> <u:b> " + "<<( <u:a> <u:b> # )>>\n" * MANY + "1" + " )>>" * MANY + " .",
    "graphs.nq": "<u:a> <u:b> " + "<<( <u:a> <u:b> " * MANY + "<u:c>" + " )>>" * MANY + " .",
    "objects.jsonld": '{"http://e/b":' * MANY + "1" + "}" * MANY,
    "lists.jsonld": '{"http://e/b":' + "[" * MANY + "1" + "]" * MANY + "}",
    "open.jsonld": "[" * MANY,
    "elements.rdf": f"{RDF}{'<e:A><e:b>' * MANY}{'</e:b></e:A>' * MANY}</rdf:RDF>",
}
REFUSED = {
    "triples.nt": "1:16013: it nests more than 1000 triple terms; no RDF needs that",
    "commented.ttl": "1001:1: it nests more than 1000 triple terms; no RDF needs that",
    "graphs.nq": "1:16013: it nests more than 1000 triple terms; no RDF needs that",
    "objects.jsonld": "1:14001: it nests more than 1000 objects and lists; no RDF needs that",
    "lists.jsonld": "1:1014: it nests more than 1000 objects and lists; no RDF needs that",
    "open.jsonld": "1:1001: it nests more than 1000 objects and lists; no RDF needs that",
    "elements.rdf": "1:5091: it nests more than 1000 elements; no RDF needs that",
}
COMMANDS = {"query": ["query", "ASK {}", "--graph"], "load": ["load", "--into", "db"]}


def run(*arguments: str, cwd: Path) -> tuple[int, str]:
    ended = run_text(*arguments, cwd=cwd)
    return ended.returncode, ended.stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_too_deep_is_refused(name: str, command: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(DEEP[name])

    refused = run(*COMMANDS[command], name, cwd=tmp_path)

    assert refused == (2, f"yuqiao: {name}:{REFUSED[name]}\n")
    assert [path.name for path in tmp_path.iterdir()] == [name]


HARMLESS = {
    "blank.ttl": "<u:a> <u:b> " + "[ <u:b> " * MANY + "1" + " ]" * MANY + " .",
    "list.ttl": "<u:a> <u:b> " + "( " * MANY + "1" + " )" * MANY + " .",
    "words.nt": '<u:a> <u:b> "std::cout <<(x)" .\n' * 20_000,
    "words.jsonld": '{"http://e/b": "' + '[{\\"' * MANY + '"}',
    "many.jsonld": "[" + ",".join(['{"http://e/b": [{"@value": "]}"}]}'] * 20_000) + "]",
    "terms.nt": "<u:a> <u:b> <<( <u:a> <u:b> <u:c> )>> .\n" * 20_000,
    "literal.rdf": f'{RDF}<e:A><e:b rdf:parseType="Literal">{"<e:A/>" * MANY}</e:b></e:A></rdf:RDF>',
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_deep_or_does_no_harm_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(HARMLESS[name])

    assert run("query", "ASK {}", "--graph", name, cwd=tmp_path) == (0, "")


HIDDEN = {
    "after a CDATA section": f"{RDF}<e:A><e:c><![CDATA[<!--]]></e:c>{LAUGHS}<e:b>&e29;</e:b></e:A>"
    "<!-- --></rdf:RDF>",
    "after an attribute": f'{RDF}<e:A e:c="<!--">{LAUGHS}<e:b>&e29;</e:b></e:A><!-- --></rdf:RDF>',
    "after an instruction": f"<?x <!-- ?>{LAUGHS}{RDF}<e:A><e:b>&e29;</e:b></e:A><!-- --></rdf:RDF>",
    "after a long comment": f"<!--{'-' * 200_000} -->{LAUGHS}{RDF}<e:A e:b='&e29;'/></rdf:RDF>",
    "after many elements": f"{RDF}{'<e:A/>' * 50_000}{LAUGHS}<e:A><e:b>&e29;</e:b></e:A></rdf:RDF>",
}


INSIDE = "it has a DOCTYPE within its elements, which is not XML"
DEEP_ENTITY = "the entity &e8; is more than 20 entities deep"
REFUSAL = {
    "after a CDATA section": f"1:128: {INSIDE}",
    "after an attribute": f"1:112: {INSIDE}",
    "after an instruction": f"1:1954: {DEEP_ENTITY}",
    "after a long comment": f"1:201951: {DEEP_ENTITY}",
    "after many elements": f"1:300096: {INSIDE}",
}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("place", HIDDEN)
def test_a_doctype_is_found_wherever_it_hides(place: str, command: str, tmp_path: Path) -> None:
    (tmp_path / "laughs.rdf").write_text(HIDDEN[place])

    code, said = run(*COMMANDS[command], "laughs.rdf", cwd=tmp_path)

    assert (code, said) == (2, f"yuqiao: laughs.rdf:{REFUSAL[place]}\n")
    assert not (tmp_path / "db").exists()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
@pytest.mark.parametrize(
    ("data_format", "content"),
    [
        (RdfFormat.JSON_LD, '{"\\"[": ' * 1001),
        (RdfFormat.TURTLE, "<u:a> <u:b> ex:a\\#x , " + "<<( <u:a> <u:b> # )>>\n" * 1001),
    ],
    ids=["nested objects", "triple terms"],
)
def test_no_cut_between_pieces_hides_anything(
    data_format: RdfFormat, content: str, size: int
) -> None:
    guard, data = guard_for(data_format), content.encode()

    pieces = [data[start : start + size] for start in range(0, len(data), size)]

    with pytest.raises(InputError):
        list(map(guard.look, pieces))


SURROGATES = {
    "escape.ttl": (rb'<u:a> <u:b> "\uD800" .', "escape.ttl:1:"),
    "escape.nt": (rb'<u:a> <u:b> "\uD800" .', "escape.nt:1:"),
    "escape.jsonld": (rb'{"http://e/b": "\ud800"}', "escape.jsonld:1:"),
    "bytes.nt": (b'<u:a> <u:b> "\xed\xa0\x80" .', "bytes.nt:1:"),
    "number.rdf": (f"{RDF}<e:A><e:b>&#xD800;</e:b></e:A></rdf:RDF>".encode(), "number.rdf:"),
}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", SURROGATES)
def test_half_of_a_character_is_refused_with_its_place(
    name: str, command: str, tmp_path: Path
) -> None:
    content, place = SURROGATES[name]
    (tmp_path / name).write_bytes(content)

    code, said = run(*COMMANDS[command], name, cwd=tmp_path)

    assert code == 2
    assert said.startswith(f"yuqiao: {place}")
    assert said.count("\n") == 1


DISGUISES = [
    "",
    "ex:a\\#x , ",
    "ex:a\\' , ",
    '"\\"" , ',
    "'#' , ",
    "<u:#'> , ",
    '# "\n',
    "'''\"#''' , ",
]


@pytest.mark.parametrize("before", [0, 65_530, 70_000, 140_000])
@pytest.mark.parametrize("disguise", DISGUISES)
def test_nothing_before_triple_terms_hides_their_depth(disguise: str, before: int) -> None:
    text = f'<u:a> <u:b> """{"x" * before}""" , {disguise}{"<<( <u:a> <u:b> " * 1001}'
    guard, data = guard_for(RdfFormat.TURTLE), text.encode()

    pieces = [data[start : start + (1 << 16)] for start in range(0, len(data), 1 << 16)]

    with pytest.raises(InputError, match="it nests more than 1000 triple terms"):
        list(map(guard.look, pieces))


HOSTILE = {
    "chain.jsonld": (
        json.dumps({"@context": {f"t{n}": f"t{n + 1}:x" for n in range(8000)}, "t0": "x"}),
        (
            ":1:14: a context has more than 500 terms that are each defined by the next; "
            "no JSON-LD needs that"
        ),
    ),
    "comments.rdf": (
        f"{RDF}{'<e:A><e:b><!-- </e:b></e:A> -->' * 1000}",
        ":1:15570: it nests more than 1000 elements; no RDF needs that",
    ),
    "attributes.rdf": (
        RDF + '<e:A e:c="/>/>"><e:b>' * 1000,
        ":1:10591: it nests more than 1000 elements; no RDF needs that",
    ),
    "sections.rdf": (
        f"{RDF}{'<e:A><![CDATA[</e:A>]]><e:b>' * 1000}",
        ":1:14091: it nests more than 1000 elements; no RDF needs that",
    ),
    "value.rdf": (
        f"{RDF}<e:A><e:b>{'x' * 17_000_000}</e:b></e:A></rdf:RDF>",
        ": a value in it is too large to be read; it may have 7 MiB",
    ),
    "attribute.rdf": (
        f"{RDF}<e:A e:b='{'x' * 17_000_000}'/></rdf:RDF>",
        ": a value in it is too large to be read; it may have 7 MiB",
    ),
    "many-attributes.rdf": (
        RDF + "\n<e:A " + " ".join(f"e:a{n}='x>'" for n in range(10_001)) + "/></rdf:RDF>",
        ":2:1: an element has more than 10,000 attributes; no RDF needs that",
    ),
    "many-namespaces.rdf": (
        RDF + "\n<e:A " + " ".join(f'xmlns:e{n} = "urn:{n}"' for n in range(10_001)) + "/>",
        ":2:1: an element has more than 10,000 attributes; no RDF needs that",
    ),
    "quadratic.rdf": (
        f"<!DOCTYPE r [<!ENTITY e '{'x' * 60_000}'>]>{RDF}<e:A><e:b>{'&e;' * 100_000}</e:b></e:A>",
        (
            ":1:61035: its entities expand to more than 50 times its size; save the file without a "
            "DOCTYPE, or as Turtle"
        ),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_rejected_with_their_reason(name: str, tmp_path: Path) -> None:
    content, reason = HOSTILE[name]
    file = tmp_path / name
    file.write_text(content)

    with pytest.raises(InputError) as rejected:
        MemoryStore.read(str(file))

    assert str(rejected.value) == f"{file}{reason}"


@pytest.mark.slow
def test_a_known_context_that_is_copied_20_000_times_costs_little(tmp_path: Path) -> None:
    item = '{"@context": "https://schema.org/", "@id": "urn:a", "name": "b"}'
    (tmp_path / "many.jsonld").write_text(f"[{','.join([item] * 20_000)}]")

    [triple] = MemoryStore.read(str(tmp_path / "many.jsonld")).triples()

    assert str(triple) == '<urn:a> <http://schema.org/name> "b"'


RDF = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'
VALUES = {
    "entities": '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">]>' + RDF + "<r:Description><e:p>{}</e:p>",
    "attribute": '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">]>' + RDF + '<r:Description e:q="{}">',
    "XML literal": RDF + "<r:Description><e:p r:parseType = 'Literal'>x{}</e:p>",
    "any literal": RDF + '<r:Description><e:p r:parseType="other">x{}</e:p>',
}
UNITS = {"entities": "&a;", "attribute": "&a;", "XML literal": "<b/>aaaaaa<c>a</c>"}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("size", [1, 7, 65536])
def test_no_value_of_rdf_xml_is_larger_than_any_other(
    name: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_markup, "LONGEST_VALUE", 10_000)
    monkeypatch.setattr(xml_documents, "_PIECE", size)
    unit = UNITS.get(name, "<b>aaaaa</b>")
    length = 10 if unit == "&a;" else len(unit)

    def read(count: int) -> bytes:
        text = VALUES[name].format(unit * count) + "</r:Description></r:RDF>"
        return xml_documents.XmlDocument(io.BytesIO(text.encode())).read()

    assert len(read(9_900 // length)) > 9_900
    with pytest.raises(InputError, match=r"^a value in it is too large to be read"):
        read(10_100 // length)


BOMBS = {
    "quadratic": ('<!ENTITY a "' + 60_000 * "a" + '">', 60_000 * "&a;"),
    "of a long entity": ('<!ENTITY a "' + 500_000 * "a" + '">', 100_000 * "&a;"),
    "of many": ("".join(f'<!ENTITY a{n} "x">' for n in range(12_000)), "&a1;"),
    "chained": (
        '<!ENTITY a0 "x">' + "".join(f'<!ENTITY a{n + 1} "&a{n};">' for n in range(3000)),
        "&a3000;",
    ),
    "exponential": (
        '<!ENTITY a0 "x">' + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(15)),
        "&a15;",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(name: str) -> None:
    declared, value = BOMBS[name]
    document = f"<!DOCTYPE r [{declared}]>{RDF}<r:Description e:p='{value}'/></r:RDF>".encode()
    took = []
    for _ in range(3):  # the least of three, as other work delays any of them
        started = time.process_time()
        with pytest.raises(InputError, match="entit"):
            xml_documents.XmlDocument(io.BytesIO(document)).read()
        took.append(time.process_time() - started)

    assert min(took) < 0.05


TEXTS = [
    " <![CDATA[x]]> ",
    "<!-- c --> a <!-- d -->",
    "a <!-- d --> ",
    "a<!--c\n>\n-->b",
    "<![CDATA[a&<\n]]><![CDATA[]]]]>b &amp; c > d",
    "a<?pi <x>?>b<?pi?>",
    " <!-- x --> ",
    "<![CDATA[]]>",
]
LITERAL = '<e:q r:parseType="Literal">a<b>c<![CDATA[d]]></b></e:q>'


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("size", [1, 5, 65536])
def test_a_text_is_whole_whatever_interrupts_it(
    text: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_documents, "_PIECE", size)
    thing = f"<!-- t --><r:Description r:about='urn:a'>{LITERAL}<!-- p --><e:p\n>{text}</e:p>"
    document = (
        f"<?xml version='1.0'?>\n<!-- h -->{RDF}{thing}{LITERAL}</r:Description><!--e--></r:RDF>"
    )

    read = xml_documents.XmlDocument(io.BytesIO(document.encode())).read()

    expected = Graph().parse(data=document, format="xml").objects(None, URIRef("urn:e:p"))
    values = {
        quad.object.value
        for quad in pyoxigraph.parse(read, RdfFormat.RDF_XML)
        if quad.predicate.value == "urn:e:p" and isinstance(quad.object, pyoxigraph.Literal)
    }
    assert values == set(map(str, expected))
    assert read.count(LITERAL.encode()) == 2
    assert read.count(b"\n") == document.count("\n")


@pytest.mark.slow
def test_a_text_that_is_interrupted_very_often_takes_little_time() -> None:
    text = "a<!-- -->" * 300_000
    document = f"{RDF}<r:Description><e:p>{text}</e:p></r:Description></r:RDF>".encode()
    started = time.process_time()

    read = xml_documents.XmlDocument(io.BytesIO(document)).read()

    assert read.count(b"a") == document.count(b"a")
    assert time.process_time() - started < 10
