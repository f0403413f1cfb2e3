"""A recursive-descent parser for the syntax tree of :mod:`yuqiao.graph.sparql.ast`.

The engine has accepted the query before, so this parser accepts more than the grammar: of an
expression it parses only brackets, variables, names and groups. Two tokens depend on context, as in
the engine: ``<`` after a value is "less than", not an IRI; ``+`` after a property is a path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.graph.sparql.ast import (
    Bind,
    DatasetClause,
    Element,
    Exists,
    Expression,
    Filter,
    Graph,
    Group,
    Lateral,
    Minus,
    Node,
    Number,
    Optional,
    PatternError,
    Query,
    SelectItem,
    Service,
    SubSelect,
    Triple,
    Union,
    Values,
)
from yuqiao.graph.sparql.lexer import Token
from yuqiao.graph.sparql.term_parser import TermReader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_AFTER_KEYS = ("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
_OPENING, _CLOSING = "(", ")"


class _Reader(TermReader):
    """A method for each rule of the grammar about queries, groups and expressions."""

    def query(self) -> Query:
        """Read the prologue and what follows it."""
        while self.peek().is_word("PREFIX", "BASE", "VERSION"):
            word = self.take()
            if word.is_word("VERSION"):
                self.take()
            elif word.is_word("BASE"):
                self.base = self._resolved(self.take().text)
            else:
                name = self.take().text
                self.prefixes[name[:-1]] = self._resolved(self.take().text)
        return self.select_or_other()

    def select_or_other(self) -> Query:
        """Read a query from its form on; also a subquery."""
        form = self.take()
        if not form.is_word(*_FORMS):
            raise PatternError(f"no query begins at offset {form.start}")
        name = form.text.upper()
        distinct = name == "SELECT" and (self.took("DISTINCT") or self.took("REDUCED"))
        star = name in {"SELECT", "DESCRIBE"} and self.took("*")
        columns = self.columns() if name == "SELECT" else ()
        described = self.described() if name == "DESCRIBE" else ()
        has_template = name == "CONSTRUCT" and self.peek().text == "{"
        template = self.template() if has_template else ()
        dataset = self.dataset()
        where = self.group() if self.took("WHERE") or self.peek().text == "{" else None
        if where is None and name != "DESCRIBE":
            raise self.syntax_error()
        if name == "CONSTRUCT" and not has_template and where is not None:
            template = tuple(one for one in where.elements if isinstance(one, Triple))
        group_by = self.group_by()
        having = self.conditions() if self.took("HAVING") else ()
        order_by = self.order_by()
        limit, offset = self.slice()
        values = self.values() if self.peek().is_word("VALUES") else None
        return Query(
            form.start,
            self.end,
            self.text,
            self.prefixes,
            self.base,
            name,
            distinct,
            star,
            columns,
            template,
            described,
            dataset,
            where,
            group_by,
            having,
            order_by,
            limit,
            offset,
            values,
        )

    def columns(self) -> tuple[SelectItem, ...]:
        """Read the projection of a SELECT."""
        found = []
        while self.peek().kind == "variable" or self.peek().text == _OPENING:
            found.append(self.column())
        return tuple(found)

    def column(self) -> SelectItem:
        """Read a variable, an expression, or ``(... AS ?variable)``."""
        start = self.peek().start
        if self.peek().kind == "variable":
            variable = self.node()
            return SelectItem(start, self.end, variable, None)
        if self.peek().text != _OPENING:
            expression = self.condition()
            return SelectItem(start, self.end, None, expression)
        self.take()
        expression = self.expression()
        alias = self.node() if self.took("AS") else None
        self.expect(_CLOSING)
        return SelectItem(start, self.end, alias, expression)

    def described(self) -> tuple[Node, ...]:
        """Read the terms of a DESCRIBE."""
        found = []
        while self.peek().kind in {"variable", "iri", "name"}:
            found.append(self.node())
        return tuple(found)

    def template(self) -> tuple[Triple, ...]:
        """Read the template of a CONSTRUCT."""
        elements = self.group().elements
        return tuple(element for element in elements if isinstance(element, Triple))

    def dataset(self) -> tuple[DatasetClause, ...]:
        """Read the FROM clauses."""
        found = []
        while self.peek().is_word("FROM"):
            start = self.take().start
            named = self.took("NAMED")
            name = self.node()
            found.append(DatasetClause(start, self.end, named, name))
        return tuple(found)

    def group_by(self) -> tuple[SelectItem, ...]:
        """Read the keys of a GROUP BY."""
        if not self.took("GROUP"):
            return ()
        self.expect("BY")
        found = [self.column()]
        while self._another_key():
            found.append(self.column())
        return tuple(found)

    def order_by(self) -> tuple[Expression, ...]:
        """Read the keys of an ORDER BY."""
        if not self.took("ORDER"):
            return ()
        self.expect("BY")
        return self.conditions()

    def conditions(self) -> tuple[Expression, ...]:
        """Read what follows HAVING or ORDER BY."""
        found = [self.condition()]
        while self._another_key():
            found.append(self.condition())
        return tuple(found)

    def _another_key(self) -> bool:
        token = self.peek()
        named = token.kind in {"variable", "iri", "name"} or token.text == _OPENING
        return named or (token.kind == "word" and not token.is_word(*_AFTER_KEYS))

    def slice(self) -> tuple[Number | None, Number | None]:
        """Read LIMIT and OFFSET, in either order."""
        found: dict[str, Number] = {}
        while self.peek().is_word("LIMIT", "OFFSET"):
            word, number = self.take(), self.take()
            if not number.text.isdecimal():
                raise self.syntax_error()
            found[word.text.upper()] = Number(word.start, self.end, int(number.text))
        return found.get("LIMIT"), found.get("OFFSET")

    # Groups

    def group(self) -> Group:
        """Read a group graph pattern."""
        start = self.expect("{").start
        elements: list[Element] = []
        if self.peek().is_word("SELECT"):
            query = self.select_or_other()
            elements.append(SubSelect(query.start, query.end, query))
        while not self.took("}"):
            if not self.took("."):
                elements += self.elements()
        return Group(start, self.end, tuple(elements))

    def elements(self) -> list[Element]:
        """Read one element, or the triples of one subject."""
        token = self.peek()
        if token.text == "{":
            return [self.union()]
        clause = _CLAUSES.get(token.text.upper()) if token.kind == "word" else None
        if clause is not None:
            return [clause(self)]
        return list(self.triples())

    def union(self) -> Group | Union:
        """Read a group, or several with UNION between them."""
        branches = [self.group()]
        while self.took("UNION"):
            branches.append(self.group())
        if len(branches) == 1:
            return branches[0]
        return Union(branches[0].start, self.end, tuple(branches))

    def optional(self) -> Optional:
        """Read an OPTIONAL."""
        start, group = self.take().start, self.group()
        return Optional(start, self.end, group)

    def lateral(self) -> Lateral:
        """Read a LATERAL."""
        start, group = self.take().start, self.group()
        return Lateral(start, self.end, group)

    def minus(self) -> Minus:
        """Read a MINUS."""
        start, group = self.take().start, self.group()
        return Minus(start, self.end, group)

    def graph(self) -> Graph:
        """Read a GRAPH."""
        start, name = self.take().start, self.node()
        group = self.group()
        return Graph(start, self.end, name, group)

    def service(self) -> Service:
        """Read a SERVICE."""
        start = self.take().start
        self.took("SILENT")
        name, group = self.node(), self.group()
        return Service(start, self.end, name, group)

    def filter(self) -> Filter:
        """Read a FILTER."""
        start, expression = self.take().start, self.condition()
        return Filter(start, self.end, expression)

    def bind(self) -> Bind:
        """Read a BIND."""
        start = self.take().start
        self.expect(_OPENING)
        expression = self.expression()
        self.expect("AS")
        variable = self.node()
        self.expect(_CLOSING)
        return Bind(start, self.end, expression, variable)

    def values(self) -> Values:
        """Read a VALUES, of one variable or of rows."""
        start = self.take().start
        single = self.peek().kind == "variable"
        variables = (self.node(),) if single else self._row()
        self.expect("{")
        rows = []
        while not self.took("}"):
            rows.append((self.node(),) if single else self._row())
        return Values(start, self.end, variables, tuple(rows))

    def _row(self) -> tuple[Node, ...]:
        self.expect(_OPENING)
        found = []
        while not self.took(_CLOSING):
            found.append(self.node())
        return tuple(found)

    # Expressions

    def condition(self) -> Expression:
        """Read an expression that ends by itself: in brackets, a call, a variable, or EXISTS."""
        token = self.peek()
        if token.text == _OPENING:
            return self.expression(brackets=True)
        if token.is_word("NOT", "EXISTS"):
            found = self._exists()
            return Expression(found.start, found.end, (), (), (), (found,))
        if token.kind == "variable":
            variable = self.node()
            return Expression(variable.start, self.end, (token,), (variable,), (), ())
        if token.kind not in {"word", "iri", "name"}:
            raise self.syntax_error()
        return self.expression(call=True)

    def expression(self, *, brackets: bool = False, call: bool = False) -> Expression:
        """Read an expression up to a closing bracket or AS that is not its own.

        :param brackets: whether it is in brackets of its own, with which it ends
        :param call: whether it is a call, which ends with its bracket
        """
        start, depth = self.peek().start, 0
        taken: list[Token] = []
        iris: list[Node] = []
        variables: list[Node] = []
        exists: list[Exists] = []
        while True:
            token = self._in_expression(taken)
            if depth == 0 and (token.text == _CLOSING or token.is_word("AS")):
                break
            if token.is_word("EXISTS") or (token.is_word("NOT") and self._exists_follows()):
                exists.append(self._exists())
                continue
            if token.kind == "variable":
                variables.append(self.node())
            elif token.kind in {"iri", "name"}:
                iris.append(self.node())
            else:
                self.take()
            taken.append(token)
            depth += (token.text == _OPENING) - (token.text == _CLOSING)
            if token.text == _CLOSING and depth == 0 and (brackets or call):
                break
        if not (taken or exists):  # else a list of keys would never end
            raise self.syntax_error()
        parts = (tuple(taken), tuple(variables), tuple(iris), tuple(exists))
        return Expression(start, self.end, *parts)

    def _in_expression(self, before: list[Token]) -> Token:
        """Return the next token; a ``<`` after a value is an operator."""
        token = self.peek()
        if (token.kind == "iri" or token.text == "<<") and before and _is_value(before[-1]):
            sign = "<=" if token.text.startswith("<=") else "<"
            token = self._next = Token("mark", sign, token.start)
            self._after.clear()  # the lexer has split what follows in another way
        return token

    def _exists_follows(self) -> bool:
        place, following = self.end, self._next
        self.take()
        found = self.peek().is_word("EXISTS")
        self.end, self._next = place, following
        return found

    def _exists(self) -> Exists:
        start, negated = self.peek().start, self.took("NOT")
        self.expect("EXISTS")
        group = self.group()
        return Exists(start, self.end, negated, group)


def _is_value(token: Token) -> bool:
    """Return whether a token ends a value, so that an operator follows."""
    return (
        token.kind in {"variable", "iri", "name", "string", "number", "tag"}
        or token.text in {_CLOSING, ">>"}
        or token.is_word("TRUE", "FALSE")
    )


_CLAUSES: dict[str, Callable[[_Reader], Element]] = {
    "OPTIONAL": _Reader.optional,
    "LATERAL": _Reader.lateral,
    "MINUS": _Reader.minus,
    "GRAPH": _Reader.graph,
    "SERVICE": _Reader.service,
    "FILTER": _Reader.filter,
    "BIND": _Reader.bind,
    "VALUES": _Reader.values,
}


def parse_query(text: str, prefixes: Mapping[str, str] | None = None) -> Query:
    """Parse a query that the engine accepts.

    :param prefixes: predefined prefixes
    :raises PatternError: when it is not SPARQL 1.1 or 1.2, or not the query of a SELECT, ASK,
        CONSTRUCT or DESCRIBE

    >>> query = parse_query("SELECT ?n { ?x a <t:School> ; <t:name> ?n, 'A'@en }")
    >>> [element.text for element in query.where.elements]
    ['?x a <t:School>', '?x <t:name> ?n', "?x <t:name> 'A'@en"]
    """
    reader = _Reader(text, prefixes or {})
    try:
        query = reader.query()
    except RecursionError as error:
        raise PatternError("brackets are nested too deep") from error
    if reader.peek().kind != "end":
        raise reader.syntax_error()
    return query
