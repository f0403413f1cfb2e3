"""What Python makes of answers: rows by name, data frames, Arrow tables, networks, notebooks."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date

import networkx
import pyarrow
import pytest

import yuqiao
from yuqiao.graph.errors import QueryError
from yuqiao.graph.stores.results import Solutions, Triples
from yuqiao.graph.stores.store import Store

TYPED = """SELECT ?i ?n ?b ?d ?y ?iri ?mixed ?name ?empty {
  VALUES (?i ?n ?b ?d ?y ?iri ?mixed ?name ?empty) {
    (1 2 true "2025-06-01"^^xsd:date "2016"^^xsd:gYear o:cqu 1 "重庆"@zh UNDEF)
    (UNDEF 2.5 false UNDEF "2017"^^xsd:gYear o:swu "x" "Chongqing"@en UNDEF)
    (9223372036854775807 1e3 UNDEF "0001-01-01"^^xsd:date UNDEF o:swu o:swu "CQ" UNDEF) } }"""


@pytest.fixture(scope="module")
def graph() -> Store:
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
    assert str(row.term("name")) == '"重庆"@zh'
    with pytest.raises(KeyError, match="nmae"):
        row.term("nmae")


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

    with pytest.raises(QueryError, match=f"the {what} of this answer have been read; keep them"):
        list(answer)


def test_reading_can_stop_and_go_on(graph: Store) -> None:
    rows = rows_of(graph, "SELECT * { VALUES ?n { 1 2 3 } }")

    assert next(rows.values()) == (1,)
    assert list(rows.values()) == [(2,), (3,)]


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
        "skos:prefLabel@zh-hans": "重庆医科大学",
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


@pytest.mark.parametrize(("module", "method"), [("pandas", "to_pandas"), ("pyarrow", "to_arrow")])
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
    with pytest.raises(QueryError, match=r"^rows are no network; ask with CONSTRUCT"):
        rows.to_networkx()
