"""Both sample books rolled on: nothing of the old period is said of the new one, and what was published stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Exhibit, Observation, OriginKind
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.moves import following
from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.texts import text
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.old_claims import without_basis, without_figures
from ecdesk.domain.wording.units import PERCENT
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import signing
from ecdesk.session.delivery.exporting import check_final
from ecdesk.session.new_books.rolling import Started, start_next
from ecdesk.session.new_books.sample import BULLETIN, REPORT, sample_records
from ecdesk.session.rules import results
from ecdesk.session.rules.checking import findings_of_book
from ecdesk.session.tables import cells
from tests.books import build_sample_book


@pytest.fixture(scope="module", params=(BULLETIN, REPORT))
def rolled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Book, Started]]:
    folder = tmp_path_factory.mktemp("rolled")
    before = build_sample_book(request.param)
    Desk.create(folder / "前.ecd", sample_records(request.param)).close()
    started = start_next(folder / "前.ecd", folder / "后.ecd", following(before.needed_period()))
    with started.desk:
        yield before, started


YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")


def same(exhibit: Exhibit, before: Book) -> bool:
    return exhibit == before.exhibit(exhibit.id)


def test_the_new_book_has_every_exhibit_and_no_figure_of_its_own_period(rolled: tuple[Book, Started]) -> None:
    before, started = rolled
    after = started.desk.book
    now = after.needed_period()
    assert [one.number for one in after.exhibits()] == [one.number for one in before.exhibits()]
    for key, one in after.observations.items():
        if one.origin.kind is OriginKind.COMPUTED:  # a formula that follows the figures of the new period, without a figure yet
            assert one.amount is None or before.observation(key) is not None
            continue
        assert one.origin.kind is OriginKind.CARRIED or not one.origin.detail  # what had no source has none now
        period = period_from_code(key.period)
        assert period.year < now.year or period.months[-1] < now.months[0], key


def test_what_is_about_the_new_period_says_nothing_of_the_old_one(rolled: tuple[Book, Started]) -> None:
    """Whatever moved on has no name of the old period where it means its own, no figure, no basis, and no entry of a list."""
    before, started = rolled
    after, old = started.desk.book, before.needed_period()
    words = {str(old), str(old).replace("年", "年第")}
    for exhibit in after.exhibits():
        if same(exhibit, before):
            shown = {key.period for _row, _column, key in cell_keys(exhibit)}
            assert old.span.code not in shown or old.kind == "year", exhibit.number
            continue
        if old.kind == "year":  # a series that lags behind goes on by a year, too
            years = [[int(year) for year in YEAR.findall(one.caption)] for one in (before.exhibit(exhibit.id), exhibit)]
            assert years[1] == [year + 1 for year in years[0]], exhibit.caption
        else:
            assert not any(name in exhibit.caption for name in words), exhibit.caption
        assert without_figures(exhibit.caption) == exhibit.caption
        for note in (*exhibit.notes, exhibit.source_line):
            assert without_figures(without_basis(note)) == note
        assert not any(line.texts for line in exhibit.rows)
    for section in after.sections():
        assert without_figures(section.title) == section.title


def test_everything_that_was_taken_out_is_told(rolled: tuple[Book, Started]) -> None:
    before, started = rolled
    told = {one.before for one in started.blanked}
    for exhibit in before.exhibits():
        for row in exhibit.rows:
            if row.texts:
                assert "　".join(row.texts.get(column.id, "") for column in exhibit.columns) in told
    if before.title.startswith("深圳"):
        assert started.desk.book.exhibit("表2-1").notes == () and before.exhibit("表2-1").notes[0] in told


def test_a_list_that_was_emptied_names_no_time_of_what_it_listed(rolled: tuple[Book, Started]) -> None:
    """A time that moves on with the book is the new one; one that would stay is left out to be filled in, and told."""
    before, started = rolled
    lists = [one for one in before.exhibits() if any(row.texts for row in one.rows)]
    for old in lists:
        caption = started.desk.book.exhibit(old.id).caption
        assert not set(YEAR.findall(old.caption)) & set(YEAR.findall(caption)), caption
        assert (old.number, old.caption, caption) in {(one.where, one.before, one.after) for one in started.blanked}
    if before.title.startswith("深圳"):
        assert started.desk.book.exhibit("表5-1").caption == "＿＿深圳市电子商务企业融资（节选）"


def test_what_was_published_of_an_earlier_time_stays_with_its_source(tmp_path: Path) -> None:
    """A table of the third quarter of 2015 does not become one of the fourth, nor a source the next number of its journal."""
    Desk.create(tmp_path / "前.ecd", sample_records(BULLETIN)).close()
    before = build_sample_book(BULLETIN)
    with start_next(tmp_path / "前.ecd", tmp_path / "后.ecd", Period(2017, "quarter", 2)).desk as desk:
        kept = [one for one in desk.book.exhibits() if same(one, before)]
        assert {"图3-1", "表3-1", "表3-2", "表3-3", "表3-4", "图4-1", "表4-1", "表4-2", "表4-3"} <= {one.number for one in kept}
        for exhibit in kept:
            for _row, _column, key in cell_keys(exhibit):
                one, two = before.observation(key), desk.book.observation(key)
                assert (one and one.content) == (two and two.content), key
        taught = [one for key, one in desk.book.observations.items() if key.period in ("2017Q1", "2016Q4") and one.amount]
        assert taught and all(one.note == "教学数据" for one in taught)


def test_what_was_wrong_in_the_old_quarter_holds_back_the_new_one_only_where_it_is_printed_or_stood_on(tmp_path: Path) -> None:
    """The old slip, 龙岗's share of 16.0%, stands in a table that is not printed."""
    Desk.create(tmp_path / "前.ecd", sample_records(BULLETIN)).close()
    share = Key("电子商务交易额", "龙岗区", "", "2017Q1", "share")
    level, now = share.moved(measure="value"), share.moved(measure="growth_prev", period="2017Q2")

    def about_it(desk: Desk) -> set[tuple[str, bool, bool]]:
        found = findings_of_book(desk.book)
        said = {(one.rule, one.is_open, one.aside) for one in found if share in one.keys and one.verdict is Verdict.FAILS}
        stopped = [one for one in found if one.is_open]
        if stopped:
            with pytest.raises(UserError, match="占比"):
                check_final(desk.book, found)
        else:
            with pytest.raises(UserError, match="一个数也没有"):  # nothing of the new quarter is there yet
                check_final(desk.book, found)
        assert all(results.state_of(one, {}) == results.ASIDE for one in found if one.aside)
        return said

    aside, standing = ("占比", False, True), ("占比", True, False)
    with start_next(tmp_path / "前.ecd", tmp_path / "后.ecd", Period(2017, "quarter", 2)).desk as desk:
        assert aside in about_it(desk)
        # What a printed chart draws is worked out from the level of the old quarter.
        with desk.edit(text("试填")) as edit:
            present = desk.book.observations[level]
            edit.put(replace(present, key=level.moved(period="2017Q2")))
        assert standing in about_it(desk)
        with desk.edit(text("试填")) as edit:
            edit.put(Observation(now, parse_content("0.0", PERCENT)))
        assert aside in about_it(desk)
        # A derived figure of the new quarter that stands on it.
        cells.enter(desk, "表2-1", [(6, 2, "=电子商务交易额 ÷ 电子商务交易额[2017年一季度] - 1")])
        assert standing in about_it(desk)
        desk.undo()
        assert aside in about_it(desk)
        matters = signing.matters_of(desk.book, findings_of_book(desk.book))
        listed = ((line, matters.gaps_listed(one.id)) for one in desk.book.exhibits() for line in matters.listed(one.id))
        lines = [line for line, gaps in listed if line not in gaps]
        assert {line.partition("：")[2].partition("：")[0] for line in lines} == {"一个数也没有", "有待填的文字"}
