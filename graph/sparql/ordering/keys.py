"""The order of terms, as expressions of SPARQL: the engine's own comparison is no total order.

Oxigraph compares two numbers by value, and a number with anything else by its text, so that 5 <
10 < "2016"^^xsd:gYear < 5: its sort then aborts the process, or leaves the rows in any order
(``cmp_terms`` in ``spareval`` 0.2.9; https://github.com/oxigraph/oxigraph/issues/1542 reports the
same abort). Here each term is assigned a key that the engine does compare totally.

The order is that of https://www.w3.org/TR/sparql11-query/#modOrderBy, continued: no value, blank
nodes, IRIs, text, numbers by value, dates by value, other literals by datatype and text, durations,
triple terms. Dates are compared on the timeline of UTC, one without a timezone as of UTC; a year or
a month as its first moment. Durations are compared by their end, when they start at the first of
the moments that the specification names. Triple terms are compared part by part, as SPARQL 1.2 has
it, their objects by kind, numbers by value, other literals by datatype and text.

No value, a blank node, an IRI and text need no key, as the engine compares these well, so they cost
little. In all other keys, each kind's text begins with a later letter than the kind before:
numbers (at most "NaN"), the time of a date since a year before all that the engine can represent
("P…"), the rest ("u…"); triple terms are after all literals.
"""

from __future__ import annotations

_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_OURS = "urn:x-yuqiao:order-"  # of terms that never leave this module's expressions
_LONG_AGO = "-4000000000000-01-01"  # its distance from any moment the engine can hold is positive
_NUMBERS = (
    "integer decimal double float long int short byte nonNegativeInteger positiveInteger"
    " nonPositiveInteger negativeInteger unsignedLong unsignedInt unsignedShort unsignedByte"
)


def _datatypes(names: str) -> str:
    return "(" + ", ".join(f"<{_XSD}{name}>" for name in names.split()) + ")"


def _since(moment: str, *, zoned: bool) -> str:
    """Write the time from long ago to a moment, which has a timezone or none."""
    return f'{moment} - "{_LONG_AGO}T00:00:00{"Z" * zoned}"^^<{_XSD}dateTime>'


_TEXT = f"(<{_XSD}string>, <{_RDF}langString>, <{_RDF}dirLangString>)"
_OPPOSITE = 'IF(STRSTARTS(STR(§), "-"), SUBSTR(STR(§), 2), CONCAT("-", STR(§)))'
_FROM = (  # less the opposite, as the engine may exchange what a "+" adds
    f'<{_XSD}dateTime>("1696-09-01T00:00:00Z") - <{_XSD}duration>({_OPPOSITE})'
)


def _first_moment(datatype: str, digits: str, rest: str) -> tuple[str, str, str]:
    """Write the first moment of a year or a month, without a timezone and with one."""
    plain = f'<{_XSD}dateTime>(CONCAT(STR(§), "{rest}"))'
    zoned = f'<{_XSD}dateTime>(REPLACE(STR(§), "^({digits})(.*)$", "$1{rest}$2"))'
    return f"DATATYPE(§) = <{_XSD}{datatype}>", plain, zoned


_PERIODS = (
    _first_moment("gYear", "-?[0-9]+", "-01-01T00:00:00"),
    _first_moment("gYearMonth", "-?[0-9]+-[0-9]+", "-01T00:00:00"),
)
_PERIOD_KEYS = ", ".join(
    f"IF({test}, COALESCE({_since(plain, zoned=False)}, {_since(zoned, zoned=True)}), 1/0)"
    for test, plain, zoned in _PERIODS
)
_DATE_KEY = (
    f'§ - "{_LONG_AGO}"^^<{_XSD}date>, {_since("§", zoned=True)}, {_since("§", zoned=False)},'
    f' § - "{_LONG_AGO}Z"^^<{_XSD}date>, {_PERIOD_KEYS}'
)
_IS_DURATION = f"DATATYPE(§) IN {_datatypes('duration dayTimeDuration yearMonthDuration')}"
_NUMBER_KEY = f"IF(DATATYPE(§) IN {_datatypes(_NUMBERS)}, <{_XSD}double>(STR(§)), 1/0)"
_DURATION_KEY = f"IF({_IS_DURATION}, TRIPLE(<{_OURS}4>, <{_OURS}4>, {_FROM}), 1/0)"
_OBJECT = "OBJECT(§)"
_OBJECT_KIND = (
    f'IF(isBLANK({_OBJECT}), "1", IF(isIRI({_OBJECT}), "2", IF(isTRIPLE({_OBJECT}), "5",'
    f' IF(DATATYPE({_OBJECT}) IN {_TEXT}, "3", IF(isNUMERIC({_OBJECT}), "4",'
    f' CONCAT("4 ", STR(DATATYPE({_OBJECT}))))))))'
)
_OBJECT_KEY = (  # the engine compares blank nodes, IRIs, text and doubles well
    f'IF(isTRIPLE({_OBJECT}), "", IF(isNUMERIC({_OBJECT}), <{_XSD}double>({_OBJECT}),'
    f" IF(isLITERAL({_OBJECT}) && !(DATATYPE({_OBJECT}) IN {_TEXT}), STR({_OBJECT}), {_OBJECT})))"
)
_TRIPLE_NAME = (
    f'IRI(CONCAT("{_OURS}", ENCODE_FOR_URI(CONCAT('
    f'COALESCE(STR(SUBJECT(§)), ""), " ", STR(PREDICATE(§)), " ", {_OBJECT_KIND}))))'
)
_NAMED_TRIPLE = f"TRIPLE(<{_OURS}5>, {_TRIPLE_NAME}, {_OBJECT_KEY})".replace("§", _OBJECT)
_TRIPLE_KEY = (  # part by part, as the engine compares triple terms
    f"TRIPLE(<{_OURS}5>, <{_OURS}5>, TRIPLE(SUBJECT(§), PREDICATE(§),"
    f' TRIPLE(IRI(CONCAT("{_OURS}", ENCODE_FOR_URI({_OBJECT_KIND}))), <{_OURS}5>,'
    f" IF(isTRIPLE({_OBJECT}), {_NAMED_TRIPLE}, {_OBJECT_KEY}))))"
)
_WHOLE = 'REPLACE(STR(§), "^[+-]?0*([0-9]*).*$", "$1", "s")'
_LENGTH = f"SUBSTR(STR(1000000 + STRLEN({_WHOLE})), 2)"
_LONG = f'CONCAT({_LENGTH}, {_WHOLE}, ".", STRAFTER(STR(§), "."))'
_LONG_BELOW_ZERO = f'CONCAT({_LONG}, "~")'  # each digit becomes its opposite
for _digit, _letter in zip("0123456789", "jihgfedcba", strict=True):
    # Without flags, the engine reads each level twice: ten of them a thousand times.
    _LONG_BELOW_ZERO = f'REPLACE({_LONG_BELOW_ZERO}, "{_digit}", "{_letter}", "s")'
_ABOVE = f'IF(STR(§) = "INF", "9", {_LONG})'
_BELOW = f'IF(STR(§) = "-INF", "0", {_LONG_BELOW_ZERO})'
_NUMBER_TIE = (  # exact, also for numbers beyond what the engine can represent
    f'COALESCE(<{_XSD}decimal>(§), IF(STRSTARTS(STR(§), "-"), {_BELOW}, {_ABOVE}))'
)
_TEXT_TIE = (
    'COALESCE(CONCAT(STR(DATATYPE(§)), " ", STR(§)),'
    f" STR(DATATYPE({_OBJECT})), STR(DATATYPE(OBJECT({_OBJECT}))))"
)
_KEY = (
    f"IF(isNUMERIC(§), <{_XSD}double>(§), IF(isLITERAL(§), IF(DATATYPE(§) IN {_TEXT}, 1/0,"
    f" COALESCE({_DATE_KEY}, {_DURATION_KEY}, {_NUMBER_KEY},"
    ' CONCAT("u", STR(DATATYPE(§)), " ", STR(§)))),'
    f" IF(isTRIPLE(§), {_TRIPLE_KEY}, 1/0)))"
)


def _named(text: str) -> str:
    """Write a date's stand-in in MIN and MAX: a name that orders it, and the date itself."""
    return f'TRIPLE(<{_OURS}21>, IRI(CONCAT("{_OURS}", {text})), §)'


def _dated(moment: str) -> str:
    """Write the same for any date: those not of a year of four digits by themselves."""
    utc = f'ADJUST({moment}, "PT0S"^^<{_XSD}dayTimeDuration>)'
    name = _named(f'STRBEFORE(STR({utc}), "Z")')
    return (
        f"IF(YEAR({utc}) < 0, TRIPLE(<{_OURS}20>, <{_OURS}2>, §), IF(YEAR({utc}) > 9999,"
        f" TRIPLE(<{_OURS}22>, <{_OURS}2>, §), {name}))"
    )


def _date_wrapped() -> str:
    """Write a date's stand-in, or an error; the common forms first, whose text sorts correctly."""
    date, moment, text = f"DATATYPE(§) = <{_XSD}date>", f"DATATYPE(§) = <{_XSD}dateTime>", "STR(§)"
    zulu = _named('STRBEFORE(STR(§), "Z")')
    lengths = {"date": 10, "gYear": 4, "gYearMonth": 7}
    plain = " || ".join(
        f"DATATYPE(§) = <{_XSD}{name}> && STRLEN(STR(§)) = {length}"
        for name, length in lengths.items()
    )
    common = (
        f"IF({plain}, {_named(text)}, IF({moment} && STRLEN(STR(§)) = 20"
        f' && STRENDS(STR(§), "Z"), {zulu}, 1/0))'
    )
    cast = _dated(f"<{_XSD}dateTime>(§)")
    others = [f"IF({date} || {moment}, {cast}, 1/0)"]
    for test, plain, zoned in _PERIODS:
        others.append(f"IF({test}, COALESCE({_dated(plain)}, {_dated(zoned)}), 1/0)")
    return f"{common}, {', '.join(others)}"


_DURATION_NAME = f'IRI(CONCAT("{_OURS}", STRBEFORE(STR({_FROM}), "Z")))'
_BOUND = "1e20"  # the engine represents decimals between this and its opposite
_HUGE = (
    f"IF(<{_XSD}double>(STR(§)) <= -{_BOUND}, TRIPLE(<{_OURS}0>, IRI(CONCAT("
    f'"{_OURS}", {_BELOW})), §), TRIPLE(<{_OURS}11>, IRI(CONCAT("{_OURS}", {_ABOVE})), §))'
)
_NUMBER = f"TRIPLE(<{_OURS}1>, <{_OURS}1>, §)"
_WRAPPED = (
    f"IF(isNUMERIC(§), COALESCE(IF(§ > -{_BOUND} && § < {_BOUND}, {_NUMBER}, {_HUGE}),"
    f" TRIPLE(<{_OURS}11>, <{_OURS}9NaN>, §)), IF(isLITERAL(§), IF(DATATYPE(§) IN"
    f" {_TEXT}, §, COALESCE({_date_wrapped()},"
    f" IF({_IS_DURATION}, TRIPLE(<{_OURS}4>, {_DURATION_NAME}, §), 1/0),"
    f" IF(DATATYPE(§) IN {_datatypes(_NUMBERS)}, {_HUGE}, 1/0),"
    f" TRIPLE(<{_OURS}3>, DATATYPE(§), STR(§)))),"
    f" IF(isTRIPLE(§), TRIPLE(<{_OURS}5>, {_TRIPLE_NAME}, §), §)))"
)


def key(term: str) -> str:
    """Return the key to order a term by; it has no value where the engine orders terms well.

    :param term: a variable, or an expression in brackets
    """
    return _KEY.replace("§", term)


def rest(term: str, key: str, nothing: str) -> str:
    """Return the second key beside a key: the term itself where it has no key.

    :param key: the variable that holds the key
    :param nothing: a variable without a value; with variables alone the engine copies no text
    """
    return f"IF(BOUND({key}), {nothing}, {term})"


def tie(term: str, key: str, nothing: str) -> str:
    """Return the expression to order terms of one key by: numbers that are equal as doubles.

    It is evaluated for such terms only, as the engine evaluates later keys only when needed.

    :param key: the variable that holds the key
    :param nothing: a variable without a value
    """
    return f"IF(BOUND({key}), {_NUMBER_TIE.replace('§', term)}, {nothing})"


def inline_tie(term: str) -> str:
    """Return the same for where no variable can hold a key: correct, but slower."""
    return (
        f"IF(isIRI({term}) || isBLANK({term}) || COALESCE(DATATYPE({term}) IN {_TEXT}, false),"
        f" {term}, IF(DATATYPE({term}) IN {_datatypes(_NUMBERS)},"
        f" {_NUMBER_TIE.replace('§', term)}, 1/0))"
    )


def last_tie(term: str) -> str:
    """Return the expression after all keys: equal numbers, dates and durations by their text."""
    return _TEXT_TIE.replace("§", term)


def extreme(word: str, term: str) -> str:
    """Return an aggregate that returns the first term in the order, or the last, unchanged.

    :param word: ``MIN`` or ``MAX``
    """
    found = f"{word}({_WRAPPED.replace('§', term)})"
    return (
        f"COALESCE(IF(SUBJECT({found}) = <{_OURS}3>,"
        f" STRDT(OBJECT({found}), PREDICATE({found})), OBJECT({found})), {found})"
    )
