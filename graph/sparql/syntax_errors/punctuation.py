"""Fixes of single characters: Chinese punctuation, quotes, names, IRIs, tags."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from yuqiao.graph.messages import brief
from yuqiao.graph.sparql.lexer import Token, token_at
from yuqiao.graph.sparql.syntax_errors.fixes import Edit, Fix, Mistake, Rule
from yuqiao.graph.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_WIDE = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)} | {
    "。": ".",
    "、": ",",
    "《": "<",
    "》": ">",
    "〈": "<",
    "〉": ">",
    "【": "[",
    "】": "]",
    "“": '"',
    "”": '"',
    "„": '"',
    "「": '"',
    "」": '"',
    "『": '"',
    "』": '"',
    "«": '"',
    "»": '"',
    "‘": "'",
    "’": "'",
    "−": "-",
    "–": "-",
    "—": "-",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
}
"""Characters of a Chinese keyboard or a word processor, and the ASCII punctuation for each."""

_QUOTED = re.compile(
    r"“([^”“\"\n]*)[”“]|‘([^’‘'\n]*)[’‘]|„([^“”\"\n]*)[“”]"
    r"|「([^」\"\n]*)」|『([^』\"\n]*)』|«([^»\"\n]*)»"
)
_NO_SPACE = re.compile(r"[^\S \t\r\n]|[\u200b-\u200f\u2060\ufeff]")
_OTHER_PREFIXES = {"dct": "dcterms", "dcterm": "dcterms", "sdo": "schema", "yuqiao": "yq"}
"""Other common prefixes of a vocabulary: https://prefix.cc has most of them."""

_WELL_KNOWN = {
    "bibo": "http://purl.org/ontology/bibo/",
    "dbp": "http://dbpedia.org/property/",
    "dbpedia": "http://dbpedia.org/resource/",
    "fn": "http://www.w3.org/2005/xpath-functions#",
    "gr": "http://purl.org/goodrelations/v1#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "pr": "http://www.wikidata.org/prop/reference/",
    "psv": "http://www.wikidata.org/prop/statement/value/",
    "wds": "http://www.wikidata.org/entity/statement/",
}
"""Namespaces of common prefixes that are not predefined: https://prefix.cc."""

_ESCAPED = "~.-!$&'()*+,;=/?#@%"
_ADDRESS = re.compile(r"[A-Za-z][\w+.-]*://[^\s<>\"{}|\\^`]*")
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|apos|nbsp|#\d+|#x[0-9a-fA-F]+);")
_PLACEHOLDER = re.compile(
    r"\{\{\s*(\w*)\s*\}\}|[$#]\{\s*(\w*)\s*\}|\$\[\s*(\w*)\s*\]|%\((\w+)\)[sdr]|%[sdr]\b"
)
_COMMENTS = (("--", "\n"), ("//", "\n"), ("/*", "*/"))


def chinese_marks(mistake: Mistake) -> Iterator[Fix]:
    """Replace full-width and curly punctuation, outside strings and comments."""
    text, place, edits = mistake.text, 0, list[Edit]()
    while place < len(text):
        quoted = _QUOTED.match(text, place)
        if quoted is not None:
            inside = next(group for group in quoted.groups() if group is not None)
            edits.append(Edit(place, quoted.end(), f'"{inside}"'))
            place = quoted.end()
            continue
        token = token_at(text, place)
        keeps = token.kind in {"string", "iri"} or token.text.startswith("#")
        wide = () if keeps else [n for n, letter in enumerate(token.text) if letter in _WIDE]
        edits += (Edit(place + n, place + n + 1, _WIDE[token.text[n]]) for n in wide)
        place = token.end
    if not edits:
        return
    first = edits[0]
    mark = text[first.start]
    hint = f"write {_WIDE[mark]} with an English keyboard layout"
    yield Fix(hint, tuple(edits), first.start, _not_a_mark(mark))


def why_wide(token: Token) -> str | None:
    """Return what is wrong with full-width punctuation; None for any other token."""
    return _not_a_mark(token.text) if token.text in _WIDE else None


def _not_a_mark(mark: str) -> str:
    curly = mark in "“”‘’„「」『』«»"
    kind = "not a SPARQL quotation mark" if curly else "not SPARQL punctuation"
    return f"{mark} (U+{ord(mark):04X}) is {kind}"


def html_entities(mistake: Mistake) -> Iterator[Fix]:
    """Replace HTML entities, such as in text copied from the source of a page."""
    found = list(ENTITY.finditer(mistake.text))
    if found:
        edits = tuple(Edit(*one.span(), html.unescape(one[0])) for one in found)
        reason = f'"{found[0][0]}" is an HTML entity'
        yield Fix(f"write {edits[0].text} instead", edits, found[0].start(), reason)


def unseen_characters(mistake: Mistake) -> Iterator[Fix]:
    """Replace other kinds of space, such as in text copied from a page, by plain ones."""
    found = list(_NO_SPACE.finditer(mistake.text))
    if not found:
        return
    edits = (
        Edit(*one.span(), "" if one[0] > "\u2000" and one[0] != "\u3000" else " ") for one in found
    )
    reason = f"U+{ord(found[0][0]):04X} is an unusual space"
    yield Fix("replace it with a plain space", tuple(edits), found[0].start(), reason)


def placeholders(mistake: Mistake) -> Iterator[Fix]:
    """Replace placeholders of a template, such as ``{{x}}`` or ``%s``, by variables or numbers."""
    found = _PLACEHOLDER.match(mistake.text, mistake.token.start)
    if found is None:
        return
    starts = {token.start for token in mistake.tokens[mistake.index :]}
    places = [one for one in _PLACEHOLDER.finditer(mistake.text) if one.start() in starts]
    edits = tuple(Edit(*one.span(), _in_place_of(one)) for one in places)
    variable = edits[0].text.strip()
    reason = f'"{brief(found[0])}" is a placeholder of a template'
    hint = f"write a value for it, or a variable: {brief(variable)}"
    if variable.isdecimal():
        hint = "write a number for it"
    yield Fix(hint, edits, found.start(), reason, shortens=True)


def _in_place_of(placeholder: re.Match[str]) -> str:
    """Return a variable for a placeholder, or a number where only that can stand."""
    if re.search(
        r"\b(?:LIMIT|OFFSET)\s*$", placeholder.string[: placeholder.start()], re.IGNORECASE
    ):
        return " 10 "
    name = next((group for group in placeholder.groups() if group), "value")
    return f" ?{name} " if name.isascii() else " ?value "


def code_fences(mistake: Mistake) -> Iterator[Fix]:
    """Remove the fences around a query that was copied from a chat or a page."""
    found = list(re.finditer(r"```[a-z]*|`", mistake.text))
    if found and mistake.token.text == "`":
        for mark, hint in (("", "remove the ` marks"), ('"', 'replace the ` marks by "')):
            yield Fix(hint, tuple(Edit(*one.span(), mark) for one in found))


def other_comments(mistake: Mistake) -> Iterator[Fix]:
    """Correct a comment of another language."""
    for opening, ending in _COMMENTS:
        for start in (mistake.token.start, mistake.near(-1).start):
            if not mistake.text.startswith(opening, start):
                continue
            end = mistake.text.find(ending, start + 2)
            last = len(mistake.text) if end < 0 else end + len(ending.strip())
            edit = Edit(start, last, "")
            yield Fix('a comment begins with "#"', (edit,), start, shortens=True)


def quoted_names(mistake: Mistake) -> Iterator[Fix]:
    """Correct an IRI or a name in quotes, where a literal is not allowed."""
    token = mistake.token
    if token.kind != "string":
        return
    inside = token.text.strip("'\"")
    if ":" in inside and " " not in inside:
        address = f"<{inside}>"
        hint = f"write an IRI between < and >: {address}"
        name = inside.partition(":")[0] in mistake.prefixes and "//" not in inside
        if name:
            address, hint = inside, f"write a prefixed name without quotes: {inside}"
        yield Fix(hint, (Edit(token.start, token.end, address),))
    elif inside.startswith("?"):
        edit = Edit(token.start, token.end, inside)
        yield Fix(f"write a variable without quotes: {inside}", (edit,))


def bare_text(mistake: Mistake) -> Iterator[Fix]:
    """Correct a word of Chinese or another script without quotes."""
    found = re.compile(r"[^\x00-\x7f][^\s{}().;,\"'<>]*").match(mistake.text, mistake.token.start)
    if found is not None and not set(found[0]) & set(_WIDE):
        hint = f'a string needs quotes: "{found[0]}"'
        reason = f'unexpected "{brief(found[0])}"'
        yield Fix(hint, (Edit(*found.span(), f'"{found[0]}"'),), found.start(), reason)


def broken_names(mistake: Mistake) -> Iterator[Fix]:
    """Correct a character that a prefixed name may have only after a backslash, or a space."""
    token, before = mistake.token, mistake.near(-1)
    for name in _names_before_hash(mistake):
        place = name.end
        prefix = name.text.partition(":")[0]
        if mistake.prefixes.get(prefix, "").endswith("#"):
            hint = f'{prefix}: already includes the "#"; write {prefix}: and the local name'
            edit = Edit(name.start, place + 1, f"{prefix}:")
            yield Fix(hint, (edit,), place, '"#" begins a comment here', shortens=True)
        hint = "in a prefixed name, write \\#, or write the full IRI between < and >"
        yield Fix(hint, (Edit(place, place, "\\"),), place, '"#" begins a comment here')
    for named, mark, after in (
        (before, token, mistake.near(1)),
        (mistake.near(-2), before, token),
    ):
        escaped = mark.kind == "mark" and mark.text in _ESCAPED and mark.end == after.start
        if named.kind == "name" and named.end == mark.start and escaped:
            hint = f"in a prefixed name, write \\{mark.text}, or write the full IRI between < and >"
            yield Fix(hint, (Edit(mark.start, mark.start, "\\"),))
    if before.kind == "name" and before.text.endswith(":") and token.kind == "word":
        joined = before.text + token.text
        hint = f"write {joined} without a space"
        yield Fix(hint, (Edit(before.start, token.end, joined),))


def _names_before_hash(mistake: Mistake) -> list[Token]:
    """Find names directly followed by a "#", before the mistake or right after it."""
    found = mistake.tokens[: mistake.index + 1]
    names = (one for one in found if one.kind == "name")
    return [one for one in names if mistake.text.startswith("#", one.end)][-3:]


def broken_variables(mistake: Mistake) -> Iterator[Fix]:
    """Correct a variable with a "-" or "." in its name, or a space after its mark."""
    token, before = mistake.token, mistake.near(-1)
    if token.text in {"?", "$"} and mistake.near(1).kind == "word":
        name = f"{token.text}{mistake.near(1).text}"
        edit = Edit(token.start, mistake.near(1).end, name)
        yield Fix(f"write {name} without a space", (edit,))
    for variable in (before, mistake.near(-2)):
        parts = re.compile(rf"{re.escape(variable.text)}(?:[-.][A-Za-z0-9_]+)+(?![\w-])")
        whole = parts.match(mistake.text, variable.start)
        if variable.kind != "variable" or whole is None:
            continue
        found = parts.finditer(mistake.text)
        edits = tuple(Edit(*one.span(), re.sub(r"[-.]", "_", one[0])) for one in found)
        hint = f"a variable has letters, digits and _ only: {re.sub(r'[-.]', '_', whole[0])}"
        yield Fix(hint, edits, variable.start, f'"{whole[0]}" is not a variable')


def tags(mistake: Mistake) -> Iterator[Fix]:
    """Correct a language tag or a datatype that is not written as one."""
    token, before, after = mistake.token, mistake.near(-1), mistake.near(1)
    if token.kind == "tag" and before.kind == "variable":
        hint = (
            "a language tag follows a quoted string; for a variable, write"
            f' FILTER(LANGMATCHES(LANG({before.text}), "{token.text[1:]}"))'
        )
        yield Fix(hint, (Edit(token.start, token.end, ""),))
    elif token.kind == "tag":
        hint = 'a language tag follows a quoted string: "..."' + token.text
        yield Fix(hint, (Edit(token.start, token.end, ""),))
    if token.text == "@" and after.kind == "string":
        tag = "@" + after.text.strip("'\"")
        yield Fix(f"write {tag}", (Edit(token.start, after.end, tag),))
    if token.text == "_" and before.kind == "tag":
        tag = f"{before.text}-{after.text}"
        yield Fix(f"write {tag}", (Edit(before.start, after.end, tag),))
    if token.text == "^" and before.kind == "string":
        yield Fix("a datatype follows ^^", (Edit(token.start, token.end, "^^"),))
    if token.text == "^^" and before.kind == "tag" and after.kind in {"name", "iri"}:
        hint = f"a string has a language tag or a datatype: remove ^^{brief(after.text)}"
        yield Fix(hint, (Edit(token.start, after.end, ""),), shortens=True)
    if token.kind == "word" and before.text == "^^":
        name = f"xsd:{token.text}"
        yield Fix(f"write {name}", (Edit(token.start, token.end, name),))


def grouped_digits(mistake: Mistake) -> Iterator[Fix]:
    """Correct a number with commas between its digits."""
    before, after = mistake.near(-1), mistake.near(1)
    thousands = before.kind == after.kind == "number" and len(after.text) == 3
    sliced = mistake.near(-2).is_word("LIMIT", "OFFSET")
    if mistake.token.text == "," and thousands and not sliced and after.start - before.end == 1:
        number = before.text + after.text
        hint = f"write a number without commas: {number}"
        yield Fix(hint, (Edit(before.start, after.end, number),))


def malformed_prefixes(mistake: Mistake) -> Iterator[Fix]:
    """Correct a PREFIX line that is not quite one, or is one of Turtle."""
    text, token, before, after = mistake.text, mistake.token, mistake.near(-1), mistake.near(1)
    if token.kind == "name" and token.text.upper() == "PREFIX:":
        found = re.finditer(r"\bPREFIX:(?=\s)", text, re.IGNORECASE)
        yield Fix('write PREFIX without ":"', tuple(Edit(o.end() - 1, o.end(), "") for o in found))
    if token.text.lower() in {"@prefix", "@base"}:
        found = re.finditer(r"@(prefix|base)\b([^<]*<[^>]*>)\s*\.?", text, re.IGNORECASE)
        edits = tuple(Edit(*one.span(), one[1].upper() + one[2]) for one in found)
        yield Fix('write PREFIX, without "@" and without the "." at the end', edits)
    if before.is_word("PREFIX") and token.kind in {"word", "variable"}:
        name = token.text.strip("?$") + ":"
        joined = after.text.startswith((":", "=")) and after.text in {":", "="}
        edit = Edit(token.start, after.end if joined else token.end, name)
        yield Fix(f'a prefix ends with ":": write {name}', (edit,))
    if mistake.near(-2).is_word("PREFIX") and token.kind == "string":
        address = f"<{token.text.strip(chr(34) + chr(39))}>"
        hint = f"write an IRI between < and >: {address}"
        yield Fix(hint, (Edit(token.start, token.end, address),))
    if mistake.near(-3).is_word("PREFIX") and token.text in {".", ";", ","}:
        edit = Edit(token.start, token.end, "")
        yield Fix(f'a PREFIX line has no "{token.text}" at its end; remove it', (edit,))


def unclosed_strings(mistake: Mistake) -> Iterator[Fix]:
    """Correct a string that ends with its line, or has its own quote within."""
    token, before = mistake.token, mistake.near(-1)
    if before.kind == "string" and (before.end == token.start or token.kind == "word"):
        yield from _quote_within(mistake, before)
    if token.text not in {"'", '"'}:
        return
    for string in (mistake.near(-offset) for offset in (2, 3, 4)):
        if string.kind == "string":
            yield from _quote_within(mistake, string)
    end = mistake.text.find("\n", token.start)
    line = mistake.text[token.start : end if end >= 0 else len(mistake.text)]
    for ending in re.finditer(r"(?=\s*[.;,)}]|\s*$)", line):
        if ending.start():
            place = token.start + ending.start()
            yield Fix(f"put a {token.text} at its end", (Edit(place, place, token.text),))
    if before.end == token.start:
        yield Fix(f"remove this {token.text}", (Edit(token.start, token.end, ""),))


def _quote_within(mistake: Mistake, string: Token) -> Iterator[Fix]:
    """Use other quotes for a string that contains its own quote, and so ends too early."""
    quote = string.text[0]
    other = '"' if quote == "'" else "'"
    line = mistake.text[string.start :].split("\n", 1)[0]
    for end in (one.start() for one in re.finditer(re.escape(quote), line)):
        inside = line[1:end]
        if end >= len(string.text) and other not in inside:
            edit = Edit(string.start, string.start + end + 1, f"{other}{inside}{other}")
            hint = f"put a string that contains {quote} between {other} and {other}"
            reason = f"this string ends at the {quote} inside it"
            yield Fix(hint, (edit,), string.start, reason)


def bare_address(text: str, name: Token) -> tuple[int, str, str] | None:
    """Explain an IRI without its angle brackets: where it begins, what is wrong, what to do.

    :param name: the token that looks like a prefixed name, such as ``http:``
    """
    found = _ADDRESS.match(text, name.start)
    if found is None:
        return None
    address = found[0].rstrip(".;,)")
    if text[name.start - 1 : name.start] != "<":
        return (
            name.start,
            f"{brief(address, 80)} is not between < and >",
            f"write <{brief(address, 80)}>",
        )
    start = name.start - 1
    line = text[start:].split("\n", 1)[0]
    within = line[: line.find(">") + 1]
    wrong = next((letter for letter in within[1:-1] if letter in ' <"{}|^`\\'), "")
    if wrong and wrong != "<":
        called = "a space" if wrong == " " else f'"{wrong}"'
        return start, f"this IRI contains {called}", f"write %{ord(wrong):02X} for it"
    return (
        start,
        "this IRI is not closed",
        f"put a > after {brief(address, 80)}",
    )


def near_prefix(prefix: str, declared: Iterable[str], known: Mapping[str, str]) -> str:
    """Suggest the intended prefix, or a declaration.

    :param known: the prefixes that need not be declared, and their namespaces

    >>> near_prefix("yp", ["yq", "xsd"], {})
    'did you mean yq:?'
    >>> near_prefix("level", ["lvl"], {"lvl": "https://w3id.org/yuqiao/scheme/level/"})
    'did you mean lvl:?'
    """
    ends = {
        re.split(r"[/#]", namespace.rstrip("/#"))[-1]: name for name, namespace in known.items()
    }
    near = _OTHER_PREFIXES.get(prefix) or ends.get(prefix)
    namespace = _WELL_KNOWN.get(prefix, "the namespace IRI")
    candidates = [near] if near in known else nearest(prefix, declared)
    for candidate in candidates if prefix not in _WELL_KNOWN else ():
        return f"did you mean {candidate}:?"
    return f"declare it at the top: PREFIX {brief(prefix)}: <{namespace}>"


RULES: tuple[Rule, ...] = (
    html_entities,
    placeholders,
    chinese_marks,
    unseen_characters,
    code_fences,
    malformed_prefixes,
    other_comments,
    tags,
    unclosed_strings,
    grouped_digits,
    quoted_names,
    bare_text,
    broken_variables,
    broken_names,
)
