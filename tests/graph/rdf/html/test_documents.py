"""RDFa, JSON-LD and microdata within HTML are read as statements."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from yuqiao.cli import main
from yuqiao.graph.errors import InputError, InputWarning
from yuqiao.graph.rdf.canonicalization import canonical_lines
from yuqiao.graph.rdf.html.documents import MOST_NESTED
from yuqiao.graph.rdf.sources import ReadOptions, read_options
from yuqiao.graph.stores.file_graph import FileGraph

BASE = "http://e/page/"
SCHEMA, XSD = "https://schema.org/", "http://www.w3.org/2001/XMLSchema#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
IN_MICRODATA = f'<div itemscope itemtype="{SCHEMA}Person" itemid="#m">%s</div>'
SUBJECT = "<http://e/page/#m>"


def statements_of(page: str | bytes, folder: Path, name: str = "a.html") -> list[str]:
    """Return the statements in a page, in canonical form."""
    file = folder / name
    file.write_bytes(page if isinstance(page, bytes) else page.encode())
    with read_options(ReadOptions(base=BASE)):
        lines = canonical_lines(FileGraph(str(file)).quads())
    return [line.decode().removesuffix(" .\n") for line in lines]


MICRODATA = {
    '<b itemprop="name">Jane <i>Doe</i></b>': [f'<{SCHEMA}name> "Jane Doe"'],
    '<b itemprop="name" lang="zh-hans">渝</b>': [f'<{SCHEMA}name> "渝"@zh-hans'],
    '<a itemprop="url http://v/u" href="a b.html">x</a>': [
        "<http://v/u> <http://e/page/a%20b.html>",
        f"<{SCHEMA}url> <http://e/page/a%20b.html>",
    ],
    '<img itemprop="image" src="/i.png">': [f"<{SCHEMA}image> <http://e/i.png>"],
    '<meta itemprop="n" content="1">': [f'<{SCHEMA}n> "1"'],
    '<data itemprop="n" value="05">five</data>': [f'<{SCHEMA}n> "05"^^<{XSD}integer>'],
    '<meter itemprop="n" value="1.5">': [f'<{SCHEMA}n> "1.5"^^<{XSD}double>'],
    '<data itemprop="n" value="five">': [f'<{SCHEMA}n> "five"'],
    '<time itemprop="d" datetime="2016-01-02">': [f'<{SCHEMA}d> "2016-01-02"^^<{XSD}date>'],
    '<time itemprop="d">2016</time>': [f'<{SCHEMA}d> "2016"^^<{XSD}gYear>'],
    '<time itemprop="d">P3Y</time>': [f'<{SCHEMA}d> "P3Y"^^<{XSD}duration>'],
    '<time itemprop="d">soon</time>': [f'<{SCHEMA}d> "soon"'],
    "<p>no property</p>": [],
}


@pytest.mark.parametrize("content", MICRODATA)
def test_a_property_of_microdata_has_its_value(content: str, tmp_path: Path) -> None:
    found = statements_of(IN_MICRODATA % content, tmp_path)

    expected = [f"{SUBJECT} {rest}" for rest in MICRODATA[content]]
    assert found == sorted([f"{SUBJECT} {TYPE} <{SCHEMA}Person>", *expected])


def test_items_are_nested_and_refer_to_others(tmp_path: Path) -> None:
    page = (
        f'<div itemscope itemtype="{SCHEMA}Person" itemref="x none">'
        '<p itemprop="address" itemscope><b itemprop="city">Y</b></p></div>'
        '<p id="x"><b itemprop="name">N</b></p>'
        '<div itemscope><b itemprop="name">no type</b></div>'
    )

    assert statements_of(page, tmp_path) == [
        '_:c14n0 <http://e/page/#name> "no type"',
        f"_:c14n1 {TYPE} <{SCHEMA}Person>",
        f"_:c14n1 <{SCHEMA}address> _:c14n2",
        f'_:c14n1 <{SCHEMA}name> "N"',
        f'_:c14n2 <{SCHEMA}city> "Y"',
    ]


def test_rdfa_is_read_with_its_base_and_its_forms(tmp_path: Path) -> None:
    page = (
        '<html lang="en" prefix="v: http://v/"><base href="http://other/x/"><body>'
        '<div typeof="v:T" resource="#o" ><b property="v:name">桥</b><b property="v:n" content="001" '
        'datatype="xsd:integer"></b><a rel="v:see" href="me%20page"></a></div>'
    )

    assert statements_of(page, tmp_path, "a.xhtml") == [
        '<http://other/x/#o> <http://v/n> "001"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '<http://other/x/#o> <http://v/name> "桥"@en',
        "<http://other/x/#o> <http://v/see> <http://other/x/me%20page>",
        f"<http://other/x/#o> {TYPE} <http://v/T>",
    ]


def test_each_script_of_json_ld_has_its_own_blank_nodes(tmp_path: Path) -> None:
    script = '<script type="application/ld+json; charset=utf-8">{}</script>'
    first = '{"@context": "https://schema.org/", "@id": "#a", "name": {"@id": "_:b"}}'
    second = '[{"@id": "_:b", "urn:p": "</b>"}]'
    page = f"<!doctype html>{script.format(first)}{script.format(second)}<script>{{}}</script>"

    assert statements_of(page, tmp_path) == [
        "<http://e/page/#a> <http://schema.org/name> _:c14n1",
        '_:c14n0 <urn:p> "</b>"',
    ]


def test_a_script_of_json_ld_is_read_as_a_file_of_it(tmp_path: Path) -> None:
    context = '"@context": {"@vocab": "urn:", "g": {"@container": "@type"}}'
    nodes = (
        '"g": {"T": {"@id": "#b"}}, "p": [{"@id": "a b"}, {"@value": "x", "@language": "zh-CN"}]'
    )
    script = f'<script type="application/ld+json">{{{context}, "@id": "#a", {nodes}}}</script>'

    left_out = "a.html: JSON-LD script 1: .* a statement is left out for this, as JSON-LD has it"
    with pytest.warns(InputWarning, match=left_out):
        found = statements_of(f"<!doctype html>{script}", tmp_path)

    assert found == [
        "<http://e/page/#a> <urn:g> <http://e/page/#b>",
        '<http://e/page/#a> <urn:p> "x"@zh-cn',
        f"<http://e/page/#b> {TYPE} <urn:T>",
    ]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [('<meta charset="gb18030">', "gb18030"), ("", "utf-8"), ("", "utf-8-sig"), ("", "utf-16")],
)
def test_the_encoding_is_the_declared_one_or_utf_8(
    head: str, encoding: str, tmp_path: Path
) -> None:
    page = f"<html>{head}<body><p about='urn:a' property='urn:p'>重庆</p>".encode(encoding)

    assert statements_of(page, tmp_path) == ['<urn:a> <urn:p> "重庆"']


WRONG = {
    '<script type="application/ld+json">{"a": 1,}</script>': (
        "JSON-LD script 1: Parser error at line 1 column 9: Trailing commas are not allowed"
    ),
    '<script type="application/ld+json">{"@context": "http://x.example/c"}</script>': (
        "JSON-LD script 1: 1:14: it names the JSON-LD context http://x.example/c, which is not "
        "fetched; put the context itself into the file (known are https://schema.org/ and "
        "https://w3id.org/yuqiao/context.jsonld)"
    ),
    "<div>" * (MOST_NESTED + 1): (
        f"1:1506: it nests more than {MOST_NESTED} elements; no RDF needs that"
    ),
}


@pytest.mark.parametrize("page", WRONG, ids=["syntax", "remote context", "depth"])
def test_what_cannot_be_read_is_rejected_in_one_line(page: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as rejected:
        statements_of(f"<html>{page}", tmp_path)

    place = WRONG[page] if WRONG[page].startswith("1:") else f" {WRONG[page]}"
    assert str(rejected.value) == f"{tmp_path}/a.html:{place}"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_wrong_script_is_skipped_on_request_and_a_context_can_be_supplied(tmp_path: Path) -> None:
    page = "".join(f'<script type="application/ld+json">{text}</script>' for text in (
        "{", '{"@context": "http://x.example/c", "@id": "urn:a", "p": "x"}',
    ))  # fmt: skip
    (tmp_path / "a.html").write_text(f"<html>{page}")
    (tmp_path / "c.jsonld").write_text('{"@context": {"p": "urn:p"}}')
    file, context = str(tmp_path / "a.html"), f"http://x.example/c={tmp_path}/c.jsonld"

    done = run(
        *("convert", file, "-", "--as", "ntriples", "--base", BASE),
        *("--context", context, "--skip-bad"),
    )

    assert (done.exit_code, done.stdout) == (1, '<urn:a> <urn:p> "x" .\n')
    assert "a.html: JSON-LD script 1: " in done.stderr
    assert done.stderr.endswith("yuqiao: 1 skipped\n")


PAGE = IN_MICRODATA % '<b itemprop="name">渝</b>'
COMMANDS = {
    "convert": ("convert", "FILE", "-", "--as", "ntriples"),
    "export": ("export", "--graph", "FILE", "--as", "ntriples"),
    "query": ("query", "--graph", "FILE", "SELECT ?s ?o { ?s schema:name ?o }", "--as", "tsv"),
    "diff": ("diff", "FILE", "FILE"),
    "import-check": ("import-check", "FILE"),
    "load": ("load", "FILE", "--into", "DIR/db"),
}
SAID = {
    "convert": f'{SUBJECT} <{SCHEMA}name> "渝" .\n',
    "export": f'{SUBJECT} <{SCHEMA}name> "渝" .\n',
    "query": f'{SUBJECT}\t"渝"\n',
    "diff": "The graphs are the same: 2 triples.\n",
    "import-check": "HTML, 2 triples\n",
    "load": "",
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("name", "more"), [("a.htm", ()), ("a.txt", ("--from", "html"))])
def test_every_reading_command_takes_html(
    command: str, name: str, more: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(PAGE, "utf-8")
    arguments = [
        part.replace("FILE", str(tmp_path / name)).replace("DIR", str(tmp_path))
        for part in COMMANDS[command]
    ]

    done = run(*arguments, "--base", BASE, *more)

    assert (done.exit_code, SAID[command] in done.stdout) == (0, True), done.output


def test_html_under_another_name_is_not_taken_for_data(tmp_path: Path) -> None:
    (tmp_path / "dump.nq").write_text(f"<!DOCTYPE html><html>{PAGE}")

    done = run("convert", str(tmp_path / "dump.nq"), "-")

    assert done.exit_code == 2
    assert done.stderr.endswith("; its content looks like HTML; name it with --from html\n")


@pytest.mark.parametrize("missing", ["html5lib", "pyRdfa"])
def test_without_the_extra_it_is_named(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)

    with pytest.raises(
        InputError, match=r"needs html5lib and pyRdfa3: pip install 'yuqiao\[html\]'$"
    ):
        statements_of(PAGE, tmp_path)


def test_a_folder_is_not_searched_for_pages(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "a.nt").write_text("<urn:a> <urn:b> <urn:c> .\n")

    done = run("convert", str(tmp_path), "-", "--as", "ntriples")

    assert done.stdout == "<urn:a> <urn:b> <urn:c> .\n"
