"""Which cell is wrong: suggestions for failing rules, tried out and ranked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.remedies.error_localisation import Remedies, with_suspects
from ecdesk.checks.remedies.fellegi_holt import localise_errors
from ecdesk.checks.remedies.hypotheses import slips
from ecdesk.checks.remedies.suggestions import Suggestion, describe
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding, Verdict
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.texts import ENGLISH, printed_in
from ecdesk.domain.wording.units import PERCENT, unit_named
from ecdesk.session.new_books.sample import BULLETIN
from tests.books import build_sample_book
from tests.checks.books import key, make_book, rule
from tests.checks.planting import put, run_campaign

SUM = rule("网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额", id="sum")
WHOLE = rule("电子商务交易额 = B2B交易额 + 网络零售额", id="whole")
SHARE = rule("本指标.占比 = 本指标 ÷ 整体 对每个指标", id="share")
PART = rule("本指标 ≤ 上级指标 对每个指标", id="part")
RULES = [SUM, WHOLE, SHARE, PART]

RIGHT = {
    key("电子商务交易额", "云南"): "2563.2",
    key("B2B交易额", "云南"): "1783.8",
    key("网络零售额", "云南"): "779.4",
    key("实物商品网络零售额", "云南"): "487.3",
    key("非实物商品网络零售额", "云南"): "292.1",
    key("B2B交易额", "云南", "share"): "69.6",
    key("网络零售额", "云南", "share"): "30.4",
}


def suggestions(checker: Checker, finding: Finding, approved: Collection[Key] = ()) -> list[Suggestion]:
    """What would put a finding right, best first; nothing for one about a rule itself."""
    instance = checker.instance(finding)
    return Remedies(checker, approved).of(instance) if instance is not None else []


def ranked(changed: dict[Key, str], figures: dict[Key, str] = RIGHT) -> list[Suggestion]:
    book = make_book({**figures, **changed})
    checker = Checker(book, RULES)
    failing = [found for found in checker.findings() if found.verdict is Verdict.FAILS]
    assert failing
    return suggestions(checker, failing[0])


def first(changed: dict[Key, str]) -> tuple[str, dict[Key, str]]:
    best = ranked(changed)[0]
    assert best.remaining == best.fresh == 0
    return best.kind, {at: print_content(content) for at, content in best.contents.items()}


def test_the_figures_are_right_to_begin_with() -> None:
    assert Checker(make_book(RIGHT), RULES).counts == {Verdict.HOLDS: 8}


def test_slips_of_one_figure_are_recognised() -> None:
    retail = key("网络零售额", "云南")
    assert first({retail: "797.4"}) == ("transposed", {retail: "779.4亿元"})
    assert first({retail: "7794"}) == ("scale", {retail: "779.4亿元"})
    assert first({retail: "779.4万元"}) == ("unit", {retail: "779.4亿元"})
    assert first({retail: "779.9"}) == ("digit", {retail: "779.4亿元"})
    assert first({retail: "-779.4"}) == ("sign", {retail: "779.4亿元"})
    assert first({retail: "1266.7"}) == ("twice", {retail: "779.4亿元"})


def test_a_figure_ten_times_its_past_is_said_to_be_of_another_magnitude() -> None:
    """No sum says so: the error of its course alone had no suggestion."""
    course = rule("合乎走势(本指标、本指标[近年]、本指标[上期]、本指标.同比增速、本指标.环比增速) 对每个指标", id="走势")
    figures = {key("网络零售额", "云南", period=str(year)): f"{digits}" for year, digits in ((2016, "640"), (2017, "710"))}
    for wrong, right in (("7794", "779.4亿元"), ("77.94", "779.4亿元")):
        book = make_book({**figures, key("网络零售额", "云南"): wrong})
        checker = Checker(book, [course])
        (failing,) = [found for found in checker.findings() if found.verdict is Verdict.FAILS]
        (best, *_others) = suggestions(checker, failing)
        assert (best.kind, {print_content(one) for one in best.contents.values()}) == ("scale", {right}), wrong
        assert right in str(with_suspects(checker, [failing])[0].suggestion)
    # What has only moved more than it used to is asked about, and nobody guesses at it.
    checker = Checker(make_book({**figures, key("网络零售额", "云南"): "3779.4"}), [course])
    (asked,) = [found for found in checker.findings() if found.verdict is Verdict.FAILS]
    assert suggestions(checker, asked) == []


def test_what_breaks_as_much_as_it_mends_is_not_offered() -> None:
    """A figure over a limit is not put right by turning its sign, nor one of the year before by taking its unit for another."""
    indicator = "农村网络零售额"
    over = rule("农村网络零售额 ≤ 1000亿元 对每个省份", id="limit")
    negative = rule("本指标 ≥ 0 对每个指标", id="negative")
    growth = rule("本指标.同比增速 = 增长率(本指标) 对每个指标", id="growth")
    figures = {
        key(indicator, "云南"): "1384.9",
        key(indicator, "云南", "growth"): "32.7",
        key(indicator, "云南", period="2017"): "1043.6",
    }
    checker = Checker(make_book(figures), [over, negative, growth])
    failing = [found for found in checker.findings() if found.verdict is Verdict.FAILS]
    assert len(failing) == 2
    assert {one.kind for found in failing for one in suggestions(checker, found)} == {"program"}


def test_two_figures_in_each_others_place() -> None:
    goods, services = key("实物商品网络零售额", "云南", "share"), key("非实物商品网络零售额", "云南", "share")
    figures = {**RIGHT, goods: "37.5", services: "62.5"}
    best = ranked({}, figures)[0]
    assert best.kind == "swapped" and best.keys == {goods, services}


def test_growth_put_into_the_share_column() -> None:
    share = key("网络零售额", "云南", "share")
    best = ranked({share: "44.7", key("网络零售额", "云南", "growth"): "44.7"})[0]
    assert best.kind == "misplaced" and print_content(best.contents[share]) == "30.4%"


def test_percentage_points_taken_for_growth() -> None:
    rate = "限额以上批发零售业网上零售额对零售额增长的贡献率"
    growth = rule("本指标.同比增速 = 增长率(本指标) 对每个指标")
    book = make_book({key(rate): "62.7", key(rate, period="2017"): "60.7", key(rate, measure="growth"): "2.0"})
    checker = Checker(book, [growth])
    best = suggestions(checker, checker.findings()[0])[0]
    assert best.kind == "points" and print_content(best.contents[key(rate, measure="growth")]) == "3.3%"
    # Nothing is said of rules of which there is none.
    for remaining, fresh, said in (
        (0, 2, "，新增 2 条不符。"),
        (2, 0, "，仍有 2 条不符。"),
        (1, 1, "，仍有 1 条不符，新增 1 条不符。"),
    ):
        words = str(describe(book, checker.figures, replace(best, remaining=remaining, fresh=fresh)))
        assert words.endswith("由不符变为通过" + said)


def test_a_suggestion_says_what_would_be_put_right() -> None:
    figures = {
        key("电子商务交易额", "陕西"): "6412.7",
        key("网络零售额", "陕西"): "893.6",
        key("实物商品网络零售额", "陕西"): "567.6",
        key("非实物商品网络零售额", "陕西"): "326.0",
        key("网络零售额", "陕西", "share"): "63.5",
    }
    checker = Checker(make_book(figures), RULES)
    found = next(found for found in with_suspects(checker, checker.findings()) if found.verdict is Verdict.FAILS)
    assert found.suspect == key("网络零售额", "陕西", "share")
    assert str(found.suggestion) == "由公式推算：把陕西2018年网络零售额的占比由63.5%改为13.9%，1 条公式全部通过，没有新的不符。"
    with printed_in(ENGLISH):
        assert "89.36 billion yuan ÷ E-commerce transactions 641.27 billion yuan" in str(found.formula)
        assert not any("亿元" in str(words) for words in (found.formula, found.message, found.suggestion))


def test_no_figure_is_said_to_have_had_more_digits_than_its_column_prints() -> None:
    share = Amount(Decimal("25.3"), PERCENT)
    tried = {
        print_content(one.contents[key("网络零售额", "云南", "share")])
        for one in slips(key("网络零售额", "云南", "share"), share, 1)
    }
    assert "253%" in tried and "2.53%" not in tried


def test_a_finding_of_another_checker_can_be_looked_into() -> None:
    book = make_book({**RIGHT, key("网络零售额", "云南"): "797.4"})
    failing = next(found for found in Checker(book, RULES).findings() if found.verdict is Verdict.FAILS)
    assert suggestions(Checker(book, RULES), failing)[0].kind == "transposed"


def test_ties_are_shown_as_ties() -> None:
    figures = {
        key("网络零售额", "山东"): "90.0",
        key("实物商品网络零售额", "山东"): "47.0",
        key("非实物商品网络零售额", "山东"): "33.0",
    }
    found = ranked({}, figures)
    assert len([one for one in found if one.tied]) > 1 and "同样可能" in str(found[0].text)
    checker = Checker(make_book(figures), RULES)
    failing = [found for found in with_suspects(checker, checker.findings()) if found.verdict is Verdict.FAILS]
    assert [found.suspect for found in failing] == [None] and failing[0].suggestion is not None


def test_approved_figures_are_trusted_more() -> None:
    figures = {
        key("网络零售额", "山东"): "90.0",
        key("实物商品网络零售额", "山东"): "47.0",
        key("非实物商品网络零售额", "山东"): "33.0",
    }
    checker = Checker(make_book(figures), RULES)
    approved = [key("网络零售额", "山东"), key("实物商品网络零售额", "山东")]
    failing = next(found for found in checker.findings() if found.verdict is Verdict.FAILS)
    best = suggestions(checker, failing, approved)[0]
    assert best.keys == {key("非实物商品网络零售额", "山东")} and not best.tied


def test_no_finding_is_offered_what_would_only_mend_its_neighbours() -> None:
    """Two slips hang together by the level: what puts the one right leaves the other as it is."""
    share, part = key("网络零售额", "云南", "share"), key("非实物商品网络零售额", "云南")
    checker = Checker(make_book({**RIGHT, share: "84.7", part: "921.2"}), RULES)
    failing = [found for found in with_suspects(checker, checker.findings()) if found.verdict is Verdict.FAILS]
    assert len(failing) > 1
    for found in failing:
        assert found.suspect is None or found.suspect in found.keys
        assert all(one.keys & set(found.keys) for one in suggestions(checker, found))
    assert {found.suspect for found in failing} >= {share, part}


def test_nothing_is_applied() -> None:
    book = make_book({**RIGHT, key("网络零售额", "云南"): "797.4"})
    before = dict(book.observations)
    checker = Checker(book, RULES)
    verdicts = dict(checker.counts)
    for finding in checker.findings():
        suggestions(checker, finding)
    assert dict(book.observations) == before and dict(checker.counts) == verdicts


def test_the_program_finds_the_fewest_cells_that_mend_everything() -> None:
    wrong = {key("B2B交易额", "云南"): "1111.1", key("实物商品网络零售额", "云南"): "222.2"}
    checker = Checker(make_book({**RIGHT, **wrong}), RULES)
    instances = [found for at in RIGHT for found in checker.instances_of(at)]
    answers = localise_errors(list(dict.fromkeys(instances)), checker.figures, {})
    assert answers[0].keys == set(wrong)


def sample() -> tuple[Book, Checker]:
    book = build_sample_book()
    return book, Checker(book)


def test_slips_planted_in_the_sample_book_are_found_and_traced() -> None:
    book, checker = sample()
    before = checker.findings()
    found = run_campaign(book, checker, 60, seed=4)["all"]
    assert found.detectable >= 20
    assert found.detected >= 0.95 * found.detectable
    assert found.first >= 0.8 * found.failed
    assert found.among_three >= 0.9 * found.failed
    assert checker.findings() == before


def test_a_remedy_does_not_lead_away_from_what_a_figure_is_held_against() -> None:
    """Of a whole that is less than its part only the bound is known: 万亿 in place of 亿 would do, and so would any larger figure."""
    whole, part = key("网络零售额", "云南"), key("实物商品网络零售额", "云南")
    for found in ranked({}, {whole: "90", part: "1300"}):
        for at, content in found.contents.items():
            if found.known and content is not None and not found.failing:
                ratio = amount_in(content, "亿元") / (1300 if at == whole else 90)
                assert 1 / 15 < ratio < 15, print_content(content)


def test_a_remedy_is_not_further_from_last_year_than_what_it_replaces() -> None:
    """The sum could be mended by a whole of another magnitude; last year says that the part is the wrong one."""
    retail, goods, services = (key(name, "云南") for name in ("网络零售额", "实物商品网络零售额", "非实物商品网络零售额"))
    figures = {
        retail: "779.4",
        goods: "4873",
        services: "292.1",
        goods.moved(period="2017"): "450.1",
        services.moved(period="2017"): "280.2",
        retail.moved(period="2017"): "730.3",
    }
    best, *others = ranked({}, figures)
    assert {at: print_content(content) for at, content in best.contents.items()} == {goods: "487.3亿元"}
    assert all(retail not in one.contents or not one.known for one in others)


def test_a_unit_that_last_years_book_contradicts_is_not_proposed() -> None:
    whole, part = key("网络零售额", "云南"), key("实物商品网络零售额", "云南")
    last = make_book({whole.moved(period="2017"): "950", part.moved(period="2017"): "1200"})
    checker = Checker(make_book({whole: "90", part: "130"}), RULES, last=last)
    failing = [found for found in checker.findings() if found.verdict is Verdict.FAILS]
    proposed = {
        print_content(content)
        for one in suggestions(checker, failing[0])
        for content in one.contents.values()
        if one.known and content is not None
    }
    assert "90万亿元" not in proposed and "9000亿元" not in proposed


def amount_in(content: object, unit: str) -> float:
    assert isinstance(content, Amount)
    return float(content.value) * float(content.unit.scale / unit_named(unit).scale)


def test_growth_typed_in_the_levels_column_is_looked_for_in_the_level() -> None:
    """Its own growth, which stands beside it with the same digits, is no cheaper for what another slip would mend by itself."""
    book = build_sample_book(BULLETIN)
    checker = Checker(book)
    for indicator in ("跨境电商交易额", "跨境电商出口额", "跨境电商进口额"):
        level = key(indicator, "深圳", period="2017Q1")
        right, growth = amount(book, level), amount(book, level.moved(measure="growth"))
        undo = put(book, {level: replace(right, value=growth.value)})
        checker.update([level])
        failing = next(one for one in checker.findings_of(level, passes=False) if one.rule == "同比增速")
        best = suggestions(checker, failing)[0]
        assert (best.kind, dict(best.contents), best.tied) == ("misplaced", {level: right}, False)
        put(book, undo)
        checker.update([level])


def amount(book: Book, at: Key) -> Amount:
    found = book.observation(at)
    assert found is not None and found.amount is not None
    return found.amount
