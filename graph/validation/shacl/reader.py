"""Shapes read from a graph of shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from yuqiao.graph.errors import InputError
from yuqiao.graph.tables.patterns import is_pattern
from yuqiao.graph.validation.shacl.columns import Columns
from yuqiao.graph.validation.shacl.constraints import sets, shapes, values
from yuqiao.graph.validation.shacl.constraints.queries import SPARQL, AskConstraint, QueryConstraint
from yuqiao.graph.validation.shacl.model import Constraint, Shape, Target, sh
from yuqiao.graph.validation.shacl.prebinding import PreboundQuery
from yuqiao.graph.validation.shacl.shape_paths import (
    PredicatePath,
    path_text,
    read_path_of_shape,
)
from yuqiao.ontology.namespaces import OWL, RDFS, SHACL, XSD

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term

_RANGES = ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")
_SHAPES = ("and", "or", "xone")
_TARGETS = {
    "targetClass": "class",
    "targetNode": "node",
    "targetSubjectsOf": "subjectsOf",
    "targetObjectsOf": "objectsOf",
}
_PARAMETERS = (
    *("class", "datatype", "nodeKind", *_RANGES, "minLength", "maxLength", "pattern"),
    *("languageIn", "in", "minCount", "maxCount", "uniqueLang", "hasValue", "equals", "disjoint"),
    *("lessThan", "lessThanOrEquals", "closed", "not", "node", "property", *_SHAPES),
    *("qualifiedValueShape", "sparql"),
)
_SIMPLE: dict[str, Callable[[NamedNode, Term], Constraint]] = {
    "class": values.ClassConstraint,
    "datatype": values.DatatypeConstraint,
    "nodeKind": values.NodeKindConstraint,
    **dict.fromkeys(_RANGES, values.RangeConstraint),
    "minLength": values.LengthConstraint,
    "maxLength": values.LengthConstraint,
    "minCount": sets.MinCountConstraint,
    "maxCount": sets.MaxCountConstraint,
    "hasValue": sets.HasValueConstraint,
    "equals": sets.EqualsConstraint,
    "disjoint": sets.DisjointConstraint,
}
_ONE_IRI = ("class", "datatype", "nodeKind", "equals", "disjoint", "lessThan", "lessThanOrEquals")
_ONCE = (
    *("datatype", "nodeKind", *_RANGES, "minLength", "maxLength", "minCount", "maxCount"),
    *("languageIn", "in", "uniqueLang", "closed"),
)
_NUMBERS = ("minLength", "maxLength", "minCount", "maxCount")
_ONLY_OF_PROPERTIES = ("minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals")
_KINDS = ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")


@dataclass(frozen=True)
class _Component:
    """A constraint component that a graph of shapes defines itself."""

    node: NamedNode
    required: tuple[NamedNode, ...]
    optional: tuple[NamedNode, ...]


@dataclass
class ShapesGraph:
    """The shapes of a graph.

    :param columns: the graph they are read from

    >>> ShapesGraph(Columns([])).targeted()
    []
    """

    columns: Columns
    _shapes: dict[Term, Shape] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._components = list(self._own_components())

    def targeted(self) -> list[Shape]:
        """Return the shapes that have a target, each with all that it refers to.

        :raises InputError: when a shape is malformed, or refers to itself
        """
        nodes: dict[Term, None] = {}
        for name in _TARGETS:
            nodes.update(dict.fromkeys(self.columns.values(sh(name))))
        nodes.update(dict.fromkeys(self.columns.values(sh("target"))))
        kinds = [kind for name in ("NodeShape", "PropertyShape") for kind in [sh(name)]]
        is_shape = {node: None for kind in kinds for node in self.columns.instances(kind)}
        for parameter in self._parameters():
            is_shape.update(dict.fromkeys(self.columns.values(parameter)))
        nodes.update({node: None for node in is_shape if self._is_class(node)})
        found = [self.shape(node) for node in sorted(nodes, key=str)]
        for shape in found:
            _reject_recursion(shape)
        return [shape for shape in found if shape.targets]

    def _parameters(self) -> Iterator[NamedNode]:
        yield from map(sh, (*_PARAMETERS, "path"))
        for component in self._components:
            yield from (*component.required, *component.optional)

    def _is_class(self, node: Term) -> bool:
        return any(
            node in self.columns.instances(NamedNode(name))
            for name in (RDFS + "Class", OWL + "Class")
        )

    def shape(self, node: Term) -> Shape:
        """Return a shape, read once.

        :raises InputError: when it is malformed
        """
        known = self._shapes.get(node)
        if known is not None:
            return known
        if isinstance(node, Literal):
            raise InputError(f"the literal {node} stands where a shape is expected")
        self._shapes[node] = shape = Shape(node)
        shape.path_node = self._single(node, "path")
        if shape.path_node is not None:
            with_place = self._name(node)
            try:
                shape.path = read_path_of_shape(shape.path_node, self.columns)
            except InputError as error:
                raise InputError(f"{with_place}: {error}") from None
        elif node in self.columns.instances(sh("PropertyShape")):
            raise self._error(node, "a property shape has exactly one sh:path")
        severity = self._single(node, "severity")
        if isinstance(severity, NamedNode):
            shape.severity = severity
        shape.messages = self._literals(node, "message")
        shape.names = self._literals(node, "name")
        shape.is_deactivated = self._flag(node, "deactivated")
        shape.targets = tuple(self._targets(node))
        shape.constraints = tuple(self._constraints(shape))
        return shape

    def _name(self, node: Term) -> str:
        """Return how messages call a shape: one without a name by its path and what has it."""
        if isinstance(node, NamedNode):
            return f"the shape {node.value}"
        owner: Term | None = node
        seen: set[Term] = set()
        while isinstance(owner, BlankNode) and owner not in seen:
            seen.add(owner)
            owner = next(
                (
                    subject
                    for predicate in self.columns.predicates()
                    for subject in self.columns.subjects(predicate).get(owner, ())
                ),
                None,
            )
        path = self.columns.value(node, sh("path"))
        at = f" for {path.value}" if isinstance(path, NamedNode) else ""
        within = f" within {owner.value}" if isinstance(owner, NamedNode) else ""
        return f"the shape{at}{within}"

    def _error(self, node: Term, reason: str) -> InputError:
        return InputError(f"{self._name(node)}: {reason}")

    def _all(self, node: Term, name: str) -> tuple[Term, ...]:
        return self.columns.values(sh(name)).get(node, ())

    def _single(self, node: Term, name: str) -> Term | None:
        found = self._all(node, name)
        if len(found) > 1:
            raise self._error(node, f"sh:{name} has {len(found)} values; expected one")
        return found[0] if found else None

    def _literals(self, node: Term, name: str) -> tuple[Literal, ...]:
        found = [each for each in self._all(node, name) if isinstance(each, Literal)]
        return tuple(sorted(found, key=str))

    def _flag(self, node: Term, name: str) -> bool:
        value = self._single(node, name)
        if value is None:
            return False
        is_boolean = isinstance(value, Literal) and value.datatype.value == XSD + "boolean"
        if not is_boolean or value.value not in {"true", "false", "1", "0"}:
            raise self._error(node, f"sh:{name} is {value}; expected true or false")
        return value.value == "true"  # SHACL asks for this very term

    def _number(self, node: Term, name: str, value: Term | None) -> int:
        is_integer = isinstance(value, Literal) and value.datatype.value == XSD + "integer"
        if not is_integer or not value.value.lstrip("+").isdecimal():  # type: ignore[union-attr]
            raise self._error(node, f"sh:{name} is {value}; expected a whole number")
        return int(value.value)  # type: ignore[union-attr]

    def _list(self, node: Term, name: str, head: Term) -> list[Term]:
        members = self.columns.list_of(head)
        if members is None:
            raise self._error(node, f"sh:{name} is no RDF list")
        return members

    def _targets(self, node: Term) -> Iterator[Target]:
        for name, kind in _TARGETS.items():
            for value in self._all(node, name):
                if kind != "node" and not isinstance(value, NamedNode):
                    raise self._error(node, f"sh:{name} is {value}; expected an IRI")
                yield Target(kind, value)
        if isinstance(node, NamedNode) and self._is_class(node):
            yield Target("class", node)
        for target in self._all(node, "target"):
            if self.columns.value(target, sh("select")) is None:
                raise self._error(node, "sh:target is no SPARQL target: it has no sh:select")
            query = self._query(target, "select", {"this"})
            yield Target("select", Literal(query.text))

    def _constraints(self, shape: Shape) -> Iterator[Constraint]:
        for name in _PARAMETERS:
            for value in self._all(shape.node, name):
                if name in _ONLY_OF_PROPERTIES and shape.path is None:
                    raise self._error(shape.node, f"sh:{name} needs a property shape")
                yield from self._constraint(shape, name, value)
        for component in self._components:
            yield from self._own_constraints(shape, component)

    def _constraint(self, shape: Shape, name: str, value: Term) -> Iterator[Constraint]:
        node = shape.node
        component = sh(f"{name[0].upper()}{name[1:]}ConstraintComponent")
        if name in _ONCE:
            self._single(node, name)
        if name in _ONE_IRI and not isinstance(value, NamedNode):
            raise self._error(node, f"sh:{name} is {value}; expected an IRI")
        if name == "nodeKind" and value.value.removeprefix(SHACL) not in _KINDS:
            raise self._error(node, f"sh:nodeKind is {value}; expected one of {', '.join(_KINDS)}")
        if name in _NUMBERS:
            self._number(node, name, value)
        if name in _RANGES and not isinstance(value, Literal):
            raise self._error(node, f"sh:{name} is {value}; expected a literal")
        if name in _SIMPLE:
            yield _SIMPLE[name](component, value)
        elif name in {"lessThan", "lessThanOrEquals"}:
            accepted = frozenset({-1} if name == "lessThan" else {-1, 0})
            yield sets.LessThanConstraint(component, value, accepted)
        elif name == "uniqueLang":
            if self._flag(node, name):
                yield sets.UniqueLangConstraint(component, value)
        elif name == "pattern":
            yield self._pattern(node, component, value)
        elif name == "languageIn":
            tags = tuple(each.value.lower() for each in self._list(node, name, value))
            yield values.LanguageInConstraint(component, value, tags)
        elif name == "in":
            members = dict.fromkeys(self._list(node, name, value))
            yield values.InConstraint(component, value, members)
        elif name == "closed":
            if self._flag(node, name):
                yield self._closed(node, component, value)
        elif name == "sparql":
            yield from self._sparql(shape, value)
        else:
            yield from self._of_shapes(shape, name, component, value)

    def _of_shapes(
        self, shape: Shape, name: str, component: NamedNode, value: Term
    ) -> Iterator[Constraint]:
        if name in _SHAPES:
            members = tuple(map(self.shape, self._list(shape.node, name, value)))
            kinds = {
                "and": shapes.AndConstraint,
                "or": shapes.OrConstraint,
                "xone": shapes.XoneConstraint,
            }
            yield kinds[name](component, value, members)
            return
        other = (self.shape(value),)
        if name == "property":
            if other[0].path_node is None:
                raise self._error(value, "a property shape has exactly one sh:path")
            yield shapes.PropertyConstraint(component, value, other)
        elif name == "not":
            yield shapes.NotConstraint(component, value, other)
        elif name == "node":
            yield shapes.AndConstraint(component, value, other)
        else:
            yield from self._qualified(shape, value, other)

    def _pattern(self, node: Term, component: NamedNode, value: Term) -> Constraint:
        flags = self._single(node, "flags")
        written = flags.value if isinstance(flags, Literal) else ""
        if not isinstance(value, Literal) or not is_pattern(value.value, written):
            raise self._error(
                node, f"sh:pattern {value} with the flags {written!r} is no regular expression"
            )
        return values.PatternConstraint(component, value, written)

    def _closed(self, node: Term, component: NamedNode, value: Term) -> Constraint:
        allowed: dict[Term, None] = {}
        for head in self._all(node, "ignoredProperties"):
            allowed.update(dict.fromkeys(self._list(node, "ignoredProperties", head)))
        for each in self._all(node, "property"):
            path = self.columns.value(each, sh("path"))
            if isinstance(path, NamedNode):
                allowed[path] = None
        return sets.ClosedConstraint(component, value, allowed)

    def _qualified(
        self, shape: Shape, value: Term, other: tuple[Shape, ...]
    ) -> Iterator[Constraint]:
        node = shape.node
        if shape.path is None:
            raise self._error(node, "sh:qualifiedValueShape needs a property shape")
        siblings: list[Shape] = []
        if self._flag(node, "qualifiedValueShapesDisjoint"):
            parents = self.columns.subjects(sh("property")).get(node, ())
            nodes = {
                each: None
                for parent in parents
                for sibling in self._all(parent, "property")
                for each in self._all(sibling, "qualifiedValueShape")
                if each != value
            }
            siblings = [self.shape(each) for each in nodes]
        for bound in ("Min", "Max"):
            count = self._single(node, f"qualified{bound}Count")
            if count is None:
                continue
            number = self._number(node, f"qualified{bound}Count", count)
            least, most = (number, None) if bound == "Min" else (None, number)
            component = sh(f"Qualified{bound}CountConstraintComponent")
            yield shapes.QualifiedConstraint(component, value, other, least, most, siblings)

    # ----------------------------------------------------------------------------------------------

    def _sparql(self, shape: Shape, node: Term) -> Iterator[Constraint]:
        if self._flag(node, "deactivated"):
            return
        query = self._query(node, "select", {"this", "currentShape", "shapesGraph"})
        query.check()
        terms = {"currentShape": shape.node}
        messages = self._literals(node, "message")
        yield QueryConstraint(SPARQL, node, query, terms, messages, is_constraint=True)

    def _query(self, node: Term, name: str, variables: set[str]) -> PreboundQuery:
        text = self._single(node, name)
        if not isinstance(text, Literal):
            raise self._error(node, f"sh:{name} is missing or no text")
        head = "".join(
            f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in self._prefixes(node).items()
        )
        shown = self._name(node).replace("the shape", "the query", 1)
        return PreboundQuery(head + text.value, shown, frozenset(variables))

    def _prefixes(self, node: Term) -> dict[str, str]:
        found: dict[str, str] = {}
        todo = list(self._all(node, "prefixes"))
        seen: set[Term] = set()
        while todo:
            each = todo.pop()
            if each in seen:
                continue
            seen.add(each)
            todo += self.columns.values(NamedNode(OWL + "imports")).get(each, ())
            for declaration in self._all(each, "declare"):
                prefix = self._single(declaration, "prefix")
                namespace = self._single(declaration, "namespace")
                if not isinstance(prefix, Literal) or not isinstance(namespace, Literal):
                    raise self._error(each, "sh:declare needs sh:prefix and sh:namespace")
                known = found.setdefault(prefix.value, namespace.value)
                if known != namespace.value:
                    raise self._error(node, f"the prefix {prefix.value}: stands for two namespaces")
        return found

    def _own_components(self) -> Iterator[_Component]:
        known = self.columns.instances(sh("ConstraintComponent"))
        for node in sorted(known, key=str):
            if not isinstance(node, NamedNode) or node.value.startswith(SHACL):
                continue
            required: list[NamedNode] = []
            optional: list[NamedNode] = []
            for parameter in self._all(node, "parameter"):
                path = self._single(parameter, "path")
                if not isinstance(path, NamedNode):
                    raise self._error(node, "sh:parameter needs a sh:path that is an IRI")
                is_optional = self._flag(parameter, "optional")
                (optional if is_optional else required).append(path)
            if not required:
                raise self._error(node, "a constraint component needs a parameter")
            yield _Component(node, tuple(required), tuple(optional))

    def _own_constraints(self, shape: Shape, component: _Component) -> Iterator[Constraint]:
        node = shape.node
        given = {path: self.columns.values(path).get(node, ()) for path in component.required}
        if not all(given.values()):
            return
        for path in component.optional:
            given[path] = self.columns.values(path).get(node, ())
        combinations: list[dict[str, Term]] = [{}]
        if len(component.required) == 1:
            (path,) = component.required
            combinations = [{_local(path): value} for value in given[path]]
        for path, found in given.items():
            if len(component.required) == 1 and path in component.required:
                continue
            if len(found) > 1:
                raise self._error(node, f"{path.value} has {len(found)} values; expected one")
            for terms in combinations:
                terms.update({_local(path): value for value in found})
        name = "propertyValidator" if shape.path is not None else "nodeValidator"
        validator = next(
            (each for kind in (name, "validator") for each in self._all(component.node, kind)), None
        )
        if validator is None:
            raise self._error(component.node, f"it has no sh:{name} and no sh:validator")
        for terms in combinations:
            yield self._validated(shape, component.node, validator, terms)

    def _validated(
        self, shape: Shape, component: NamedNode, validator: Term, terms: dict[str, Term]
    ) -> Constraint:
        is_ask = bool(self._all(validator, "ask"))
        bound = {"this", "currentShape", "shapesGraph", *terms} | ({"value"} if is_ask else set())
        query = self._query(validator, "ask" if is_ask else "select", bound)
        query.check(is_ask=is_ask)
        messages = self._literals(validator, "message") or self._literals(component, "message")
        kind = AskConstraint if is_ask else QueryConstraint
        known = {**terms, "currentShape": shape.node}
        return kind(component, validator, query, known, messages, is_constraint=False)


def _local(path: NamedNode) -> str:
    """Return the name of the variable of a parameter: what follows the last # or / of its IRI."""
    return path.value.replace("#", "/").rpartition("/")[2]


def _reject_recursion(shape: Shape) -> None:
    """Reject a shape that refers to itself, whose meaning SHACL leaves open.

    :raises InputError: with the shapes on the way
    """
    graph: dict[Shape, set[Shape]] = {}
    todo = [shape]
    while todo:
        each = todo.pop()
        if each not in graph:
            graph[each] = {other for one in each.constraints for other in one.shapes()}
            todo += graph[each]
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        way = [_label(each) for each in reversed(error.args[1])]
        raise InputError(
            f"the shapes refer to each other in a circle, which SHACL leaves undefined: "
            f"{' -> '.join(way)}"
        ) from None


def _label(shape: Shape) -> str:
    if isinstance(shape.node, NamedNode):
        return shape.node.value
    if isinstance(shape.path, PredicatePath):
        return f"[sh:path {path_text(shape.path)}]"
    return "[]"
