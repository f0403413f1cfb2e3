"""Completion of dot commands and their arguments."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from yuqiao.exports.formats import RDF, ROWS
from yuqiao.graph.labels import LANGUAGES, label_language
from yuqiao.graph.questions.catalogue import find_question, questions
from yuqiao.shell.completion.candidates import Candidate, Lookup
from yuqiao.shell.dot_commands import COMMANDS, LEAVING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yuqiao.graph.entities.term_usage import Use

_LEAST = 2  # letters of a name before the graph is queried


def dot_wanted(line: str) -> list[Lookup]:
    """Return the lookups that the menu at the end of a dot command needs.

    >>> dot_wanted(".about Southw")
    [Lookup(what='named', arguments=('Southw',))]
    """
    name, _, rest = line.partition(" ")
    rest = rest.strip()
    return [Lookup("named", (rest,))] if name == ".about" and len(rest) >= _LEAST else []


def dot_candidates(
    line: str, found: Mapping[Lookup, Sequence[Use]], lang: str, prefixes: Mapping[str, str]
) -> tuple[str, list[Candidate]]:
    """Return the word that is being typed at the end of a dot command, and the menu for it.

    :param found: the results so far
    :param lang: of titles and labels, ``en`` or ``zh``

    >>> dot_candidates(".lang ", {}, "en", {})
    ('', [Candidate(text='en', about=''), Candidate(text='zh', about='')])
    """
    name, space, rest = line.partition(" ")
    if not space:
        menu = [Candidate(command.name, command.purpose) for command in COMMANDS]
        menu += [Candidate(leaving, "Leave.") for leaving in LEAVING]
        return name, _beginning(name, menu)
    if name == ".about":
        uses = [use for lookup in dot_wanted(line) for use in found.get(lookup, ())]
        labels = {use.label(lang): use.iri for use in uses}
        return rest, [Candidate(label, labels[label]) for label in labels if label.isprintable()]
    word = rest.rpartition(" ")[2]
    return word, _beginning(word, list(_arguments(name, rest, lang, prefixes)))


def _arguments(name: str, rest: str, lang: str, prefixes: Mapping[str, str]) -> Iterator[Candidate]:
    tag = label_language(lang)
    if name == ".ask" and " " in rest:
        yield from _parameters(rest.partition(" ")[0], tag)
    elif name in {".ask", ".questions"}:
        yield from (Candidate(question.name, question.title[tag]) for question in questions())
    elif name == ".as":
        yield from (Candidate(form) for form in ("auto", *ROWS.names, *RDF.names))
    elif name in {".lint", ".labels"}:
        yield from (Candidate("on"), Candidate("off"))
    elif name == ".lang":
        yield from map(Candidate, LANGUAGES)
    elif name in {".timeout", ".limit"}:
        yield Candidate("off")
    elif name == ".prefixes":
        yield from (Candidate(f"{prefix}:", space) for prefix, space in sorted(prefixes.items()))
    elif name in {".graph", ".output", ".read", ".save"}:
        yield from _paths(rest.rpartition(" ")[2])


def _parameters(question: str, tag: str) -> Iterator[Candidate]:
    if question in {known.name for known in questions()}:
        for parameter in find_question(question).parameters:
            yield Candidate(f"{parameter.name}=", parameter.description[tag])


def _paths(start: str) -> Iterator[Candidate]:
    folder, _, begun = start.rpartition("/")
    try:
        entries = sorted(os.scandir(folder + "/" if "/" in start else "."), key=lambda e: e.name)
    except OSError:
        return
    for entry in entries:
        if not entry.name.startswith(".") or begun.startswith("."):
            path = f"{folder}/{entry.name}" if "/" in start else entry.name
            yield Candidate(path + ("/" if entry.is_dir() else ""))


def _beginning(word: str, menu: list[Candidate]) -> list[Candidate]:
    return [candidate for candidate in menu if candidate.text.startswith(word)]
