"""yuqiao why: the claims behind a fact, as a Chinese reader expects them."""

from __future__ import annotations

from command_line import run_command


def test_a_translation_is_marked_and_a_contradiction_stands_below() -> None:
    ended = run_command("why", "cque-newpaltz-preschool", "yq:studyModel", "--lang", "zh")

    assert ended.stdout.decode("utf-8") == (
        "培养模式: 校方说明为“3+1”；两份证书［译］\n"
        "  （2021-08-30，来源报道，采纳） 学前教育（中外合作办学项目）（英文）. 重庆第二师范学院. "
        "2021-08-30. https://www.cque.edu.cn/english/info/1432/1016.htm\n"
        "  与之不一致：five semesters in Chongqing, then New Paltz; two diplomas — "
        "外方称五个学期在重庆，之后赴新帕尔兹。［译］ — 双方对学习阶段的划分说法不一。［译］"
        "（2026-11-23，来源报道，待核实） 重庆第二师范学院双文凭项目（新帕尔兹分校，英文）. "
        "美国纽约州立大学新帕尔兹分校［译］. https://newpaltz.edu/international/ddp/cque\n"
    )
