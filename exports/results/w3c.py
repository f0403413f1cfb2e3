"""Write rows that no engine holds in the formats of the W3C: CSV, TSV, JSON and XML.

What Oxigraph found and nobody touched it writes itself, many times faster; rows that were limited,
measured or shown before are written here, byte for byte as Oxigraph would, but for triple terms in
CSV: Oxigraph writes their parts with spaces between, here they are as in TSV.
"""

from __future__ import annotations

import re
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from yuqiao.graph.errors import YuqiaoError
from yuqiao.graph.language_tags import cased_lines
from yuqiao.ontology.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.rows import Row

_ROWS_AT_ONCE = 1000
_QUOTED = re.compile(r'[",\n\r]')
_BARE = {  # what TSV has without quotes, https://www.w3.org/TR/sparql11-results-csv-tsv/#tsv
    f"{XSD}boolean": re.compile(r"true|false"),
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}double": re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
}
_TSV_SPECIAL = re.compile(r"[\t\n\r\"\\]")
_TSV_ESCAPES = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"})
_XML_ESCAPES = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;", "'": "&apos;", '"': "&quot;"})
_XML_SPECIAL = re.compile(r"[<>&'\"]")
_AT_ENDS = str.maketrans({" ": "&#32;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})
_ENDS = re.compile(r"\A[ \t\n\r]+|[ \t\n\r]+\Z")


def w3c_pieces(solutions: Solutions, form: str) -> Iterator[bytes]:
    r"""Return rows as pieces of a file in ``csv``, ``tsv``, ``json`` or ``xml``.

    >>> from yuqiao.graph.stores.results import Solutions
    >>> b"".join(w3c_pieces(Solutions.of(["n"], [[Literal("a,b")], [None]]), "csv"))
    b'n\r\n"a,b"\r\n\r\n'
    """
    head, row_text, between, end = _FORMATS[form](solutions.variables)
    pieces = [head]
    separator = ""
    try:
        for row in solutions:
            pieces.append(separator + row_text(row))
            separator = between
            if len(pieces) >= _ROWS_AT_ONCE:
                yield "".join(pieces).encode()
                pieces.clear()
    except YuqiaoError:  # where a server breaks off, the rows it gave are seen
        yield "".join(pieces).encode()
        raise
    yield ("".join(pieces) + end).encode()


_Format = tuple[str, "Callable[[Row], str]", str, str]


def _csv(names: tuple[str, ...]) -> _Format:
    def line(row: Row) -> str:
        return ",".join(map(_csv_term, row)) + "\r\n"

    return ",".join(names) + "\r\n", line, "", ""


def _csv_term(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal):
        return _csv_text(term.value)
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, BlankNode):
        return str(term)
    line = cased_lines(f"{_tsv_term(term)} .".encode()).decode()
    return _csv_text(line.removesuffix(" ."))  # a triple term


def _csv_text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _tsv(names: tuple[str, ...]) -> _Format:
    def line(row: Row) -> str:
        return "\t".join(map(_tsv_term, row)) + "\n"

    return "\t".join(f"?{name}" for name in names) + "\n", line, "", ""


def _tsv_term(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal):
        return _tsv_literal(term)
    if isinstance(term, NamedNode | BlankNode):
        return str(term)
    return f"<<( {' '.join(map(_tsv_term, _parts(term)))} )>>"


def _tsv_literal(literal: Literal) -> str:
    text = literal.value
    quoted = f'"{text.translate(_TSV_ESCAPES) if _TSV_SPECIAL.search(text) else text}"'
    if literal.language:
        return f"{quoted}@{literal.language}{_direction(literal, '--')}"
    datatype = literal.datatype.value
    if datatype == f"{XSD}string":
        return quoted
    bare = _BARE.get(datatype)
    return text if bare is not None and bare.fullmatch(text) else f"{quoted}^^<{datatype}>"


def _json(names: tuple[str, ...]) -> _Format:
    keys = [f"{encode_basestring(name)}:" for name in names]

    def line(row: Row) -> str:
        bound = zip(keys, row, strict=True)
        return (
            "{" + ",".join(key + _json_term(term) for key, term in bound if term is not None) + "}"
        )

    head = ",".join(map(encode_basestring, names))
    return f'{{"head":{{"vars":[{head}]}},"results":{{"bindings":[', line, ",", "]}}\n"


def _json_term(term: object) -> str:
    if isinstance(term, NamedNode):
        return f'{{"type":"uri","value":{encode_basestring(term.value)}}}'
    if isinstance(term, BlankNode):
        return f'{{"type":"bnode","value":{encode_basestring(term.value)}}}'
    if not isinstance(term, Literal):
        names = ("subject", "predicate", "object")
        parts = zip(names, _parts(term), strict=True)
        inner = ",".join(f'"{name}":{_json_term(part)}' for name, part in parts)
        return f'{{"type":"triple","value":{{{inner}}}}}'
    more = ""
    if term.language:
        direction = _direction(term, "")
        more = f',"xml:lang":{encode_basestring(term.language)}'
        more += f',"its:dir":"{direction}"' if direction else ""
    elif term.datatype.value != f"{XSD}string":
        more = f',"datatype":{encode_basestring(term.datatype.value)}'
    return f'{{"type":"literal","value":{encode_basestring(term.value)}{more}}}'


def _xml(names: tuple[str, ...]) -> _Format:
    def line(row: Row) -> str:
        bound = zip(names, row, strict=True)
        inner = "".join(
            f'<binding name="{name}">{_xml_term(term)}</binding>'
            for name, term in bound
            if term is not None
        )
        return f"<result>{inner}</result>"

    variables = "".join(f'<variable name="{name}"/>' for name in names)
    head = (
        '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
        f"<head>{variables}</head><results>"
    )
    return head, line, "", "</results></sparql>\n"


def _xml_term(term: object) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if not isinstance(term, Literal):
        names = ("subject", "predicate", "object")
        parts = zip(names, _parts(term), strict=True)
        inner = "".join(f"<{name}>{_xml_term(part)}</{name}>" for name, part in parts)
        return f"<triple>{inner}</triple>"
    more = ""
    if term.language:
        direction = _direction(term, "")
        more = f' xml:lang="{_xml_text(term.language)}"'
        if direction:
            more += f' its:dir="{direction}" xmlns:its="http://www.w3.org/2005/11/its"'
            more += ' its:version="2.0"'
    elif term.datatype.value != f"{XSD}string":
        more = f' datatype="{_xml_text(term.datatype.value)}"'
    text = _xml_text(term.value)
    if text.strip(" \t\n\r") != text:
        text = _ENDS.sub(lambda found: found[0].translate(_AT_ENDS), text)
    return f"<literal{more}>{text}</literal>"


def _xml_text(text: str) -> str:
    return text.translate(_XML_ESCAPES) if _XML_SPECIAL.search(text) else text


def _parts(term: object) -> tuple[object, object, object]:
    """Return the terms of a triple term."""
    assert isinstance(term, Triple), "there is no other kind of term"
    return term.subject, term.predicate, term.object


def _direction(literal: Literal, before: str) -> str:
    """Return the base direction of a text, ``ltr`` or ``rtl``; nothing when it has none."""
    found = getattr(literal, "direction", None)
    if found is None:
        return ""
    return f"{before}{found}"


_FORMATS = {"csv": _csv, "tsv": _tsv, "json": _json, "xml": _xml}
