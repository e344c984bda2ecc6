"""The English edition: the digits that the book prints, in English units, under English texts, and a list of what nobody gave."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from ecdesk.checks import Checker
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.delivered import PrintedExhibit, as_one_note
from ecdesk.domain.book.records import Chart, ChartKind, Exhibit, Indicator, Line, Observation, Translation
from ecdesk.domain.book.records.chart import ReferenceLine, ValueRange
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.charts import drawn_chart
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.texts import printed_in, text
from ecdesk.domain.wording.in_english import is_chinese
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.data import export_data
from ecdesk.session.delivery.editions import english
from ecdesk.session.delivery.printing import printed_table
from ecdesk.session.new_books.rolling import start_next
from ecdesk.session.new_books.sample import SAMPLES
from ecdesk.session.program.progress import finish
from ecdesk.session.tables.cells import enter
from tests.books import build_sample_book, small_records


@pytest.fixture(scope="module", params=sorted(SAMPLES))
def sample(request: pytest.FixtureRequest) -> Book:
    return build_sample_book(request.param)


def test_nothing_that_a_sample_book_prints_is_left_in_chinese(sample: Book) -> None:
    edition = english.english_edition(sample)
    checker = Checker(edition)
    assert english.missing_english(sample) == []
    with printed_in("en"):
        for exhibit in (one for one in edition.exhibits() if one.printed):
            texts = PrintedExhibit(printed_table(checker, exhibit)).texts()
            assert [words for words in texts if is_chinese(words)] == []
    printed = {exhibit.section for exhibit in edition.exhibits() if exhibit.printed}
    assert not any(is_chinese(f"{one.number}{one.title}") for one in edition.sections() if one.id in printed)


def test_every_figure_is_the_one_of_the_book_with_the_same_digits(sample: Book) -> None:
    edition = english.english_edition(sample)
    checkers = Checker(sample), Checker(edition)
    figures = 0
    for exhibit in (one for one in sample.exhibits() if one.printed):
        own = printed_table(checkers[0], exhibit)
        other = printed_table(checkers[1], edition.exhibit(exhibit.id))
        for cells in zip(own.cells, other.cells, strict=True):
            for one, two in zip(*cells, strict=True):
                if one.shown is None or two.shown is None:
                    assert one.shown is two.shown
                    continue
                figures += 1
                half = two.shown.last_digit * two.shown.unit.scale / 2  # where fewer decimals are printed than are known
                apart = Fraction(one.shown.value) * one.shown.unit.scale - Fraction(two.shown.value) * two.shown.unit.scale
                assert abs(apart) <= half
                assert digits(one.text) == digits(two.text), (exhibit.number, one.text, two.text)
    assert figures > 100


def digits(printed: str) -> str:
    return "".join(sign for sign in printed if sign.isdigit()).strip("0")


def one_table(figures: list[str], unit: str, chart: Chart | None = None, decimals: int | None = None) -> Book:
    """A book with a column of figures in a unit, and one of their growth."""
    rows = tuple(Line(f"r{at}", str(2011 + at), {"period": str(2011 + at)}) for at in range(len(figures)))
    columns = (Line("额", "额", {"measure": "value"}, decimals=decimals), Line("增速", "增速", {"measure": "growth"}))
    exhibit = Exhibit("e", "表1", "额", at={"indicator": "额", "area": "000000"}, rows=rows, columns=columns, chart=chart)
    book = Book()
    book.load(iter([Indicator("额", "额", unit), exhibit]))
    for row, words in zip(rows, figures, strict=True):
        content = parse_content(words, unit_named(unit))
        assert content is not None
        book.load(iter([Observation(Key("额", "000000", "", row.at["period"], "value"), content)]))
    return book


@pytest.mark.parametrize(
    ("figures", "unit", "english_unit", "printed"),
    [
        (["174.44", "5.41", "2.86"], "百亿美元", "billion US dollars", ["1\u2009744.4", "54.1", "28.6"]),
        (["0.5", "0.4"], "百亿元", "billion yuan", ["5", "4"]),
        (["1.78", "2.22"], "亿人", "million persons", ["178", "222"]),
        (["5", "4.1"], "百亿元", "billion yuan", ["50", "41"]),
        (["0.05", "0.06"], "万亿元", "billion yuan", ["50", "60"]),
        (["0.18", "0.35"], "万亿元", "trillion yuan", ["0.18", "0.35"]),
        (["0.5", "0.4"], "万亿元", "trillion yuan", ["0.5", "0.4"]),  # 500 billion would be more than is known
        (["31.63", "0.78"], "万亿元", "trillion yuan", ["31.63", "0.78"]),
        (["893.6", "5"], "亿元", "billion yuan", ["89.36", "0.5"]),
        (["0.35", "0.41"], "亿元/百人", "million yuan/100 persons", ["35", "41"]),
    ],
)
def test_a_table_is_in_one_unit_of_the_size_of_its_figures(
    figures: list[str], unit: str, english_unit: str, printed: list[str]
) -> None:
    edition = english.english_edition(one_table(figures, unit))
    table = build_table(edition, edition.exhibit("e"), "\u2009")
    assert table.cells[0][0].unit.symbol == english_unit
    assert [row[0].text for row in table.cells] == printed
    assert english_unit in " ".join((table.unit, *table.heads)) and table.heads[1].endswith("(%)")


@pytest.mark.parametrize(("unit", "moved"), [("千亿元", -1), ("亿元", 2), ("百亿元", 1), ("万件", 1), ("十亿元", 0)])
def test_what_a_chart_is_set_with_moves_as_its_figures_do(unit: str, moved: int) -> None:
    chart = Chart(ChartKind.LINE, range=ValueRange("0.5", "20", "2"), reference=ReferenceLine("2.5", "目标"), decimals=1)
    figures = ["11.11", "14.22"] if moved < 0 else ["1.11", "4.22"]
    book = one_table(figures, unit, replace(chart, primary=("额",)), decimals=2)
    own, other = (drawn_chart(build_table(one, one.exhibit("e"))) for one in (book, english.english_edition(book)))
    assert own.reference is not None and other.reference is not None
    for one, two in [
        (own.reference.value, other.reference.value),
        (own.limits.low, other.limits.low),
        (own.limits.high, other.limits.high),
        (own.limits.step, other.limits.step),
    ]:
        assert one is not None and one.scaleb(moved) == two
    labels = [[digits(point.label) for point in chart.primary[0].points] for chart in (own, other)]
    # As many decimals fewer as the point moved, down to none.
    assert [len(one) for one in labels[0]] == [2 + (moved < 0)] * 2
    assert all(two[: len(one)] == one and len(two) <= max(len(one), 3) for one, two in zip(*labels, strict=True))


def test_notes_of_an_edition_are_sentences() -> None:
    with printed_in("en"):
        notes = ["Figures with * have no source.", "Note: growth that is not printed is derived.", "e marks an estimate."]
        assert as_one_note(notes) == [
            "Note: Figures with * have no source. Growth that is not printed is derived. e marks an estimate."
        ]


def test_the_book_itself_stays_chinese(sample: Book) -> None:
    before = [exhibit.caption for exhibit in sample.exhibits()]
    english.english_edition(sample)
    assert [exhibit.caption for exhibit in sample.exhibits()] == before and sample.language == "zh"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.create(tmp_path / "2018.ecd", small_records(), "张三")


def test_what_is_given_in_english_is_a_step_of_the_book(desk: Desk, tmp_path: Path) -> None:
    first = english.english_texts(desk.book)[0]
    assert not first.own
    assert english.set_english(desk, {first.chinese: "  Report \n of 2018 "}) == 1
    assert english.set_english(desk, {first.chinese: "Report of 2018"}) == 0
    assert english.english_texts(desk.book)[0].english == "Report of 2018"
    desk.undo()
    assert desk.book.all(Translation) == {}
    desk.redo()
    with pytest.raises(UserError, match="最多"):
        english.set_english(desk, {first.chinese: "x" * 5000})
    desk.close()
    started = start_next(desk.path, tmp_path / "2019.ecd", Period(2019))
    assert started.desk.book.all(Translation)[first.chinese].english == "Report of 2018"
    started.desk.close()


def test_a_final_english_edition_says_nothing_in_chinese(desk: Desk) -> None:
    with pytest.raises(UserError, match="没有英文"):
        english.in_edition(desk.book, "en", final=True)
    edition = english.in_edition(desk.book, "en")
    assert [str(one) for one in english.said_in_chinese(desk.book, edition)] != []
    assert english.said_in_chinese(desk.book, english.in_edition(desk.book, "zh", final=True)) == []
    desk.close()


def test_what_an_english_edition_prints_besides_the_texts_of_exhibits_is_english_too(tmp_path: Path) -> None:
    records = [replace(one, source_line="国家统计局、商务部") if isinstance(one, Exhibit) else one for one in small_records()]
    with Desk.create(tmp_path / "2018.ecd", records) as desk:
        enter(desk, "表1", [(0, 0, "100"), (1, 0, "200")])
        english.set_english(
            desk, {one.chinese: "Some words" for one in english.missing_english(desk.book)} | {"电子商务交易额": "Sales"}
        )
        with desk.edit(text("图")) as edit:  # a series that is called a mere value is told by what it is the value of
            lines = (Line("2018", "2018年", {"period": "2018"}),), (Line("v", "数值", {"measure": "value"}),)
            at = {"indicator": "电子商务交易额", "area": "110000"}
            edit.put(Exhibit("图", "图1-9", "", at=at, rows=lines[0], columns=lines[1], printed=False))
        edition = english.in_edition(desk.book, "en")
        assert drawn_chart(build_table(edition, edition.exhibit("图"))).primary[0].name == "Sales"
        edition = english.in_edition(desk.book, "en", final=True)
        table = build_table(edition, edition.exhibit("表1"))
        assert table.exhibit.source_line == "Source: Some words; Some words"
        with printed_in("en"):
            english.check_printed(edition, [table])
        with desk.edit(text("不印")) as edit:
            edit.put(replace(desk.book.exhibit("表1"), printed=False, caption="另一张"))
        edition = english.in_edition(desk.book, "en", final=True)
        with printed_in("en"), pytest.raises(UserError, match="另一张"):
            english.check_printed(edition, [build_table(edition, edition.exhibit("表1"))])


def test_a_list_of_pairs_is_taken_for_what_the_book_prints(desk: Desk) -> None:
    asked = [one.chinese for one in english.english_texts(desk.book)]
    pairs = [(asked[0], "One"), ("书里没有的", "Not in the book"), (asked[-1], "还是中文")]
    assert english.from_lines(desk.book, pairs) == {asked[0]: "One"}
    desk.close()


def test_the_data_of_an_edition_name_things_in_its_language(tmp_path: Path) -> None:
    edition = english.english_edition(build_sample_book("bulletin"))
    finish(export_data(edition, tmp_path / "data"))
    with (tmp_path / "data" / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        named = {(row["indicator"], row["indicator_name"]) for row in csv.DictReader(file)}
    assert ("电子商务交易额", "E-commerce transactions") in named
