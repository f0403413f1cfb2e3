"""Files are read as they declare, as their options ask, or with what is wrong left out."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from yuqiao.cli import main
from yuqiao.graph.errors import InputError, InputWarning
from yuqiao.graph.rdf.sources import ReadOptions, read_options
from yuqiao.graph.stores.file_graph import FileGraph

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"'
NAMED = (
    '<rdf:RDF {}><rdf:Description rdf:about="http://e/s"><e:p>{}</e:p></rdf:Description></rdf:RDF>'
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def lines(path: Path) -> list[str]:
    return sorted(str(quad.triple) for quad in FileGraph(str(path)).quads())


ENCODINGS = {
    "UTF-8": "渝 é €",
    "UTF-16": "渝 é €",
    "ISO-8859-1": "é ü",
    "windows-1252": "é €",
    "US-ASCII": "e",
    "GB18030": "渝 é",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_xml_is_read_in_the_encoding_that_it_declares(encoding: str, tmp_path: Path) -> None:
    text = ENCODINGS[encoding]
    document = f'<?xml version="1.0" encoding="{encoding}"?>\n' + NAMED.format(RDF, text)
    (tmp_path / "a.rdf").write_bytes(document.encode(encoding))

    assert lines(tmp_path / "a.rdf") == [f'<http://e/s> <http://e/p> "{text}"']


@pytest.mark.parametrize(
    ("declared", "content", "message"),
    [
        ("US-ASCII", "é".encode("latin-1"), ":2:131: not ascii, as the file declares (byte 0xe9)"),
        ("x-none", b"e", ':1:1: its encoding "x-none" is not known; save the file as UTF-8'),
    ],
)
def test_an_encoding_that_does_not_fit_is_reported(
    declared: str, content: bytes, message: str, tmp_path: Path
) -> None:
    before, after = NAMED.format(RDF, "|").encode().split(b"|")
    head = f'<?xml version="1.0" encoding="{declared}"?>\n'.encode()
    (tmp_path / "a.rdf").write_bytes(head + before + content + after)

    with pytest.raises(InputError) as rejected:
        lines(tmp_path / "a.rdf")

    assert str(rejected.value) == f"{tmp_path}/a.rdf{message}"


XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
ENTITIES = {
    "text": ("[<!ENTITY a 'b'>]", "&a;", '"b"'),
    "nested": ("[<!ENTITY a 'x&b;x'> <!ENTITY b \"y\">]", "&a;&amp;", '"xyx&"'),
    "the first declaration holds": ("[<!ENTITY a '1'><!ENTITY a '2'>]", "&a;", '"1"'),
    "not in a section": ("[<!ENTITY a 'b'>]", "<![CDATA[&a;]]>", '"&a;"'),
    "characters": ("[<!ENTITY a '&#x6E1D;&#233;'>]", "&a;", '"渝é"'),
    "quotes": ("[<!ENTITY a 'say \"b\"'>]", "&a;", r'"say \"b\""'),
    "with comments": ("[<!-- <!ENTITY a 'c'> ]> --><?x ]> ?><!ENTITY a 'b'>]", "&a;", '"b"'),
    "other declarations": ("[<!ELEMENT a (b)><!ATTLIST a b CDATA #IMPLIED>]", "c", '"c"'),
    "external subset": ('PUBLIC "-//X" "http://example.org/x.dtd"', "c", '"c"'),
}


@pytest.mark.parametrize("name", ENTITIES)
def test_internal_entities_are_expanded(name: str, tmp_path: Path) -> None:
    doctype, content, value = ENTITIES[name]
    file = tmp_path / "a.rdf"
    file.write_text(f"<!DOCTYPE rdf:RDF {doctype}>\n" + NAMED.format(RDF, content))

    assert lines(file) == [f"<http://e/s> <http://e/p> {value}"]


def test_an_entity_may_stand_for_a_namespace(tmp_path: Path) -> None:
    file = tmp_path / "a.owl"
    file.write_text(
        f'<!DOCTYPE rdf:RDF [<!ENTITY xsd "{XSD}"><!ENTITY e "http://e/">]><rdf:RDF {RDF}>'
        '<rdf:Description rdf:about="&e;s"><e:p rdf:datatype="&xsd;int">1</e:p></rdf:Description>'
        "</rdf:RDF>"
    )

    assert lines(file) == [f'<http://e/s> <http://e/p> "1"^^<{XSD}int>']


@pytest.mark.slow
@pytest.mark.parametrize("before", [0, 65_300, 65_400])
@pytest.mark.parametrize(
    ("written", "value"), [("a\r\nb", r"a\nb"), ("a\rb", r"a\nb"), ("a&#xD;\r\r\nb", r"a\r\n\nb")]
)
def test_line_ends_are_those_of_xml(written: str, value: str, before: int, tmp_path: Path) -> None:
    for more in range(0, 200, 3) if before else (0,):
        comment = f"<!--{'x' * (before + more)}-->"
        (tmp_path / "a.rdf").write_bytes((comment + NAMED.format(RDF, written)).encode())

        assert lines(tmp_path / "a.rdf") == [f'<http://e/s> <http://e/p> "{value}"']


IN_ATTRIBUTES = {
    '"a\nb"': "a b",
    '"a\tb"': "a b",
    "'a\r\nb\rc'": "a b c",
    '"a&#10;&#x9;b"': r"a\n\tb",
}


@pytest.mark.parametrize("written", IN_ATTRIBUTES)
def test_line_breaks_in_attributes_are_spaces_and_lines_keep_their_numbers(
    written: str, tmp_path: Path
) -> None:
    document = (
        f"\n<rdf:RDF {RDF}><rdf:Description rdf:about='http://e/s' e:p={written}/>"
        "<!-- ='\n' --><rdf:Description rdf:about='http://e/t'><e:p>='\n'</e:p></rdf:Description>"
    )
    (tmp_path / "a.rdf").write_bytes(f"{document}</rdf:RDF>".encode())
    (tmp_path / "b.rdf").write_bytes(f"{document}</rdf:RDG>".encode())

    assert lines(tmp_path / "a.rdf") == [
        f'<http://e/s> <http://e/p> "{IN_ATTRIBUTES[written]}"',
        "<http://e/t> <http://e/p> \"='\\n'\"",
    ]
    line = document.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    with pytest.raises(InputError, match=rf"b\.rdf:{line}:\d+: ill-formed document"):
        lines(tmp_path / "b.rdf")


def test_a_line_break_in_an_entity_is_a_space_in_attributes(tmp_path: Path) -> None:
    (tmp_path / "a.rdf").write_text(
        f'<!DOCTYPE r [<!ENTITY e "x&#10;y">]><rdf:RDF {RDF}>'
        '<rdf:Description rdf:about="http://e/s" e:p="&e;"><e:q>&e;</e:q></rdf:Description></rdf:RDF>'
    )

    assert lines(tmp_path / "a.rdf") == [
        '<http://e/s> <http://e/p> "x y"',
        r'<http://e/s> <http://e/q> "x\ny"',
    ]


@pytest.mark.parametrize("content", ["a<![CDATA[<b> & ]]]]>c", "<![CDATA[a<b> &]]> ]]c"])
def test_a_cdata_section_is_one_with_the_text_beside_it(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.rdf").write_text(f"<!-- <![CDATA[ -->{NAMED.format(RDF, content)}")

    assert lines(tmp_path / "a.rdf") == ['<http://e/s> <http://e/p> "a<b> & ]]c"']


WHOLE = (
    "<?xml version='1.0'?>\n"
    + NAMED.format(RDF, "<!-- < -->渝<![CDATA[<&]]>&#33;")
    + "\n<!-- . -->"
)


@pytest.mark.parametrize("length", range(0, len(WHOLE) - 1, 3))
def test_a_document_that_is_cut_off_is_rejected(length: int, tmp_path: Path) -> None:
    (tmp_path / "a.rdf").write_text(WHOLE[:length], "utf-8")
    ends = "</rdf:RDF>" in WHOLE[:length] and "<!" not in WHOLE[:length].rpartition("</rdf:RDF>")[2]

    if ends:
        assert lines(tmp_path / "a.rdf") == ['<http://e/s> <http://e/p> "渝<&!"']
        return
    with pytest.raises(InputError) as rejected:
        lines(tmp_path / "a.rdf")

    assert str(rejected.value).startswith(f"{tmp_path}/a.rdf:")
    inside = ("unknown or missed symbol in markup", "Cannot find ';' after '&'")
    assert str(rejected.value).endswith(("; is the file cut off?", *inside))


REJECTED = {
    "external": ("[<!ENTITY a SYSTEM 'file:///etc/passwd'>]", "&a;", "&a; is external"),
    "parameter": ("[<!ENTITY % a SYSTEM 'a.dtd'> %a;]", "", "has parameter entities"),
    "markup": ("[<!ENTITY a '<e:q/>'>]", "&a;", "&a; holds markup"),
    "undeclared": ("SYSTEM 'a.dtd'", "&a;", "&a; is not declared in the file"),
    "circle": ("[<!ENTITY a '&b;'><!ENTITY b '&a;'>]", "&a;", "is more than 20 entities deep"),
    "defaults": ("[<!ATTLIST e:p e:q CDATA 'x'>]", "", "gives attributes default values"),
    "broken": ("[<!ENTITY a>]", "", "the DOCTYPE is not well-formed"),
}


@pytest.mark.parametrize("name", REJECTED)
def test_other_entities_are_rejected(name: str, tmp_path: Path) -> None:
    doctype, content, message = REJECTED[name]
    (tmp_path / "a.rdf").write_text(f"<!DOCTYPE r {doctype}>" + NAMED.format(RDF, content))

    with pytest.raises(InputError, match=message):
        lines(tmp_path / "a.rdf")


JSON = {
    "context at the end": (
        '{"@graph": [{"@id": "urn:a", "e:p": "b"}], "@context": {"e": "http://e/"}}',
        ['<urn:a> <http://e/p> "b"'],
    ),
    "a key given twice": (
        '{"@context": "https://schema.org/", "@id": "urn:a", "name": "b", "name": "c"}',
        ['<urn:a> <http://schema.org/name> "b"', '<urn:a> <http://schema.org/name> "c"'],
    ),
    "a JSON literal": (
        (
            '{"@context": [{"e": {"@id": "urn:e", "@type": "@json"}}, "https://schema.org"], '
            '"@id": "urn:a", "e": {"@context": "https://schema.org/", "n": 1.10}}'
        ),
        [
            (
                r'<urn:a> <urn:e> "{\"@context\":\"https://schema.org/\",\"n\":1.1}"'
                "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>"
            )
        ],
    ),
    "a huge number": (
        '{"@context": "https://schema.org/", "@id": "urn:a", "name": 1e400}',
        [f'<urn:a> <http://schema.org/name> "1.0E400"^^<{XSD}double>'],
    ),
    "a set of values by type": (
        (
            '{"@context": {"@vocab": "http://e/", "g": {"@container": ["@type", "@set"]}}, '
            '"@id": "urn:a", "g": {"T": {"@id": "urn:b"}}}'
        ),
        ["<urn:a> <http://e/g> <urn:b>", f"<urn:b> <{TYPE}> <http://e/T>"],
    ),
    "a prefix, and terms that are none": (
        (
            '{"@context": {"e": "http://e/", "urn": {"@id": "e:f#"}, '
            '"g": {"@id": "e:g#", "@prefix": true}, "h": {"@id": "e:h", "@context": '
            '{"i": {"@id": "e:i/", "@type": "@id"}}}}, "@id": "urn:a", "e:p": 1, "urn": 2, '
            '"urn:p": 3, "g:p": 4, "h": {"@id": "urn:b", "i": "urn:c"}}'
        ),
        [
            f'<urn:a> <http://e/f#> "2"^^<{XSD}integer>',
            f'<urn:a> <http://e/g#p> "4"^^<{XSD}integer>',
            "<urn:a> <http://e/h> <urn:b>",
            f'<urn:a> <http://e/p> "1"^^<{XSD}integer>',
            f'<urn:a> <urn:p> "3"^^<{XSD}integer>',
            "<urn:b> <http://e/i/> <urn:c>",
        ],
    ),
    "an import": (
        (
            '{"@context": {"@version": 1.1, "@import": "https://schema.org/", '
            '"name": "http://e/name"}, "@id": "urn:a", "name": "b", "url": "http://e/"}'
        ),
        ['<urn:a> <http://e/name> "b"', "<urn:a> <http://schema.org/url> <http://e/>"],
    ),
    "an escaped keyword": (
        '{"\\u0040context": "https://schema.org/", "@id": "urn:a", "name": "b"}',
        ['<urn:a> <http://schema.org/name> "b"'],
    ),
}


@pytest.mark.parametrize("name", JSON)
def test_json_ld_is_read_as_it_is_written(name: str, tmp_path: Path) -> None:
    document, expected = JSON[name]
    (tmp_path / "a.jsonld").write_text(document)

    assert lines(tmp_path / "a.jsonld") == expected
    assert run("import-check", str(tmp_path / "a.jsonld")).stdout.endswith("0 findings\n")


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ('"name": "a"} x', "2:18: text after the end of the document"),
        ('"name": "\\ud83d"}', "2:14: half of a character, \\ud83d, without the other"),
    ],
)
def test_a_mistake_in_json_is_reported_where_it_is(end: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonld"
    file.write_text('{"@context": "https://schema.org/", "@id": "urn:a",\n    ' + end)

    with pytest.raises(InputError) as rejected:
        lines(file)

    assert str(rejected.value) == f"{file}:{message}"


def test_a_context_can_be_supplied(tmp_path: Path) -> None:
    file, context = tmp_path / "a.jsonld", tmp_path / "context.json"
    file.write_text('{"@context": "http://e/context", "@id": "urn:a", "name": "b"}')
    context.write_text('{"@context": {"name": "http://e/name"}}')

    ended = run(
        "convert", str(file), "-", "--as", "ntriples", "--context", f"http://e/context={context}"
    )

    assert (ended.exit_code, ended.stdout) == (0, '<urn:a> <http://e/name> "b" .\n')


@pytest.mark.parametrize("named", ["../context", "http://e/context"])
@pytest.mark.parametrize("word", ["@context", "@import"])
def test_a_relative_or_an_imported_context_can_be_supplied(
    word: str, named: str, tmp_path: Path
) -> None:
    file, context = tmp_path / "a.jsonld", tmp_path / "context.json"
    address = f'"{named}"' if word == "@context" else f'{{"@import": "{named}", "q": "http://e/q"}}'
    file.write_text(f'{{"@context": {address}, "@id": "urn:a", "p": "b"}}')
    context.write_text('{"@context": {"p": "http://e/p"}}')
    base = ("--base", "http://e/f/a", "--as", "ntriples")

    ended = run("convert", str(file), "-", *base, "--context", f"http://e/context={context}")

    assert (ended.exit_code, ended.stdout) == (0, '<urn:a> <http://e/p> "b" .\n')


@pytest.mark.parametrize(
    ("context", "supplied", "message"),
    [
        ('{"@import": "http://e/no"}', "{}", "a.jsonld:1:26: it names the JSON-LD context "),
        ('{"@import": "http://e/x"}', "[{}]", "cannot be imported: expected one object that"),
        ('{"@import": "http://e/x"}', '{"@import": "http://e/x"}', "names another by its address"),
        ('[{"p": {"@id": "urn:p", "@protected": true}}, null]', "{}", "a.jsonld:1:14: null cannot"),
        (
            '{"a": {"@id": "urn:a", "@context": ' * 400 + '{"@import": "http://e/x"}' + "}}" * 400,
            "{}",
            "a.jsonld: it nests contexts too deep within definitions",
        ),
        ('[{"p": "urn:p", "@protected": true}, null, {}]', "{}", "a.jsonld:1:14: null cannot"),
    ],
)
def test_a_context_that_cannot_be_used(
    context: str, supplied: str, message: str, tmp_path: Path
) -> None:
    file, other = tmp_path / "a.jsonld", tmp_path / "context.json"
    file.write_text(f'{{"@context": {context}, "@id": "urn:a", "urn:p": "b"}}')
    other.write_text(f'{{"@context": {supplied}}}')

    ended = run("convert", str(file), "-", "--context", f"http://e/x={other}")

    assert (ended.exit_code, message in ended.stderr) == (2, True)


def test_an_archive_is_read_as_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.nt", "<urn:a> <urn:b> _:x .\n")
        archive.writestr("deep/two.rdfs", NAMED.format(RDF, "c"))
        archive.writestr("read.me", "no RDF")

    ended = run("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--graph", str(tmp_path / "a.zip"))

    assert (ended.exit_code, ended.stdout) == (0, "?n\n2\n")


def test_relative_iris_have_the_base_that_is_named_and_else_a_note(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("<a> <b> <c> .")

    with pytest.warns(InputWarning, match="relative IRIs are resolved against the file's name"):
        assert lines(file) == ["<file:///a> <file:///b> <file:///c>"]
    with read_options(ReadOptions(base="http://e/")):
        assert lines(file) == ["<http://e/a> <http://e/b> <http://e/c>"]
    noted = run("convert", str(file), "-", "--as", "ntriples")
    assert noted.stderr == (
        f"yuqiao: note: {file}: relative IRIs are resolved against the file's name, as in "
        "<file:///a>, for want of a base IRI; name it with --base\n"
    )
    named = run("convert", str(file), "-", "--as", "ntriples", "--base", "http://e/")
    assert (named.stdout, named.stderr) == ("<http://e/a> <http://e/b> <http://e/c> .\n", "")


@pytest.mark.parametrize(
    "text", ['<urn:a> <urn:b> "x <b> y" .', "@base <http://e/> . <a> <b> <c> ."]
)
def test_no_note_where_no_iri_is_relative_to_the_file(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(text)

    assert run("query", "ASK {}", "--graph", str(tmp_path / "a.ttl")).stderr == ""


@pytest.mark.parametrize("name", ["a.dat", "a.rdf"])
def test_the_likely_format_is_named_and_can_be_given(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text("@prefix e: <http://e/> . e:a e:b e:c .")

    wrong = run("query", "ASK {}", "--graph", str(file))
    right = run("query", "ASK { <http://e/a> ?p ?o }", "--graph", str(file), "--from", "turtle")

    hint = "; its content looks like Turtle; name it with --from turtle\n"
    assert (wrong.exit_code, wrong.stderr.endswith(hint)) == (2, True)
    assert (right.exit_code, right.stdout) == (0, "true\n")


@pytest.mark.parametrize("name", ["a.nt", "a.nq", "a.ttl", "a.trig"])
@pytest.mark.parametrize("head", ['VERSION "1.2"', "# c\r\n\n  VERSION '1.2' # d"])
def test_a_version_is_read_in_every_format_of_rdf_1_2(name: str, head: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(f'{head}\n<u:a> <u:b> "VERSION" .\n', newline="")

    assert lines(tmp_path / name) == ['<u:a> <u:b> "VERSION"']
    (tmp_path / "wrong.nt").write_text("VERSION 1.2\n")
    with pytest.raises(InputError, match=r"wrong\.nt:1:"):
        lines(tmp_path / "wrong.nt")


BAD = {
    "a.nt": (
        '<u:a> <u:b> <u:c d> .\n<u:a> <u:b> "x"@-zh .\n<u:a> <u:b> "good" .\n',
        [
            "a.nt:1:14: <u:c d>: Invalid IRI code point ' '",
            "a.nt:2:17: A language code should always start with a letter",
        ],
    ),
    "a.ttl": (
        '@prefix u: <u:> .\nu:a u:b <u:c d>, "good" .\nu:a u:b "x"@zh_CN .\n',
        [
            "a.ttl:2:10: <u:c d>: Invalid IRI code point ' '",
            "a.ttl:3:15: Unexpected character 'C'; left out from 3:15 to 3:19",
        ],
    ),
    "b.ttl": (
        '@prefix u: <u:> .\n@prefix v: <v: w> .\nu:a u:b v:x, "good", "x"@zh-abcdefghij .\n',
        [
            "b.ttl:2:13: <v: wx>: Invalid IRI code point ' '",
            'b.ttl:3:26: "x"@zh-abcdefghij: A subtag may be eight characters in length at maximum',
        ],
    ),
    "a.rdf": (
        (
            f'<rdf:RDF {RDF.replace("http://e/", "u:")}><rdf:Description rdf:about="u:a">'
            '<e:c rdf:resource="u:c d"/><e:b xml:lang="zh_CN">x</e:b><e:b>good</e:b>'
            "</rdf:Description></rdf:RDF>"
        ),
        [
            "a.rdf:1:131: <u:c d>: Invalid IRI code point ' '",
            'a.rdf:1:154: "x"@zh_cn: The given language subtag is invalid',
        ],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_statements_are_skipped_on_request(name: str, tmp_path: Path) -> None:
    content, reports = BAD[name]
    (tmp_path / name).write_text(content)

    strict = run("convert", str(tmp_path / name), "-", "--as", "ntriples")
    lenient = run("convert", str(tmp_path / name), "-", "--as", "ntriples", "--skip-bad")
    queried = run("query", "SELECT ?o { ?s ?p ?o }", "--graph", str(tmp_path / name), "--skip-bad")

    assert strict.exit_code == 2
    assert (lenient.exit_code, lenient.stdout) == (1, '<u:a> <u:b> "good" .\n')
    expected = [f"yuqiao: skipped: {tmp_path}/{each}" for each in reports]
    assert lenient.stderr.splitlines() == [*expected, "yuqiao: 2 skipped"]
    assert (queried.exit_code, queried.stdout) == (1, '?o\n"good"\n')
    (tmp_path / "good.nt").write_text('<u:a> <u:b> "good" .\n')
    compared = run("diff", str(tmp_path / name), str(tmp_path / "good.nt"), "--skip-bad")
    assert compared.stdout == "The graphs are the same: 1 triple.\n"
    assert compared.stderr == lenient.stderr, "each is reported once, though a file is read twice"


SKIPPED = {  # after the prefix: what stays of each, and what is told of the rest
    'e:a e:p "one" ; e:q "two" e:r "three" ; e:s 4 .\ne:b e:p 5 .': (
        ['"one"', '"two"', '"5"'],
        [
            "2:27: A dot is expected at the end of statements",
            '2:31: "three" is not a valid predicate; left out from 2:27 to 2:47',
        ],
    ),
    "e:a e:p 1 e:b e:p 2 .": (
        ['"1"', '"2"'],
        ["2:11: A dot is expected at the end of statements"],
    ),
    'e:a e:p f ; e:q "中文. \'" ; e:r <e:x.> ; e:s 4.5 ; # no.\n e:s e:a.b . e:b e:p 6 .': (
        ['"6"'],
        ["2:9: f is not a valid RDF object; left out from 2:9 to 3:12"],
    ),
    'e:a e:p 1 .\ne:b e:p 2 ; e:q """x. ;\n e:s 4 .': (
        ['"1"', '"2"'],
        ["3:17: Unexpected end of file; left out from 3:17 to the end"],
    ),
}


@pytest.mark.parametrize("text", SKIPPED)
def test_what_a_mistake_takes_with_it_is_told(text: str, tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(f"@prefix e: <http://e/> .\n{text}\n")
    kept, reports = SKIPPED[text]

    done = run("query", "SELECT (STR(?o) AS ?v) { ?s ?p ?o }", "--graph", str(file), "--skip-bad")

    assert sorted(done.stdout.splitlines()[1:]) == sorted(kept)
    expected = [f"yuqiao: skipped: {file}:{each}" for each in reports]
    assert done.stderr.splitlines() == [*expected, f"yuqiao: {len(reports)} skipped"]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("e:a e:p f ; e:q 1 . e:g { e:b e:p 2 . }", 1, "; left out from 2:9 to 2:19"),
        ("e:g { e:a e:p f ; e:q 1 . e:b e:p 2 }", 2, ":2:15: f is not a valid RDF object"),
        ("e:g { e:a e:p f } e:b e:p 2 .", 2, ":2:15: f is not a valid RDF object"),
        ("e:g { e:a e:p <e:c d> . e:b e:p 2 }", 1, "<e:c d>: Invalid IRI code point ' '"),
    ],
)
def test_no_mistake_moves_a_statement_into_another_graph(
    text: str, code: int, said: str, tmp_path: Path
) -> None:
    (tmp_path / "a.trig").write_text(f"@prefix e: <http://e/> .\n{text}\n")

    done = run("convert", str(tmp_path / "a.trig"), "-", "--as", "nquads", "--skip-bad")

    kept = (
        '<http://e/b> <http://e/p> "2"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/g> .\n'
    )
    assert (done.exit_code, done.stdout) == (code, kept if code == 1 else "")
    assert said in done.stderr


def test_a_context_that_is_missing_can_be_supplied(tmp_path: Path) -> None:
    address = "https://example.org/context"
    (tmp_path / "context.json").write_text('{"@context": {"name": "u:name"}}')
    file = tmp_path / "a.jsonld"
    file.write_text(f'{{"@context": "{address}", "@id": "u:a", "name": "b"}}')

    missing = run("convert", str(file), "-", "--as", "ntriples")
    supplied = f"{address}={tmp_path}/context.json"
    found = run("convert", str(file), "-", "--as", "ntriples", "--context", supplied)

    hint = f"context.jsonld); or supply it with --context {address}=FILE\n"
    assert (missing.exit_code, missing.stderr.endswith(hint)) == (2, True)
    assert (found.exit_code, found.stdout) == (0, '<u:a> <u:name> "b" .\n')


def test_what_json_ld_leaves_out_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonld"
    file.write_text('{"@id": "u:a", "u:b": [{"@id": "u:c d"}, {"@id": "u:e"}, {"@id": "u:f|"}]}')

    converted = run("convert", str(file), "-", "--as", "ntriples")
    queried = run("query", "ASK { <u:a> <u:b> <u:e> }", "--graph", str(file))

    assert (converted.exit_code, converted.stdout) == (0, "<u:a> <u:b> <u:e> .\n")
    assert (queried.exit_code, queried.stdout) == (0, "true\n")
    note = (
        f"yuqiao: note: {file}:1:33: <u:c d>: Invalid IRI code point ' '; 2 statements are left "
        "out for this, as JSON-LD has it\n"
    )
    assert (converted.stderr, queried.stderr) == (note, note)


def test_what_was_skipped_is_counted_when_the_run_fails_afterwards(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    good = "u:a u:b 'a value of some length' .\n" * 10_000
    deep = "u:a u:b " + "<<( u:a u:b " * 1001
    file.write_text(f"@prefix u: <u:> .\nu:a u:b <u:c d> .\n{good}{deep}")

    failed = run("query", "ASK {}", "--graph", str(file), "--skip-bad")

    assert (failed.exit_code, failed.stdout) == (2, "")
    assert failed.stderr.splitlines() == [
        f"yuqiao: skipped: {file}:2:10: <u:c d>: Invalid IRI code point ' '",
        "yuqiao: 1 skipped",
        f"yuqiao: {file}:10003:12009: it nests more than 1000 triple terms; no RDF needs that",
    ]
