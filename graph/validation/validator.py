"""Validation: any graph checked against any shapes, or against those of the vocabulary.

The shapes are SHACL (https://www.w3.org/TR/shacl/). A violation is a fact that must not be
published; a warning asks for a look.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from yuqiao.graph.errors import InputError
from yuqiao.graph.labels import NAMING_PROPERTIES, best_name, names_by_tag
from yuqiao.graph.rdf.prefixes import PrefixMap
from yuqiao.graph.rdf.terms import term_text
from yuqiao.graph.tables.build import VOCABULARY
from yuqiao.graph.tables.csvw import METADATA
from yuqiao.graph.validation.lexical_spaces import fits
from yuqiao.graph.validation.report import CheckedShape, ValidationReport, ValidationResult
from yuqiao.graph.validation.shacl.columns import Columns
from yuqiao.graph.validation.shacl.constraints.values import DatatypeConstraint, InConstraint
from yuqiao.graph.validation.shacl.default_messages import default_messages
from yuqiao.graph.validation.shacl.engine import Engine, ShapeCheck
from yuqiao.graph.validation.shacl.model import Result, Shape, sh
from yuqiao.graph.validation.shacl.reader import ShapesGraph
from yuqiao.graph.validation.shacl.shape_paths import InversePath, PredicatePath, path_text
from yuqiao.graph.validation.shacl.shape_paths import Path as PropertyPath
from yuqiao.ontology import files as terms
from yuqiao.ontology.namespaces import BASE, SHACL
from yuqiao.ontology.namespaces import prefixes as vocabulary_prefixes

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.store import Store
    from yuqiao.graph.stores.union.graph_names import GraphName
    from yuqiao.graph.validation.table_cells import TableCells

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ANGLED = re.compile(r"<([^<>]*)>")
_ADDRESS = re.compile(r"\b(https?://[^\s<>\"{}，。；、）]*[^\s<>\"{}，。；、）.,:;)])")


@dataclass(frozen=True)
class ValidationData:
    """A graph to check.

    :param triples: all of them, with literals as written if they are known so
    :param prefixes: those it declares, after ``triples`` has been read
    :param tables: the folder of the tables that it was built from, if there is one
    """

    triples: Iterable[Triple]
    prefixes: Callable[[], dict[str, str]]
    tables: Path | None = None


def named_data(graph: GraphName, tables: str | None = None) -> ValidationData:
    """Return a graph by its name, as :func:`yuqiao.graph.stores.open_store.open_store` takes it.

    :param tables: the folder of its tables; by default the one beside it
    :raises yuqiao.graph.errors.InputError: when it cannot be read
    """
    from yuqiao.graph.stores.open_store import open_files, open_store

    files = open_files(graph)
    folder = built_from(graph) if files is not None else None
    if tables is not None:
        folder = Path(tables)
        if not folder.is_dir():
            raise InputError(f"{tables}: no such folder; expected a folder of CSV tables")
    source = files or open_store(graph)
    return ValidationData(source.triples(), lambda: dict(source.prefixes), folder)


def store_data(store: Store, source: Sequence[str] | None = None) -> ValidationData:
    """Return the graph of a store, with literals as the file has them that it was read from.

    :param source: the files or folders; None when there is none, or the store keeps all as written
    """
    from yuqiao.graph.validation.written_literals import with_written_literals

    triples = store.triples() if source is None else with_written_literals(store.triples(), source)
    return ValidationData(triples, lambda: dict(store.prefixes))


def joined_data(parts: Iterable[ValidationData]) -> ValidationData:
    """Return the triples and prefixes of several graphs together; later prefixes win."""
    listed = list(parts)
    return ValidationData(
        chain.from_iterable(part.triples for part in listed),
        lambda: {name: iri for part in listed for name, iri in part.prefixes().items()},
    )


def built_from(graph: GraphName) -> Path | None:
    """Return the folder of tables beside a graph, where building it leaves it."""
    from yuqiao import data
    from yuqiao.graph.stores.union.graph_names import single_name

    graph = single_name(graph)
    if isinstance(graph, tuple):
        return None

    beside = Path(next(iter(data.__path__)) if graph is None else os.path.dirname(graph) or ".")
    folder = beside / "tables"
    return folder if (folder / METADATA).is_file() else None


def validate(
    data: ValidationData,
    shapes: ValidationData | None = None,
    lang: str = "en",
    base: str = BASE,
) -> ValidationReport:
    """Check a graph.

    :param shapes: the graph of shapes; None for those of the vocabulary, which also check the
        prefix of the vocabulary and that each value is one of its datatype
    :param lang: the language tag of the messages
    :param base: the base IRI of the vocabulary; what the graph calls ``yq:`` does not decide it
    :raises yuqiao.graph.errors.InputError: when the graph cannot be read, a shape is malformed, or
        a query of the shapes cannot be run
    """
    if shapes is None:
        vocabulary = [_turtle(terms.read(name, base)) for name in VOCABULARY]
        columns = Columns(chain(data.triples, *vocabulary))
        shapes_graph = ShapesGraph(Columns(_turtle(terms.read("shapes.ttl", base))))
    else:
        columns, shapes_graph = Columns(data.triples), ShapesGraph(Columns(shapes.triples))
    checks = list(Engine(shapes_graph, columns).checks())
    prefixes = data.prefixes()
    if shapes is None:
        known = {(one.focus, one.path, one.value) for check in checks for one in check.results}
        checks += _own_checks(columns, prefixes["yq"], base, known)
        prefixes = {"shp": f"{base}shapes#"} | prefixes
    else:
        prefixes = shapes.prefixes() | prefixes
    return _Writer(columns, prefixes, lang, data.tables, base).report(checks)


def _turtle(text: str) -> Iterator[Triple]:
    return (quad.triple for quad in parse(text, format=RdfFormat.TURTLE))


# --------------------------------------------------------------------------------------------------
# What the vocabulary requires and SHACL does not


def _own_checks(
    columns: Columns, declared: str, base: str, known: Collection[object]
) -> Iterator[ShapeCheck]:
    """Yield the checks of literals and of the prefix.

    :param known: the values that have a result already, which says more
    """
    names = f"{base}shapes#"
    literals = Shape(NamedNode(f"{names}WellFormedLiteral"))
    wrong = [
        one
        for one in _ill_typed(columns, literals)
        if (one.focus, one.path, one.value) not in known
    ]
    yield ShapeCheck(literals, len(columns.predicates()), wrong)
    expected = vocabulary_prefixes(base)["yq"]
    prefix = Shape(NamedNode(f"{names}VocabularyPrefix"))
    messages = _both(
        f"The graph declares the prefix yq: so, but is checked as {expected}. Correct the prefix, "
        "or name the base of the vocabulary.",
        f"图谱声明的前缀 yq: 如此，而检查所用的是 {expected}。请更正前缀，或指明词汇表的基础 IRI。",
    )
    found = []
    if declared != expected:
        right = Literal(expected)
        constraint = InConstraint(sh("InConstraintComponent"), right, (right,))
        found = [
            Result(NamedNode(declared), prefix, constraint, prefix.severity, None, None, messages)
        ]
    yield ShapeCheck(prefix, 1, found)


def _both(english: str, chinese: str) -> tuple[Literal, ...]:
    return Literal(english, language="en"), Literal(chinese, language="zh-Hans")


def _ill_typed(columns: Columns, shape: Shape) -> Iterator[Result]:
    """Yield a result for each value outside the lexical space of its datatype."""
    for predicate in columns.predicates():
        for value, subjects in columns.subjects(predicate).items():
            if not isinstance(value, Literal) or fits(value.value, value.datatype.value):
                continue
            name = value.datatype.value
            texts = (
                f"The value is not one of the datatype {name}.",
                f"取值不属于数据类型 {name}。",
            )
            constraint = DatatypeConstraint(sh("DatatypeConstraintComponent"), value.datatype)
            for subject in subjects:
                path = PredicatePath(predicate)
                yield Result(subject, shape, constraint, shape.severity, value, path, _both(*texts))


# --------------------------------------------------------------------------------------------------
# From results of SHACL to what a person reads


class _Writer:
    def __init__(
        self,
        columns: Columns,
        prefixes: dict[str, str],
        lang: str,
        tables: Path | None,
        base: str,
    ) -> None:
        self._columns = columns
        self._names = PrefixMap(prefixes)
        self._lang = lang
        self._tables = tables
        self._base = base

    def report(self, checks: list[ShapeCheck]) -> ValidationReport:
        """Return the report of some checks."""
        results: dict[tuple[str, ...], ValidationResult] = {}
        for check in checks:
            shape = self._shape(check.shape)
            for raw in check.results:
                result = self._result(raw, shape)
                named = (result.severity, result.thing, result.message, result.value, result.path)
                results.setdefault(named, result)
        shapes = [
            CheckedShape(self._shape(check.shape), check.nodes, len(check.results))
            for check in checks
        ]
        return ValidationReport(
            tuple(sorted(results.values(), key=lambda each: each.rank)),
            tuple(sorted(shapes, key=lambda each: each.shape)),
            tuple(result for check in checks for result in check.results),
        )

    def _shape(self, shape: Shape) -> str:
        """Return the name of a shape; one without is called by its target."""
        if isinstance(shape.node, NamedNode):
            return self._shown(shape.node)
        return f"[{self._shown(shape.targets[0].value)}]"

    def _result(self, result: Result, shape: str) -> ValidationResult:
        path = result.path
        predicate = path.predicate if isinstance(path, PredicatePath) else None
        value = result.value
        has_value = value is not None and (value != result.focus or path is not None)
        return ValidationResult(
            severity=result.severity.value.removeprefix(SHACL),
            thing=term_name(result.focus),
            message=self._message(result),
            value=term_name(value) if value is not None and has_value else "",
            path="" if path is None else self._path(path),
            name=self._label(result.focus),
            place=self._place(result.focus, predicate, value),
            shape=shape,
            component=result.constraint.component.value.removeprefix(SHACL),
        )

    def _place(self, focus: Term, predicate: NamedNode | None, value: Term | None) -> str:
        return "" if self._cells is None else self._cells.place(focus, predicate, value)

    @cached_property
    def _cells(self) -> TableCells | None:
        if self._tables is None:
            return None
        from yuqiao.graph.validation.table_cells import TableCells

        return TableCells(self._tables, self._base)

    def _message(self, result: Result) -> str:
        if result.messages:
            return _ADDRESS.sub(self._short, in_language(result.messages, self._lang))
        known = default_messages(result.constraint, self._shown)
        return known.get(self._lang, known["en"])

    def _shown(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return self._names.compress(term.value) or term.value
        if isinstance(term, BlankNode):
            return "the shape"
        return term.value

    def _path(self, path: PropertyPath) -> str:
        text = _ANGLED.sub(self._short, path_text(path))
        return text if isinstance(path, PredicatePath | InversePath) else text.strip("()")

    def _short(self, found: re.Match[str]) -> str:
        return self._names.compress(found[1]) or found[0]

    def _label(self, term: Term) -> str:
        if isinstance(term, Literal):
            return ""
        for iri in NAMING_PROPERTIES:
            found = self._columns.values(NamedNode(iri)).get(term, ())
            texts = [(each.value, each.language) for each in found if isinstance(each, Literal)]
            if texts:
                return best_name(names_by_tag(sorted(texts, key=str)), self._lang)
        return ""


def term_name(term: Term) -> str:
    """Return a term as results name it.

    >>> term_name(BlankNode("a")), term_name(Literal("b", language="en"))
    ('_:a', 'b')
    """
    return term.value if isinstance(term, NamedNode | Literal) else term_text(term)


def in_language(messages: Iterable[Literal], lang: str) -> str:
    """Choose the message in a language; one in both, "English / Chinese", has no tag.

    >>> in_language([Literal("Hallo", language="de"), Literal("hello", language="en")], "en")
    'hello'
    >>> in_language([Literal("No name. / 缺少名称。")], "zh-Hans")
    '缺少名称。'
    """
    main = lang.partition("-")[0].lower()

    def rank(message: Literal) -> tuple[int, str]:
        tag = (message.language or "").lower()
        fits_best = (lang.lower(), main)
        if tag in fits_best:
            return fits_best.index(tag), message.value
        order = (tag.partition("-")[0] == main, tag == "", tag.partition("-")[0] == "en", True)
        return 2 + order.index(True), message.value

    best = min(messages, key=rank)
    parts = best.value.split(" / ")  # a value that holds the sign too is in both halves
    half, rest = divmod(len(parts), 2)
    if best.language or rest or not _CHINESE.search(parts[-1]):
        return best.value
    return " / ".join(parts[half:] if main == "zh" else parts[:half])
