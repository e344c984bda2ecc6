"""Rules are written, tried, changed and taken back, each as one step."""

import pytest

from ecdesk.checks.language.syntax import RuleError
from ecdesk.domain.book.catalogue import standard_indicators
from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.book.records import AreaRecord, Observation, RuleRecord, Setting
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import finish
from ecdesk.session.rules import rules
from ecdesk.session.rules.checking import Checks

FIGURES = {"网络零售额": "300.0", "实物商品网络零售额": "200.0", "非实物商品网络零售额": "100.0"}
SUM = "网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额"


def records(*extra):
    yield Setting("year", "2018")
    yield Setting("title", "测试年报2018")
    for order, area in enumerate(standard_areas()):
        yield AreaRecord(area, order)
    yield from standard_indicators()
    for area in ("610000", "510000"):
        for indicator, printed in FIGURES.items():
            yield Observation(Key(indicator, area, "", "2018", "value"), parse_content(printed, unit_named("亿元")))
    yield from extra


@pytest.fixture
def desk(tmp_path):
    with Desk.create(tmp_path / "小.ecd", records(), "张三") as desk:
        yield desk


@pytest.fixture
def checks(desk):
    checks = Checks(desk)
    yield checks
    checks.close()


def names(desk):
    return [record.name for record in rules.rules_of(desk.book)]


def test_a_rule_is_tried_before_it_is_stored(checks):
    report = rules.examine(checks.checker, f"{SUM} 对每个省份")
    assert report.problems == ()
    assert report.counts == {Verdict.HOLDS: 2}
    assert report.areas == {"610000", "510000"}
    assert "网络零售额" in report.meaning


def test_what_cannot_be_read_is_said_with_its_place_and_not_stored(desk, checks):
    report = rules.examine(checks.checker, "网络零售额 = ")
    assert not report.readable and report.problems[0].offset == 8
    before = desk.seq
    with pytest.raises(RuleError):
        rules.add_rule(desk, "网络零售额 = ")
    assert desk.seq == before


def test_an_unknown_name_is_a_problem_at_its_place(checks):
    report = rules.examine(checks.checker, "网络零售额 = 实物 + 没有这个")
    assert report.readable
    assert [(problem.offset, problem.length) for problem in report.problems if problem.level is Level.ERROR] == [(8, 2), (13, 4)]


def test_a_rule_that_matches_nothing_says_so(checks):
    report = rules.examine(checks.checker, "B2B交易额 ≤ 电子商务交易额 对每个地区")
    assert report.instances == 0
    assert report.problems[0].level is Level.NOTICE


def test_a_rule_that_always_holds_checks_nothing(checks):
    assert rules.examine(checks.checker, "网络零售额 = 网络零售额").problems


def test_every_unknown_name_is_marked_at_its_place(checks):
    written = "星际贸易额 = 月球贸易额[火星] + 网络零售额[土星、陕西] 对 木星 除 水星"
    report = rules.examine(checks.checker, written)
    marked = [written[problem.offset : problem.offset + problem.length] for problem in report.problems]
    assert marked == ["星际贸易额", "月球贸易额", "火星", "土星", "木星", "水星"]
    assert not report.instances and report.readable


def test_a_ranking_of_unknown_names_does_not_run(checks):
    written = "前2(网络零售额[各省份]) = 陕西、火星"
    problems = rules.examine(checks.checker, written).problems
    assert [written[problem.offset : problem.offset + problem.length] for problem in problems] == ["火星"]


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        ("网络零售额 < 实物商品网络零售额", "网络零售额 > 实物商品网络零售额", True),
        ("网络零售额 < 实物商品网络零售额", "网络零售额 ≥ 实物商品网络零售额", True),
        ("网络零售额 ≤ 实物商品网络零售额", "网络零售额 ≥ 实物商品网络零售额", False),
        ("网络零售额 ≥ 500亿元", "网络零售额 ≤ 400亿元", True),
        ("网络零售额 ≥ 300亿元", "网络零售额 ≤ 400亿元", False),
        ("网络零售额[陕西] ≥ 500亿元", "网络零售额[四川] ≤ 400亿元", False),
        (SUM, "网络零售额 = 实物商品网络零售额 - 非实物商品网络零售额", False),
        ("网络零售额 = 300亿元", "网络零售额 = 400亿元", True),
        ("网络零售额 = 300亿元", "网络零售额 = 3000000万元", False),
        ("网络零售额 = 300亿元", "网络零售额 ≠ 300亿元", True),
        ("网络零售额 ≥ 300亿元", "网络零售额 ≠ 300亿元", False),
        ("100亿元 ≤ 网络零售额 ≤ 200亿元", "300亿元 ≤ 网络零售额 ≤ 400亿元", True),
        ("有数(网络零售额)", "无数(网络零售额)", True),
        ("有数(网络零售额[陕西])", "无数(网络零售额[四川])", False),
        ("有数(网络零售额)", "无数(网络零售额) 当 实物商品网络零售额 > 0亿元", False),
        ("前2(网络零售额[各省份]) = 陕西、四川", "前2(网络零售额[各省份]) = 四川、陕西", True),
        ("前2(网络零售额[各省份]) = 陕西、四川", "前2(网络零售额[各省份]) = 陕西、北京", True),
        ("前2(网络零售额[各省份]) = 陕西、四川", "前3(网络零售额[各省份]) = 陕西、四川、北京", False),
        ("前2(网络零售额[各省份]) = 陕西、四川", "网络零售额[四川] > 网络零售额[陕西]", True),
        ("前2(网络零售额[各省份]) = 陕西、四川", "网络零售额[四川] < 网络零售额[陕西]", False),
        ("网络零售额[四川] > 网络零售额[陕西]", "网络零售额[陕西] > 网络零售额[四川]", True),
    ],
)
def test_rules_that_cannot_hold_together_are_told(desk, checks, one, other, contradict):
    first = rules.add_rule(desk, one, "其一")
    found = [str(problem.message) for problem in rules.examine(checks.checker, other).problems]
    assert any("矛盾" in words and "其一" in words for words in found) == contradict
    assert rules.examine(checks.checker, other, id=first.id).problems == ()


def test_the_first_rule_of_an_editor_keeps_the_standard_ones(desk, checks):
    standard = names(desk)
    assert standard and not desk.book.all(RuleRecord)
    rules.add_rule(desk, "网络零售额 ≤ 1000亿元", "上限")
    assert names(desk) == [*standard, "上限"]
    assert str(desk.undo()) == "添加公式“上限”"
    assert names(desk) == standard and not desk.book.all(RuleRecord)


def test_every_change_is_one_step_that_can_be_taken_back(desk):
    one = rules.add_rule(desk, SUM, "甲")
    two = rules.add_rule(desk, "网络零售额 ≤ 1000亿元", "乙", after=rules.rules_of(desk.book)[0].id)
    assert names(desk)[1] == "乙"
    steps = [
        lambda: rules.rename_rule(desk, one.id, "丙"),
        lambda: rules.change_rule(desk, one.id, f"{SUM} 对每个省份", level="query", note="注"),
        lambda: rules.set_active(desk, [one.id, two.id], False),
        lambda: rules.set_level(desk, [one.id, two.id], "notice"),
        lambda: rules.move_rule(desk, one.id, 0),
        lambda: rules.remove_rules(desk, [one.id, two.id]),
    ]
    for step in steps:
        before, seq = dict(desk.book.all(RuleRecord)), desk.seq
        step()
        assert desk.seq == seq + 1 and dict(desk.book.all(RuleRecord)) != before
        desk.undo()
        assert dict(desk.book.all(RuleRecord)) == before
        desk.redo()
    assert not {"甲", "乙", "丙"} & set(names(desk))


def test_order_is_kept_when_a_rule_moves(desk):
    before = names(desk)
    rules.move_rule(desk, rules.rules_of(desk.book)[3].id, 1)
    assert names(desk) == [before[0], before[3], *before[1:3], *before[4:]]


def test_the_last_rules_cannot_all_be_removed(desk):
    with pytest.raises(UserError):
        rules.remove_rules(desk, [record.id for record in rules.rules_of(desk.book)])


def test_a_rule_that_is_switched_off_does_not_run(desk, checks):
    wrong = rules.add_rule(desk, "网络零售额 ≥ 301亿元", "下限")
    assert any(finding.rule == wrong.id for finding in checks.findings())
    rules.set_active(desk, [wrong.id], False)
    assert not any(finding.rule == wrong.id for finding in checks.findings())


def test_the_history_of_a_rule_has_its_texts(desk):
    one = rules.add_rule(desk, SUM, "甲")
    rules.change_rule(desk, one.id, f"{SUM} 对每个省份")
    rules.rename_rule(desk, one.id, "乙")
    steps = finish(rules.rule_history(desk.file, one.id))
    assert [step.after.name for step in steps] == ["乙", "甲", "甲"]
    assert steps[1].before.text == SUM and steps[2].before is None


def test_several_rules_come_as_one_step(desk):
    seq = desk.seq
    rules.add_rules(desk, [RuleRecord("x", "一", SUM), RuleRecord("y", "二", "网络零售额 ≤ 9亿元")], rules.text("采纳"))
    assert desk.seq == seq + 1 and names(desk)[-2:] == ["一", "二"]
