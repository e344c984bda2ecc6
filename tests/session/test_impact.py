"""What a change would move is told before it is made, and nothing of the telling stays."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ecdesk.checks import Checker
from ecdesk.domain.book.changes import Edit
from ecdesk.domain.book.records import (
    Axis,
    Chart,
    ChartKind,
    Exhibit,
    Line,
    Manuscript,
    Observation,
    Record,
    RuleRecord,
    Settlement,
    SignOff,
    Sorting,
)
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text
from ecdesk.domain.wording.units import unit_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.signing import sign_all, sign_states
from ecdesk.session.rules import impact as trying
from ecdesk.session.rules.checking import Checks
from ecdesk.session.rules.impact import Impact, Kind, impact
from ecdesk.session.tables import cells
from tests.books import AREAS, small_records

HEBEI = Key("网络零售额", "130000", "", "2018", "value")
GROWTH = HEBEI._replace(measure="growth")
BEFORE = HEBEI._replace(period="2017")


def records() -> Iterator[Record]:
    """Four provinces in a table, in a ranking with a chart, and in a sentence; growth that is worked out for one of them."""
    for record in small_records():
        yield replace(record, columns=record.columns[2:]) if isinstance(record, Exhibit) else record
    rows = tuple(Line(code, code, {"area": code}) for code in AREAS)
    ranked = (Line("额", "零售额", {"indicator": "网络零售额", "measure": "value"}, decimals=0),)
    order = Sorting("额", descending=True)
    chart = Chart(ChartKind.BAR, Axis.ROWS, ("额",))
    yield Exhibit(
        "榜",
        "图1-2",
        "排行",
        "1",
        2,
        "chart",
        "亿元",
        at={"period": "2018"},
        rows=rows,
        columns=ranked,
        chart=chart,
        sorting=order,
    )
    for area, value in zip(AREAS, ("4000.0", "3000.0", "2000.0", "1000.0"), strict=True):
        yield Observation(HEBEI._replace(area=area), Amount(Decimal(value), unit_named("亿元")))
    yield Observation(BEFORE, Amount(Decimal("1600.0"), unit_named("亿元")))
    yield RuleRecord("r1", "不超过两千五百亿元", "网络零售额[河北] ≤ 2500亿元", level="error", order=1)
    yield Manuscript("m1", "概况.md", "", "2019-01-01T00:00:00Z", "张三", order=1)
    yield Settlement(
        "s1", "m1", "figure|河北网络零售额达▮", "bound", "", "张三", "2019-01-02T00:00:00Z", str(HEBEI), {"0": "2000.0亿元"}
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.create(tmp_path / "一.ecd", records(), "张三") as desk:
        cells.enter(desk, "表1", [(2, 1, "=增速(网络零售额)")])
        yield desk


def typed(desk: Desk, checks: Checks | None, value: str) -> Impact:
    """What typing a value for 河北 would move."""
    exhibit, row, column = next(place for place in desk.book.places(HEBEI) if place[0] == "表1")
    return impact(desk, cells.written(desk, exhibit, [(row, column, value)])[0], checks)


def told(found: Impact, kind: Kind) -> list[tuple[str, ...]]:
    return [(one.where, *(str(words).replace("\u2009", " ") for words in (one.before, one.after))) for one in found.of(kind)]


def test_everything_that_a_figure_moves_is_told_at_one_look(desk: Desk) -> None:
    checks = Checks(desk)
    sign_all(desk, checks, ["1"], why_empty="不报")
    found = typed(desk, checks, "3600.0")
    assert told(found, Kind.FIGURE) == [
        ("表1-1 · 河北 · 网络零售额", "2 000.0", "3 600.0"),
        ("图1-2 · 130000 · 零售额", "2 000", "3 600"),
    ]
    assert [(was, comes) for _where, was, comes in told(found, Kind.DERIVED)] == [("25.0", "125.0")]
    assert told(found, Kind.RANK) == [
        ("图1-2 · 120000", "第 2 位", "第 3 位"),
        ("图1-2 · 130000", "第 3 位", "第 2 位"),
    ]
    assert [where for where, _was, _comes in told(found, Kind.CHART)] == ["图1-2 排行"]
    (rule,) = found.of(Kind.RULE)
    assert rule.worse and not rule.before and "2500亿元" in str(rule.after)
    assert {(where, comes) for where, _was, comes in told(found, Kind.SIGNATURE)} == {
        (where, "失效，要重新签发") for where in ("第1章 总报告", "表1-1 2018年各地区电子商务", "图1-2 排行")
    }
    (sentence,) = found.of(Kind.SENTENCE)
    assert sentence.worse and sentence.where.endswith("河北网络零售额达2000.0亿元…")
    assert found.rules_known and found.exhibits == 2
    checks.close()


def test_what_prints_alike_moves_no_digit_and_a_failing_rule_can_stop_to_fail(desk: Desk) -> None:
    checks = Checks(desk)
    checks.findings()
    alike = typed(desk, checks, "2000.4")
    assert [one.before == one.after for one in alike.of(Kind.FIGURE)] == [False, True]
    cells.enter(desk, "表1", [(2, 0, "3600.0")])
    (rule,) = typed(desk, checks, "2400.0").of(Kind.RULE)
    assert rule.before and not rule.after and not rule.worse
    checks.close()


def test_nothing_of_a_trial_stays_in_the_book_the_journal_or_the_findings(desk: Desk) -> None:
    checks = Checks(desk)
    sign_all(desk, checks, ["1"], why_empty="不报")
    heard: list[object] = []
    stop, stop_checks = desk.listen(heard.append), checks.listen(heard.append)
    before = {type: list(desk.book.all(type).items()) for type in (Observation, Exhibit, SignOff, Settlement)}
    seq, steps, history = desk.seq, desk.file.heads(), deepcopy(desk.history)
    findings = checks.findings()
    for value in ("3600.0", "2000.4", "—", ""):
        typed(desk, checks, value)
    now = {type: dict(desk.book.all(type)) for type in before}
    assert now == {type: dict(found) for type, found in before.items()}
    assert (desk.seq, desk.file.heads(), vars(desk.history)) == (seq, steps, vars(history))
    assert heard == []
    fresh = Checker(desk.book, last=checks.last).findings()
    assert [(one.id, one.verdict, str(one.message)) for one in checks.checker.findings()] == [
        (one.id, one.verdict, str(one.message)) for one in fresh
    ]
    assert checks.findings() == findings
    assert all(one.state == "signed" for one in sign_states(desk.book, checks.findings()))
    stop(), stop_checks()
    checks.close()


def test_a_fault_in_the_looking_leaves_the_book_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = Checks(desk)
    checks.findings()
    with monkeypatch.context() as patch:
        patch.setattr(trying, "build_table", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            typed(desk, checks, "3600.0")
    amount = desk.book.observations[HEBEI].amount
    assert amount is not None and amount.value == Decimal("2000.0")
    assert not typed(desk, checks, "2000.0").effects
    checks.close()


def test_taking_a_step_back_tells_what_comes_back(desk: Desk) -> None:
    checks = Checks(desk)
    checks.findings()
    cells.enter(desk, "表1", [(2, 0, "3600.0")])
    found = impact(desk, desk.taken_back_by(desk.seq), checks)
    assert ("表1-1 · 河北 · 网络零售额", "3 600.0", "2 000.0") in told(found, Kind.FIGURE)
    assert [(was, comes) for _where, was, comes in told(found, Kind.DERIVED)] == [("125.0", "25.0")]
    (sentence,) = found.of(Kind.SENTENCE)
    assert not sentence.worse and str(sentence.after) == "与表相符"
    checks.close()


def test_a_manuscript_that_the_book_does_not_have_is_not_named(desk: Desk) -> None:
    (bound,) = desk.book.all(Settlement).values()
    with desk.edit(text("新的一期")) as edit:
        edit.put(replace(bound, manuscript="", values={}))
    assert not typed(desk, None, "3600.0").of(Kind.SENTENCE)


def test_without_an_engine_the_rules_are_not_asked_and_it_is_said(desk: Desk) -> None:
    found = typed(desk, None, "3600.0")
    assert not found.rules_known and not found.of(Kind.RULE)
    assert found.of(Kind.FIGURE) and found.of(Kind.CHART)
    edit = Edit(desk.book)
    edit.remove(RuleRecord, "r1")
    checks = Checks(desk)
    assert not impact(desk, edit.changes(), checks).rules_known
    checks.close()


def test_the_work_is_that_of_the_figures_it_moves(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two looks, one while it is tried and one afterwards: each asks the engine once, and builds a table for each chart that is concerned."""
    checks = Checks(desk)
    checks.findings()
    updates: list[int] = []
    tables: list[str] = []
    update, build = checks.checker.update, trying.build_table
    monkeypatch.setattr(checks.checker, "update", lambda keys: (updates.append(len(keys)), update(keys))[1])
    monkeypatch.setattr(trying, "build_table", lambda book, exhibit: (tables.append(exhibit.id), build(book, exhibit))[1])
    typed(desk, checks, "3600.0")
    assert updates == [2, 2]  # the figure and its growth
    assert tables == ["榜", "榜"]
    checks.close()
