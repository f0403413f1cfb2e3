"""review, merge, rename and retire: a decision is recorded, and no address or claim vanishes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import run_command

pytestmark = pytest.mark.slow

DAY = ("--on", "2026-12-01", "--reason", "The same school.")


def run(register: Path, *arguments: str) -> tuple[int, list[str], list[str]]:
    """Return the exit status, and the lines on both streams."""
    ended = run_command(*arguments, "--tables", str(register))
    out, error = ended.stdout.decode(), ended.stderr.decode()
    return ended.returncode, out.splitlines(), error.splitlines()


def stated(register: Path, query: str) -> list[str]:
    """Return the rows that a query finds in the graph of a register."""
    ended = run_command("query", query, "--as", "csv", "--graph", str(register / "chongqing.ttl"))
    return ended.stdout.decode().splitlines()[1:]


def test_every_open_claim_is_listed_with_its_place(register: Path) -> None:
    code, out, error = run(register, "review", "ucol")
    every = json.loads("\n".join(run(register, "review", "--json")[1]))

    assert (code, out, error) == (
        0,
        [
            "ucol-candidate  (claims.csv:2)",
            "  id/organisation/ucol: skos:altLabel UCOL",
            "  The institution may be UCOL.",
            "  s-crs-moe-list",
        ],
        ["1 open claim"],
    )
    assert run(register, "--lang", "zh", "review", "ucol")[1:] == (
        [out[0], out[1], "  该院校可能是 UCOL。［译］", out[3]],
        ["1条待核实的陈述"],
    )
    counted = stated(register, "SELECT (COUNT(*) AS ?n) { ?c yq:review rev:open }")
    assert [str(len(every))] == counted
    assert all(
        (register / "tables" / claim["place"].partition(":")[0]).is_file() for claim in every
    )


@pytest.mark.parametrize(
    ("claim", "option", "review", "address"),
    [
        ("ucol-candidate", "--reject", "rejected", "ucol-candidate"),
        (
            "id/partnership/cqie-gwangju-computer:counted_in:s-crs-local-list",
            "--accept",
            "accepted",
            "cqie-gwangju-computer--counted-in--crs-local-list--ichongqing-2025-06-total",
        ),
    ],
)
def test_a_decision_has_reviewer_day_and_reason(
    register: Path, claim: str, option: str, review: str, address: str
) -> None:
    code, out, _ = run(
        register,
        "review",
        claim,
        option,
        "--by",
        "Li Hua",
        "--on",
        "2026-12-01",
        "--reason",
        "Read.",
        "--build",
    )

    assert (code, out[-1]) == (0, f"+ id/claim/{address},Li Hua,2026-12-01,Read.")
    said = stated(
        register,
        f"SELECT ?review ?by ?day ?why {{ cl:{address} yq:review ?review ; schema:reviewedBy ?by ;"
        " schema:lastReviewed ?day ; skos:changeNote ?why }",
    )
    assert said == [f"https://w3id.org/yuqiao/scheme/review/{review},Li Hua,2026-12-01,Read."]
    assert run(register, "review", claim)[2] == ["0 open claims"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ucol-candidat", "--accept"), "ucol-candidat: no open claim has this name; did you mean"),
        (("--accept",), "no claim is named"),
        (("ucol-candidate", "--accept", "--reject"), "both --accept and --reject are given"),
    ],
)
def test_a_wrong_decision_is_refused(
    register: Path, arguments: tuple[str, ...], message: str
) -> None:
    code, _, error = run(
        register, "review", *arguments, "--by", "Li", "--on", "2026", "--reason", "x"
    )

    assert code == 2
    assert error[0].startswith(f"yuqiao: {message}")


def test_a_merged_university_keeps_its_address_names_and_claims(register: Path) -> None:
    code, out, error = run(register, "merge", "berlin-ib", "hmkw", *DAY, "--build")

    assert code == 0, error
    assert out[-1] == "+ id/organisation/berlin-ib,id/organisation/hmkw,2026-12-01,The same school."
    assert "id/organisation/berlin-ib: confidence 'low' is not carried over" in error
    assert stated(
        register,
        "SELECT ?by ?old ?day { o:berlin-ib dcterms:isReplacedBy ?by ; owl:deprecated ?old ;"
        " yq:supersededOn ?day }",
    ) == ["https://w3id.org/yuqiao/id/organisation/hmkw,true,2026-12-01"]
    names = stated(register, "SELECT ?name { o:hmkw skos:altLabel ?name }")
    assert {'"Berlin ""Yibei"" university"', "柏林易北大学"} <= set(names)
    assert stated(
        register, "SELECT ?p { ?p yq:foreignPartner o:hmkw FILTER(?p = p:cswu-berlin-elderly) }"
    )
    assert run(register, "review", "hmkw")[1][0].startswith("berlin-ib-candidate")


def test_a_renamed_school_keeps_its_former_name(register: Path) -> None:
    name = "Chongqing Yitong College"

    code, _, error = run(
        register, "rename", "cqyti", "--en", name, "--source", "s-kommersant-7328254", "--build"
    )

    assert code == 0, error
    assert any("superseded by s-kommersant-7328254" in line for line in error)
    labels = stated(
        register,
        'SELECT ?label { o:cqyti skos:prefLabel|skos:altLabel ?label FILTER(LANG(?label) = "en") }',
    )
    assert set(labels) >= {name, "Chongqing College of Mobile Communication"}


def test_a_row_to_which_others_refer_is_not_retired(register: Path) -> None:
    code, _, error = run(register, "retire", "hmkw", *DAY)

    assert code == 2
    assert error[0].startswith("yuqiao: id/organisation/hmkw: ")
    assert "cells refer to it; change them first, or name what replaced it:" in error[0]
    assert error[1].startswith("partnerships.csv:")


def test_a_retired_partnership_goes_with_its_records(register: Path) -> None:
    code, _, error = run(register, "retire", "cswu-berlin-elderly", *DAY, "--build")

    assert code == 0, error
    rows = (register / "tables" / "replacements.csv").read_text("utf-8").splitlines()[1:]
    assert [row.partition(",")[0] for row in rows] == [
        "id/approval/cswu-berlin-elderly",
        "id/partnership/cswu-berlin-elderly",
    ]
    assert stated(register, "SELECT ?old { p:cswu-berlin-elderly owl:deprecated ?old }") == ["true"]


@pytest.mark.parametrize(
    ("page", "said"),
    [("a.html", "This address is out of use."), ("a.zh.html", "此地址已停用。")],
)
def test_a_retired_address_has_a_page_that_leads_on(tmp_path: Path, page: str, said: str) -> None:
    (tmp_path / "a.ttl").write_text(
        """<https://x.example/a> <http://purl.org/dc/terms/isReplacedBy> <https://x.example/b> ;
        <http://www.w3.org/2002/07/owl#deprecated> true .
        <https://x.example/b> <http://www.w3.org/2000/01/rdf-schema#label> "B" ."""
    )

    ended = run_command("publish", "site", "--graph", "a.ttl", "--no-pylode", cwd=tmp_path)

    written = next((tmp_path / "site").rglob(page)).read_text("utf-8")
    heading = written.partition('class="thing"')[2].partition("</header>")[0]
    assert ended.returncode == 0
    assert said in heading
    assert f'{page.replace("a.", "b.")}"' in heading
