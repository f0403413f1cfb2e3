"""What a person tells the shell itself: a line that begins with a dot."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import LANGUAGES, label_language
from yuqiao.shell.diagnostics import (
    tell_analyzed_plan,
    tell_plan,
    tell_remarks,
    tell_why_empty,
)
from yuqiao.shell.graph_handle import computed, open_graph

if TYPE_CHECKING:
    from collections.abc import Callable

    from yuqiao.shell.session import Session


@dataclass(frozen=True)
class DotCommand:
    """A command of the shell.

    :param name: with its dot
    :param arguments: as the help shows them
    :param purpose: one line
    :param obey: what it does, given the session and the text after the name
    """

    name: str
    arguments: str
    purpose: str
    obey: Callable[[Session, str], None]


def obey(session: Session, line: str) -> bool:
    """Do what a dot command says.

    :return: whether the session goes on
    :raises yuqiao.graph.errors.YuqiaoError: when there is no such command, or it cannot be done
    """
    name, _, rest = line.partition(" ")
    if name in LEAVING:
        return False
    known = {command.name: command for command in COMMANDS}
    if name not in known:
        from yuqiao.graph.spelling import nearest

        meant = nearest(name.lstrip("."), [command.lstrip(".") for command in [*known, *LEAVING]])
        hint = f"did you mean .{meant[0]}?" if meant else ".help lists them"
        raise QueryError(f"there is no command {name}; {hint}")
    known[name].obey(session, rest.strip())
    return True


def _help(session: Session, _: str) -> None:
    entries = {f"{command.name} {command.arguments}": command.purpose for command in COMMANDS}
    entries[" or ".join(LEAVING)] = "Leave, as Ctrl-D does."
    width = max(map(len, entries))
    lines = [f"  {entry:{width}}  {purpose}" for entry, purpose in entries.items()]
    session.show("\n".join(["Commands", *lines, "", _KEYS]))


_KEYS = """\
Keys
  Enter          run the query when it is complete, else begin a new line
  Enter twice    run what there is, complete or not; so does Alt-Enter
  Ctrl-O         begin a new line in any case
  Tab            complete: keywords, prefixes, classes, properties, names in two languages
  Ctrl-R, Up     search the history, go back in it
  Ctrl-X Ctrl-E  write the query in your editor ($EDITOR)
  Ctrl-C         give up what is typed; cancel the query that runs
"""


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
    session.ask(*bound)


def _words(text: str) -> list[str]:
    """Split at spaces, but for those in quotes; one empty word when there is none."""
    try:
        return shlex.split(text) or [""]
    except ValueError as error:
        raise QueryError(f"{text}: {str(error).lower()}") from error


def _about(session: Session, thing: str) -> None:
    from yuqiao.exports.reports.entity import about_text

    graph, lang = session.graph, session.lang
    session.show(computed(lambda: about_text(graph.store(), thing, lang), session.limits))


def _limit(session: Session, text: str) -> None:
    if text in {"off", ""}:
        session.rows = None
    elif text.isascii() and text.isdigit() and int(text) > 0:
        session.rows = int(text)
    else:
        raise QueryError(f'"{text}" is not a number of rows above 0; or off, for all')
    session.tell(
        f"answers have {'all' if session.rows is None else f'at most {session.rows:,}'} rows"
    )


def _graph(session: Session, name: str) -> None:
    if name:
        session.graph = open_graph(None if name == "bundled" else name, session.graph.hosts)
        session.last = None
    session.tell(str(session.graph))


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
    session.tell(f"rows come as {session.forms.rows}, triples as {session.forms.triples}")


def _timeout(session: Session, text: str) -> None:
    from yuqiao.graph.limits import refuse_where_impossible, seconds_of

    session.seconds = None if text in {"off", ""} else seconds_of(text)
    refuse_where_impossible(session.limits)
    said = "as long as it needs" if session.seconds is None else f"{session.seconds:g} s"
    session.tell(f"a query may take {said}")


def _lang(session: Session, lang: str) -> None:
    label_language(lang)
    session.lang = lang
    session.tell({"en": "labels are in English", "zh": "名称以中文显示"}[lang])


def _output(session: Session, path: str) -> None:
    if not path:
        raise QueryError(".output needs the name of a file, such as answer.csv")
    session.output = path
    session.tell(f"the next answer goes into {path}")


LEAVING = (".quit", ".exit")
"""The commands that end the session."""

COMMANDS = (
    DotCommand(".questions", "[NAME]", "List the ready questions, or show one.", _questions),
    DotCommand(".ask", "NAME [PARAMETER=VALUE]...", "Answer a ready question.", _ask),
    DotCommand(".about", "THING", "Show all that is known of a thing, by any name.", _about),
    DotCommand(".why", "[QUERY]", "Tell why the last answer was empty.", tell_why_empty),
    DotCommand(
        ".lint", "[QUERY]", "Tell likely slips in it; off, on: before answers.", tell_remarks
    ),
    DotCommand(".explain", "[QUERY]", "Show the plan of the last query.", tell_plan),
    DotCommand(
        ".analyze",
        "[QUERY]",
        "Run it, and show rows and time by step.",
        tell_analyzed_plan,
    ),
    DotCommand(
        ".as",
        "FORMAT",
        "Answer as table, csv, json, ... or turtle, jsonld, ...; auto.",
        _as,
    ),
    DotCommand(".output", "FILE", "Write the next answer to a file.", _output),
    DotCommand(".limit", "ROWS", "Cut longer answers; off.", _limit),
    DotCommand(".timeout", "SECONDS", "Stop queries that take longer; off.", _timeout),
    DotCommand(".prefixes", "[START]", "List the prefixes that need no PREFIX line.", _prefixes),
    DotCommand(".lang", " or ".join(LANGUAGES), "Choose the language of labels.", _lang),
    DotCommand(".graph", "[GRAPH]", "Ask another graph, or tell which is asked.", _graph),
    DotCommand(".help", "", "Show this.", _help),
)
"""The commands of the shell, in the order of its help."""
