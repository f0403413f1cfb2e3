"""RDF files in every format are read; what is wrong with one is said with its place."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import pyoxigraph
import pytest

from yuqiao.graph.errors import InputError
from yuqiao.graph.stores.file_load import read_path
from yuqiao.graph.stores.memory import MemoryStore

EX = "http://example.org/"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/"'
FILES = {
    "bridge.ttl": "@prefix ex: <http://example.org/> . ex:a ex:name '桥' .",
    "bridge.nt": '<http://example.org/a> <http://example.org/name> "桥" .',
    "bridge.nq": '<http://example.org/a> <http://example.org/name> "桥" <http://example.org/g> .',
    "bridge.trig": "@prefix ex: <http://example.org/> . GRAPH ex:g { ex:a ex:name '桥' }",
    "bridge.rdf": f'<rdf:RDF {RDF}><rdf:Description rdf:about="{EX}a"><ex:name>桥</ex:name>'
    "</rdf:Description></rdf:RDF>",
    "bridge.jsonld": '{"@id": "http://example.org/a", "http://example.org/name": "桥"}',
}
FILES |= {"bridge.owl": FILES["bridge.rdf"], "bridge.xml": FILES["bridge.rdf"]}
FILES |= {"BRIDGE.TTL": FILES["bridge.ttl"], "bridge.json": FILES["bridge.jsonld"]}
QUESTION = "SELECT ?name { <http://example.org/a> <http://example.org/name> ?name }"


def names_in(path: Path) -> list[object]:
    answer = MemoryStore.read(str(path)).query(QUESTION)
    assert not isinstance(answer, bool)
    return [term.value for (term,) in answer]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", FILES)
def test_the_extension_decides_the_format(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(FILES[name], "utf-8")

    assert names_in(file) == ["桥"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_may_be_compressed(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.gz"
    file.write_bytes(gzip.compress(FILES[name].encode()))

    assert names_in(file) == ["桥"]


def test_a_folder_is_read_with_those_in_it_and_nothing_that_is_no_rdf(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "deep" / "er" / "one.nt").write_text(FILES["bridge.nt"], "utf-8")
    (tmp_path / "two.ttl").write_text(FILES["bridge.ttl"].replace("桥", "渝"), "utf-8")
    for name in (".hidden/three.ttl", ".three.ttl", "package.json", "notes.md", "three.xml"):
        (tmp_path / name).write_text("neither RDF nor meant to be", "utf-8")

    assert sorted(map(str, names_in(tmp_path))) == ["桥", "渝"]


@pytest.mark.slow
@pytest.mark.parametrize(("depth", "read"), [(1500, True), (2200, False)])
def test_a_folder_is_read_however_deep_it_is(
    depth: int, read: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(depth):
        os.mkdir("d")
        os.chdir("d")
    Path("one.nt").write_text(FILES["bridge.nt"], "utf-8")
    try:
        if read:
            assert names_in(tmp_path / "d") == ["桥"]
        else:
            with pytest.raises(InputError, match=r"/d/?…: File name too long"):
                names_in(tmp_path / "d")
    finally:
        os.remove("one.nt")
        for _ in range(depth):  # those who tidy up may not reach so deep
            os.chdir("..")
            os.rmdir("d")


def test_a_relative_address_is_the_same_wherever_the_folder_lies(tmp_path: Path) -> None:
    for place in ("here", "there"):
        folder = tmp_path / place / "data"
        folder.mkdir(parents=True)
        (folder / "重 a.ttl").write_text("<#x> <http://example.org/in> <> .", "utf-8")

    triples = [
        [str(triple) for triple in MemoryStore.read(str(tmp_path / place)).triples()]
        for place in ("here", "there")
    ]
    file = "file:///data/%E9%87%8D%20a.ttl"
    assert triples == [[f"<{file}#x> <http://example.org/in> <{file}>"]] * 2


def test_the_prefixes_of_a_file_come_before_those_of_the_vocabulary(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text("@prefix p: <http://example.org/> . @prefix : <urn:x:> . p:a p:b :c .", "utf-8")

    prefixes = MemoryStore.read(str(file)).prefixes

    assert (prefixes["p"], prefixes[""]) == ("http://example.org/", "urn:x:")
    assert prefixes["skos"] == "http://www.w3.org/2004/02/skos/core#"


def test_files_with_named_graphs_are_asked_as_one(tmp_path: Path) -> None:
    file = tmp_path / "two.nq"
    file.write_text(
        FILES["bridge.nq"] + "\n" + FILES["bridge.nq"].replace("/g>", "/h>") + "\n"
        '<http://example.org/a> <http://example.org/name> "渝" .',
        "utf-8",
    )
    graph = MemoryStore.read(str(file))

    assert len(graph) == len(list(graph.triples())) == 2
    counted = {
        query: len(list(graph.query(query)))  # type: ignore[arg-type]
        for query in (
            "SELECT * { ?s ?p ?o }",
            "SELECT * FROM <http://example.org/g> { ?s ?p ?o }",
            "SELECT * { GRAPH <http://example.org/h> { ?s ?p ?o } }",
        )
    }
    assert list(counted.values()) == [2, 1, 1]


MALFORMED = {
    "broken.ttl": (
        b"@prefix ex: <http://example.org/> .\nex:a ex:b ex:c ;; ex:d .\n",
        "broken.ttl:2:24: . is not a valid RDF object",
    ),
    "prefix.ttl": (
        b"<http://example.org/a> a\n  ex:Bridge .",
        "prefix.ttl:2:3: The prefix ex: has not been declared",
    ),
    "latin.ttl": (
        b"<http://example.org/a> <http://example.org/b>\n 'caf\xe9' .",
        "latin.ttl:2:6: Invalid UTF-8: incomplete utf-8 byte sequence from index 3",
    ),
    "broken.nt": (
        b"<http://example.org/a> <http://example.org/b> <c d> .\n",
        "broken.nt:1:47: Invalid IRI code point ' '",
    ),
    "broken.jsonld": (
        b'{"@id": "http://example.org/a",\n "b" "c"}',
        "broken.jsonld:2:6: Object keys must be strings",
    ),
    "remote.jsonld": (
        b'{"@context": "https://example.org/context", "name": "a"}',
        (
            "remote.jsonld:1:14: it names the JSON-LD context https://example.org/context, which is "
            "not fetched; put the context itself into the file (known are https://schema.org/ and "
            "https://w3id.org/yuqiao/context.jsonld)"
        ),
    ),
    "broken.rdf": (
        (
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>'
            b"</rdf:RDF>"
        ),
        "broken.rdf:1:83: ill-formed document: expected `</rdf:Description>`, but `</rdf:RDF>` was found",
    ),
    "steering.rdf": (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\x1b[31m</rdf:RDF>',
        "steering.rdf:1:71: Unexpected text event: ' [31m'",
    ),
    "bridge.docx": (
        b"PK",
        (
            "bridge.docx: not known as an RDF file by its extension; expected one of .ttl, .nt, "
            ".rdf, .owl, .rdfs, .xml, .jsonld, .json, .trig, .nq, .html, "
            ".htm, .xhtml"
        ),
    ),
    "bridge": (
        b"",
        (
            "bridge: not known as an RDF file by its extension; expected one of .ttl, .nt, "
            ".rdf, .owl, .rdfs, .xml, .jsonld, .json, .trig, .nq, .html, "
            ".htm, .xhtml"
        ),
    ),
    "plain.ttl.gz": (b"<a> <b> <c> .", "plain.ttl.gz: damaged, or not compressed with gzip"),
    "cut.ttl.gz": (
        gzip.compress(b"<a> <b> <c> ." * 99)[:-12],
        "cut.ttl.gz: damaged, or not compressed with gzip",
    ),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_wrong_is_said_with_its_place(name: str, tmp_path: Path) -> None:
    content, message = MALFORMED[name]
    (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError) as refused:
        MemoryStore.read(str(tmp_path / name))

    assert str(refused.value) == f"{tmp_path}/{message}"


def test_a_folder_without_rdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Nothing", "utf-8")

    with pytest.raises(InputError) as refused:
        MemoryStore.read(str(tmp_path))

    assert str(refused.value) == (
        f"{tmp_path}: a folder without RDF files; expected some of .ttl, .nt, .rdf, .owl, .rdfs, "
        ".jsonld, .trig, .nq, or a directory with a loaded graph"
    )


def test_a_folder_that_cannot_be_listed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.ttl").write_text("", "utf-8")
    (tmp_path / "closed").mkdir()
    listed = os.scandir

    def closed(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", closed)  # root may list any folder
    with pytest.raises(InputError) as refused:
        MemoryStore.read(str(tmp_path))

    assert str(refused.value) == f"{tmp_path}/closed: permission to read it was denied"


def billion_laughs(levels: int) -> str:
    """Return RDF/XML whose last entity is ten to that power of laughs."""
    entities = "".join(
        f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, levels)
    )
    return (
        f'<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY e0 "ha">{entities}]>'
        f'<rdf:RDF {RDF}><rdf:Description rdf:about="{EX}a"><ex:name>&e{levels - 1};</ex:name>'
        "</rdf:Description></rdf:RDF>"
    )


LAUGHS = billion_laughs(30)
ROOT = f"<rdf:RDF {RDF}>"
HIDDEN = {
    "at the head": LAUGHS.encode(),
    "with a byte order mark": LAUGHS.encode("utf-8-sig"),
    "in UTF-16": LAUGHS.encode("utf-16"),
    "in UTF-16, big end first": LAUGHS.encode("utf-16-be"),
    "in UTF-32": LAUGHS.encode("utf-32"),
    "in small letters": LAUGHS.replace("<!DOCTYPE", "<!doctype").encode(),
    "after a comment": LAUGHS.replace("<!DOCTYPE", "<!-- > --> <!DOCTYPE").encode(),
    "after a megabyte of comment": LAUGHS.replace(
        "<!DOCTYPE", f"<!--{' -' * 500_000} --><!DOCTYPE"
    ).encode(),
    "in the root element": LAUGHS.replace(ROOT, "")
    .replace("<!DOCTYPE", f"{ROOT}<!DOCTYPE")
    .encode(),
}


@pytest.mark.parametrize("place", HIDDEN)
@pytest.mark.parametrize("name", ["laughs.rdf", "laughs.owl", "laughs.xml", "laughs.rdf.gz"])
def test_a_bomb_is_rejected_before_anything_is_parsed(
    place: str, name: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    content = HIDDEN[place]
    file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)

    with pytest.raises(InputError) as refused:
        MemoryStore.read(str(file))

    inside = r"1:\d+: it has a DOCTYPE within its elements, which is not XML"
    deep = r"1:\d+: the entity &e8; is more than 20 entities deep"
    reason = inside if place == "in the root element" else deep
    assert re.fullmatch(f"{re.escape(str(file))}:{reason}", str(refused.value))


def test_a_doctype_in_a_comment_is_harmless(tmp_path: Path) -> None:
    file = tmp_path / "bridge.rdf"
    file.write_text(f"<!-- <!DOCTYPE x> -->{FILES['bridge.rdf']}", "utf-8")

    assert names_in(file) == ["桥"]


def test_prefixes_that_no_query_can_declare_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonld"
    context = '{"a b": "http://a/", "c": "http://c/ d/", "ex": "http://example.org/"}'
    file.write_text(f'{{"@context": {context}, "@id": "urn:a", "ex:p": 1}}')

    assert read_path(pyoxigraph.Store(), str(file)) == {"ex": "http://example.org/"}


def test_a_value_too_large_for_the_engine_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "large.nt"
    file.write_text(f'<urn:a> <urn:b> "{"x" * 17_000_000}" .\n')

    with pytest.raises(
        InputError, match=r"large\.nt: a value in it is too large to be read; it may"
    ):
        read_path(pyoxigraph.Store(), str(file))


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ('"https://schema.org/"', "http://schema.org/url"),
        ('["http://schema.org", {"page": "url"}]', "http://schema.org/url"),
        ('{"url": {"@id": "urn:u", "@type": "@id", "@context": "https://schema.org"}}', "urn:u"),
    ],
)
def test_the_context_of_schema_org_is_known_and_a_page_is_an_iri(
    context: str, expected: str, tmp_path: Path
) -> None:
    file = tmp_path / "page.jsonld"
    file.write_text(f'{{"@context": {context}, "@id": "urn:a", "url": "urn:page"}}', "utf-8")

    [triple] = MemoryStore.read(str(file)).triples()

    assert str(triple) == f"<urn:a> <{expected}> <urn:page>"


def test_our_own_context_is_known(tmp_path: Path) -> None:
    file = tmp_path / "school.jsonld"
    file.write_text(
        '{"@context": "https://w3id.org/yuqiao/context.jsonld", "id": "o:swu", '
        '"name": {"zh-Hans": "西南大学"}, "partnersWith": ["o:utas"]}',
        "utf-8",
    )

    base, skos = "https://w3id.org/yuqiao/", "http://www.w3.org/2004/02/skos/core#"
    assert sorted(str(triple) for triple in MemoryStore.read(str(file)).triples()) == [
        f'<{base}id/organisation/swu> <{skos}prefLabel> "西南大学"@zh-hans',
        f"<{base}id/organisation/swu> <{base}def#partnersWith> <{base}id/organisation/utas>",
    ]


def test_a_literal_that_looks_like_a_context_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "literal.jsonld"
    file.write_text(
        '{"@context": "https://schema.org", "@id": "urn:a", "urn:p": {"@type": "@json", '
        '"@value": {"@context": "http://example.org/"}}}',
        "utf-8",
    )

    [triple] = MemoryStore.read(str(file)).triples()

    assert '{"@context":"http://example.org/"}' in str(triple.object.value)  # type: ignore[union-attr]
