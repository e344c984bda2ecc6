"""What a printed figure means, and the verdict on relations; each number of the table decides some example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdesk.domain import judging
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.intervals import Interval, total
from ecdesk.domain.figures.units import NO_UNIT
from ecdesk.domain.judging import (
    DATA,
    Margin,
    Opening,
    Printed,
    Reader,
    base_interval,
    compare,
    growth,
    interval,
    judge,
    judge_growth,
    judge_printed,
    outside_band,
    qualifiers,
    says_the_same,
)
from ecdesk.domain.resources import toml_data
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named

ENTRIES = toml_data("wording", DATA)["qualifier"]
BY_WORD = {entry["word"]: entry for entry in ENTRIES}


@cache
def amount(text: str) -> Amount:
    found = parse_content(text, NO_UNIT)
    assert isinstance(found, Amount), text
    return found


def qualified(digits: str, word: str, unit: str = "亿元") -> Amount:
    return Amount(Decimal(digits), unit_named(unit), word)


def ends(found: Interval) -> tuple[Fraction | None, Fraction | None]:
    return found.low, found.high


# -- the table: figure, true value, verdict in a sentence

STATED = [(*example,) for entry in ENTRIES for example in entry["examples"]]

MORE = [
    # no qualifier: half a unit, a unit
    ("4800亿元", "4800.50亿元", "holds"),
    ("4800亿元", "4800.51亿元", "rounding"),
    ("4800亿元", "4801.01亿元", "rounding"),
    ("4800亿元", "4801.02亿元", "fails"),
    ("2990", "2991", "rounding"),
    ("2990", "2992", "fails"),
    ("8.5%", "8.6%", "rounding"),
    ("8.5%", "8.7%", "fails"),
    ("8.50%", "8.7%", "fails"),
    ("101家", "101家", "holds"),
    ("101家", "102家", "fails"),
    ("0.299万亿元", "2990.4亿元", "holds"),
    # the closed side of a qualifier
    ("超4800亿元", "4799.4亿元", "rounding"),
    ("超4800亿元", "4799.3亿元", "fails"),
    ("近4800亿元", "4800.6亿元", "rounding"),
    ("近4800亿元", "4800.7亿元", "fails"),
    # another magnitude
    ("超89亿元", "893.6亿元", "fails"),
    ("超890亿元", "893.6亿元", "holds"),
    ("不足9万亿元", "893.6亿元", "fails"),
    ("不足5000亿元", "893.6亿元", "undecided"),
    ("不足900亿元", "893.6亿元", "holds"),
    ("近1000亿元", "89.36亿元", "fails"),
    ("近1000亿元", "500亿元", "holds"),
    ("近1000亿元", "499.8亿元", "fails"),
    ("约1000亿元", "500亿元", "holds"),
    ("约1000亿元", "499.8亿元", "fails"),
    ("1000多亿元", "2000亿元", "holds"),
    # shares and growth have no magnitude
    ("不足1%", "0.02%", "undecided"),
    ("超1%", "20%", "undecided"),
    ("不足1%", "-0.5%", "fails"),
    ("超过0.3个百分点", "5.0个百分点", "undecided"),
    # both sides
    ("近4800亿元左右", "4900亿元", "holds"),
    ("近4800亿元左右", "4699.8亿元", "fails"),
    ("约4800亿元以上", "4700亿元", "holds"),
    ("约4800亿元以上", "5760亿元", "holds"),
    # below zero
    ("超-10亿元", "-11亿元", "holds"),
    ("超-10亿元", "-5亿元", "fails"),
    ("近-48亿元", "-47亿元", "holds"),
    ("近-48亿元", "-51亿元", "fails"),
    ("不足-10亿元", "-9亿元", "holds"),
    ("不足-10亿元", "-13亿元", "fails"),
    ("≥-10亿元", "-9亿元", "holds"),
    ("≥-10亿元", "-13亿元", "fails"),
    ("≤-10亿元", "-12亿元", "holds"),
    # zero
    ("约0亿元", "1亿元", "holds"),
    ("约0亿元", "3亿元", "fails"),
    ("超0亿元", "1亿元", "holds"),
    ("超0亿元", "5000亿元", "undecided"),
    ("超0亿元", "-3亿元", "fails"),
    ("0亿元", "0亿元", "holds"),
]


@pytest.mark.parametrize(("figure", "true", "verdict"), [*STATED, *MORE])
def test_what_a_sentence_says_of_a_value(figure: str, true: str, verdict: str) -> None:
    assert judge_printed(amount(figure), amount(true), Reader.STATEMENT).verdict.value == verdict


IN_TABLES = [
    ("高于4800亿元", "480000亿元", "holds"),
    ("4800亿元以上", "480000亿元", "holds"),
    ("4800亿元以上", "4797亿元", "fails"),
    ("低于4800亿元", "1亿元", "holds"),
    ("4800亿元以下", "-1亿元", "holds"),
    ("4800亿元以下", "4803亿元", "fails"),
    ("超4800亿元", "5280.2亿元", "undecided"),
    ("不足4800亿元", "4319.8亿元", "undecided"),
    ("约4800亿元", "4900.2亿元", "fails"),
]


@pytest.mark.parametrize(("figure", "true", "verdict"), IN_TABLES)
def test_what_a_table_says_of_a_value(figure: str, true: str, verdict: str) -> None:
    assert judge_printed(amount(figure), amount(true)).verdict.value == verdict


def test_every_entry_has_examples_on_both_sides_of_its_edges() -> None:
    for entry in ENTRIES:
        verdicts = {verdict for _figure, _true, verdict in entry["examples"]}
        assert {"holds", "fails"} <= verdicts, entry["word"]
        assert "undecided" in verdicts or not ("undecided" in entry or entry.get("limit")), entry["word"]
        assert any(entry["word"] in figure for figure, _true, _verdict in entry["examples"])


def test_the_aliases_of_a_word_mean_the_same_and_no_word_stands_twice() -> None:
    spellings = [spelling for entry in ENTRIES for spelling in (entry["word"], *entry["aliases"])]
    assert len(spellings) == len(set(spellings)) == len(qualifiers())
    for entry in ENTRIES:
        meanings = {replace(qualifiers()[spelling], word="") for spelling in (entry["word"], *entry["aliases"])}
        assert len(meanings) == 1


# -- each number of the table and each constant is held by an example


def outcomes() -> list[object]:
    """All that the examples of this file come to."""
    found: list[object] = []
    for figure, true, _verdict in [*STATED, *MORE]:
        found.append(judge_printed(amount(figure), amount(true), Reader.STATEMENT).verdict)
    for figure, true, _verdict in IN_TABLES:
        found.append(judge_printed(amount(figure), amount(true)).verdict)
    found += [outside_band(long_sum(count, off)) for count, off in SUMS]
    return found


def long_sum(count: int, off: str) -> list[judging.Term]:
    """Figures of so many whole units, each rounded to one, that are off their total by so much."""
    return [(Fraction(1), Fraction(0), Fraction(1))] * (count - 1) + [(Fraction(1), Fraction(off), Fraction(1))]


SUMS = {(8, "2.44"): False, (8, "2.45"): True, (8, "2.46"): True, (7, "3.4"): False, (33, "4.9"): False, (33, "5"): True}


@pytest.mark.parametrize(("count", "off"), SUMS)
def test_a_long_sum_is_marked_beyond_three_standard_deviations(count: int, off: str) -> None:
    assert outside_band(long_sum(count, off)) is SUMS[count, off]


def changed_words() -> Iterator[tuple[str, str, judging.Qualifier]]:
    """Every word with each of its numbers and sides changed in turn."""
    for entry in ENTRIES:
        word = qualifiers()[entry["word"]]
        for times in (Fraction(99, 100), Fraction(101, 100)):
            yield word.word, f"holds × {times}", replace(word, holds=scaled(word.holds, times))
            if word.undecided is not None:
                yield word.word, f"undecided × {times}", replace(word, undecided=scaled(word.undecided, times))
        if word.undecided is not None:
            yield word.word, "undecided goes", replace(word, undecided=None)
        yield word.word, "limit", replace(word, limit=not word.limit)
        for side in sorted({"up", "down", "both"} - {word.side}):
            yield word.word, side, replace(word, side=side)


def scaled(opening: Opening, times: Fraction) -> Opening:
    return Opening(opening.digits * times, opening.part * times)


@pytest.mark.parametrize(("word", "what", "changed"), [pytest.param(*one, id=f"{one[0]} {one[1]}") for one in changed_words()])
def test_changing_a_word_changes_a_verdict(
    word: str, what: str, changed: judging.Qualifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, known = outcomes(), qualifiers()
    monkeypatch.setattr(judging, "qualifiers", lambda: {**known, word: changed})
    assert outcomes() != before


CONSTANTS: dict[str, Callable[[Fraction], object]] = {
    "LEAST_PART": lambda times: judging.LEAST_PART * times,
    "LONG_SUM": lambda times: judging.LONG_SUM + (1 if times > 1 else -1),
    "DEVIATIONS": lambda times: judging.DEVIATIONS * times,
    "UNIFORM": lambda times: judging.UNIFORM * times,
    **{
        f"SLACK {margin.name}": lambda times, margin=margin: {**judging.SLACK, margin: judging.SLACK[margin] * times}  # type: ignore[misc]
        for margin in (Margin.HALF, Margin.FULL)
    },
}


@pytest.mark.parametrize("name", CONSTANTS)
@pytest.mark.parametrize("times", [Fraction(99, 100), Fraction(101, 100)])
def test_changing_a_constant_changes_a_verdict(name: str, times: Fraction, monkeypatch: pytest.MonkeyPatch) -> None:
    before = outcomes()
    monkeypatch.setattr(judging, name.split()[0], CONSTANTS[name](times))
    assert outcomes() != before


# -- intervals


@pytest.mark.parametrize(
    ("digits", "word", "expected"),
    [
        ("4800", "约", (4700, 4900)),
        ("4800", "近", (4700, 4800)),
        ("4800", "超", (4800, 5280)),
        ("4800", "不足", (4320, 4800)),
        ("30", "多", (30, 40)),
        ("25", "约…左右", (24, 26)),
        ("25", "近…左右", (24, 26)),
        ("100", "近", (50, 100)),
        ("-20", "超", (-22, -20)),
        ("-20", "以上", (-20, None)),
        ("30", "以上", (30, None)),
        ("30", "以下", (None, 30)),
        ("30", "或许", (20, 40)),
    ],
)
def test_a_qualifier_opens_its_side(digits: str, word: str, expected: tuple[int | None, int | None]) -> None:
    assert ends(interval(qualified(digits, word))) == expected


def test_a_sentence_means_a_figure_near_the_limit() -> None:
    assert ends(interval(qualified("30", "以上"), reader=Reader.STATEMENT)) == (30, 36)
    assert ends(interval(qualified("30", "以上"), Margin.DOUBT, Reader.STATEMENT)) == (Fraction(59, 2), None)
    assert ends(interval(qualified("30", "以下"), reader=Reader.STATEMENT)) == (24, 30)


def test_the_last_digit_may_be_another_than_it_is_printed_with() -> None:
    assert ends(judging.printed(amount("4800亿元"), Fraction(100)).interval()) == (4750, 4850)


def test_nothing_is_forgiven_the_printed_value() -> None:
    assert ends(interval(qualified("30", "超"), Margin.NONE)) == (30, 30)
    assert ends(base_interval(qualified("30", ""), Margin.NONE)) == (30 * 10**8, 30 * 10**8)


WORDS = st.one_of(st.just(""), st.sampled_from(sorted(qualifiers())), st.sampled_from(["近…左右", "约…以上", "超…多", "或许"]))
FIGURES = st.builds(
    lambda digits, exponent, word, unit: Amount(Decimal(digits).scaleb(exponent), unit_named(unit), word),
    st.integers(-99999, 99999),
    st.integers(-3, 5),
    WORDS,
    st.sampled_from(["亿元", "%", "个百分点", "家", "万家"]),
)


@given(FIGURES, st.sampled_from(Reader))
def test_each_margin_holds_the_one_before(figure: Amount, reader: Reader) -> None:
    before = interval(figure, Margin.NONE, reader)
    for margin in (Margin.HALF, Margin.FULL, Margin.DOUBT):
        now = interval(figure, margin, reader)
        assert now.low is None or (before.low is not None and now.low <= before.low)
        assert now.high is None or (before.high is not None and now.high >= before.high)
        before = now


@given(FIGURES, st.sampled_from(Margin), st.sampled_from(Reader))
def test_a_figure_below_zero_is_the_mirror_of_the_one_above(figure: Amount, margin: Margin, reader: Reader) -> None:
    known = [qualifiers().get(word) for word in figure.qualifier.split("…")]
    mirrored = Amount(-figure.value, figure.unit, figure.qualifier)
    if not figure.value or any(word is not None and word.limit for word in known):
        return
    assert interval(mirrored, margin, reader) == -interval(figure, margin, reader)


@given(FIGURES, st.sampled_from(Reader))
def test_every_figure_agrees_with_itself(figure: Amount, reader: Reader) -> None:
    assert judge_printed(figure, figure, reader).verdict is Verdict.HOLDS


@given(FIGURES, FIGURES)
def test_agreement_has_no_direction(one: Amount, two: Amount) -> None:
    assert judge_printed(one, two).verdict is judge_printed(two, one).verdict


def test_a_fraction_in_words_is_as_exact_as_it_is_given() -> None:
    third = Printed(Fraction(1, 3), Fraction(1, 30), Fraction(1, 30), "近", ratio=True)
    assert ends(third.interval()) == (Fraction(3, 10), Fraction(1, 3))


# -- relations


def fixed(left: Interval, right: Interval) -> Callable[[Margin], tuple[Interval, Interval]]:
    return lambda margin: (left, right)


def test_a_sum_holds_by_interval_and_says_difference_and_tolerance() -> None:
    parts, whole = [amount("893.6亿元"), amount("5519.1亿元")], amount("6412.8亿元")

    def sides(margin: Margin) -> tuple[Interval, Interval]:
        return total(base_interval(part, margin) for part in parts), base_interval(whole, margin)

    found = judge(sides)
    assert found.verdict is Verdict.HOLDS
    assert found.tolerance == Fraction(15 * 10**6)
    assert (found.difference.low, found.difference.high) == (-25 * 10**6, 5 * 10**6)
    whole = amount("6413.0亿元")
    assert judge(sides).verdict is Verdict.ROUNDING
    whole = amount("6413.1亿元")
    assert judge(sides).verdict is Verdict.FAILS


@pytest.mark.parametrize(
    ("relation", "two", "verdict"),
    [
        ("<=", "4800.6亿元", "holds"),
        ("<=", "4799.4亿元", "rounding"),
        ("<=", "4798.0亿元", "fails"),
        (">=", "4800.6亿元", "rounding"),
        (">=", "4802.0亿元", "fails"),
        ("<", "4800亿元", "holds"),
        (">", "4800亿元", "holds"),
        ("!=", "4800亿元", "holds"),
    ],
)
def test_limits_between_figures(relation: str, two: str, verdict: str) -> None:
    one = amount("4800亿元")
    found = judge(lambda margin: (base_interval(one, margin), base_interval(amount(two), margin)), relation)
    assert found.verdict.value == verdict


def test_exact_values_are_not_less_than_themselves() -> None:
    point = Interval.point(3)
    assert [judge(fixed(point, point), relation).verdict.value for relation in ("<", ">", "!=", "<=", ">=", "=")] == [
        "fails",
        "fails",
        "fails",
        "holds",
        "holds",
        "holds",
    ]


@pytest.mark.parametrize(
    ("low", "high", "relation", "found"),
    [
        (0, 5, "<", (False, True)),
        (0, 0, "<", (False, False)),
        (-5, 0, "<", (False, True)),
        (-5, -1, "<", (True, True)),
        (1, 5, "<", (False, False)),
        (-5, 0, ">", (False, True)),
        (0, 0, ">", (False, False)),
        (-5, -1, ">", (False, False)),
        (0, 0, "<=", (True, True)),
        (0, 5, ">=", (True, True)),
        (0, 0, "!=", (False, False)),
        (-1, 1, "=", (False, True)),
        (None, 5, "<", (False, True)),
        (None, -1, "<", (True, True)),
        (None, 5, ">", (False, True)),
        (1, None, "<", (False, False)),
        (1, None, ">", (True, True)),
    ],
)
def test_a_difference_is_compared_with_zero(low: int | None, high: int | None, relation: str, found: tuple[bool, bool]) -> None:
    ends = [None if end is None else Fraction(end) for end in (low, high)]
    assert compare(Interval(*ends), relation) == found


def test_a_relation_without_end_has_no_tolerance() -> None:
    found = judge_printed(amount("4800亿元以上"), amount("5000亿元"))
    assert found.verdict is Verdict.HOLDS and found.tolerance is None
    assert not outside_band([(Fraction(1), Fraction(9), None), *long_sum(9, "9")])


def test_only_what_is_within_rounding_can_be_outside_the_band() -> None:
    wide = Interval.between(-4, 4)
    assert judge(fixed(wide, Interval.point(3)), terms=lambda: long_sum(8, "3")).outside_band
    assert not judge(fixed(wide, Interval.point(3)), terms=lambda: None).outside_band
    assert not judge(fixed(wide, Interval.point(3)), "<=", terms=lambda: long_sum(8, "3")).outside_band
    assert not judge(fixed(wide, Interval.point(5)), terms=lambda: long_sum(8, "5")).outside_band


@pytest.mark.parametrize(
    ("stated", "now", "before", "verdict"),
    [
        ("26.6%", "2990.4亿元", "2362.1亿元", "holds"),
        ("26.5%", "2990.4亿元", "2362.1亿元", "rounding"),
        ("26.2%", "2990.4亿元", "2362.1亿元", "fails"),
        ("-3.5%", "96.5亿元", "100.0亿元", "holds"),
        ("3.5%", "96.5亿元", "100.0亿元", "fails"),
        ("超25%", "2990.4亿元", "2362.1亿元", "holds"),
        ("超20%", "2990.4亿元", "2362.1亿元", "undecided"),
        ("超-3%", "96.8亿元", "100.0亿元", "holds"),
        ("0.0%", "0.29万亿元", "2900亿元", "holds"),
        ("900%", "0.3亿元", "0.1亿元", "undecided"),
    ],
)
def test_growth_of_two_printed_figures(stated: str, now: str, before: str, verdict: str) -> None:
    assert judge_growth(amount(stated), amount(now), amount(before)).value == verdict


def test_there_is_no_growth_on_what_may_be_zero() -> None:
    assert growth(amount("5亿元"), amount("0亿元"), Margin.HALF) is None
    assert growth(amount("5亿元"), amount("1亿元"), Margin.FULL) is None


@pytest.mark.parametrize(
    ("book", "sent", "same"),
    [
        ("893.6亿元", "893.6亿元", True),
        ("893.6亿元", "893.64亿元", True),
        ("893.6亿元", "8936000万元", True),
        ("893.6亿元", "893.7亿元", False),
        ("超4800亿元", "4812.5亿元", True),
        ("超480亿元", "4812.5亿元", False),
        ("101家", "102家", False),
        ("12%", "12亿元", False),
    ],
)
def test_a_figure_sent_again_with_more_digits_is_the_same(book: str, sent: str, same: bool) -> None:
    assert says_the_same(amount(book), amount(sent)) is same


def test_a_mark_is_no_figure() -> None:
    assert not says_the_same(Mark.NONE, amount("0"))
