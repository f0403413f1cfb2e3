"""What Python makes of answers: rows by name, data frames, Arrow tables, networks, notebooks."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import networkx
import pyarrow
import pytest
from pyoxigraph import Literal

import yuqiao
from yuqiao import KnowledgeGraph, SelectResult
from yuqiao.graph.errors import QueryError
from yuqiao.graph.stores.results import Solutions, Triples
from yuqiao.graph.stores.store import Store

TYPED = """SELECT ?i ?n ?b ?d ?y ?iri ?mixed ?name ?empty {
  VALUES (?i ?n ?b ?d ?y ?iri ?mixed ?name ?empty) {
    (1 2 true "2025-06-01"^^xsd:date "2016"^^xsd:gYear o:cqu 1 "重庆"@zh UNDEF)
    (UNDEF 2.5 false UNDEF "2017"^^xsd:gYear o:swu "x" "Chongqing"@en UNDEF)
    (9223372036854775807 1e3 UNDEF "0001-01-01"^^xsd:date UNDEF o:swu o:swu "CQ" UNDEF) } }"""


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return yuqiao.open()


def rows_of(graph: Store, sparql: str) -> Solutions:
    rows = graph.query(sparql)
    assert isinstance(rows, Solutions)
    return rows


def triples_of(graph: Store, sparql: str) -> Triples:
    triples = graph.query(sparql)
    assert isinstance(triples, Triples)
    return triples


def test_a_row_gives_terms_by_name_and_python_values(graph: Store) -> None:
    (row,) = rows_of(graph, 'SELECT ?n ?name { VALUES (?n ?name) { (75 "重庆"@zh) } }')

    assert (row.variables, row.values()) == (("n", "name"), (75, "重庆"))
    assert str(row["name"]) == '"重庆"@zh'
    assert (row[0], row[-1], row[:1]) == (row["n"], row["name"], (row["n"],))
    with pytest.raises(KeyError, match="nmae"):
        row["nmae"]


def test_an_answer_says_what_it_is(graph: Store) -> None:
    rows = graph.query("SELECT ?a ?b { VALUES (?a ?b) { (1 2) } }")

    assert repr(rows) == "<rows of ?a ?b>"
    assert repr(graph.query("DESCRIBE o:swu")) == "<triples>"


@pytest.mark.parametrize(
    ("sparql", "what"), [("SELECT * { VALUES ?n { 1 } }", "rows"), ("DESCRIBE o:swu", "triples")]
)
def test_an_answer_read_to_its_end_says_so_when_it_is_read_again(
    graph: Store, sparql: str, what: str
) -> None:
    answer = graph.query(sparql)
    assert not isinstance(answer, bool)
    assert len(list(answer)) > 0

    with pytest.raises(QueryError, match=f"the {what} of this result have already been read; "):
        list(answer)


def test_one_reading_can_stop_and_go_on(graph: Store) -> None:
    values = rows_of(graph, "SELECT * { VALUES ?n { 1 2 3 } }").values()

    assert next(values) == (1,)
    assert list(values) == [(2,), (3,)]


@pytest.mark.parametrize(
    "again",
    [
        list,
        SelectResult.to_pandas,
        SelectResult.to_arrow,
        SelectResult.to_dicts,
        lambda rows: rows.limit(2),
        lambda rows: rows.write("none.csv"),
        lambda rows: rows.write("none.json"),
        lambda rows: rows.write("none.parquet"),
    ],
)
def test_a_result_read_in_part_is_never_silently_short(
    graph: KnowledgeGraph,
    again: Callable[[SelectResult], object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = graph.select("SELECT ?p { ?p a yq:Partnership }")
    for _ in rows:
        break

    with pytest.raises(QueryError, match="the rows of this result have already been read in part"):
        again(rows)
    assert list(tmp_path.iterdir()) == []


def test_triples_read_in_part_are_never_silently_short(graph: KnowledgeGraph) -> None:
    triples = graph.construct("DESCRIBE o:swu")
    next(iter(triples))

    with pytest.raises(QueryError, match="the triples of this result have already been read in"):
        triples.serialize()


def test_a_consumed_result_says_so_in_a_notebook(graph: KnowledgeGraph) -> None:
    rows = graph.select("SELECT * { VALUES ?n { 1 } }")
    list(rows)

    assert rows._repr_html_() == "<p>Already read; run the query again to see the result.</p>"


def test_a_limit_computes_no_more_rows_and_tells_whether_there_were_more(
    graph: KnowledgeGraph,
) -> None:
    three = "SELECT * { VALUES ?n { 1 2 3 } }"
    less, all_ = graph.select(three).limit(2), graph.select(three).limit(3)

    assert [list(less.values()), list(all_.values())] == [[(1,), (2,)], [(1,), (2,), (3,)]]
    assert [less.truncated, all_.truncated] == [True, False]
    assert [less.count, all_.count] == [2, 3]
    described = graph.construct("DESCRIBE o:swu").limit(2)
    assert (len(list(described)), described.truncated) == (2, True)


def test_rows_are_dictionaries_of_terms_or_values(graph: KnowledgeGraph) -> None:
    query = 'SELECT ?n ?none { VALUES ?n { "2" 2 } }'

    assert [row.asdict() for row in graph.select(query)] == [
        {"n": Literal("2"), "none": None},
        {"n": Literal(2), "none": None},
    ]
    assert graph.select(query).to_dicts() == [{"n": "2", "none": None}, {"n": 2, "none": None}]


def test_a_data_frame_has_a_type_for_each_column(graph: Store) -> None:
    frame = rows_of(graph, TYPED).to_pandas()

    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "i": "Int64",
        "n": "Float64",
        "b": "boolean",
        "d": "datetime64[s]",
        "y": "object",
        "iri": "object",
        "mixed": "object",
        "name": "object",
        "name@lang": "object",
        "empty": "object",
    }
    assert frame["n"].sum() == 1004.5
    assert frame["i"].max() == 2**63 - 1
    assert frame["d"].dt.year.tolist()[0::2] == [2025.0, 1.0]
    assert frame["name@lang"].tolist() == ["zh", "en", None]


def test_an_arrow_table_has_typed_columns_and_tells_what_values_do_not(graph: Store) -> None:
    table = rows_of(graph, TYPED).to_arrow()

    assert {field.name: str(field.type) for field in table.schema} == {
        "i": "int64",
        "n": "double",
        "b": "bool",
        "d": "date32[day]",
        "y": "string",
        "iri": "string",
        "mixed": "string",
        "name": "string",
        "name@lang": "string",
        "empty": "string",
    }
    assert table.column("d").to_pylist() == [date(2025, 6, 1), None, date(1, 1, 1)]
    assert table.column("mixed").to_pylist() == ["1", "x", f"{graph.prefixes['o']}swu"]
    assert table.schema.field("y").metadata == {
        b"kind": b"literal",
        b"datatype": b"http://www.w3.org/2001/XMLSchema#gYear",
    }
    assert table.schema.field("iri").metadata == {b"kind": b"iri"}


def test_a_language_all_rows_share_is_metadata(graph: Store) -> None:
    table = rows_of(graph, 'SELECT * { VALUES ?name { "a"@en "b"@en } }').to_arrow()

    assert table.column_names == ["name"]
    assert table.schema.field("name").metadata[b"language"] == b"en"


@pytest.mark.parametrize("number", ["9223372036854775808", "-9223372036854775809"])
def test_a_number_too_great_for_a_column_of_numbers_makes_it_text(
    graph: Store, number: str
) -> None:
    rows = rows_of(graph, f'SELECT * {{ VALUES ?n {{ 1 "{number}" }} }}')

    assert rows.to_arrow().column("n").to_pylist() == ["1", number]


def test_no_rows_are_an_empty_table(graph: Store) -> None:
    table = rows_of(graph, "SELECT ?a { FILTER(false) }").to_arrow()

    assert (table.num_rows, table.column_names) == (0, ["a"])
    assert rows_of(graph, "SELECT ?a { FILTER(false) }").to_pandas().shape == (0, 1)


TIMES = """SELECT ?utc ?local ?mixed ?fine ?day {
  VALUES (?utc ?local ?mixed ?fine ?day) {
    ("2025-06-01T12:00:00Z"^^xsd:dateTime "2025-06-01T12:00:00"^^xsd:dateTime
     "2025-06-01T12:00:00Z"^^xsd:dateTime "2025-06-01T12:00:00.1234567Z"^^xsd:dateTime
     "2025-06-01"^^xsd:date)
    ("2025-06-01T12:00:00.5+08:00"^^xsd:dateTime UNDEF "2025-06-01T12:00:00"^^xsd:dateTime
     UNDEF "2025-06-02"^^xsd:date) } }"""
MOMENTS = [
    datetime(2025, 6, 1, 12, tzinfo=UTC),
    datetime(2025, 6, 1, 4, 0, 0, 500_000, tzinfo=UTC),
]


def test_dates_and_times_are_columns_of_their_own_types(graph: KnowledgeGraph) -> None:
    table = graph.select(TIMES).to_arrow()
    frame = graph.select(TIMES).to_pandas()

    assert {field.name: str(field.type) for field in table.schema} == {
        "utc": "timestamp[us, tz=UTC]",
        "local": "timestamp[us]",
        "mixed": "string",  # no moment in time is known of the second
        "fine": "string",  # Python has no more than microseconds
        "day": "date32[day]",
    }
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "utc": "datetime64[us, UTC]",
        "local": "datetime64[us]",
        "mixed": "object",
        "fine": "object",
        "day": "datetime64[s]",
    }
    assert table.column("utc").to_pylist() == MOMENTS
    assert frame["utc"].tolist() == MOMENTS
    assert table.column("local").to_pylist() == [datetime(2025, 6, 1, 12), None]
    assert frame["local"].isna().tolist() == [False, True]
    assert table.column("fine").to_pylist() == ["2025-06-01T12:00:00.1234567Z", None]


def test_a_polars_frame_has_the_types_of_arrow(graph: KnowledgeGraph) -> None:
    import polars

    frame = graph.select(TYPED).to_polars()

    assert {name: str(kind) for name, kind in frame.schema.items()} == {
        "i": "Int64",
        "n": "Float64",
        "b": "Boolean",
        "d": "Date",
        "y": "String",
        "iri": "String",
        "mixed": "String",
        "name": "String",
        "name@lang": "String",
        "empty": "String",
    }
    assert frame["n"].sum() == 1004.5
    times = graph.select(TIMES).to_polars()
    assert times["utc"].to_list() == MOMENTS
    assert times.schema["local"] == polars.Datetime("us")


def test_an_arrow_table_survives_a_file(graph: Store) -> None:
    table, file = rows_of(graph, TYPED).to_arrow(), io.BytesIO()
    with pyarrow.ipc.new_file(file, table.schema) as writer:
        writer.write(table)

    with pyarrow.ipc.open_file(file.getvalue()) as again:
        assert again.read_all().equals(table, check_metadata=True)


def test_a_construct_is_a_network_with_attributes(graph: Store) -> None:
    network = triples_of(
        graph,
        """CONSTRUCT { ?s yq:partnersWith ?u . ?s skos:prefLabel ?label ; yq:ministryCode ?code .
                       ?s yq:currentPartnershipCount ?n }
        WHERE { VALUES ?s { o:cqmu } ?s yq:partnersWith ?u ; skos:prefLabel ?label ;
                yq:ministryCode ?code ; yq:currentPartnershipCount ?n }""",
    ).to_networkx()
    school, university = f"{graph.prefixes['o']}cqmu", f"{graph.prefixes['o']}leicester"

    assert isinstance(network, networkx.MultiDiGraph)
    assert list(network.edges(keys=True, data=True)) == [
        (
            school,
            university,
            "yq:partnersWith",
            {"predicate": f"{graph.prefixes['yq']}partnersWith"},
        )
    ]
    assert network.nodes[school] == {
        "yq:ministryCode": "4150010631",
        "yq:currentPartnershipCount": 2,
        "skos:prefLabel@en": "Chongqing Medical University",
        "skos:prefLabel@zh-Hans": "重庆医科大学",
    }


def test_a_network_of_triples_can_be_written_as_graphml_and_read_again(graph: Store) -> None:
    network = triples_of(graph, "DESCRIBE o:swu o:utas").to_networkx()
    file = io.BytesIO()
    networkx.write_graphml(network, file)
    file.seek(0)

    again = networkx.read_graphml(file, force_multigraph=True)
    assert dict(again.nodes(data=True)) == dict(network.nodes(data=True))
    assert sorted(again.edges(keys=True)) == sorted(network.edges(keys=True))


def test_a_notebook_shows_rows_and_they_can_still_be_read(graph: Store) -> None:
    rows = rows_of(graph, "SELECT ?s ?n { VALUES (?s ?n) { (o:swu 1) } }")

    assert rows._repr_html_() == rows._repr_html_()
    assert rows._repr_html_() == (
        "<table><thead><tr><th>s</th><th>n</th></tr></thead><tbody><tr><td>"
        '<a href="https://w3id.org/yuqiao/id/organisation/swu" rel="noreferrer">o:swu</a></td>'
        "<td>1</td></tr></tbody></table>"
    )
    assert len(list(rows)) == 1


def test_a_notebook_shows_the_first_rows_and_says_that_there_are_more(graph: Store) -> None:
    shown = rows_of(graph, "SELECT ?p { ?p a yq:Partnership }")._repr_html_()

    assert shown.count("<tr>") == 21
    assert shown.endswith("</table><p>The first 20; there are more.</p>")


def test_a_notebook_shows_triples_and_they_can_still_be_read(graph: Store) -> None:
    triples = triples_of(graph, "CONSTRUCT WHERE { o:cqmu yq:partnersWith ?u }")

    assert triples._repr_html_().count("<tr>") == 2
    assert len(list(triples)) == 1


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        ('"<script>alert(1)</script>"', "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<javascript:alert(1)>", "&lt;javascript:alert(1)&gt;"),
        (
            "<http://e/'onclick='x>",
            '<a href="http://e/&#x27;onclick=&#x27;x" rel="noreferrer">&lt;http://e/&#x27;onclick=&#x27;x&gt;</a>',
        ),
        ('"a\\u202Eb\\nc"', "a b c"),
    ],
)
def test_hostile_data_is_text_in_a_notebook(graph: Store, term: str, shown: str) -> None:
    rows = rows_of(graph, f"SELECT * {{ VALUES ?x {{ {term} }} }}")

    assert f"<td>{shown}</td>" in rows._repr_html_()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "method"),
    [("pandas", "to_pandas"), ("pyarrow", "to_arrow"), ("polars", "to_polars")],
)
def test_a_library_that_is_not_installed_is_named(module: str, method: str) -> None:
    script = f"""import sys; sys.modules["{module}"] = None
import yuqiao
yuqiao.open().query("SELECT * {{ VALUES ?n {{ 1 }} }}").{method}()"""
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    extra = {"pyarrow": "arrow"}.get(module, module)
    assert run.stderr.splitlines()[-1].endswith(f"need {module}: pip install 'yuqiao[{extra}]'")


def test_rows_are_no_network_and_say_what_is() -> None:
    rows = yuqiao.open().query("SELECT * { VALUES ?source { 1 } }")

    assert isinstance(rows, Solutions)
    with pytest.raises(QueryError, match=r"^rows are not a network; use CONSTRUCT"):
        rows.to_networkx()


def test_triple_terms_are_text_in_their_brackets(graph: KnowledgeGraph) -> None:
    query = "SELECT ?t { VALUES ?t { <<( <urn:a> <urn:b> <urn:c> )>> } }"
    shown = "<<( <urn:a> <urn:b> <urn:c> )>>"

    assert graph.select(query).to_dicts() == [{"t": shown}]
    assert graph.select(query).to_arrow().to_pydict() == {"t": [shown]}
    assert "<td>&lt;&lt;( &lt;urn:a&gt;" in graph.select(query)._repr_html_()
