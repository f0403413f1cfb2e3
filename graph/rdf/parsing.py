"""Reading RDF files into a store or as statements; an error names file, line and column.

Files are read piece by piece, and each piece is examined before the engine is given it: see
:mod:`yuqiao.graph.rdf.input_guards` and :mod:`yuqiao.graph.rdf.xml.documents`. Nothing outside the
named files is read: a JSON-LD context that is named by its address is a known one
(:mod:`yuqiao.graph.rdf.jsonld_contexts`), or rejected.
"""

from __future__ import annotations

import io
import re
import warnings
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from yuqiao.graph.errors import BaseWarning, InputError, InputWarning
from yuqiao.graph.messages import printable
from yuqiao.graph.rdf.blank_nodes import relabelled
from yuqiao.graph.rdf.compression import damage, decompressed
from yuqiao.graph.rdf.guarded_file import (
    PIECE,
    GuardedFile,
    html_statements,
    opened,
    usable_prefixes,
)
from yuqiao.graph.rdf.mistakes.statement_ends import StatementEnd, statement_end
from yuqiao.graph.rdf.mistakes.wrong_terms import in_small_letters, wrong_term
from yuqiao.graph.rdf.sources import RdfSource, with_likely_format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pyoxigraph import Store

_LONGEST = 300  # characters of a message; the engine's may quote the file
_MOST_PLACED = 100  # wrong terms whose places are searched for
_AT_ONCE, _MOST_AT_ONCE = 100_000, 1_000_000  # statements that are handed to a store at once
_LINES = {RdfFormat.N_TRIPLES, RdfFormat.N_QUADS}  # one statement a line
_WHOLE = {RdfFormat.RDF_XML, RdfFormat.JSON_LD}  # no going on after an error
_NO_DOT = "A dot is expected"  # the engine's; a statement may begin where it is missing
ENGINE_PLACE = re.compile(r"^Parser error (?:at|between) line [^:]*: ")
"""Where the engine says that a mistake is, before what it is."""


def load_source(
    store: Store,
    source: RdfSource,
    notice: Callable[[GuardedFile], None] | None = None,
    rewritten: list[RdfSource] | None = None,
) -> dict[str, str]:
    """Read a file into a store in memory and return the prefixes it declares at its head.

    :param notice: called with each piece, as it is handed to the store
    :param rewritten: is given the file when a store may rewrite literals of it
    :raises InputError: when the file cannot be read, is malformed, or could harm the engine
    """
    with _for_store(source, notice, rewritten) as file:
        if _is_checked(source):
            quads = _good_statements(file, rename_blank_nodes=True)
            while some := list(islice(quads, _AT_ONCE)):
                store.extend(some)
        else:
            store.load(io.BufferedReader(file, PIECE), source.parsed_as, base_iri=source.base)
    return file.prefixes()


def load_source_in_bulk(
    store: Store,
    source: RdfSource,
    notice: Callable[[GuardedFile], None] | None = None,
    rewritten: list[RdfSource] | None = None,
    to_graph: NamedNode | None = None,
) -> dict[str, str]:
    """Read a file into a store on disk, as :func:`load_source` does into one in memory.

    The bulk loader sorts in memory what it is given in one call. It is given parts, at first small
    ones: for a million triples, that takes an eighth of the memory and no more time.

    :param to_graph: where statements of the default graph go instead
    """
    with _for_store(source, notice, rewritten) as file:
        if _is_checked(source):
            quads = _good_statements(file, rename_blank_nodes=True)
        else:
            quads = parse(
                io.BufferedReader(file, PIECE),
                source.parsed_as,
                base_iri=source.base,
                rename_blank_nodes=True,
            )
        if to_graph is not None:
            quads = (_in_graph(quad, to_graph) for quad in quads)
        size, read = _AT_ONCE, 0
        for first in quads:
            store.bulk_extend(chain((first,), islice(quads, size - 1)))
            read += size
            size = min(max(_AT_ONCE, read // 10), _MOST_AT_ONCE)
    return file.prefixes()


def _in_graph(quad: Quad, graph: NamedNode) -> Quad:
    is_named = not isinstance(quad.graph_name, DefaultGraph)
    return quad if is_named else Quad(quad.subject, quad.predicate, quad.object, graph)


@contextmanager
def _for_store(
    source: RdfSource,
    notice: Callable[[GuardedFile], None] | None,
    rewritten: list[RdfSource] | None,
) -> Iterator[GuardedFile]:
    """Open a file for a store, and say at its end what the store has made of it."""
    with _guarded(source, notice) as file:
        if rewritten is not None:
            file.watch_literals()
        yield file
    _warn_of_relative_iris(file)
    if rewritten is not None and file.may_be_rewritten:
        rewritten.append(source)


def statements(source: RdfSource, prefixes: dict[str, str] | None = None) -> Iterator[Quad]:
    """Yield the statements of a file, with the characters that it has; none is stored.

    :param prefixes: is given those that the file declares, after the last statement
    :raises InputError: as :func:`load_source`
    """
    with reading(source, prefixes) as quads:
        yield from quads


def source_statements(
    sources: Sequence[RdfSource], prefixes: dict[str, str] | None = None
) -> Iterator[Quad]:
    """Yield the statements of several files, which share no blank nodes.

    :param prefixes: is given those that the files declare, after the last statement
    :raises InputError: as :func:`load_source`
    """
    for number, source in enumerate(sources):
        for quad in statements(source, prefixes):
            yield relabelled(quad, f"f{number}x") if len(sources) > 1 else quad


@contextmanager
def reading(source: RdfSource, prefixes: dict[str, str] | None = None) -> Iterator[Iterator[Quad]]:
    """Open a file to be read statement by statement, by the engine's own parser.

    :param prefixes: is given those that the file declares, at the end
    :raises InputError: as :func:`load_source`, at the end
    """
    with _guarded(source, None) as file:
        if _is_checked(source):
            yield _good_statements(file)
            declared: Mapping[str, str] = {}
        else:
            stream = io.BufferedReader(file, PIECE)
            quads = parse(stream, source.parsed_as, base_iri=source.base)
            yield quads
            declared = quads.prefixes
        if prefixes is not None:
            prefixes |= file.prefixes() | usable_prefixes(declared)
    _warn_of_relative_iris(file)


def content_of(source: RdfSource) -> bytes:
    """Read a file whole, decompressed, in UTF-8, and without a DOCTYPE.

    :raises InputError: when it cannot be opened, or could harm the engine
    """
    if source.path == "-":
        raise InputError("standard input cannot be checked; name a file")
    with _guarded(source, None) as file:
        while file.read(PIECE):
            pass
        with opened(source) as raw:
            content = decompressed(source.shown, raw)
            if source.data_format is RdfFormat.RDF_XML:
                from yuqiao.graph.rdf.xml.documents import XmlDocument

                return XmlDocument(content).read()
            return html_statements(source, content).read() if source.is_html else content.read()


def _is_checked(source: RdfSource) -> bool:
    """Return whether wrong statements are told from right ones here, and not by the engine.

    https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm leaves those out
    whose IRIs or language tags are none, and so the engine does in silence.
    """
    return source.options.skip is not None or source.data_format is RdfFormat.JSON_LD


def _good_statements(file: GuardedFile, *, rename_blank_nodes: bool = False) -> Iterator[Quad]:
    """Yield the statements that are right; what is wrong is passed to the caller of the reading.

    :param rename_blank_nodes: whether they are to be apart from those of other files
    """
    left_out: list[str] = []
    source, skip = file.source, file.source.options.skip or left_out.append
    stream = io.BufferedReader(file, PIECE)
    quads = parse(
        stream,
        source.parsed_as,
        base_iri=source.base,
        lenient=True,
        rename_blank_nodes=rename_blank_nodes,
    )
    places = _WrongTerms(source)
    failed: list[tuple[str, object]] = [("", None)]
    ends = _StatementEnds(source, places)

    def leave_out(error: SyntaxError) -> None:
        message = _place(source, error)
        begin = error.lineno if source.data_format in _LINES else (error.lineno, error.offset)
        if source.data_format in _WHOLE or message == failed[-1][0]:
            raise error
        if begin != failed[-1][1]:  # else another mistake in the same statement
            skip(message + ends.left_out(error))
        failed.append((message, begin))

    for quad in right_statements(quads, leave_out):
        wrong = wrong_term(quad)
        if wrong:
            skip(f"{source.shown}{places.next_of(wrong.written)}: {wrong.reason}")
        else:
            yield in_small_letters(quad)
    if left_out:
        count = len(left_out)
        said = "a statement is" if count == 1 else f"{count:,} statements are"
        message = f"{left_out[0]}; {said} left out for this, as JSON-LD has it"
        warnings.warn(message, InputWarning, stacklevel=2)


def right_statements(
    quads: Iterator[Quad], leave_out: Callable[[SyntaxError], None]
) -> Iterator[Quad]:
    """Yield the statements that the engine's parser can read, going on after each mistake.

    :param leave_out: called with each mistake; it raises it when there is no going on
    """
    held: Quad | None = None
    while True:
        try:
            quad = next(quads, None)
        except SyntaxError as error:
            if held is not None and not _is_torn(held, error):
                yield held
            held = None
            leave_out(error)
            continue
        if held is not None:
            yield held
        if quad is None:
            return
        held = quad


def _is_torn(quad: Quad, error: SyntaxError) -> bool:
    """Return whether a statement is the part of a wrong one that came before the mistake."""
    tagged = isinstance(quad.object, Literal) and quad.object.language
    return bool(tagged) and "Unexpected character" in str(error.args[0])


class _WrongTerms:
    """Where the wrong terms of a file are, which the parser reads without checks."""

    def __init__(self, source: RdfSource) -> None:
        self._source = source
        self._passed: dict[str, int] = {}
        self._left = _MOST_PLACED

    def next_of(self, written: str) -> str:
        """Return the next place of a text, as a part of a message; empty where it is not found."""
        self._left -= 1
        if self._source.path == "-" or self._left < 0:
            return ""
        short = written.removeprefix(self._source.base.rpartition("/")[0] + "/")
        namespace = written[: max(map(written.rfind, "/#:")) + 1]
        for text in dict.fromkeys((written, short, namespace)):
            quoted = re.compile(f"[\"'<@]({re.escape(text)})(?![\\w-])", re.IGNORECASE)
            passed = self._passed.get(text, 0)
            if found := quoted.search(self.text, passed) or quoted.search(self.text):
                self._passed[text] = found.end(1)
                before = self.text[: found.start(1)]
                return f":{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
        return ""

    @cached_property
    def text(self) -> str:
        """The text of the file."""
        document = _document(self._source)
        if self._source.data_format is RdfFormat.RDF_XML:
            from yuqiao.graph.rdf.xml.documents import XmlDocument

            document = XmlDocument(cast("IO[bytes]", io.BytesIO(document))).read()
        return document.decode(errors="replace")


class _StatementEnds:
    """How much of a file the parser leaves out after mistakes in its syntax."""

    def __init__(self, source: RdfSource, places: _WrongTerms) -> None:
        self._source = source
        self._places = places
        self._left = _MOST_PLACED
        self._begun: tuple[StatementEnd, str] | None = None

    def left_out(self, error: SyntaxError) -> str:
        """Return from where to where text is left out for a mistake, as a part of a message.

        :raises SyntaxError: the mistake, where a graph's braces hold it, or may: the engine would
            read what follows into another graph
        """
        if self._source.data_format in _LINES:
            return ""
        is_trig = self._source.data_format is RdfFormat.TRIG
        self._left -= 1
        if self._source.path == "-" or self._left < 0:
            if is_trig:
                raise error
            return ""
        end = statement_end(self._places.text, error.end_lineno or 1, error.end_offset or 1)
        if is_trig and end.is_in_graph:
            raise error
        begun = f"{error.lineno}:{error.offset}"
        if self._begun and self._begun[0] == end:
            begun = self._begun[1]
        self._begun = end, begun
        if _NO_DOT in str(error.args[0]):
            return ""
        to = "the end" if end.place is None else f"{end.place[0]}:{end.place[1]}"
        return f"; left out from {begun} to {to}"


def _failure(source: RdfSource, error: SyntaxError) -> InputError:
    failure = InputError(_place(source, error))
    if source.member:
        return failure
    return with_likely_format(failure, source.path, source.data_format)


@contextmanager
def _guarded(
    source: RdfSource, notice: Callable[[GuardedFile], None] | None
) -> Iterator[GuardedFile]:
    """Open a file; an error as it is read names its place."""
    file = None
    try:
        with opened(source) as raw:
            file = GuardedFile(source, raw, notice)
            yield file
    except SyntaxError as error:
        raise _failure(source, error) from error
    except MemoryError as error:  # of the engine's parser: what it reads at once is bounded
        raise InputError(
            f"{source.shown}: a value in it is too large to be read; it may have 7 MiB"
        ) from error
    except Exception as error:
        if file is not None and file.failure is not error:
            raise  # the store's own
        failure = InputError(_reason(source.shown, error))
        failure.unknown_context = getattr(error, "unknown_context", "")
        raise failure from error


def _warn_of_relative_iris(file: GuardedFile) -> None:
    """Warn when IRIs of the file were resolved against its name, for want of a base."""
    if not file.may_be_relative or file.source.path == "-":
        return
    file.may_be_relative = False
    found = _relative_iri(file.source)
    if found:
        warnings.warn(
            f"{file.source.shown}: relative IRIs are resolved against the file's name, as in "
            f"<{printable(found)[:_LONGEST]}>, for want of a base IRI",
            BaseWarning,
            stacklevel=2,
        )


def _relative_iri(source: RdfSource) -> str:
    """Return the first IRI of a file that was resolved against its name."""
    for quad in read_again(source):
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, NamedNode) and term.value.startswith("file:///"):
                return term.value
    return ""


def read_again(source: RdfSource) -> Iterator[Quad]:
    """Yield the statements of a file that was read before, without reporting anything again."""
    with opened(source) as raw, suppress(SyntaxError, InputError):
        if _is_checked(source):
            quiet = replace(source.options, skip=lambda _: None)
            yield from _good_statements(GuardedFile(replace(source, options=quiet), raw, None))
            return
        stream = io.BufferedReader(GuardedFile(source, raw, None), PIECE)
        yield from parse(stream, source.parsed_as, base_iri=source.base)


def _place(source: RdfSource, error: SyntaxError) -> str:
    message = printable(str(error.args[0]))[:_LONGEST]
    if source.data_format is RdfFormat.JSON_LD and source.path != "-":
        from yuqiao.graph.rdf.jsonld_contexts import locate_mistake

        if mistake := locate_mistake(_document(source)):
            return f"{source.shown}:{mistake}"
    if error.lineno is not None:
        message = ENGINE_PLACE.sub("", message)
        return f"{source.shown}:{error.lineno}:{error.offset}: {message}"
    if "LoadDocumentCallback" in message:
        message = "it imports a JSON-LD context from an address, which is not fetched"
    found = None
    if source.data_format is RdfFormat.RDF_XML and source.path != "-":
        from yuqiao.graph.rdf.xml.documents import XmlDocument, locate_error

        document = XmlDocument(cast("IO[bytes]", io.BytesIO(_document(source)))).read()
        found = locate_error(str(error.args[0]), document, source.base)
    if source.data_format is RdfFormat.RDF_XML and message.endswith("before end of input"):
        message = "the XML ends before its last element does; is the file cut off?"
    place = f":{found[0]}:{found[1]}" if found else ""
    return f"{source.shown}{place}: {message}"


def _document(source: RdfSource) -> bytes:
    with opened(source) as raw:
        return decompressed(source.shown, raw).read()


def _reason(path: str, error: Exception) -> str:
    if isinstance(error, InputError):
        placed = re.match(r"\d+:\d+: ", str(error)) is not None
        return f"{path}:{error}" if placed else f"{path}: {error}"
    if isinstance(error, FileNotFoundError):
        reason = "no such file"
    elif isinstance(error, IsADirectoryError):
        reason = "a folder, not a file"
    elif isinstance(error, PermissionError):
        reason = "permission to read it was denied"
    elif type(error).__name__ in {"BadZipFile", "NotImplementedError"}:
        reason = "not a zip archive, or damaged"
    else:
        reason = damage(path, error) or getattr(error, "strerror", None) or str(error)
    return f"{path}: {reason}"
