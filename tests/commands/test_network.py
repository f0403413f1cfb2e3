"""`yuqiao measure` and `yuqiao path`, as typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import yuqiao
from yuqiao.cli import main
from yuqiao.graph.stores.results import Solutions

pytestmark = pytest.mark.slow


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


SUMMARIES = {
    "en": """\
nodes          49 (16 country, 33 school)
edges          55
components     4, the largest of 37 nodes
density        0.1042 of all possible links between a school and a country (Borgatti and Everett 1997)
bridges        28 edges whose removal splits a component
concentration  0.112 by country (Herfindahl-Hirschman index; as if 8.9 had equal shares of partnerships)

Measures of each node
  degree             number of neighbours
  weighted-degree    number of partnerships, over all neighbours
  normalized-degree  share of all possible neighbours
  betweenness        how often it lies on shortest paths between others
  closeness          how near it is to all others
  pagerank           how central it is, weighted by how central its neighbours are
  core               how deep it lies in the densest part
  community          which densely linked group it belongs to
  brokerage          how much it links nodes that are not linked otherwise
Measures of the network
  components         which parts are not linked to each other
  bridges            which edges hold the network together
  concentration      how concentrated the partnerships are in a few countries and fields
Comparisons with chance
  backbone           which edges carry more weight than chance would give them
  null-model         whether nestedness, modularity and sharing in a two-mode network are chance
  cohesion           whether the communities of a two-mode network are chance
""",
    "zh": """\
节点           49（国家（地区）16、中方院校33）
边             55
连通分量       4，最大的有37个节点
密度           0.1042，按中方院校与国家（地区）之间所有可能的连线计（Borgatti 与 Everett 1997）
桥             28（去掉后连通分量断开的边）
集中度         0.112，按国家（地区）计（赫芬达尔-赫希曼指数，相当于8.9个均分合作办学机构和项目）

节点的指标
  degree             相邻节点数
  weighted-degree    与所有相邻节点之间的合作办学机构和项目数
  normalized-degree  占所有可能的相邻节点的比例
  betweenness        位于其他节点之间最短路径上的频度
  closeness          与其他所有节点的接近程度
  pagerank           中心程度，按相邻节点的中心程度加权
  core               处于最稠密部分的深度
  community          所属的联系紧密的群组
  brokerage          连接其他互不相连的节点的程度
整个网络的指标
  components         互不相连的部分
  bridges            维系网络连通的边
  concentration      合作办学机构和项目集中于少数国家（地区）和学科领域的程度
与随机网络的比较
  backbone           权重超出随机所得的边
  null-model         双模网络的嵌套度、模块度和共同相邻节点是否出于偶然
  cohesion           双模网络的社群是否出于偶然
""",
}


@pytest.mark.parametrize("lang", SUMMARIES)
def test_without_a_name_the_network_is_summarized(lang: str) -> None:
    result = run("measure", "--projection", "school-country", "--lang", lang)

    assert result.stdout == SUMMARIES[lang]


def test_bridges_are_rows_of_two_ends() -> None:
    result = run("measure", "bridges", "--projection", "industry", "--country", "RU", "--as", "csv")
    assert [line.rsplit(",", 2)[0] for line in result.stdout.splitlines()[1:]] == [
        "Internet of Things,industry,Chongqing Intelligent Engineering Vocational College,school",
        "Internet of Things,industry,Chongqing University of Posts and Telecommunications,school",
        "Smart manufacturing,industry,Chongqing Vocational Institute of Engineering,school",
    ]


def test_the_concentration_is_that_of_the_partnerships_counted() -> None:
    counted = yuqiao.open().query(
        "SELECT ?term (COUNT(DISTINCT ?partnership) AS ?count) "
        "{ ?partnership yq:foreignPartner/yq:country ?term } GROUP BY ?term"
    )
    assert isinstance(counted, Solutions)
    counts = [float(str(count)) for _, count in counted.values()]
    index = sum((count / sum(counts)) ** 2 for count in counts)

    result = run("measure", "concentration", "--projection", "school-country", "--as", "csv")

    kind, found, equal, things = result.stdout.splitlines()[1].split(",")
    assert (kind, things) == ("country", str(len(counts)))
    assert float(found) == pytest.approx(index)
    assert float(equal) == pytest.approx(1 / index)
    assert result.stderr.startswith("concentration: the Herfindahl-Hirschman index")


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [
        (
            ("null-model", "--draws", "20", "--seed", "1", "--lang", "zh"),
            ["statistic", "嵌套度（NODF）", "模块度", "共同相邻节点的集中度"],
        ),
        (("cohesion", "--draws", "20"), ["community", "1", "2", "3", "4", "5"]),
        (("backbone",), ["name", "Southwest University", "Chongqing University"]),
    ],
)
def test_a_network_is_compared_with_chance(arguments: tuple[str, ...], rows: list[str]) -> None:
    result = run("measure", *arguments, "--projection", "school-country", "--as", "csv")

    assert [line.split(",")[0] for line in result.stdout.splitlines()][: len(rows)] == rows


def test_an_empty_network_says_why() -> None:
    result = run("measure", "--country", "RU", "--stem", "mixed")

    assert (result.exit_code, result.stdout) == (0, "nodes          0\nedges          0\n")
    assert result.stderr == "No partnership matches all of: country RU (8), stem mixed (0).\n"


def test_the_description_of_a_network_is_no_file(tmp_path: Path) -> None:
    file = tmp_path / "measures.csv"
    file.write_text("older", "utf-8")

    result = run("measure", "-o", str(file))

    assert result.exit_code == 2
    assert file.read_text("utf-8") == "older"


def test_a_measure_is_a_table_in_any_format() -> None:
    result = run(
        "measure",
        "degree",
        "--country",
        "Russia",
        "--focus",
        "俄罗斯",
        "--as",
        "csv",
        "--hops",
        "1",
    )

    assert result.stderr == "degree: the number of neighbours; exact\n"
    assert result.stdout.splitlines()[:3] == [
        "name,kind,degree,thing",
        "Russia,country,8,http://publications.europa.eu/resource/authority/country/RUS",
        "Far Eastern Federal University,university,1,https://w3id.org/yuqiao/id/organisation/fefu",
    ]


def test_names_come_in_chinese() -> None:
    result = run(
        "measure", "community", "--projection", "school-country", "--lang", "zh", "--as", "csv"
    )

    assert "西南大学,school," in result.stdout


def test_the_first_rows_are_cut_with_a_word_and_exit_code_3() -> None:
    result = run("measure", "pagerank", "--limit-rows", "2")

    assert (result.exit_code, len(result.stdout.splitlines())) == (3, 3)
    assert result.stderr.splitlines()[-1] == "yuqiao: truncated to 2 rows"


@pytest.mark.parametrize(
    "source",
    [
        ("--question", "school-university-network"),
        ("--query", "SELECT ?source ?target { ?source yq:partnersWith ?target ; yq:sector ?any }"),
        ("--projection", "school-university"),
    ],
)
def test_a_network_comes_from_a_question_a_query_or_a_projection(source: tuple[str, str]) -> None:
    result = run("measure", "degree", *source, "--as", "csv")

    assert "\nSouthwest University,school,8," in result.stdout


def test_a_path_shows_the_partnerships_behind_each_hop() -> None:
    assert run("path", "CQU", "Russia").stdout == (
        "Path 1: 2 hops\n"
        "  Chongqing University (school)\n"
        "    | Physics bachelor programme, Chongqing University and Novosibirsk State University\n"
        "  Novosibirsk State University (university)\n"
        "    | Physics bachelor programme, Chongqing University and Novosibirsk State University\n"
        "  Russia (country)\n"
        "\n"
    )
    assert run("path", "CQU", "Russia", "--lang", "zh").stdout == (
        "路径1：2步\n"
        "  重庆大学（中方院校）\n"
        "    | 重庆大学与俄罗斯新西伯利亚国家研究型国立大学合作举办物理学专业本科教育项目\n"
        "  俄罗斯新西伯利亚国家研究型国立大学（外方院校）\n"
        "    | 重庆大学与俄罗斯新西伯利亚国家研究型国立大学合作举办物理学专业本科教育项目\n"
        "  俄罗斯（国家（地区））\n"
        "\n"
    )


def test_all_paths_up_to_a_length_start_with_the_shortest() -> None:
    heads = [
        line
        for line in run("path", "CQU", "Russia", "--max-hops", "4").stdout.splitlines()
        if line.startswith("Path")
    ]

    assert heads[0] == "Path 1: 2 hops"
    assert heads[-1].endswith(": 4 hops")


def test_no_path_is_exit_code_1() -> None:
    result = run("path", "CQU", "Hungary", "--projection", "school-country")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "no path was found\n"


def test_no_path_of_so_many_hops_is_told_so() -> None:
    result = run("path", "SWU", "Novosibirsk", "--max-hops", "2")

    assert (result.exit_code, result.stderr) == (
        1,
        "no path of at most 2 hops was found\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("measure", "fame"), "fame is not a measure; expected one of degree, weighted-degree, n"),
        (
            ("measure", "degree", "--draws", "5"),
            "--draws and --seed apply to null-model and cohesi",
        ),
        (
            ("measure", "null-model"),
            "a null model requires a two-mode network, whose edges join two kinds of node; this one has 4: country, discipline, school, university; choose two kinds with --projection",
        ),
        (("measure", "--projection", "x"), "x is not a projection; expected one of school-univers"),
        (("measure", "--onto", "country"), "the projection has no nodes of the kind country; expe"),
        (("measure", "--country", "XX"), 'country: no partnership has "XX"; expected one of AU, C'),
        (("measure", "--focus", "Nowhere"), '"Nowhere" is not in the graph'),
        (
            ("path", "SWU", "Yongchuan District"),
            '"Yongchuan District" is in the graph, but not in this network',
        ),
        (("path", "SWU", "university"), '"university" may be any of <http'),
        (
            ("measure", "--query", "ASK {}", "--country", "RU"),
            "a query describes its own network: le",
        ),
        (("measure", "-p", "a=b"), "parameters need a question; name the question they belong to"),
        (
            ("view", "-o", "x.gexf"),
            "x.gexf: no format for views has this extension (it is one for ",
        ),
        (
            ("measure", "--query", "SELECT ?a {}"),
            "a network needs the columns ?source and ?target, o",
        ),
        (("measure", "--lang", "fr"), '"fr" is not a display language; expected en or zh'),
    ],
    ids=" ".join,
)
def test_what_cannot_be_is_refused_in_one_line(arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"yuqiao: {message}")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        ((), "", ""),
        (
            ("--projection", "school-country", "--status", "active"),
            "Schools and countries that share partnerships, only partnerships: status active.",
            "有共同合作办学的中方院校与国家（地区），仅限：状态 active。",
        ),
        (
            ("--onto", "school"),
            "Schools linked by the foreign universities they share.",
            "由共同的外方院校相连的中方院校。",
        ),
        (
            ("--question", "school-university-network", "--focus", "SWU", "--hops", "1"),
            "The network of the question school-university-network, up to 1 hop around Southwest University.",
            "问题 school-university-network 的网络，西南大学周围1步以内。",
        ),
    ],
)
def test_a_page_of_any_network_says_what_it_shows(
    arguments: tuple[str, ...], en: str, zh: str, tmp_path: Path
) -> None:
    result = run("view", *arguments, "-o", str(tmp_path / "page.html"))
    page = (tmp_path / "page.html").read_text("utf-8")

    assert result.exit_code == 0
    assert f'"about":{{"en":"{en}","zh":"{zh}"}}' in page


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (("-o", "n.graphml"), '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"'),
        (
            ("-o", "n.gexf"),
            '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns:viz="http://gexf.net/1.3/viz"',
        ),
        (("--as", "cytoscape", "-o", "n"), '{\n "data": {'),
        (("--as", "EDGES-CSV", "-o", "n"), "source,target,Type,id,label,source_label_en,"),
        (("--as", "json-graph", "-o", "n"), '{\n "directed": false,'),
    ],
)
def test_export_writes_a_projection_for_other_tools(
    arguments: tuple[str, ...], start: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("export", "--projection", "school-country", *arguments)
    (file,) = tmp_path.iterdir()

    assert (result.exit_code, result.output) == (0, "")
    assert file.read_text("utf-8").startswith(start)


def test_rdf_of_a_projection_is_refused(tmp_path: Path) -> None:
    result = run("export", "--projection", "school-country", "-o", str(tmp_path / "a.ttl"))

    assert result.exit_code == 2
    assert result.stderr.startswith("yuqiao: projections and filters need a network format, su")
    assert list(tmp_path.iterdir()) == []


def test_rdf_of_a_gathered_network_is_refused_too(tmp_path: Path) -> None:
    result = run("export", "--aggregate", "country", "-o", str(tmp_path / "a.ttl"))

    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
