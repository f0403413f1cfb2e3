"""The commands of the prompt: lines that begin with a dot."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.errors import InputError, QueryError
from yuqiao.graph.labels import LANGUAGES, label_language
from yuqiao.graph.sparql.validation import is_query
from yuqiao.graph.stores.union.graph_names import names_in
from yuqiao.graph.translation import translate
from yuqiao.shell.diagnostic_commands import (
    show_analyzed_plan,
    show_plan,
    show_warnings,
    show_why_empty,
)
from yuqiao.shell.entries import entries
from yuqiao.shell.graph_handle import computed, open_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from yuqiao.shell.session import Session


_DEEPEST = 8  # files that .read may nest, so that one which reads itself comes to an end


@dataclass(frozen=True)
class DotCommand:
    """A command of the prompt.

    :param name: with its dot
    :param arguments: as help shows them
    :param purpose: one line
    :param run: given the session and the text after the name; it may return texts to enter next
    """

    name: str
    arguments: str
    purpose: str
    run: Callable[[Session, str], Iterable[str] | None]


def run_dot_command(session: Session, line: str) -> Iterable[str] | None:
    """Run a dot command.

    :return: texts to enter next; None to leave
    :raises yuqiao.graph.errors.YuqiaoError: if there is no such command, or it fails
    """
    name, _, rest = line.partition(" ")
    if name in LEAVING:
        return None
    known = {command.name: command for command in COMMANDS}
    if name not in known:
        from yuqiao.graph.spelling import nearest

        near = nearest(name.lstrip("."), [command.lstrip(".") for command in [*known, *LEAVING]])
        hint = f"did you mean .{near[0]}?" if near else ".help lists them"
        raise QueryError(f"there is no command {name}; {hint}")
    return known[name].run(session, rest.strip()) or ()


def _help(session: Session, _: str) -> None:
    purposes = {f"{command.name} {command.arguments}": command.purpose for command in COMMANDS}
    purposes[" or ".join(LEAVING)] = "Leave, like Ctrl-D."
    sections = {"Commands": purposes, "Keys": _KEYS}
    width = max(map(len, purposes))
    lines = []
    for title, section in sections.items():
        lines.append(translate(title, session.lang))
        lines += [
            f"  {usage:{width}}  {translate(said, session.lang)}" for usage, said in section.items()
        ]
        lines.append("")
    session.show("\n".join(lines))


_KEYS = {
    "Enter": "Run a complete query, otherwise begin a new line.",
    "Enter twice": "Run what is there; needed if ORDER BY or LIMIT could follow several lines.",
    "Alt-Enter": "Run what is there.",
    "Ctrl-O": "Begin a new line in any case.",
    "Tab": "Complete keywords, prefixes, terms and names.",
    "Ctrl-R, Up": "Search the history (Enter takes what was found), go back in it.",
    "Ctrl-X Ctrl-E": "Edit the query in your editor ($EDITOR).",
    "Ctrl-C": "Drop what is typed; cancel the running query.",
}


def _questions(session: Session, name: str) -> None:
    from yuqiao.exports.reports.questions import card, listing
    from yuqiao.graph.questions import catalogue as questions

    if name:
        session.show(card(questions.find_question(name), session.lang))
    else:
        session.show(listing(questions.questions(), session.lang))


def _ask(session: Session, rest: str) -> None:
    from yuqiao.graph.questions.catalogue import find_question
    from yuqiao.graph.questions.parameters import named_values

    name, *pairs = _words(rest)
    if not name:
        raise QueryError("which question? .questions lists them")
    question = find_question(name)
    values = named_values(pairs)
    graph, lang = session.graph, session.lang
    bound = computed(lambda: question.bind(lang=lang, store=graph.store(), values=values))
    session.run_query(*bound)


def _words(text: str) -> list[str]:
    """Split at spaces outside quotes; one empty word if there is none."""
    try:
        return shlex.split(text) or [""]
    except ValueError as error:
        raise QueryError(f"{text}: {str(error).lower()}") from error


def _about(session: Session, entity: str) -> None:
    from yuqiao.exports.reports.entity import about_text

    graph, lang = session.graph, session.lang
    session.show(computed(lambda: about_text(graph.store(), entity, lang), session.limits))


def _limit(session: Session, text: str) -> None:
    if text in {"off", ""}:
        session.rows = None
    elif text.isascii() and text.isdigit() and int(text) > 0:
        session.rows = int(text)
    else:
        raise QueryError(f'"{text}" is not a number of rows; expected one above 0, or off')
    session.report(
        f"rows per result: {'all' if session.rows is None else f'at most {session.rows:,}'}"
    )


def _graph(session: Session, name: str) -> None:
    if name:
        names = None if name == "bundled" else names_in(name)
        session.graph = open_graph(names, session.graph.hosts)
        session.last = None
    session.report(str(session.graph))


def _prefixes(session: Session, start: str) -> None:
    found = {
        prefix: namespace
        for prefix, namespace in sorted(session.graph.prefixes.items())
        if prefix.startswith(start.rstrip(":"))
    }
    if not found:
        raise QueryError(f"no prefix begins with {start}")
    width = max(map(len, found)) + 1
    session.show("".join(f"{p + ':':{width}} <{space}>\n" for p, space in found.items()))


def _as(session: Session, form: str) -> None:
    session.answer_as(form)
    session.report(f"formats: {session.forms.rows} for rows, {session.forms.triples} for triples")


def _labels(session: Session, text: str) -> None:
    if text not in {"on", "off", ""}:
        raise QueryError(f'"{text}" is neither on nor off')
    if text:
        session.labels = text == "on"
    session.report(f"labels next to IRIs in tables: {'on' if session.labels else 'off'}")


def _timeout(session: Session, text: str) -> None:
    from yuqiao.graph.limits import reject_where_impossible, seconds_of

    session.seconds = None if text in {"off", ""} else seconds_of(text)
    reject_where_impossible(session.limits)
    limit = "none" if session.seconds is None else f"{session.seconds:g} s"
    session.report(f"time limit of a query: {limit}")


def _lang(session: Session, lang: str) -> None:
    label_language(lang)
    session.lang = lang
    session.report({"en": "labels and messages are in English", "zh": "名称和消息以中文显示"}[lang])


def _output(session: Session, path: str) -> None:
    if not path:
        raise QueryError(".output needs the name of a file, such as result.csv")
    session.output = path
    session.report(f"the next result will be written to {path}")


def _read(session: Session, path: str) -> Iterator[str]:
    """Return what a file contains; a file with one query may have empty lines in it."""
    from yuqiao.graph.sparql.guards import MOST_BYTES, decoded

    if not path:
        raise QueryError(".read needs the name of a file, such as partners.rq")
    if session.reading >= _DEEPEST:
        raise QueryError(f"{path}: files read each other more than {_DEEPEST} deep")
    try:
        with open(path, "rb") as source:
            content = source.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    return _entered(session, decoded(content, path))


def _entered(session: Session, text: str) -> Iterator[str]:
    prefixes = session.graph.prefixes
    session.reading += 1
    try:
        yield from [text] if is_query(text, prefixes) else entries(text, prefixes)
    finally:
        session.reading -= 1


def _save(session: Session, path: str) -> None:
    from yuqiao.exports.output import write_atomically

    if not path:
        raise QueryError(".save needs the name of a file, such as partners.rq")
    if session.last is None:
        raise QueryError("there is no query to save yet")
    write_atomically(path, session.last.sparql.rstrip("\n") + "\n")
    session.report(f"saved the last query to {path}")


LEAVING = (".quit", ".exit")
"""The commands that end the session."""

COMMANDS = (
    DotCommand(".questions", "[NAME]", "List the predefined questions, or show one.", _questions),
    DotCommand(".ask", "NAME [PARAMETER=VALUE]...", "Answer a predefined question.", _ask),
    DotCommand(".about", "ENTITY", "Describe an entity, by any of its names.", _about),
    DotCommand(".why", "[QUERY]", "Explain why the last result was empty.", show_why_empty),
    DotCommand(".lint", "[QUERY]", "Check it for likely mistakes; on, off: always.", show_warnings),
    DotCommand(".explain", "[QUERY]", "Show the plan of the last query.", show_plan),
    DotCommand(".analyze", "[QUERY]", "Run it; show rows and time by step.", show_analyzed_plan),
    DotCommand(".read", "FILE", "Run the queries and commands in a file.", _read),
    DotCommand(".save", "FILE", "Save the last query to a file.", _save),
    DotCommand(".as", "FORMAT", "Set the format: table, csv ... turtle ...; auto.", _as),
    DotCommand(".labels", "on or off", "Show labels next to IRIs in tables.", _labels),
    DotCommand(".output", "FILE", "Write the next result to a file.", _output),
    DotCommand(".limit", "ROWS", "Truncate longer results; off.", _limit),
    DotCommand(".timeout", "SECONDS", "Stop queries that take longer; off.", _timeout),
    DotCommand(".prefixes", "[START]", "List the predefined prefixes.", _prefixes),
    DotCommand(".lang", " or ".join(LANGUAGES), "Set the language of labels and messages.", _lang),
    DotCommand(".graph", "[GRAPH]", "Open another graph, or show which is open.", _graph),
    DotCommand(".help", "", "Show this help.", _help),
)
"""The commands of the prompt, in the order of its help."""
