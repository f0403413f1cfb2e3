"""A source says only what it said: a cell that changed needs evidence, and nothing recorded is lost."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from yuqiao import data
from yuqiao.cli import main
from yuqiao.graph.errors import TableErrors
from yuqiao.graph.tables.build import BuiltGraph, build_graph

pytestmark = pytest.mark.slow

TABLES = Path(next(iter(data.__path__))) / "tables"
SIBFM = "id/partnership/cqu-novosibirsk-physics:first_intake:s-sibfm-20250907"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Return a copy of the bundled tables that a test may change."""
    return Path(shutil.copytree(TABLES, tmp_path / "tables"))


def rows_of(tables: Path, file: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with (tables / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_rows(tables: Path, file: str, rows: list[dict[str, str]]) -> None:
    """Write the rows of a table as a spreadsheet would."""
    with (tables / file).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def change(tables: Path, file: str, key: dict[str, str], cells: dict[str, str]) -> None:
    """Change cells of the row that has the values of a key."""
    rows = rows_of(tables, file)
    (row,) = [r for r in rows if key.items() <= r.items()]
    row.update(cells)
    write_rows(tables, file, rows)


def add(tables: Path, file: str, cells: dict[str, str]) -> None:
    """Add a row at the end of a table."""
    rows = rows_of(tables, file)
    write_rows(tables, file, [*rows, {**dict.fromkeys(rows[0], ""), **cells}])


def build(tables: Path, *arguments: str) -> Result:
    """Run the command; the graph goes beside the tables."""
    return CliRunner().invoke(main, ["build", str(tables), *arguments], prog_name="yuqiao")


def backed(tables: Path, address: str) -> dict[str, str]:
    """Return the recorded row of a value."""
    names = ("thing", "column", "source")
    (found,) = [
        row
        for row in rows_of(tables, "backed.csv")
        if ":".join(row[name] for name in names) == address
    ]
    return found


def claims(graph: BuiltGraph, thing: str, predicate: str) -> list[tuple[str, ...]]:
    """Return what claims say of a property: value, review, day and reason of what is superseded."""
    query = f"""SELECT ?value ?review ?on ?why WHERE {{
      ?claim schema:about {thing} ; yq:aboutProperty {predicate} ; yq:statedValue ?value ;
        yq:review ?review .
      OPTIONAL {{ ?claim yq:supersededOn ?on ; skos:changeNote ?why }} }} ORDER BY ?value"""
    rows = graph.store.query(query, prefixes=graph.prefixes)
    return [tuple(t.value.rpartition("/")[2] if t else "" for t in row) for row in rows]  # type: ignore[union-attr]


def stated(graph: BuiltGraph, thing: str, predicate: str) -> list[str]:
    """Return what the graph states of a thing."""
    rows = graph.store.query(
        f"SELECT ?value {{ {thing} {predicate} ?value }}", prefixes=graph.prefixes
    )
    return [row[0].value for row in rows]  # type: ignore[union-attr]


@pytest.fixture
def changed(tables: Path) -> Path:
    """Return tables in which the first intake of a programme has changed, and nothing else."""
    change(tables, "partnerships.csv", {"id": "cqu-novosibirsk-physics"}, {"first_intake": "2026"})
    return tables


def test_the_recorded_values_are_those_of_the_tables(bundled: BuiltGraph) -> None:
    """The bundled table records each value that evidence backs, and a build leaves it alone."""
    built = bundled.backed
    assert built is not None
    assert built.changes == ()
    assert built.text == (TABLES / "backed.csv").read_text("utf-8")


def test_a_cell_does_not_change_under_its_evidence(changed: Path) -> None:
    """The old source does not say the new value; one line says where, what, and the ways out."""
    before = (changed / "backed.csv").read_bytes()
    result = build(changed)
    row = rows_of(changed, "backed.csv").index(backed(changed, SIBFM)) + 2
    assert result.exit_code == 2
    assert result.output == (
        "yuqiao: partnerships.csv:39:first_intake: '2026' is not what s-sibfm-20250907 gave, '2025';"
        f" name a source of the new value in the evidence table, or confirm {SIBFM}, or mark what it"
        f" gave as superseded (backed.csv:{row}:value)\n"
    )
    assert (changed / "backed.csv").read_bytes() == before
    assert not (changed.parent / "chongqing.ttl").exists()


def test_a_changed_name_is_refused(tables: Path) -> None:
    """A name corrected in its table alone is not put into the mouth of the old source."""
    change(tables, "schools.csv", {"id": "cqyti"}, {"name_en": "Chongqing Yitong College"})
    with pytest.raises(TableErrors) as caught:
        build_graph(tables)
    assert caught.value.problems
    for problem in caught.value.problems:
        assert problem.startswith(
            "schools.csv:16:name_en: 'Chongqing Yitong College' is not what s-"
        )


def test_a_cell_that_several_sources_gave_is_one_message(tables: Path) -> None:
    change(tables, "schools.csv", {"id": "cqu"}, {"founded": "1930"})
    place = {
        row["source"]: n
        for n, row in enumerate(rows_of(tables, "backed.csv"), 2)
        if (row["thing"], row["column"]) == ("id/organisation/cqu", "founded")
    }

    with pytest.raises(TableErrors) as caught:
        build_graph(tables)

    ror, study = place["s-ror"], place["s-study-cq"]
    assert caught.value.problems == [
        (
            "schools.csv:2:founded: '1930' is not what s-ror, s-study-cq gave, '1929'; name a source of"
            " the new value in the evidence table, or confirm id/organisation/cqu:founded:s-ror,"
            " id/organisation/cqu:founded:s-study-cq, or mark what it gave as superseded"
            f" (backed.csv:{ror}:value, backed.csv:{study}:value)"
        )
    ]


def test_evidence_is_confirmed_for_the_new_value(changed: Path) -> None:
    """A curator who read the source again says so; it is reported, and recorded."""
    result = build(changed, "--confirm", SIBFM)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[0] == f"{SIBFM}: confirmed: '2026', not '2025'"
    assert backed(changed, SIBFM)["value"] == "2026"
    graph = build_graph(changed)
    assert stated(graph, "p:cqu-novosibirsk-physics", "yq:firstIntake") == ["2026"]
    assert build(changed, "--check").exit_code == 0


def test_a_check_confirms_nothing(changed: Path) -> None:
    """With --check, what a build would record is said, and not written."""
    assert build(changed, "--confirm", SIBFM, "-o", str(changed / "a.ttl")).exit_code == 0
    shutil.copy(TABLES / "backed.csv", changed / "backed.csv")
    result = build(changed, "--confirm", SIBFM, "-o", str(changed / "a.ttl"), "--check")
    assert result.exit_code == 1
    assert f"{SIBFM}: confirmed: '2026', not '2025'" in result.output
    assert backed(changed, SIBFM)["value"] == "2025"


def test_only_what_changed_is_confirmed(tables: Path) -> None:
    """A confirmation that fits nothing is an error, not a wish."""
    result = build(tables, "--confirm", SIBFM)
    assert result.exit_code == 2
    assert result.output == (
        f"yuqiao: {SIBFM}: there is nothing to confirm; expected the row, column and source of a"
        " value that has changed, such as id/organisation/cqu:founded:s-study-cq\n"
    )


def test_new_evidence_supersedes_the_old(changed: Path) -> None:
    """The old claim stays, with the day of the new source and the reason; the new one is stated."""
    row = {"thing": "id/partnership/cqu-novosibirsk-physics", "columns": "first_intake"}
    row |= {"source": "s-crs-moe-list", "basis": "register", "review": "accepted", "note": "New."}
    add(changed, "evidence.csv", row)
    result = build(changed)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[:2] == [
        f"{SIBFM}: '2025' superseded by s-crs-moe-list",
        "backed.csv: 1 value recorded",
    ]
    assert backed(changed, SIBFM) == {
        "thing": "id/partnership/cqu-novosibirsk-physics",
        "column": "first_intake",
        "source": "s-sibfm-20250907",
        "value": "2025",
        "superseded": "2026-05-25",
        "reason": "s-crs-moe-list gives 2026",
    }
    graph = build_graph(changed)
    assert stated(graph, "p:cqu-novosibirsk-physics", "yq:firstIntake") == ["2026"]
    assert claims(graph, "p:cqu-novosibirsk-physics", "yq:firstIntake") == [
        ("2025", "superseded", "2026-05-25", "s-crs-moe-list gives 2026"),
        ("2026", "accepted", "", ""),
    ]
    assert build(changed, "--check").exit_code == 0


def test_open_evidence_supersedes_nothing(changed: Path) -> None:
    """A claim under review is no reason to drop what a source gave."""
    row = {"thing": "id/partnership/cqu-novosibirsk-physics", "columns": "first_intake"}
    row |= {"source": "s-crs-moe-list", "basis": "register", "review": "open", "note": "New."}
    add(changed, "evidence.csv", row)
    assert build(changed).exit_code == 2


def test_a_curator_marks_a_value_as_superseded(tables: Path) -> None:
    """An emptied cell is in order once its value is superseded by hand, with day and reason."""
    key = {"thing": "id/partnership/cqu-novosibirsk-physics", "column": "first_intake"}
    change(tables, "partnerships.csv", {"id": "cqu-novosibirsk-physics"}, {"first_intake": ""})
    change(tables, "backed.csv", key, {"superseded": "2026-09"})
    with pytest.raises(TableErrors) as caught:
        build_graph(tables)
    (problem,) = caught.value.problems
    assert problem.endswith(":reason: empty; expected why the value is superseded")
    change(tables, "backed.csv", key, {"reason": "The intake was put off."})
    graph = build_graph(tables)
    assert stated(graph, "p:cqu-novosibirsk-physics", "yq:firstIntake") == []
    assert claims(graph, "p:cqu-novosibirsk-physics", "yq:firstIntake") == [
        ("2025", "superseded", "2026-09", "The intake was put off.")
    ]


def test_evidence_does_not_vanish(tables: Path) -> None:
    """A row of evidence that is taken out is missed."""
    evidence = rows_of(tables, "evidence.csv")
    kept = [r for r in evidence if r["thing"] != "id/place/dunedin"]
    assert len(kept) < len(evidence)
    write_rows(tables, "evidence.csv", kept)
    with pytest.raises(TableErrors) as caught:
        build_graph(tables)
    lines = [line for line in caught.value.problems if line.startswith("backed.csv:")]
    assert [line.partition(": ")[2] for line in lines] == [
        f"no evidence names what s-ror gave for {column} of id/place/dunedin ({value!r}); put the"
        " evidence back and mark the value as superseded here, or delete this row if the source"
        " never gave it"
        for column, value in (("latitude", "-45.87416"), ("longitude", "170.50361"))
    ]


@pytest.fixture
def merged(tables: Path) -> Path:
    """Return tables in which one university proved to be another, and its row is gone."""
    old, new = "id/organisation/berlin-ib", "id/organisation/hmkw"
    key = {"id": "cswu-berlin-elderly"}
    change(tables, "partnerships.csv", key, {"foreign_partner": "hmkw"})
    name = {"id": "hmkw-name-2", "thing": new, "name": "柏林易北大学", "language": "zh-Hans"}
    name |= {"kind": "other", "source": "s-crs-local-list", "basis": "register"}
    add(tables, "names.csv", name)
    for file in ("universities.csv", "claims.csv", "evidence.csv"):
        rows = [
            {name: new if cell == old else cell for name, cell in row.items()}
            for row in rows_of(tables, file)
            if row.get("id") != "berlin-ib"
        ]
        seen: set[tuple[str, ...]] = set()
        write_rows(
            tables,
            file,
            [r for r in rows if (k := tuple(r.values())) not in seen and not seen.add(k)],  # type: ignore[func-returns-value]
        )
    return tables


def test_an_address_does_not_vanish(merged: Path) -> None:
    """What sources said of an address is missed, until a row says what replaced it."""
    with pytest.raises(TableErrors) as caught:
        build_graph(merged)
    count = sum(r["thing"] == "id/organisation/berlin-ib" for r in rows_of(merged, "backed.csv"))
    assert (
        f"backed.csv: id/organisation/berlin-ib is in no table, and sources gave {count} values for"
        " it; put its row back, or say in the table of replacements what replaced it: an address"
        " never vanishes"
    ) in caught.value.problems
    with (merged / "replacements.csv").open("a", encoding="utf-8") as stream:
        stream.write("id/organisation/berlin-ib,id/organisation/hmkw,2026-11-30,One school.\n")
    partner = "id/partnership/cswu-berlin-elderly:foreign_partner:s-crs-local-list"
    graph = build_graph(merged, confirmed={partner})
    assert stated(graph, "o:berlin-ib", "dcterms:isReplacedBy") == [
        "https://w3id.org/yuqiao/id/organisation/hmkw"
    ]
