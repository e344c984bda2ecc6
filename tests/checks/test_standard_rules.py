"""The rules that come with the program: each with its own example, and a book of the next year in which something absurd was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.engine.standard_rules import Standard, standards
from ecdesk.checks.language.axes import Binding
from ecdesk.checks.language.compiling import CompiledRule
from ecdesk.checks.language.names import Names
from ecdesk.checks.language.vocabulary import adds_over_time, is_average, is_balance, is_stock, vocabulary
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.book.records import AreaRecord, Indicator, RuleRecord
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.resources import resource
from ecdesk.domain.wording.units import unit_named
from ecdesk.session.new_books.rolling import start_next
from ecdesk.session.versions.versions import load_book
from tests.books import write_sample_book
from tests.checks.books import figure, item, key, make_book, rule
from tests.checks.planting import put

EXAMPLES = [one for one in standards() if one.holds]

NOW, BEFORE = key("网络零售额", "陕西"), key("网络零售额", "陕西", period="2017")
GROWTH = key("网络零售额", "陕西", "growth")

DISTRICTS = [
    AreaRecord(Area(f"9{number}", name, name, "district", "440300" if number < 2 else "440100"), 900 + number)
    for number, name in enumerate(("测试区甲", "测试区乙", "测试区丙", "测试区丁", "测试区戊", "测试区己"))
]


def book_of(figures: Mapping[str, str]) -> Book:
    """A book with figures that are named as rules name them."""
    extra = [
        item("同城", "去向"),
        item("异地", "去向"),
        *DISTRICTS,
        Indicator("人均网络零售额", "人均网络零售额", "元", 0, order=900),
    ]
    # An item is meant only where there is a figure of it.
    first = [figure(key("快递业务量", period="1999", item=name), "1") for name in ("同城", "异地")]
    names = Names(make_book(first, *extra))
    found = []
    for label, printed in figures.items():
        compiled = CompiledRule(rule(f"{label} = 0"), names).instance(Binding())
        assert compiled is not None
        found.append(figure(compiled.operands[0][0], printed))
    return make_book(found, *extra)


@pytest.mark.parametrize("one", EXAMPLES, ids=[one.record.id for one in EXAMPLES])
def test_each_holds_and_fails_as_its_example_says(one: Standard) -> None:
    holding, failing = (Checker(book_of(figures), [one.record]) for figures in (one.holds, one.fails))
    assert holding.counts[Verdict.HOLDS] and not holding.counts[Verdict.FAILS]
    assert failing.counts[Verdict.FAILS]
    assert [found.fault for found in (*holding.findings(), *failing.findings()) if found.fault] == []


def test_every_rule_about_time_and_districts_has_an_example() -> None:
    files = [resource("rules", name).read_text(encoding="utf-8") for name in ("time.toml", "within_cities.toml")]
    assert sum(file.count("[[rule]]") for file in files) == len(EXAMPLES)


def test_a_rule_of_an_earlier_version_is_nobodys_own() -> None:
    """That it finds nothing to look at in a book without districts is not worth a word."""
    earlier = rule("互不雷同(本指标[各区县]) 对每个数量指标", id="区县雷同")
    said = [Checker(make_book({NOW: "893.6"}), [one]).findings() for one in (earlier, replace(earlier, id="mine"))]
    assert [len(one) for one in said] == [0, 1]


def test_what_adds_up_over_time_is_known_by_units_and_names() -> None:
    import tomllib

    with resource("rules", "words.toml").open("rb") as file:
        examples = tomllib.load(file)["stocks"]["examples"]
    assert {is_stock(one["name"], unit_named(one["unit"])) for one in examples} == {True, False}
    for one in examples:
        assert is_stock(one["name"], unit_named(one["unit"])) == one["stock"], one
    assert vocabulary().stock_endings


def test_what_does_not_add_up_over_areas_is_known_by_units_and_names() -> None:
    import tomllib

    with resource("rules", "words.toml").open("rb") as file:
        examples = tomllib.load(file)["averages"]["examples"]
    for one in examples:
        assert is_average(one["name"], unit_named(one["unit"])) == one["average"], one
        adds = adds_over_time(one["name"], unit_named(one["unit"]))
        assert one.get("over_time", adds) == adds, one
    assert {one["average"] for one in examples} == {True, False}
    assert {one.get("over_time") for one in examples} == {True, False, None}


def test_users_of_four_quarters_are_not_added_up() -> None:
    quarters = {key("网络零售店铺数", period=f"2018Q{number}"): "100万家" for number in range(1, 5)}
    book = make_book({**quarters, key("网络零售店铺数"): "100万家"})
    found = Checker(book, [one.record for one in standards() if "各季度" in one.record.text])
    assert not found.counts[Verdict.FAILS]


def test_what_may_fall_below_zero_is_known_by_its_name() -> None:
    import tomllib

    with resource("rules", "words.toml").open("rb") as file:
        examples = tomllib.load(file)["balances"]["examples"]
    assert {is_balance(one["name"]): one["balance"] for one in examples} == {True: True, False: False}
    for one in examples:
        assert is_balance(one["name"]) == one["balance"], one


BOUND = [one.record for one in standards() if one.record.id in ("部分时期不超过整体", "累计不减")]


@pytest.mark.parametrize(
    ("part", "whole", "fails"),
    [
        ("2018Q3", "2018C09", True),
        ("2018M09", "2018C09", True),
        ("2018Q2", "2018C10", True),  # whatever else lacks
        ("2018M08", "2018Q3", True),
        ("2018Q3", "2018H2", True),
        ("2018M11", "2018H2", True),
        ("2018H2", "2018", True),
        ("2018M01", "2018Q1", True),
        ("2018Q1", "2018H1", True),
        ("2018Q3", "2018H1", False),  # another time of the year
        ("2018Q4", "2018C09", False),
        ("2018M09", "2018C08", False),
        ("2018Q3", "2017C09", False),
        ("2018M07", "2018Q4", False),
    ],
)
def test_a_part_of_a_time_is_not_above_it(part: str, whole: str, fails: bool) -> None:
    """Also where the other parts lack, and from whichever of the two an edit comes."""
    one, other = key("网络零售额", period=part), key("网络零售额", period=whole)
    book = make_book({one: "500亿元", other: "400亿元"})
    checker = Checker(book, BOUND)
    assert [found.level for found in checker.findings() if found.verdict is Verdict.FAILS] == [Level.ERROR] * fails
    for changed, printed in ((one, "300亿元"), (other, "600亿元")):
        undo = put(book, {changed: figure(changed, printed).content})
        checker.update([changed])
        assert not checker.counts[Verdict.FAILS]
        put(book, undo)
        checker.update([changed])
        assert checker.counts[Verdict.FAILS] == fails


@pytest.mark.parametrize(
    ("part", "now", "whole", "other", "asked"),
    [
        ("2018Q3", "12.0", "2018C09", "330", True),
        ("2018Q3", "12.3", "2018C09", "330", False),
        ("2018C09", "33.0", "2018", "450", True),
        ("2018C09", "330", "2018", "450", False),
        ("2018M01", "5", "2018", "500", False),
        ("2018M01", "5", "2018", "545", True),
    ],
)
def test_a_part_is_in_proportion_to_its_months(part: str, now: str, whole: str, other: str, asked: bool) -> None:
    one, longer = key("网络零售额", period=part), key("网络零售额", period=whole)
    checker = Checker(make_book({one: f"{now}亿元", longer: f"{other}亿元"}), BOUND)
    assert [found.level for found in checker.findings() if found.verdict is Verdict.FAILS] == [Level.QUERY] * asked


@pytest.mark.parametrize(
    ("name", "unit", "part", "whole"),
    [
        ("进出口差额", "亿元", "50亿元", "40亿元"),
        ("网络零售额", "亿元", "50亿元", "-40亿元"),  # asked about by itself
        ("网民规模", "亿人", "8.3亿人", "8.2亿人"),
        ("平均客单价", "元", "83.0元", "82.0元"),
        ("网络零售额", "亿元", "约410亿元", "400亿元"),
        ("网络零售额", "亿元", "400.4亿元", "400亿元"),
    ],
)
def test_what_need_not_rise_with_time_is_no_error(name: str, unit: str, part: str, whole: str) -> None:
    one, other = key(name, period="2018Q3"), key(name, period="2018C09")
    book = make_book({one: part, other: whole}, Indicator(name, name, unit, 0, order=950))
    assert not Checker(book, BOUND).counts[Verdict.FAILS]


# -- over several years


SPAN = key("网络零售额", "陕西", "growth", period="2013-2018")


@pytest.mark.parametrize(
    ("growth", "levels", "level"),
    [
        ("16.1", {"2018": "9.01", "2013": "4.27"}, None),
        ("16.1", {"2018": "9.01", "2013": "4.27", "2012": "3.00"}, None),
        ("20.1", {"2018": "9.01", "2013": "4.27", "2012": "3.00"}, None),  # counted from the year before the first
        ("18.0", {"2018": "9.01", "2013": "4.27", "2012": "3.00"}, Level.QUERY),
        ("111", {"2018": "9.01", "2013": "4.27"}, Level.QUERY),  # of all the years together
        ("16.11", {"2018": "9.01", "2013": "4.27"}, None),  # 16.03 to 16.14, by what the two were rounded from
        ("16.30", {"2018": "9.01", "2013": "4.27"}, Level.QUERY),
        ("19.1", {"2018": "9.01"}, None),
        ("19.1", {"2018": "9.01", "2013": "0.00"}, None),
    ],
)
def test_yearly_average_growth_is_held_against_both_ends(growth: str, levels: dict[str, str], level: Level | None) -> None:
    figures = {SPAN.moved(measure="value", period=year): f"{printed}万亿元" for year, printed in levels.items()}
    assert level_of({SPAN: growth, **figures}, "年均增速") is level
    checker = Checker(make_book({SPAN: growth, **figures}), [rule_named("年均增速")])
    for year in levels:  # whichever of them an edit comes from
        undo = put(checker.book, {SPAN.moved(measure="value", period=year): None})
        checker.update(undo)
        put(checker.book, undo)
        checker.update(undo)
        assert bool(checker.counts[Verdict.FAILS]) == (level is not None)


def test_yearly_average_growth_of_another_basis_or_beside_the_total_of_the_years_is_not_worked_out() -> None:
    ends = {SPAN.moved(measure="value", period="2018"): "9.01万亿元", SPAN.moved(measure="value", period="2013"): "4.27万亿元"}
    comparable = make_book([figure(SPAN, "19.1", basis="可比口径"), *(figure(*one) for one in ends.items())])
    assert not Checker(comparable, [rule_named("年均增速")]).counts[Verdict.FAILS]
    assert level_of({SPAN: "19.1", SPAN.moved(measure="value"): "33.0万亿元", **ends}, "年均增速") is None


# -- in the wrong place


@pytest.mark.parametrize(
    ("name", "figures", "level"),
    [
        ("增速单位", {GROWTH: "26.6个百分点"}, Level.ERROR),
        ("增速单位", {GROWTH: "26.6%"}, None),
        ("占比单位", {GROWTH.moved(measure="share"): "26.6个百分点"}, Level.ERROR),
        ("分组项数值不为负", {key("快递业务量", item="同城"): "-114.1亿件"}, Level.QUERY),
        ("常识", {key("互联网普及率"): "-59.6"}, Level.QUERY),
        ("常识", {key("互联网普及率"): "59.6"}, None),
        ("常识", {key("网络零售额", "陕西"): "2018亿元"}, Level.QUERY),
        ("常识", {key("网络零售额", "陕西"): "2018.0亿元"}, Level.QUERY),
        ("常识", {key("网络零售额", "陕西"): "2017亿元"}, None),
        ("部分时期不超过整体", {key("网络零售额", period="2018Q4"): "893.6", key("网络零售额"): "893.6"}, Level.QUERY),
        ("部分时期不超过整体", {key("网络零售额", period="2018Q4"): "90", key("网络零售额"): "90"}, None),
        ("增速走势", {GROWTH: "131.1", GROWTH.moved(period="2017"): "25.9"}, Level.QUERY),  # an index of 31.1
        ("增速走势", {GROWTH: "0.412", GROWTH.moved(period="2017"): "38.9"}, Level.QUERY),  # 41.2 as a part of one
        ("增速走势", {GROWTH: "4.12", GROWTH.moved(period="2017"): "25.9"}, None),
        ("增速范围", {key("互联网普及率", measure="growth"): "2850"}, Level.QUERY),
    ],
)
def test_what_is_of_another_kind_is_asked_about(name: str, figures: dict[Key, str], level: Level | None) -> None:
    assert level_of(figures, name) is level


def test_a_level_and_its_growth_that_are_alike_are_both_named() -> None:
    checker = Checker(make_book({NOW: "277.4亿元", GROWTH: "277.4"}), [rule_named("数值与增速雷同")])
    [instance] = checker.instances_of(NOW)
    assert set(checker.outcome(instance).culprits) == {NOW, GROWTH}


# -- against its own past


def rule_named(name: str) -> RuleRecord:
    return next(one.record for one in standards() if one.record.id == name)


def level_of(figures: Mapping[Key, str], name: str = "走势") -> Level | None:
    """How much is made of what one rule says of a book, that about the past or another."""
    checker = Checker(make_book(figures), [rule_named(name)])
    return next((one.level for one in checker.findings() if one.verdict is Verdict.FAILS), None)


@pytest.mark.parametrize(
    ("now", "before", "level"),
    [
        ("893.6", "705.9", None),
        ("8936", "705.9", Level.ERROR),
        ("89.36", "893.6", Level.ERROR),
        ("2500.1", "705.9", Level.QUERY),
        ("893.6", "893.6", Level.QUERY),
        ("90", "90", Level.NOTICE),
    ],
)
def test_another_magnitude_is_an_error_and_a_jump_is_asked_about(now: str, before: str, level: Level | None) -> None:
    assert level_of({NOW: now, BEFORE: before}) is level


def test_printed_growth_explains_a_jump() -> None:
    assert level_of({NOW: "2500.1", BEFORE: "705.9", GROWTH: "254.2"}) is None
    assert level_of({NOW: "2500.1", BEFORE: "705.9", GROWTH: "25.4"}) is Level.QUERY


def test_its_own_history_says_how_far_a_figure_may_jump() -> None:
    steady = {
        key("网络零售额", "陕西", period=str(year)): printed for year, printed in ((2014, "500"), (2015, "550"), (2016, "600"))
    }
    wild = {
        key("网络零售额", "陕西", period=str(year)): printed for year, printed in ((2014, "50"), (2015, "140"), (2016, "300"))
    }
    assert level_of({NOW: "1300", BEFORE: "650", **steady}) is Level.QUERY
    assert level_of({NOW: "1300", BEFORE: "650", **wild}) is None


def test_a_quarter_without_last_years_is_held_against_the_one_before() -> None:
    this, before = key("网络零售额", "陕西", period="2018Q2"), key("网络零售额", "陕西", period="2018Q1")
    assert level_of({this: "893.6", before: "70.9"}) is Level.ERROR
    assert level_of({this: "893.6", before: "300.9"}) is None
    last = this.moved(period="2017Q2")
    assert level_of({this: "893.6", before: "70.9", last: "705.9"}) is None


# -- a whole book of the next year


@pytest.fixture(scope="module")
def rolled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Book]:
    """The sample book's next year before anything is typed, and the sample book."""
    folder = tmp_path_factory.mktemp("rolled")
    write_sample_book(folder / "2018.ecd")
    with start_next(folder / "2018.ecd", folder / "2019.ecd", Period(2019), "张三").desk as desk:
        return desk.book.snapshot(), load_book(folder / "2018.ecd")


def test_a_fresh_book_has_nothing_to_explain(rolled: tuple[Book, Book]) -> None:
    book, last = rolled
    found = Checker(book, last=last).findings()
    assert [one.id for one in found if one.is_open] == []
    assert [one.id for one in found if one.rule.startswith("上年年报") and one.verdict is not Verdict.UNDECIDED] == []


def test_last_years_growth_and_shares_of_items_stand(rolled: tuple[Book, Book]) -> None:
    book, last = rolled
    for measure, id in (("growth", "上年年报分组项增速"), ("share", "上年年报分组项占比")):
        changed = next(
            at
            for at, one in book.observations.items()
            if at.measure == measure and at.item and at.period == "2018" and one.amount
        )
        amount = book.observations[changed].amount
        assert amount is not None
        undo = put(book, {changed: replace(amount, value=amount.value + 30)})
        found = Checker(book, last=last).findings_of(changed, passes=False)
        assert id in [one.rule for one in found if one.verdict is Verdict.FAILS]
        put(book, undo)
