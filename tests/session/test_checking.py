"""Checks of an open book follow every step."""

import pytest

from ecdesk.checks.engine import checker
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.keys import Key
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules import checking, rules
from ecdesk.session.rules.checking import Checks, check_json
from ecdesk.session.tables import cells
from tests.books import write_sample_book

SHAANXI_SHARE = Key("网络零售额", "610000", "", "2018", "share")


@pytest.fixture
def desk(tmp_path):
    with Desk.open(write_sample_book(tmp_path / "样本.ecd"), "张三") as desk:
        yield desk


def failing(checks: Checks) -> set[Key]:
    return {operand.key for finding in checks.findings() if finding.verdict is Verdict.FAILS for operand in finding.operands}


def place(desk: Desk, key: Key) -> tuple[str, int, int]:
    return desk.book.places(key)[0]


def test_the_published_slip_is_found_and_goes_when_it_is_put_right(desk):
    checks = Checks(desk)
    assert SHAANXI_SHARE in failing(checks)
    assert "failing" in checks.states(SHAANXI_SHARE)
    notices = []
    checks.listen(notices.append)
    exhibit, row, column = place(desk, SHAANXI_SHARE)
    cells.enter(desk, exhibit, [(row, column, "13.9")])
    assert SHAANXI_SHARE not in failing(checks)
    assert SHAANXI_SHARE in notices[0].keys
    assert not checks.states(SHAANXI_SHARE)
    desk.undo()
    assert SHAANXI_SHARE in failing(checks)
    checks.close()


def test_an_update_comes_to_the_same_findings_as_a_fresh_start(desk):
    checks = Checks(desk)
    checks.findings()
    for key, typed in [
        (Key("网络零售额", "510000", "", "2018", "value"), "4296.2"),
        (Key("实物商品网络零售额", "510000", "", "2018", "value"), "见注"),
        (Key("B2B交易额", "530000", "", "2018", "value"), ""),
        (Key("网络零售额", "510000", "", "2018", "value"), "4269.2"),
    ]:
        exhibit, row, column = place(desk, key)
        cells.enter(desk, exhibit, [(row, column, typed)])
        fresh = Checks(desk)
        assert checks.findings() == fresh.findings()
        assert checks.counts() == fresh.counts()
        fresh.close()
    checks.close()


def test_what_scripts_read(desk):
    checks = Checks(desk)
    document = check_json(checks.findings(), checks.counts())
    assert document["counts"]["holds"] > 20
    assert any(str(SHAANXI_SHARE) in {operand["key"] for operand in one["operands"]} for one in document["findings"])
    checks.close()


def test_the_engine_is_made_in_steps_while_the_book_is_edited(desk):
    checks = Checks(desk)
    notices = []
    checks.listen(notices.append)
    job = checks.prepare()
    steps = [next(job)]
    assert checks.preparing and not checks.ready
    exhibit, row, column = place(desk, SHAANXI_SHARE)
    cells.enter(desk, exhibit, [(row, column, "13.9")])
    steps.append(next(job))
    rules.add_rule(desk, "网络零售额 ≤ 1亿元 对 陕西", "新规则")  # what was made so far is of other rules
    steps += job
    assert len(steps) > 3 and checks.ready and not checks.preparing
    assert notices[-1].keys is None
    fresh = Checks(desk)
    assert checks.findings() == fresh.findings() and any(one.rule_name == "新规则" for one in checks.findings())
    fresh.close()
    checks.close()


def test_whoever_cannot_wait_finishes_what_was_begun(desk):
    checks = Checks(desk)
    job = checks.prepare()
    next(job)
    assert SHAANXI_SHARE in failing(checks) and checks.ready
    assert list(job) == []
    checks.close()


def test_the_book_is_edited_while_findings_are_put_into_words(desk, monkeypatch):
    monkeypatch.setattr(checker, "WRITTEN", 1)
    monkeypatch.setattr(checking, "MANY_TOUCHED", 2)
    checks = Checks(desk)
    exhibit, row, _column = place(desk, Key("网络零售额", "510000", "", "2018", "value"))
    columns = range(len(desk.book.exhibit(exhibit).columns))
    checks.findings()
    cells.enter(desk, exhibit, [(row, number, "1") for number in columns])
    steps = checks.prepare()
    while not checks.ready:
        next(steps)
    # What is in line to be put into words is no more; then there is more to be looked at than at once.
    for number in columns:
        cells.clear(desk, exhibit, [(row, number)])
    next(steps)
    cells.enter(desk, exhibit, [(row, number, "2") for number in columns])
    assert not checks.ready
    assert list(steps) and checks.ready
    fresh = Checks(desk)
    assert checks.findings() == fresh.findings()
    fresh.close()
    checks.close()


def test_many_changed_figures_are_looked_at_in_steps_and_come_to_the_same(desk, monkeypatch):
    monkeypatch.setattr(checking, "MANY_TOUCHED", 2)
    checks = Checks(desk)
    checks.findings()
    key, other = Key("网络零售额", "510000", "", "2018", "value"), Key("B2B交易额", "530000", "", "2018", "value")
    exhibit, row, _column = place(desk, key)
    _exhibit, at, beside = place(desk, other)
    columns = len(desk.book.exhibit(exhibit).columns)
    cells.clear(desk, exhibit, [(row, number) for number in range(columns)])
    assert not checks.ready
    steps = checks.prepare()
    next(steps)
    assert checks.preparing
    # One more while it is being brought up to date.
    cells.enter(desk, exhibit, [(at, beside, "1")])
    for _progress in steps:
        pass
    assert checks.ready and not checks.preparing
    fresh = Checks(desk)
    assert checks.findings() == fresh.findings() and checks.counts() == fresh.counts()
    fresh.close()
    cells.clear(desk, exhibit, [(row, number) for number in range(columns)] + [(at, number) for number in range(columns)])
    fresh = Checks(desk)
    assert not checks.ready
    assert checks.findings() == fresh.findings(), "who asks before that has the answer all the same"
    fresh.close()
    checks.close()
