"""``yuqiao query``, ``questions`` and ``ask`` as a person and a script use them."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import run_command

YUQIAO = [sys.executable, "-m", "yuqiao"]
PARTNERS = "SELECT ?u WHERE { p:cqu-novosibirsk-physics yq:foreignPartner ?u }"
NOVOSIBIRSK = "<https://w3id.org/yuqiao/id/organisation/novosibirsk>"


def said(*arguments: str, stdin: bytes = b"") -> str:
    ended = run_command(*arguments, stdin=stdin)
    assert (ended.returncode, ended.stderr) == (0, b"")
    return ended.stdout.decode()


def test_a_query_may_be_an_argument() -> None:
    assert said("query", PARTNERS) == f"?u\n{NOVOSIBIRSK}\n"


def test_a_query_may_come_in_a_pipe() -> None:
    assert said("query", stdin=PARTNERS.encode()) == f"?u\n{NOVOSIBIRSK}\n"


def test_a_query_may_be_in_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "partners.rq").write_text(PARTNERS, "utf-8-sig")

    assert said("query", "-f", str(tmp_path / "partners.rq")) == f"?u\n{NOVOSIBIRSK}\n"


def test_another_graph_with_its_own_prefixes(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("@prefix ex: <http://example.org/> . ex:a ex:b 7 .", "utf-8")

    for graph in (tmp_path, tmp_path / "a.ttl"):
        assert said("query", "SELECT ?n { ex:a ex:b ?n }", "--graph", str(graph)) == "?n\n7\n"


def test_the_environment_may_name_the_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.nt").write_text('<urn:a> <urn:b> "7" .', "utf-8")
    monkeypatch.setenv("YUQIAO_GRAPH", str(tmp_path / "a.nt"))

    assert said("query", "SELECT ?n { ?s ?p ?n }") == '?n\n"7"\n'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", "u\r\nhttps://w3id.org/yuqiao/id/organisation/novosibirsk\r\n"),
        ("markdown", "| u |\n| --- |\n| o:novosibirsk |\n"),
        ("table", "u\n─────────────\no:novosibirsk\n"),
    ],
)
def test_the_format_is_a_choice(form: str, expected: str) -> None:
    assert said("query", PARTNERS, "--as", form) == expected


def test_a_construct_is_turtle() -> None:
    answer = said("query", "CONSTRUCT { ?s yq:partnersWith o:cqu } { ?s yq:partnersWith o:cqu }")

    assert answer.startswith("@prefix o: <https://w3id.org/yuqiao/id/organisation/> .\n")
    assert "\no:novosibirsk yq:partnersWith o:cqu .\n" in answer


def test_a_file_is_written_and_nothing_printed(tmp_path: Path) -> None:
    assert said("query", PARTNERS, "-o", str(tmp_path / "u.csv")) == ""
    assert (tmp_path / "u.csv").read_bytes().startswith(b"u\r\nhttps://")


@pytest.mark.slow
def test_true_is_printed_as_one_word() -> None:
    assert said("query", "ASK { o:cqu yq:partnersWith o:novosibirsk }") == "true\n"
    assert said("query", "ASK { o:cqu yq:partnersWith o:cqu }") == "false\n"


def test_a_terminal_gets_a_table_that_fits() -> None:
    ours, theirs = pty.openpty()
    query = "SELECT ?n { p:cqu-novosibirsk-physics skos:prefLabel ?n } ORDER BY LANG(?n)"
    environment = os.environ | {"COLUMNS": "50", "LINES": "24"}
    subprocess.run([*YUQIAO, "query", query], stdout=theirs, env=environment, check=True)
    os.close(theirs)

    shown = b""
    while b"\xe9\xa1\xb9\xe7\x9b\xae\r\n" not in shown:  # the last word, 项目
        shown += os.read(ours, 4096)
    os.close(ours)
    assert (
        shown.decode().replace("\r\n", "\n")
        == f"""\
n
{"─" * 50}
Physics bachelor programme, Chongqing University
  and Novosibirsk State University
重庆大学与俄罗斯新西伯利亚国家研究型国立大学合作举
  办物理学专业本科教育项目
"""
    )


@pytest.mark.slow
@pytest.mark.parametrize("form", ["table", "tsv", "json", "turtle"])
def test_a_reader_that_goes_away_is_no_error(form: str) -> None:
    query = "CONSTRUCT WHERE { ?s ?p ?o }" if form == "turtle" else "SELECT * { ?s ?p ?o }"
    with subprocess.Popen(
        [*YUQIAO, "query", query, "--as", form], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.read(100)
        running.stdout.close()

        assert (running.stderr.read(), running.wait()) == (b"", 0)


def test_a_plain_query_imports_nothing_heavy() -> None:
    script = (
        "import sys; from yuqiao.cli import main\n"
        f"try: main(['query', {PARTNERS!r}])\n"
        "except SystemExit: pass\n"
        "print(sorted({'rdflib', 'networkx', 'pyvis', 'httpx', 'igraph', 'oxrdflib'} & set(sys.modules)))"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

    assert ended.stdout.decode().splitlines()[-1] == "[]"


def test_the_questions_are_listed_for_three_kinds_of_reader() -> None:
    lines = said("questions").splitlines()

    assert [line for line in lines if line and not line.startswith(" ")] == [
        "For students and parents",
        "For planners",
        "For researchers and reporters",
    ]
    assert len([line for line in lines if line.startswith("  ")]) == 31
    assert "  gaps                              Which gaps should the office fill first?" in lines


def test_the_questions_are_listed_in_chinese() -> None:
    assert "  gaps                              主管部门应优先补充哪些空缺信息？" in said(
        "questions", "--lang", "zh"
    )


def test_one_question_is_shown_with_its_parameters_and_its_sparql() -> None:
    assert (
        said("questions", "industries-without-partnership")
        == """\
Which priority industries of the city have no partnership yet that is linked to them?

Industries the place gives priority to, and that no partnership there serves by an
accepted claim.

Parameters
  place (thing, default pl:chongqing)
    The city or region.
  lang (lang, default the chosen language)
    The language of the names.

SPARQL
  SELECT ?industry WHERE {
    ?place yq:prioritisesIndustry ?wanted .
    ?wanted skos:prefLabel ?industry
    FILTER(LANGMATCHES(LANG(?industry), ?lang))
    FILTER NOT EXISTS {
      ?partnership yq:servesIndustry ?wanted ;
        yq:hostRegion ?place .
    }
  }
  ORDER BY STR(?industry)
"""
    )


def test_a_question_is_asked_with_parameters_and_language() -> None:
    answer = said(
        "ask",
        "partnerships-for-industry",
        "-p",
        "industry=智能制造",
        "--lang",
        "zh",
        "--as",
        "csv",
    )

    assert [line.split(",")[0] for line in answer.splitlines()] == [
        "name",
        "重庆工程职业技术学院智能制造国际学院",
        "长江师范学院与美国山南道大学合作举办智能制造工程专业本科教育项目",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "example",
    [
        ["query", "SELECT ?p WHERE { ?p yq:foreignPartner o:novosibirsk }"],
        ["ask", "partnerships-by-country"],
        ["questions", "partnerships-by-country", "--lang", "zh"],
    ],
)
def test_the_examples_of_the_help_are_true(example: list[str]) -> None:
    shown = said(example[0], "--help")

    assert " ".join(f"'{word}'" if " " in word else word for word in example) in shown
    assert said(*example)
