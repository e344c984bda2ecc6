"""The wrong cell of a failing finding is looked for on a copy, shown while it holds, and put right when somebody says so."""

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import finish
from ecdesk.session.rules import suggesting
from ecdesk.session.rules.checking import Checks
from ecdesk.session.tables import cells
from tests.books import write_sample_book

SHARE = Key("网络零售额", "610000", "", "2018", "share")


@pytest.fixture
def desk(tmp_path):
    with Desk.open(write_sample_book(tmp_path / "样本.ecd"), "张三") as desk:
        yield desk


@pytest.fixture
def checks(desk):
    checks = Checks(desk)
    yield checks
    checks.close()


def about(checks):
    return next(one for one in checks.findings_of(SHARE) if one.verdict is Verdict.FAILS)


def listed(checks):
    return next(one for one in checks.findings() if one.id == about(checks).id)


def test_the_published_slip_is_suspected_and_put_right(desk, checks):
    found = finish(suggesting.suggest(desk, checks))
    assert found.seq == desk.seq
    heard = []
    checks.listen(heard.append)
    other = next(one.key for one in about(checks).operands if one.key != SHARE)
    assert checks.states(other) == {"failing"}
    checks.take_suggestions(found.by_finding)
    assert checks.states(other) == {"failing", "involved"} and checks.states(SHARE) == {"failing"}
    assert heard[-1].keys >= {SHARE, other}
    assert heard and listed(checks).suspect == SHARE and listed(checks).suggestion is not None
    best = checks.suggestions_of(about(checks).id)[0]
    suggesting.apply_suggestion(desk, best)
    assert print_content(desk.book.observation(SHARE).content) == "13.9%"
    assert desk.book.observation(SHARE).origin.by == "张三"
    assert not any(one.verdict is Verdict.FAILS for one in checks.findings_of(SHARE))
    desk.undo()
    assert print_content(desk.book.observation(SHARE).content) == "63.5%"


def test_the_book_may_change_while_it_is_looked_for(desk, checks):
    job = suggesting.suggest(desk, checks)
    next(job)
    exhibit, row, column = desk.book.places(SHARE)[0]
    cells.enter(desk, exhibit, [(row, column, "13.9")])
    assert finish(job).seq == desk.seq - 1


def test_a_suggestion_goes_when_a_figure_that_it_depends_on_changes(desk, checks):
    checks.take_suggestions(finish(suggesting.suggest(desk, checks)).by_finding)
    exhibit, row, column = desk.book.places(SHARE)[0]
    cells.enter(desk, exhibit, [(row, column, "15.0")])
    assert listed(checks).suggestion is None and checks.suggestions_of(about(checks).id) is None


def test_a_suggestion_without_a_figure_is_not_applied(desk, checks):
    from dataclasses import replace

    found = finish(suggesting.suggest(desk, checks)).by_finding[about(checks).id][0]
    seq = desk.seq
    with pytest.raises(UserError):
        suggesting.apply_suggestion(desk, replace(found, known=False))
    assert desk.seq == seq
