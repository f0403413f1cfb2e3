"""Each error message of the graph and its exports has a Chinese translation, with all its values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from yuqiao.graph import translation
from yuqiao.graph.translation import translate

ROOT = Path(translation.__file__).resolve().parent.parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")
VALUE = re.compile(r"(?<![a-z0-9])v\d+")

INSERTED = {  # values that are messages themselves
    "hint": "expected one of a, b",
    "takes": "it takes none",
    "_INSTEAD[what]": "split it, or list values with VALUES",
    "_WHAT_TO_DO": "load the graph again",
    "what": "text",
    "noun": "query",
    "where": "is not in the graph",
    "fault": "is given twice",
    "choices": "for rows, one of csv",
    "expected": "rows or triples",
    "advice": "nothing is described under x/",
    "bounds": "1 to 2",
    "side": "a foreign",
    "wrong": "the point is far from x",
    "reason": "is a part of its own syntax",
    "said": "no such file",
    "_first_line(error)": "no such file",
    "found.text": "there is no query",
    "contents": "has no query",
    "instead": "; expected one of a, b",
    "described": ": text",
    "_advice(iri, known)": "nothing is described under x/",
    "also": "; the same in 2 more cells",
    "error": "no such file",
    "error.strerror": "Permission denied",
    "' or '.join(WAYS)": "sum or mean",
}


def errors(trees: dict[Path, ast.Module]) -> set[str]:
    """Return the names of the subclasses of YuqiaoError."""
    bases = {
        node.name: {ast.unparse(base).rpartition(".")[2] for base in node.bases}
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"YuqiaoError"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return found


def texts(node: ast.expr) -> Iterator[list[str | ast.expr]]:
    """Yield the texts that an expression can be: strings and expressions by turns."""
    if isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from ([*a, *b] for a in texts(node.left) for b in texts(node.right))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield [node.value]
    elif isinstance(node, ast.JoinedStr):
        yield [
            str(part.value) if isinstance(part, ast.Constant) else part.value  # type: ignore[attr-defined]
            for part in node.values
        ]
    else:
        yield [node]


def called(call: ast.Call) -> str:
    """Return the last name of what is called; "" for what has none."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def messages() -> Iterator[tuple[str, str]]:
    """Yield where each message is raised, and an example of it with made-up values."""
    files = sorted(
        path for room in ("graph", "exports", "commands") for path in (ROOT / room).rglob("*.py")
    )
    trees = {path: ast.parse(path.read_text("utf-8")) for path in files}
    names = errors(trees)
    for path, tree in trees.items():
        where = path.relative_to(ROOT).as_posix()
        for node in ast.walk(tree):
            said = None
            if isinstance(node, ast.Call) and called(node) in names:
                said = node.args[0] if node.args else None
            elif isinstance(node, ast.Call) and called(node) == "Fault":
                said = node.args[1]  # a fault of the tables, which stands after its place
            elif isinstance(node, ast.Yield) and where.startswith("graph/tables/"):
                said = node.value  # one problem of a TableErrors
            for parts in texts(said) if said else ():
                if any(isinstance(part, str) and " " in part for part in parts):
                    yield f"{where}:{said.lineno if said else 0}", example(parts)


def example(parts: list[str | ast.expr]) -> str:
    """Return a message whose values are inserted messages, or ``v0``, ``v1`` ..."""
    text = ""
    for number, part in enumerate(parts):
        if isinstance(part, str):
            text += part.partition("\n")[0]
            if "\n" in part:
                break
            continue
        code = ast.unparse(part)
        after = parts[number + 1] if number + 1 < len(parts) else ""
        if text[-1:].isalpha() or text.endswith(")"):
            continue  # such as words that begin with a sign, or are empty
        if isinstance(after, str) and after[:1].isalpha():
            text += "3:5: "  # such as a position
        else:
            text += INSERTED.get(code, f"v{number}")
    return text


def test_each_error_is_translated_with_its_values() -> None:
    found = list(dict.fromkeys(messages()))
    assert len(found) > 180

    said = {where_and_text: translate(where_and_text[1], "zh") for where_and_text in found}
    assert [each for each, chinese in said.items() if not CHINESE.search(chinese)] == []
    assert {
        (where, text): chinese
        for (where, text), chinese in said.items()
        if sorted(VALUE.findall(chinese)) != sorted(VALUE.findall(text))
    } == {}


SYNTAX = Path(__file__).parent / "sparql" / "syntax_errors.txt"
ENGLISH_WORDS = re.compile(r"\b(the|put|add|remove|unexpected|write|column|line|mean)\b")


def test_each_syntax_error_is_translated() -> None:
    found = re.findall(r"^ *\^ (.*)$", SYNTAX.read_text("utf-8"), re.MULTILINE)
    assert len(found) > 250

    translated = {
        said: translate(f"the query is wrong at line 1, column 2: {said}", "zh") for said in found
    }
    assert {
        said: chinese
        for said, chinese in translated.items()
        if not chinese.startswith("查询有误（第1行第2列）：") or ENGLISH_WORDS.search(chinese)
    } == {}
