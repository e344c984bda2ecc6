"""Balanced rounding: every sum holds, and no cell is off by a unit or more."""

from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.remedies.balanced_rounding import Sum, balance, balance_figures, round_half_up
from ecdesk.domain.wording.units import unit_named
from tests.checks.books import key, make_book, rule

Table = tuple[list[Fraction], list[Sum]]


def three_level_table(rng: random.Random, groups: int = 3, members: int = 4, columns: int = 4) -> Table:
    """Rows: a total, groups, members; columns: a total and parts. Cells number row by row; inner cells are random."""
    exact: dict[tuple[int, int], Fraction] = {}
    rows = 1 + groups + groups * members
    for row in range(1 + groups, rows):
        for column in range(1, columns + 1):
            exact[row, column] = Fraction(rng.randrange(0, 100000), 10 ** rng.randrange(0, 4))
    group_rows = {group: range(1 + groups + group * members, 1 + groups + (group + 1) * members) for group in range(groups)}
    for group, inner in group_rows.items():
        for column in range(1, columns + 1):
            exact[1 + group, column] = sum((exact[row, column] for row in inner), Fraction(0))
    for column in range(1, columns + 1):
        exact[0, column] = sum((exact[1 + group, column] for group in range(groups)), Fraction(0))
    for row in range(rows):
        exact[row, 0] = sum((exact[row, column] for column in range(1, columns + 1)), Fraction(0))
    width = columns + 1
    sums = [Sum(row * width, tuple(row * width + column for column in range(1, width))) for row in range(rows)]
    for column in range(width):
        sums.append(Sum(column, tuple((1 + group) * width + column for group in range(groups))))
        for group, inner in group_rows.items():
            sums.append(Sum((1 + group) * width + column, tuple(row * width + column for row in inner)))
    return [exact[row, column] for row in range(rows) for column in range(width)], sums


def test_random_tables_keep_every_sum_and_move_no_cell_by_a_unit() -> None:
    rng = random.Random(5)
    for _number in range(60):
        exact, sums = three_level_table(rng)
        result = balance(exact, sums)
        assert result.broken == ()
        assert all(abs(value - cell) < 1 for value, cell in zip(result.values, exact, strict=True))
        for one in sums:
            assert result.values[one.total] == sum(result.values[part] for part in one.parts)


def test_whole_values_and_locked_cells_stay() -> None:
    exact = [Fraction(10), Fraction("3.4"), Fraction("3.3"), Fraction("3.3")]
    result = balance(exact, [Sum(0, (1, 2, 3))])
    assert result.values == (10, 4, 3, 3) and result.moved(exact) == [1]
    locked = balance(exact, [Sum(0, (1, 2, 3))], {1: 3})
    assert locked.values[0] == 10 and locked.values[1] == 3 and locked.broken == ()


def test_a_total_is_rounded_before_its_parts() -> None:
    exact = [Fraction("10.2"), Fraction("3.4"), Fraction("3.4"), Fraction("3.4")]
    assert balance(exact, [Sum(0, (1, 2, 3))]).values[0] == 10


def test_sums_that_do_not_hold_exactly_are_said_and_the_rest_holds() -> None:
    exact = [Fraction(20), Fraction("3.4"), Fraction("3.3"), Fraction("7.5"), Fraction("3.7"), Fraction("3.8")]
    result = balance(exact, [Sum(0, (1, 2)), Sum(3, (4, 5))])
    assert result.broken == (Sum(0, (1, 2)),)
    assert result.values[3] == result.values[4] + result.values[5]


def test_a_table_that_simple_rounding_balances_is_left_alone() -> None:
    exact = [Fraction("10.1"), Fraction("5.1"), Fraction("5.0")]
    assert balance(exact, [Sum(0, (1, 2))]).values == (10, 5, 5)


@settings(max_examples=40)
@given(st.lists(st.fractions(min_value=-1000, max_value=1000, max_denominator=1000), min_size=2, max_size=12))
def test_one_sum_always_balances(parts: list[Fraction]) -> None:
    exact = [sum(parts, Fraction(0)), *parts]
    result = balance(exact, [Sum(0, tuple(range(1, len(exact))))])
    assert result.broken == () and result.values[0] == sum(result.values[1:])
    assert abs(result.values[0] - round_half_up(exact[0])) <= 1


def test_figures_of_a_book_are_balanced_by_the_rules_it_knows() -> None:
    levels = {"网络零售额": "1000.0", "实物商品网络零售额": "333.4", "非实物商品网络零售额": "666.6"}
    keys = {name: key(name, "山东") for name in levels}
    book = make_book({keys[name]: printed for name, printed in levels.items()})
    checker = Checker(book, [rule("网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额")])
    result = balance_figures(checker, list(keys.values()), unit_named("百亿元"), 0)
    printed = {name: int(result.amounts[at].value) for name, at in keys.items()}
    assert printed["网络零售额"] == printed["实物商品网络零售额"] + printed["非实物商品网络零售额"] == 10
    assert result.broken == frozenset() and checker.counts[next(iter(checker.counts))] == 1
