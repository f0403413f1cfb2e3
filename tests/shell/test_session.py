"""What becomes of what is entered: queries, dot commands, mistakes. No terminal is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from yuqiao.shell.graph_handle import OpenedGraph, open_graph
from yuqiao.shell.interpreter import enter
from yuqiao.shell.session import Session


@pytest.fixture(scope="module")
def bundled() -> OpenedGraph:
    return open_graph(None)


@pytest.fixture
def session(bundled: OpenedGraph, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr("yuqiao.shell.diagnostics._LINT_SECONDS", 60.0)  # however busy the machine
    opened = Session(bundled)
    opened.answer_as("auto")
    return opened


def entered(
    session: Session, *texts: str, capfd: pytest.CaptureFixture[str]
) -> tuple[str, list[str]]:
    """Enter texts, and give the answers and the lines beside them."""
    for text in texts:
        assert enter(session, text)
    shown = capfd.readouterr()
    return shown.out, shown.err.splitlines()


TWO = "SELECT ?n { VALUES ?n { 1 2 3 } }"


@pytest.mark.slow
def test_settings_stay_until_they_are_changed(
    session: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    out, said = entered(session, ".as csv", ".limit 2", TWO, ".limit off", TWO, capfd=capfd)

    assert out == "n\r\n1\r\n2\r\n" + "n\r\n1\r\n2\r\n3\r\n"
    assert said[0] == "formats: csv for rows, turtle for triples"
    assert said[1] == "rows per result: at most 2"
    assert said[2].startswith("truncated to 2 rows (.limit), after ")
    assert said[3] == "rows per result: all"


@pytest.mark.slow
def test_a_format_for_triples_leaves_that_of_rows(
    session: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    construct = "CONSTRUCT { <urn:a> <urn:b> ?n } { VALUES ?n { 1 } }"
    out, _ = entered(session, ".as ntriples", construct, TWO, capfd=capfd)

    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert out == f'<urn:a> <urn:b> "1"^^<{integer}> .\n' + "?n\n1\n2\n3\n"


@pytest.mark.slow
def test_the_next_answer_goes_into_a_file_and_the_one_after_does_not(
    session: Session, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "answer.csv"
    out, said = entered(session, f".output {file}", TWO, TWO, capfd=capfd)

    assert file.read_bytes() == b"n\r\n1\r\n2\r\n3\r\n"
    assert out == "?n\n1\n2\n3\n"
    assert said[0] == f"the next result will be written to {file}"
    assert said[1].endswith(f", into {file}")


@pytest.mark.slow
def test_a_ready_question_is_asked_by_name(
    session: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    out, _ = entered(
        session,
        ".lang zh",
        '.ask programmes-with-countries country="New Zealand" or_country=Spain level=bachelor',
        capfd=capfd,
    )

    assert '"新西兰"@zh-Hans' in out
    assert '"西班牙"@zh-Hans' in out


@pytest.mark.slow
def test_an_empty_answer_is_explained(session: Session, capfd: pytest.CaptureFixture[str]) -> None:
    out, said = entered(
        session, ".as table", "SELECT ?p { ?p a yq:JointInstituton }", ".why", capfd=capfd
    )

    hint = "no entity is a yq:JointInstituton; did you mean yq:JointInstitution?"
    slip = "yq:JointInstituton does not occur in the graph; did you mean yq:JointInstitution?"
    assert said[1] == f"line 1, column 18: {slip}"
    assert said[2].endswith("; .why explains it")
    assert f"- {hint}" in out


@pytest.mark.slow
def test_remarks_come_before_the_answer_unless_they_are_switched_off(
    session: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    slip = "SELECT ?q { ?p a yq:Partnership } LIMIT 1"
    _, said = entered(session, slip, ".lint off", slip, ".lint", capfd=capfd)

    assert said[0].startswith("line 1, column 8: ?q is not bound in the pattern")
    assert said[2] == "warnings before results: off"
    assert len(said) == 4


@pytest.mark.slow
def test_another_graph_is_asked(
    session: Session, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "one.ttl"
    file.write_text("@prefix ex: <urn:ex:> . ex:a ex:b ex:c .")
    out, said = entered(
        session,
        ".graph",
        f".graph {file}",
        "SELECT ?s { ?s ex:b ex:c }",
        ".prefixes ex",
        ".graph bundled",
        capfd=capfd,
    )

    assert out == "?s\n<urn:ex:a>\nex: <urn:ex:>\n"
    assert said[0] == "the bundled graph, 45,445 triples"
    assert said[1] == f"{file} in memory, 1 triple"
    assert said[-1] == "the bundled graph, 45,445 triples"


MISTAKES = {
    ".hepl": "there is no command .hepl; did you mean .help?",
    ".xyzzy": "there is no command .xyzzy; .help lists them",
    ".as cvs": "cvs is not a format; did you mean csv?",
    ".lang fr": '"fr" is not a display language; expected en or zh',
    ".limit none": '"none" is not a number of rows; expected one above 0, or off',
    ".timeout soon": '"soon" is not a time limit; expected seconds, such as 5 or 0.5',
    ".output": ".output needs the name of a file, such as result.csv",
    ".read": ".read needs the name of a file, such as partners.rq",
    ".read none.rq": "none.rq: No such file or directory",
    ".save": ".save needs the name of a file, such as partners.rq",
    ".labels maybe": '"maybe" is neither on nor off',
    ".save a.rq": "there is no query to save yet",
    ".ask": "which question? .questions lists them",
    ".ask partnerships-by-contry": 'no question is named "partnerships-by-contry"',
    '.ask a "b': 'a "b: no closing quotation',
    ".why": "there is no last query; write one after .why",
    ".explain SELECT": "the query is wrong at line 1, column 7: the query is incomplete",
    ".prefixes zzz": "no prefix begins with zzz",
    ".graph none.ttl": "none.ttl: taken for a file or a folder, but there is none",
    ".graph http://127.0.0.1:9/sparql": "http://127.0.0.1:9/sparql: ",
    "SELECT ?x { ?x a }": 'the query is wrong at line 1, column 18: unexpected "}"',
    "DELETE WHERE { ?s ?p ?o }": "the query is wrong at line 1, column 1: DELETE is an update",
    "ASK { SERVICE <http://example.org/> {} }": "SERVICE would send a part of this query",
}


@pytest.mark.slow
@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_told_and_the_session_goes_on(
    session: Session, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    out, said = entered(session, text, capfd=capfd)

    assert out == ""
    assert said[0].startswith(MISTAKES[text])
    assert session.failed


@pytest.mark.slow
def test_a_query_is_stopped_at_the_time_limit(
    session: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    out, said = entered(
        session, ".lint off", ".timeout 0.1", endless, ".timeout off", "ASK {}", capfd=capfd
    )

    assert out == "true\n"
    assert said[1] == "time limit of a query: 0.1 s"
    assert said[2].startswith("stopped after 0.1 s")


@pytest.mark.slow
def test_a_file_of_queries_is_read_and_the_last_query_saved(
    session: Session, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    query = "SELECT ?n {\n\n  VALUES ?n { 2 1 }\n}\n\nORDER BY ?n"
    (tmp_path / "one.rq").write_text(query + "\n")
    (tmp_path / "more.txt").write_text(
        f".as csv\nASK {{}}\n\n.read {tmp_path / 'one.rq'}\nASK {{}}\n"
    )
    saved = tmp_path / "saved.rq"

    out, said = entered(
        session,
        f".read {tmp_path / 'more.txt'}",
        f".read {tmp_path / 'one.rq'}",
        f".save {saved}",
        capfd=capfd,
    )

    assert out == "true\n" + "n\r\n1\r\n2\r\n" + "true\n" + "n\r\n1\r\n2\r\n"
    assert said[-1] == f"saved the last query to {saved}"
    assert saved.read_text() == query + "\n"


@pytest.mark.slow
def test_labels_are_shown_next_to_the_iris_of_tables(
    session: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    query = "SELECT ?s ?n { VALUES (?s ?n) { (o:swu 1) (<urn:none> 2) } } ORDER BY ?n"
    out, said = entered(
        session,
        ".as table",
        ".labels on",
        query,
        ".lang zh",
        query,
        ".as csv",
        query,
        ".labels off",
        ".as table",
        query,
        capfd=capfd,
    )

    assert "Southwest University (o:swu)  1\n<urn:none>                    2\n" in out
    assert "西南大学 (o:swu)  1\n<urn:none>        2\n" in out
    assert "https://w3id.org/yuqiao/id/organisation/swu,1\r\nurn:none,2\r\n" in out
    assert out.endswith("o:swu       1\n<urn:none>  2\n")
    assert said[1] == "labels next to IRIs in tables: on"
    assert entered(session, ".labels", capfd=capfd)[1] == ["在表格的 IRI 旁显示名称：关"]


@pytest.mark.slow
def test_a_file_that_reads_itself_comes_to_an_end(
    session: Session, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "again.txt"
    file.write_text(f"ASK {{}}\n\n.read {file}\n")

    out, said = entered(session, f".read {file}", capfd=capfd)

    assert out == "true\n" * 8
    assert said[-1] == f"{file}: files read each other more than 8 deep"


def test_a_file_can_end_the_session(session: Session, tmp_path: Path) -> None:
    (tmp_path / "end.txt").write_text(".quit\nASK {}\n")

    assert not enter(session, f".read {tmp_path / 'end.txt'}")


@pytest.mark.parametrize("text", ["", "   ", "# only a comment"])
def test_nothing_is_asked_of_nothing(
    session: Session, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert entered(session, text, capfd=capfd) == ("", [])


@pytest.mark.parametrize("text", [".quit", ".exit"])
def test_the_session_ends(session: Session, text: str) -> None:
    assert not enter(session, text)
