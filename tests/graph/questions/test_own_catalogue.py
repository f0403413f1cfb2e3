"""A catalogue of one's own: files of questions in a folder, asked like those of the vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import yuqiao
from command_line import run_command
from web_application import client_of
from yuqiao.cli import main
from yuqiao.graph.questions.catalogue import use_catalogue
from yuqiao.shell.completion.candidates import Candidate
from yuqiao.shell.completion.dot_commands import dot_candidates
from yuqiao.web.mcp.answers import question_answer, questions_answer
from yuqiao.web.settings import Settings
from yuqiao.web.source import Source

GRAPH = "@prefix : <http://g.test/> . :a a :Ship ; :built 1913 . :b a :Ship ; :built 1920 ."
OLDER = """\
# title@de: Welche Schiffe sind älter?
# title: Which ships are older?
# description: Ships that were built
#   before a year.
# param year: integer 1915
# param year@en: A year.
SELECT ?ship ?built WHERE { ?ship :built ?built FILTER(?built < ?year) } ORDER BY ?built
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a graph, and a catalogue with one question."""
    (tmp_path / "ships.ttl").write_text(GRAPH)
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions/older.rq").write_text(OLDER, "utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> Result:
    """Run a command with the catalogue."""
    return CliRunner().invoke(main, [*arguments, "--questions", str(folder / "questions")])


def test_its_questions_are_listed_shown_and_asked(folder: Path) -> None:
    graph = ("--graph", str(folder / "ships.ttl"))
    listed, card = run(folder, "questions"), run(folder, "questions", "older")
    answers = [
        run(folder, "ask", "older", *graph, "--as", "csv", *more).stdout
        for more in ((), ("-p", "year=1930"))
    ]

    assert listed.stdout == "older  Which ships are older?\n"
    assert card.stdout == (
        "Which ships are older?\n\nShips that were built before a year.\n\nParameters\n"
        "  year (integer, default 1915)\n    A year.\n\nSPARQL\n"
        "  SELECT ?ship ?built WHERE { ?ship :built ?built FILTER(?built < ?year) } ORDER BY ?built\n"
    )
    assert answers == [
        "ship,built\nhttp://g.test/a,1913\n",
        "ship,built\nhttp://g.test/a,1913\nhttp://g.test/b,1920\n",
    ]


def test_it_takes_the_place_of_the_vocabularys_own_for_one_command(folder: Path) -> None:
    other = run(folder, "ask", "partnerships-by-country")
    after = CliRunner().invoke(main, ["questions", "partnerships-by-country"])

    assert (other.exit_code, other.stderr) == (
        2,
        'yuqiao: no question is named "partnerships-by-country"; expected one of older\n',
    )
    assert after.stdout.startswith("How many partnerships does each country have?\n")


def test_it_is_published(folder: Path) -> None:
    done = run(folder, "publish", str(folder / "site"), "--graph", str(folder / "ships.ttl"))
    page = (folder / "site/questions/older.html").read_text("utf-8")

    assert done.exit_code == 0
    assert "<h1>Which ships are older?</h1>" in page
    assert '<td><a href="../a.html">:a</a></td><td>1913</td>' in page
    assert 'href="questions/index.html">Questions</a>' in (folder / "site/index.html").read_text()
    query = (folder / "site/questions/older.rq").read_text("utf-8")
    assert query.startswith(
        "# title@de: Welche Schiffe sind älter?\n# title: Which ships are older?\n"
    )
    assert query.partition("\nSELECT")[2].startswith(" ?ship ?built WHERE")


def test_it_is_asked_at_the_prompt(folder: Path) -> None:
    options = ("--graph", "ships.ttl", "--questions", "questions", "--as", "csv")
    done = run_command("shell", *options, cwd=folder, stdin=b".ask older year=1930\n")

    assert (done.returncode, done.stdout) == (
        0,
        b"ship,built\r\nhttp://g.test/a,1913\r\nhttp://g.test/b,1920\r\n",
    )


def test_the_prompt_and_an_assistant_know_its_questions_alone(folder: Path) -> None:
    graph = yuqiao.open(folder / "ships.ttl")
    use_catalogue(str(folder / "questions"))
    try:
        names = dot_candidates(".ask ", {}, "en", graph.prefixes)
        parameters = dot_candidates(".ask older ", {}, "en", graph.prefixes)
        listed = questions_answer(None, "en")
        answer = question_answer(graph, "older", {"year": "1930"}, "en", 1)
    finally:
        use_catalogue(None)

    assert names == ("", [Candidate("older", "Which ships are older?")])
    assert [each.text for each in parameters[1]] == ["year="]
    assert listed == "older  Which ships are older?\n"
    assert answer.startswith(
        "| ship | built |\n| --- | --- |\n| :a | 1913 |\n[cut: the first 1 row"
    )


@pytest.mark.slow
def test_it_is_served_without_a_word_of_partnerships(folder: Path) -> None:
    questions = str(folder / "questions")
    use_catalogue(questions)
    try:
        source = Source(str(folder / "ships.ttl"), catalogue=questions)
        with client_of(source, Settings(workers=1)) as client:
            listed = client.get("/questions/?lang=en").text
            answered = client.get("/questions/older?lang=en&year=1930").text
    finally:
        use_catalogue(None)

    assert "Which ships are older?" in listed
    assert "partnerships-by-country" not in listed
    assert "describes no partnerships" not in listed
    assert "planners" not in listed
    assert "1913" in answered
    assert "1920" in answered


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "SELECT * { ?s ?p ?o }",
            '1: the head of a question needs "title: ..." or "title@en: ..."',
        ),
        (
            "# title: A\n# titel: B\nASK {}",
            "2: '# titel: B' is not \"# key: value\" of a known key",
        ),
        ("# title: A\n# title: B\nASK {}", "2: '# title: B' is given twice"),
        ("# title: A\n# param n: integer\nASK {}", "2: the query has no variable ?n"),
        (
            "# title: A\n# param n: number\nASK { ?n ?p ?o }",
            (
                "2: number is not a type of parameter; expected a class, or one of thing, iri, string, "
                "integer, date, lang"
            ),
        ),
        (
            "# title: A\n\nSELECT ?s { ?s a x:B",
            '3:11: this "{" is not closed; put a "}" at the end',
        ),
        ("# title: A\n", "1: there is no query after the head"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(folder: Path, text: str, says: str) -> None:
    file = folder / "questions/wrong.rq"
    file.write_text(text)
    done = run(folder, "questions")

    assert (done.exit_code, done.stderr) == (2, f"yuqiao: {file}:{says}\n")


def test_a_folder_without_questions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    done = run(tmp_path, "questions")

    assert done.stderr == (
        f"yuqiao: {tmp_path}/questions: has no question; expected files that end in .rq\n"
    )
