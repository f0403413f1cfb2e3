"""Help and messages are in Chinese where --lang or the locale asks, all of them."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from yuqiao.cli import main
from yuqiao.exports.text_layout import display_width, wrap_prose
from yuqiao.graph import translation
from yuqiao.graph.sparql.guards import too_large
from yuqiao.graph.translation import catalogue, translate, use_language
from yuqiao.shell.dot_commands import _KEYS, COMMANDS

CHINESE = re.compile(r"[\u4e00-\u9fff]")
EVERY = ["", *main.commands]


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language(None)


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, arguments, env=environment)


def help_texts(command: click.Command) -> Iterator[str]:
    """Yield the paragraphs and the texts of options, without line breaks."""
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(command.help or "")):
        lines = paragraph.removeprefix("\b").strip("\n").split("\n")
        if paragraph.startswith("\b"):
            yield from (line for line in lines if not line.startswith("  "))
        else:
            yield " ".join(lines)
    context = click.Context(command)
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record and record[1]:
            yield re.sub(r"  \[[^\[\]]*\]$", "", record[1])


@pytest.mark.parametrize("name", EVERY)
def test_every_help_text_is_translated(name: str) -> None:
    texts = list(help_texts(main.commands[name] if name else main))
    missing = [text for text in texts if not CHINESE.search(translate(text, "zh"))]

    assert missing == []
    assert len(texts) > 3


def test_the_help_of_the_prompt_is_translated() -> None:
    texts = [*(command.purpose for command in COMMANDS), *_KEYS.values()]

    assert [text for text in texts if not CHINESE.search(translate(text, "zh"))] == []


@pytest.mark.parametrize("name", main.commands)
def test_every_command_takes_a_language(name: str) -> None:
    shown = run(name, "--lang", "zh", "--help").stdout

    assert shown == run("--lang", "zh", name, "--help").stdout
    assert shown.count("--lang LANG") == 1


@pytest.mark.parametrize("name", EVERY)
def test_chinese_help_is_chinese_and_fits_the_terminal(name: str) -> None:
    shown = run("--lang", "zh", *filter(None, [name]), "--help").stdout
    prose, _, options = shown.partition("选项：")
    in_prose = [line for line in prose.splitlines() if line and not line.startswith("    ")]

    assert shown.startswith(f"用法：yuqiao {name}".rstrip())
    assert all(CHINESE.search(line) or display_width(line) < 70 for line in in_prose)
    assert max(display_width(line) for line in [*in_prose, *options.splitlines()]) <= 80
    assert re.findall("Default|Usage|Example|Options", shown) == []


def test_fields_of_a_translation_are_those_of_its_text() -> None:
    field = re.compile(r"\{(\w+)\}")
    for text, said in catalogue().items():
        assert set(field.findall(said)) <= set(field.findall(text)), text
        assert said, text


def test_a_line_does_not_begin_with_a_closing_mark() -> None:
    text = "图谱（RDF）的格式，默认由扩展名决定。可选 turtle、ntriples、[默认：x]。"
    for width in range(12, 60):
        lines = list(wrap_prose(text, width))
        assert [line for line in lines if line[0] in "，。；：、）”"] == []
        assert [line for line in lines if line[-1] in "（“["] == []
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


ERRORS = {
    ("qery",): "没有此命令：qery；是否指 'query'？见 yuqiao --help",
    ("query", "--tables", "x"): "没有此选项：--tables；是否指 '--as'？见 yuqiao query --help",
    ("path", "a"): "缺少参数 B；见 yuqiao path --help",
    ("load", "a.ttl"): "缺少选项 --into；见 yuqiao load --help",
    ("measure", "--hops", "x"): "--hops 的值无效：“x”不是整数；见 yuqiao measure --help",
    ("diff", "a", "b", "c"): "多余的参数（c）；见 yuqiao diff --help",
    ("query", "--as"): "选项 --as 需要一个值",
    (
        "import-check",
        "a",
        "--as",
        "xml",
    ): "--as 的值无效：“xml”不是以下之一：'text', 'json'；见 yuqiao import-check --help",
    (
        "query",
        "--lint",
        "--explain",
        "ASK {}",
    ): "--lint 不能与 --explain 合用；见 yuqiao query --help",
    ("query", "-f", "none.rq"): "none.rq: 无法读取查询（没有此文件或目录）",
    (
        "query",
        "ASK {}",
        "-p",
        "a=x:y",
    ): "-p a: x:y 的前缀 x: 未知；IRI 写为 '<x:y>'，文本写为 '\"x:y\"'",
    ("query", "ASK {} x"): '查询有误（第1行第8列）：此处不应有 "x"；请删除\nASK {} x\n       ^',
    ("query", "ASK { SERVICE <http://a.b/> {} }"): (
        "SERVICE 会将此查询的一部分发往 a.b，不予允许；如要允许，请用 --allow-host a.b\n"
        "ASK { SERVICE <http://a.b/> {} }\n      ^"
    ),
    ("export", "--as", "gml2"): (
        "gml2 不是可用的格式；RDF 格式应为以下之一：turtle、ntriples、rdfxml、jsonld、trig、nquads；"
        "网络格式应为以下之一：graphml、gexf、cytoscape、edges-csv、nodes-csv、json-graph；"
        "表格格式应为以下之一：parquet-folder"
    ),
    ("build", "none"): "none: 没有此文件夹；应为 CSV 表格所在的文件夹",
    ("query", "ASK {}", "--timeout", "soon"): "“soon”不是时限；应为秒数，如 5 或 0.5",
}


@pytest.mark.parametrize("arguments", ERRORS)
def test_errors_are_translated(arguments: tuple[str, ...]) -> None:
    result = run("--lang", "zh", *arguments)

    assert (result.exit_code, result.stderr) == (2, f"yuqiao: {ERRORS[arguments]}\n")


@pytest.mark.parametrize("language", [["--lang", "zh"], ["--lang=zh"]])
def test_the_language_holds_for_an_error_before_it(language: list[str]) -> None:
    assert run("query", "--tables", *language).stderr == (
        "yuqiao: 没有此选项：--tables；是否指 '--as'？见 yuqiao query --help\n"
    )


def test_fields_do_not_swallow_the_clause_after_them() -> None:
    assert translate("there is no command .foo; .help lists them", "zh") == (
        "没有命令 .foo；.help 列出所有命令"
    )


def test_what_is_not_translated_whole_stays_english() -> None:
    message = "a.ttl:2:12: The engine has words of its own; did you mean foaf:?"

    assert translate(message, "zh") == message


LOCALES: list[tuple[Mapping[str, str], str]] = [
    ({"LANG": "zh_CN.UTF-8"}, "查询"),
    ({"LANG": "C.UTF-8", "LC_ALL": "zh_HK"}, "查询"),
    ({"LANG": "C.UTF-8", "LC_MESSAGES": "zh_CN"}, "查询"),
    ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh"}, "Query"),
    ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "Query"),
    ({"LANG": "de_DE.UTF-8"}, "Query"),
    ({}, "Query"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("environment", "heading"), LOCALES)
def test_the_locale_decides_for_help(environment: Mapping[str, str], heading: str) -> None:
    inherited = {name: value for name, value in os.environ.items() if name != "LANG"}
    command = [sys.executable, "-m", "yuqiao", "--help"]

    ended = subprocess.run(
        command, env={**inherited, **environment}, capture_output=True, check=True
    )

    mark = "：" if heading == "查询" else ":"
    assert f"\n{heading}{mark}\n" in ended.stdout.decode()


@pytest.mark.slow
def test_the_locale_decides_for_labels_and_an_option_decides_before_it() -> None:
    chinese = run("about", "swu", "--lang", "zh")

    assert run("about", "swu", LANG="zh_CN.UTF-8").stdout == chinese.stdout
    assert run("--lang", "zh", "about", "swu").stdout == chinese.stdout
    assert (
        run("about", "swu", "--lang", "en", LANG="zh_CN.UTF-8").stdout == run("about", "swu").stdout
    )
    assert chinese.stdout != run("about", "swu").stdout


def test_the_catalogue_has_each_text_once() -> None:
    entries = Path(translation.__file__).with_name("locale") / "zh_CN/LC_MESSAGES/yuqiao.po"

    assert entries.read_text("utf-8").count("\nmsgid ") == len(catalogue()) + 1


PARTS = {
    "t.csv:3:x: 'a; b': an empty part between ';'; expected a value on each side": (
        "t.csv:3:x: 'a; b': “;”之间有空值；“;”两侧都应有值"
    ),
    "t.csv:1:forms: stray column; expected id, form or name": (
        "t.csv:1:forms: 多余的列；应为 id、form 或 name"
    ),
    "xslx is not a format for rows; did you mean csv? Expected one of csv, tsv": (
        "xslx 不是可用于行的格式；是否指 csv？应为以下之一：csv、tsv"
    ),
    "the query is wrong at line 1, column 8: ＊ (U+FF0A) is not SPARQL punctuation": (
        "查询有误（第1行第8列）：＊（U+FF0A）不是 SPARQL 的标点"
    ),
    'no question is named "Export"; it takes none': "没有名为“Export”的问题；它没有参数",
    "a.ttl: no such file": "a.ttl: 没有此文件",
    "a.pptx: 12 nodes without a name: the slide is too small to read it; show fewer nodes, or take "
    "an SVG or PDF": (
        "a.pptx: 12个节点未标名称：幻灯片太小，名称无法辨认；请少显示一些节点，或改用 SVG 或 PDF"
    ),
    str(too_large("the query", "query")): (
        "查询超过4,000,000个字符；请将较长的值列表放入单独的 RDF 文件，再查询包含两者的文件夹"
    ),
    str(too_large("big.ru", "update")): (
        "big.ru 超过4,000,000个字符；请将三元组放入 RDF 文件，再将该文件添加到图谱"
    ),
}


@pytest.mark.parametrize("message", PARTS)
def test_parts_and_values_of_a_message(message: str) -> None:
    assert translate(message, "zh") == PARTS[message]


def test_diagnostics_are_translated() -> None:
    empty = run("--lang", "zh", "query", "--why-empty", "ASK { ?x a yq:Universty }").stdout
    lint = run("--lang", "zh", "query", "--lint", "ASK { ?x yq:nme ?y }").stdout

    assert empty.startswith("答案为 false。\n\n第1行第7列：此处没有匹配\n")
    assert lint.startswith("第1行第10列：图谱中没有 yq:nme\n")


CHECKED = """\
@prefix yq: <https://w3id.org/yuqiao/def#> .
@prefix s: <http://schema.org/> . @prefix t: <https://schema.org/> .
<a> yq:levle "x"@zh_cn, "2"^^<http://www.w3.org/2001/XMLSchema#date>, u:x ; s:name <a b> ; t:name 1 .
"""


def test_every_kind_of_finding_in_a_file_is_translated(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(CHECKED, "utf-8")

    lines = run("--lang", "zh", "import-check", str(file)).stdout.splitlines()

    assert [line.removeprefix(f"{file}:") for line in lines] == [
        " Turtle，1条三元组",
        "本词汇表的术语：yq:levle 1",
        "2:35: schema.org：此文件中的 schema.org 既有 http 又有 https，两者是不同的术语；本词汇表使用 https",
        "3:5: 术语：词汇表中没有 yq:levle；是否指 yq:level？",
        "3:17: 语言标签：“zh_cn”不是规范的语言标签，如 zh-Hans",
        "3:20: 语法：读取在此处中止：此处不应有字符 'c'",
        "3:25: 字面量：“2”不是 xsd:date 的值",
        "3:71: 前缀：前缀 u: 未声明",
        "3:84: IRI：<a b> 不是 IRI",
        "7个问题",
    ]


def test_a_list_of_entities_is_translated() -> None:
    chinese = run("about", "Northumbria", "--lang", "zh").stdout.splitlines()

    assert chinese[0] == "有2个实体与 'Northumbria' 匹配；请使用其中一个的名称或带前缀的名称："


def test_the_note_on_formulas_is_translated() -> None:
    query = 'SELECT ?o { VALUES ?o { "=1" "+2" } }'

    note = run("--lang", "zh", "query", query, "--as", "csv", "--spreadsheet").stderr

    assert note == "yuqiao: 更改了2个会被电子表格当作公式的单元格\n"


def test_a_question_is_shown_without_broken_words() -> None:
    shown = run("questions", "partnerships-by-country", "--lang", "zh").stdout

    assert shown.splitlines()[2:9] == [
        "外方院校所在国家（地区）。同一机构或项目有两所外方院校来自同一国家（地区）的，只计一次。",
        "current 只计未终止的，all 含已终止的。",
        "",
        "参数",
        "  lang (lang, 默认值 所选语言)",
        "    名称所用的语言。",
        "",
    ]
