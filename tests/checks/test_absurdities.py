"""Nothing absurd passes: a sample of what `tests.bench.campaign_checks` plants into every figure of both sample books and their next periods."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from ecdesk.checks.engine.checker import Checker
from ecdesk.domain.book.findings import Level
from ecdesk.session.new_books.sample import BULLETIN, REPORT, build_sample_book
from tests.checks.absurdities import alarms, plant_absurdities, rolled, with_a_year_before

ALWAYS = ("level x10000", "level /10000", "growth as level", "growth x10", "growth x100", "share x10")
"""Whatever has a past or a relation is found."""


@pytest.mark.parametrize(("name", "share"), [(REPORT, 0.1), (BULLETIN, 0.5)])
def test_in_a_filled_book_of_the_next_period(name: str, share: float) -> None:
    before = build_sample_book(name)
    book = rolled(before, Decimal("1.2"))
    checker = Checker(book, last=before)
    figures = len(book.observations)
    # The one query in the report is of a share that the filling left as it was; errors are the books' own slips, and sums that twelve tenths break.
    assert alarms(checker)[Level.QUERY.value] * 1000 <= 2 * figures and alarms(checker)[Level.ERROR.value] <= 5
    found = plant_absurdities(book, checker, random.Random(7), share)
    assert {kind: found[kind].missed for kind in ALWAYS if found[kind].missed} == {}
    assert found["level x10"].errors >= 0.95 * found["level x10"].planted > 0
    assert not found["level x10"].missed and not found["level /10"].missed
    assert len(found["another area's"].missed) <= 0.2 * found["another area's"].planted


def test_a_figure_of_last_year_is_asked_about() -> None:
    """But for whole numbers of one or two digits, which may well stand."""
    before = build_sample_book(REPORT)
    book = rolled(before, Decimal("1.2"))
    found = plant_absurdities(book, Checker(book, last=before), random.Random(3), 0.3)["last year's"]
    long = [wrong.value for _key, _now, wrong in found.missed if len(str(wrong.value).replace(".", "").strip("0")) > 2]
    assert found.queries > 100 and len(long) <= 0.02 * found.planted, long


@pytest.mark.parametrize("name", [REPORT, BULLETIN])
def test_real_growth_is_not_doubted(name: str) -> None:
    """With the year before that the printed growth implies, nothing is asked that was not before."""
    book = build_sample_book(name)
    own, grown = Checker(book), Checker(with_a_year_before(book))
    assert alarms(own)[Level.QUERY.value] == alarms(grown)[Level.QUERY.value]
    assert not {one.rule for one in grown.findings() if one.is_open} & {
        "走势",
        "分组项走势",
        "增速走势",
        "分组项增速走势",
        "占比走势",
        "分组项占比走势",
    }
