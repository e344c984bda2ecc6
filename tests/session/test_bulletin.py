"""The second sample book: what was published and what is made up for teaching stay apart, and all of it can be worked with."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.layouts import cell_keys, layout_faults, said_period
from ecdesk.domain.book.records import Observation
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.figures.amounts import Mark
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.resources import resource
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.sample import BULLETIN, sample_records
from ecdesk.session.outside import reading as outside
from ecdesk.session.program.progress import finish
from ecdesk.session.proof.manuscripts import proofread_file
from ecdesk.session.rules.checking import findings_of_book
from ecdesk.session.submissions import imports, queries
from ecdesk.session.versions.year_before import against_period_before, against_year_before
from tests.books import build_sample_book

TAUGHT = "教学数据"
CITY = "440300"
FOLDER = resource("books", "bulletin")


@pytest.fixture(scope="module")
def book() -> Book:
    return build_sample_book(BULLETIN)


@pytest.fixture
def desk(tmp_path: Path):
    with Desk.create(tmp_path / "季报.ecd", sample_records(BULLETIN), "张三") as desk:
        yield desk


def known(book: Book, exhibit) -> list[Observation]:
    found = (book.observation(key) for _row, _column, key in cell_keys(exhibit))
    return [one for one in found if one is not None and one.content is not Mark.UNKNOWN]


def test_every_figure_is_shown_and_says_where_it_is_from(book: Book) -> None:
    shown = set(book.printed_keys())
    for key, observation in book.observations.items():
        assert key in shown, key
        if observation.content is not Mark.UNKNOWN:
            taught = observation.note == TAUGHT
            assert taught or "《电子商务动态》20" in observation.origin.detail, key
            assert taught == observation.origin.detail.startswith(TAUGHT), key
    assert [str(fault) for exhibit in book.exhibits() for fault in layout_faults(exhibit)] == []


def test_no_exhibit_holds_both_and_those_of_teaching_say_so_in_print(book: Book) -> None:
    for exhibit in book.exhibits():
        kinds = {one.note == TAUGHT for one in known(book, exhibit)}
        assert len(kinds) <= 1, exhibit.number
        if kinds == {True}:
            assert TAUGHT in exhibit.caption and exhibit.source_line.startswith(TAUGHT), exhibit.number
        elif kinds:
            assert TAUGHT not in exhibit.caption and "《电子商务动态》" in exhibit.source_line, exhibit.number


def test_no_figure_of_teaching_stands_beside_a_published_one(book: Book) -> None:
    """Neither a year nor a period before it, in the inspector or in a rule."""
    for key, observation in book.observations.items():
        for exhibit, row, column in book.places(key):
            said = said_period(book.exhibit(exhibit), row, column)
            for before in (against_year_before(book, key), against_period_before(book, key, said)):
                if before is not None and observation.content is not Mark.UNKNOWN:
                    earlier = book.observation(before.key)
                    assert earlier is not None and (earlier.note == TAUGHT) == (observation.note == TAUGHT), key
    for finding in findings_of_book(book):
        notes = {one.note == TAUGHT for part in finding.operands if (one := book.observation(part.key)) and one.amount}
        assert len(notes) <= 1 or finding.verdict is Verdict.UNDECIDED, finding.message


def test_the_period_before_and_the_year_before_stand_beside_each_cell(book: Book) -> None:
    trade = Key("电子商务交易额", "福田区", "", "2017Q1", "value")
    before, year = against_period_before(book, trade), against_year_before(book, trade)
    assert before is not None and (before.key.period, before.growth) == ("2016Q4", "growth_prev")
    assert year is not None and (year.key.period, year.growth) == ("2016Q1", "growth")
    assert before.verdict is Verdict.HOLDS and year.verdict is Verdict.HOLDS
    rate = against_period_before(book, trade.moved(measure="growth_prev"))
    assert rate is not None and rate.key == before.key


def test_spans_and_months_have_their_own_period_before(book: Book) -> None:
    found = Book()
    keys = {
        period: Key("快递业务量", CITY, "", period, "value")
        for period in ("2017C09", "2017H1", "2017Q1", "2016Q4", "2017M03", "2017M02")
    }
    amount = next(one.content for one in book.observations.values() if one.amount is not None)
    found.load(iter(Observation(key, amount) for key in keys.values()))
    found.load(iter(sample for sample in sample_records(BULLETIN) if sample.KIND == "setting"))
    expected = {
        ("2017C09", "2017C09"): "2017H1",  # 1—9月 after 1—6月
        ("2017H1", "2017C06"): "2017Q1",
        ("2017Q1", "2017C03"): "2016Q4",
        ("2017M03", "2017M03"): "2017M02",
        ("2017", "2017C12"): "2017C09",  # the whole year is the span to its end as well
        ("2017", ""): "2017C09",
        ("2017H1", ""): "2017Q1",  # the half before is not known
    }
    keys["2017"] = keys["2017Q1"].moved(period="2017")
    found.load(iter([Observation(keys["2017"], amount)]))
    for (code, said), earlier in expected.items():
        before = against_period_before(found, keys[code], said)
        assert before is not None and before.key.period == earlier, code


def test_the_districts_share_is_of_the_city(book: Book) -> None:
    shares = [one for one in findings_of_book(book) if one.rule == "占比" and one.verdict is Verdict.FAILS]
    assert [(one.operands[0].key.area, one.operands[0].key.measure) for one in shares] == [("龙岗区", "share")]
    assert any(part.key.area == CITY for part in shares[0].operands)


def test_three_districts_send_what_is_missing(desk: Desk) -> None:
    outside.start()
    shown = finish(imports.preview(desk, [FOLDER / "submissions"]))
    assert [file.reading.region for file in shown.files] == ["光明新区", "南山区", "福田区"]
    stored = imports.store(desk, shown)
    assert (stored.fates[imports.LineOutcome.NEW], stored.fates[imports.LineOutcome.DIFFERENT]) == (7, 0)
    sums = ("区县合计不超过全市", "区县合计不少于全市")
    assert not [one for one in findings_of_book(desk.book) if one.rule in sums and one.verdict is not Verdict.HOLDS]


def test_each_district_has_a_form_of_its_own_quarter_that_comes_back(desk: Desk, tmp_path: Path) -> None:
    import openpyxl

    forms = finish(queries.send_forms(desk.book, tmp_path / "表"))
    assert [path.stem for path in forms] == [f"{area.name}2017年一季度数据报送表" for area in desk.book.reporting_areas()]
    form = next(path for path in forms if "光明新区" in path.name)
    workbook = openpyxl.load_workbook(form)
    sheet = workbook.active
    asked = [row for row in sheet.iter_rows() if str(row[0].value or "").startswith("ecdesk¦figure")]
    assert all("2017Q1" in str(row[0].value) and "|share" not in str(row[0].value) for row in asked)
    row = next(row for row in asked if "网络零售额|光明新区||2017Q1|value" in str(row[0].value))
    row[5].value = 13.1
    workbook.save(form)
    outside.start()
    shown = finish(imports.preview(desk, [form]))
    assert (shown.files[0].reading.region, shown.files[0].reading.status) == ("光明新区", "read")
    assert imports.store(desk, shown).fates[imports.LineOutcome.NEW] == 1


def test_the_manuscript_has_two_slips_and_they_are_found(book: Book) -> None:
    outside.start()
    found = proofread_file(FOLDER / "manuscripts" / "一季度概况.md", book).failed()
    assert {claim.operands[-1].text for claim in found} == {"37.1%", "27.1%"}


def test_the_first_five_districts_are_printed_in_their_places(book: Book) -> None:
    table = build_table(book, book.exhibit("表2-2"))
    assert table.stubs == ("1　福田区", "2　龙华区", "3　罗湖区", "4　南山区", "5　龙岗区")
