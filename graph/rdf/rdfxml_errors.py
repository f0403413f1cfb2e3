"""Where RDF/XML is wrong: for mistakes in what elements mean, the engine names no place.

It reads from the beginning and stops at the mistake. So the shortest beginning of the document that
holds it ends with the element that is wrong.
"""

from __future__ import annotations

from pyoxigraph import RdfFormat, parse

_MOST = 100_000_000  # bytes of a document that is looked through


def locate_error(message: str, document: bytes, base: str) -> tuple[int, int] | None:
    r"""Give line and column of the element that an error is about; None if it is not found.

    :param message: what the engine said

    >>> rdf = b'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    >>> document = b"<r:RDF " + rdf + b">\n <r:Description r:ID='1'/>\n</r:RDF>"
    >>> locate_error(_mistake(document, "urn:a"), document, "urn:a")
    (2, 2)
    """
    if len(document) > _MOST or b"\0" in document[:4]:
        return None
    ends = [place for place, byte in enumerate(document) if byte == ord(">")]
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high) // 2
        if _mistake(document[: ends[middle] + 1], base) == message:
            high = middle
        else:
            low = middle + 1
    if not ends or _mistake(document[: ends[low] + 1], base) != message:
        return None
    before = document[: document.rfind(b"<", 0, ends[low])].decode(errors="replace")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _mistake(document: bytes, base: str) -> str:
    try:
        for _ in parse(document, RdfFormat.RDF_XML, base_iri=base):
            pass
    except SyntaxError as error:
        return str(error.args[0])
    return ""
