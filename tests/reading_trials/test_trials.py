"""The made sheets hold what is said of them, verdicts and answers are what they are called, and both trials run."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple

from ecdesk.domain.book.catalogue import standard_indicators
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.figures.readings import FileReading, Problem, Reading
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.texts import text
from tests.reading_trials.injection import Answer, Source, answer_to, injected, places_of, put_in, source_of
from tests.reading_trials.layouts import TRAPS, Layout, make_layout
from tests.reading_trials.scoring import Verdict, judge
from tests.reading_trials.sheets import Canvas
from tests.reading_trials.truth import Expected
from tests.reading_trials.vocabulary import CITIES, NATIONS, PROVINCES, REGIONS, SUBJECTS
from tests.reading_trials.words import CHANGING, HARMLESS, Word
from tests.tools import readings

LAYOUTS = [make_layout(11, number) for number in range(100)]


def shown(value: object, form: str = "") -> Decimal:
    """The figure that a cell shows, without its unit."""
    number = Decimal(re.sub(r"[^0-9.\-]", "", str(value)))
    return number * 100 if form.endswith("%") else number


def figures_in(path: Path, layout: Layout) -> dict[tuple[str, str], Decimal]:
    """The figures in a file at the cells of the truth, as openpyxl or Python's reader of csv see them."""
    if path.suffix == ".csv":
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode(layout.encoding))))
        places = {one.cell: coordinate_to_tuple(one.cell) for one in layout.truth}
        return {(layout.sheets[0].name, cell): shown(rows[row - 1][column - 1]) for cell, (row, column) in places.items()}
    book = load_workbook(path)
    cells = {(one.sheet, one.cell): book[one.sheet][one.cell] for one in layout.truth}
    return {place: shown(cell.value, cell.number_format) for place, cell in cells.items()}


def test_every_file_holds_the_true_figures_at_their_cells(tmp_path: Path) -> None:
    for layout in LAYOUTS[:40]:
        there = figures_in(layout.write(tmp_path), layout)
        assert there == {(one.sheet, one.cell): one.value for one in layout.truth}, layout.name


def test_the_truth_of_a_file_names_each_cell_once_and_only_periods_and_areas_that_there_are() -> None:
    areas = standard_areas()
    for layout in LAYOUTS:
        cells = [(one.sheet, one.cell) for one in layout.truth]
        assert len(cells) == len(set(cells)) > 0, layout.name
        assert all(period_from_code(one.period).code == one.period for one in layout.truth)
        assert all(one.area in areas or one.ask == "area" for one in layout.truth)


def test_a_figure_stands_twice_only_where_that_is_asked() -> None:
    """Two cells of one key would mean that the sheet does not say what one of them is."""
    for layout in LAYOUTS:
        if layout.places.get("tables"):
            continue
        keys = [one.key for one in layout.truth if one.ask != "value"]
        assert len(keys) == len(set(keys)), layout.name


def test_the_catalogue_has_the_indicators_that_are_called_known_and_no_other() -> None:
    indicators = standard_indicators()
    for subject in SUBJECTS:
        found = {one.name for one in subject.indicators if indicators.find(one.name) is not None}
        assert found == ({one.name for one in subject.indicators} if subject.known else set())


def test_the_catalogue_has_the_areas_by_the_codes_they_are_given_and_no_city() -> None:
    areas = standard_areas()
    for area in (*PROVINCES, *REGIONS, *NATIONS):
        assert areas[area.code] == areas.find(area.full) == areas.find(area.short)
    assert not [name for names in CITIES.values() for name in names if areas.find(name) is not None]


def test_every_facet_stands_in_every_place_and_every_trap_is_set() -> None:
    made = [make_layout(25, number) for number in range(200)]
    places = {(facet, place) for layout in made for facet, place in layout.places.items()}
    everywhere = {"row", "column", "section", "sheets", "title", "line", "sheet", "file", "note"}
    for facet in ("area", "year", "part of the year", "indicator"):
        assert {place for one, place in places if one == facet} >= everywhere
    assert {place for one, place in places if one == "measure"} == {"row", "column", "section", "sheets"}
    assert {place for one, place in places if one == "unit"} >= {
        "bracket",
        "line",
        "column",
        "row",
        "title",
        "note",
        "cell",
        "sheet",
    }
    assert {layout.trap for layout in made} == {"", *TRAPS}
    measures = {one.measure for layout in made for one in layout.truth}
    assert measures == {"value", "growth", "growth_prev", "share", "index"}


def test_a_seed_gives_the_same_files_again() -> None:
    again = [make_layout(11, number) for number in range(5)]
    assert [(one.name, one.truth) for one in again] == [(one.name, one.truth) for one in LAYOUTS[:5]]
    assert [one.cells for layout in again for one in layout.sheets] == [
        one.cells for layout in LAYOUTS[:5] for one in layout.sheets
    ]


# -- verdicts

WANT = Expected("表1", "B2", "430000", "网络零售额", "2018", "value", Decimal("12.3"), "亿元", known=True)
PERCENT = Unit("%", "%", "%", Fraction(1, 100))
BILLION = Unit("亿元", "元", "人民币", Fraction(10**8))
OTHER = Unit("万元", "元", "人民币", Fraction(10**4))


def reading(
    area: str = "430000",
    indicator: str = "网络零售额",
    period: str = "2018",
    measure: str = "value",
    unit: Unit = BILLION,
    cell: str = "B2",
    matched: bool = True,
    doubt: str = "",
) -> Reading:
    amount = Amount(Decimal("12.3"), unit)
    return Reading(
        area, "湖南省", indicator, "", period, measure, amount, "表1", cell, "12.3", matched, doubt=text(doubt) if doubt else None
    )


def file_of(*found: Reading, problems: tuple[Problem, ...] = ()) -> FileReading:
    doubts = tuple(Problem(one.doubt, one.sheet, one.cell) for one in found if one.doubt is not None)
    problems = problems or doubts
    return FileReading("a.xlsx", "review" if problems else "read", readings=found, problems=problems)


def verdicts(file: FileReading, want: Expected = WANT) -> list[Verdict]:
    return [one.verdict for one in judge([want], file)]


def test_a_reading_with_every_facet_right_is_right() -> None:
    assert verdicts(file_of(reading())) == [Verdict.RIGHT]


@pytest.mark.parametrize(
    "wrong",
    [
        reading(area="110000"),
        reading(indicator="快递业务量"),
        reading(period="2018C05"),
        reading(measure="growth"),
        reading(unit=OTHER),
    ],
)
def test_a_facet_that_is_wrong_without_a_question_is_silent(wrong: Reading) -> None:
    assert verdicts(file_of(wrong)) == [Verdict.SILENT]


def test_a_question_about_a_cell_that_says_everything_is_without_need() -> None:
    assert verdicts(file_of(reading(doubt="是吗？"))) == [Verdict.NEEDLESS]


def test_a_wrong_period_is_not_excused_by_a_question_about_the_heading() -> None:
    found = reading(indicator="网络额", matched=False, period="2017", doubt="是哪个指标？")
    heading = Problem(text("是哪个指标？"), "表1", "B2", question="heading")
    assert verdicts(file_of(found, problems=(heading,))) == [Verdict.SILENT]


def test_a_figure_that_is_not_read_and_not_named_is_missing() -> None:
    other = reading(cell="C2")
    assert verdicts(file_of(other)) == [Verdict.MISSING, Verdict.INVENTED]
    assert verdicts(file_of(problems=(Problem(text("没读。"), "表1", "B2"),))) == [Verdict.NEEDLESS]


def test_what_nobody_can_know_has_to_be_asked() -> None:
    want = replace(WANT, ask="period")
    assert verdicts(file_of(reading()), want) == [Verdict.SILENT]
    assert verdicts(file_of(reading(period="")), want) == [Verdict.REASON]
    assert verdicts(file_of(reading(), problems=(Problem(text("哪一年？"), question="year"),)), want) == [Verdict.REASON]


def test_one_question_covers_the_rows_that_collide() -> None:
    growth = replace(WANT, cell="C2", ask="value")
    level = reading(doubt="两行说的是同一个指标，数却不同。")
    found = file_of(level, reading(cell="C2"))
    assert [one.verdict for one in judge([replace(WANT, ask="value"), growth], found)] == [Verdict.REASON, Verdict.REASON]
    assert verdicts(file_of(level, reading(cell="C3")), replace(growth, cell="C3"))[0] is Verdict.SILENT


def test_a_heading_that_no_catalogue_has_is_asked_by_its_name_and_never_another_indicator() -> None:
    want = replace(WANT, indicator="旅游总收入", known=False)
    heading = (Problem(text("是哪个指标？"), "表1", "B2", question="heading"),)

    def verdict(name: str) -> Verdict:
        return verdicts(file_of(reading(indicator=name, matched=False), problems=heading), want)[0]

    assert verdict("旅游总收入") is verdict("一、旅游总收入") is Verdict.RIGHT
    assert verdict("接待国内游客/旅游总收入") is Verdict.RIGHT
    assert verdict("旅游总收入累计") is verdict("旅游") is Verdict.MISNAMED
    assert verdicts(file_of(reading()), want) == [Verdict.SILENT]


def test_an_index_keeps_its_base_or_is_growth() -> None:
    want = replace(WANT, measure="index", value=Decimal("112.3"), unit="")

    def verdict(measure: str, value: str, unit: Unit) -> Verdict:
        found = replace(reading(measure=measure), amount=Amount(Decimal(value), unit))
        return verdicts(file_of(found), want)[0]

    assert verdict("index:上年=100", "112.3", NO_UNIT) is verdict("growth", "12.3", PERCENT) is Verdict.RIGHT
    assert verdict("value", "112.3", Unit("上年=100", "上年=100", "base", Fraction(1))) is Verdict.RIGHT
    assert verdict("growth", "112.3", PERCENT) is verdict("value", "112.3", BILLION) is Verdict.SILENT


# -- injection


def small_sheet() -> Canvas:
    canvas = Canvas("表1")
    canvas.line("2018年各地区网络零售额")
    canvas.line("单位：亿元")
    canvas.line("地区", "网络零售额")
    canvas.line("湖南省", 12.3)
    canvas.line("其他地区")
    canvas.line("湖北省", 11.1)
    canvas.line("注：快报数。")
    return canvas


def test_texts_are_found_by_where_they_stand_about_the_figures() -> None:
    assert places_of(small_sheet(), {(4, 2), (6, 2)}) == {
        "sheet": [(0, 0)],
        "title": [(1, 1)],
        "line": [(2, 1)],
        "head": [(3, 2)],
        "row": [(4, 1), (6, 1)],
        "section": [(5, 1)],
        "note": [(7, 1)],
    }


@pytest.mark.parametrize(
    ("word", "place", "said"),
    [
        (Word("不含宁波", "area"), "row", "网络零售额（不含宁波）"),
        (Word("人均", "measure", before=True), "head", "人均网络零售额"),
        (Word("万元", "unit"), "line", "网络零售额　万元"),
        (Word("预计", "basis", note="本表数据为预计数"), "note", "注：本表数据为预计数。"),
    ],
)
def test_a_word_is_written_as_somebody_would(word: Word, place: str, said: str) -> None:
    assert put_in(word, "网络零售额", place, ["网络零售额"]) == said


def test_a_word_changes_one_text_of_a_copy() -> None:
    source = Source("a.xlsx", [small_sheet()], file_of(reading()))
    (canvas,) = injected(source, 0, (4, 1), "row", Word("不含宁波", "area"))
    assert canvas.cells[4, 1] == "湖南省（不含宁波）"
    (named,) = injected(source, 0, (0, 0), "sheet", Word("1—5月", "time"))
    assert named.name == "表1（1—5月）"
    assert source.sheets[0].cells == small_sheet().cells


def answer(after: FileReading, before: FileReading | None = None, place: str = "title") -> Answer:
    return answer_to(before or file_of(reading()), after, 0, ["表1"], (2, 1), place, Word("累计", "time"))


def test_a_reading_that_says_something_else_has_changed() -> None:
    assert answer(file_of(reading(period="2018C05"))) is Answer.CHANGED


def test_a_new_question_is_an_answer_and_a_figure_that_is_gone_is_none() -> None:
    assert answer(file_of(reading(doubt="累计？"))) is Answer.ASKED
    assert answer(file_of()) is Answer.LOST
    assert answer(file_of(reading())) is Answer.SILENT


def test_a_word_in_the_name_of_a_heading_that_was_asked_before_is_told_apart() -> None:
    before, after = (
        file_of(
            reading(indicator=name, matched=False),
            problems=(Problem(text("“{name}”是哪个指标？", name=name), "表1", "B2", question="heading"),),
        )
        for name in ("游客", "游客（累计）")
    )
    assert answer(after, before) is Answer.NAMED


def test_of_a_row_only_its_own_figures_count() -> None:
    before = file_of(reading(), reading(cell="B3", area="110000"))
    after = file_of(reading(), reading(cell="B3", area="120000"))
    assert answer(after, before, place="row") is Answer.SILENT
    assert answer(after, before, place="title") is Answer.CHANGED


def test_words_are_enough_and_each_is_put_somewhere() -> None:
    assert len({word.text for word in CHANGING}) >= 30
    assert all(word.places and bool(word.note) == ("note" in word.places) for word in (*CHANGING, *HARMLESS))


def test_a_strangers_file_can_be_a_source(tmp_path: Path) -> None:
    path = LAYOUTS[0].write(tmp_path)
    source = source_of(path, lambda _path: file_of(reading()))
    assert source is not None
    assert [canvas.name for canvas in source.sheets] == [canvas.name for canvas in LAYOUTS[0].sheets]
    assert source_of(path, lambda _path: file_of()) is None


def test_both_trials_print_their_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "OUT", tmp_path / "out")
    assert readings.main(["--files", "12", "--inject", "20", "--seed", "3"]) == 0
    said = capsys.readouterr().out
    for words in ("as a person reads them", "silently wrong", "missing without a word", "asked needlessly", "area: ", "unit: "):
        assert words in said
    assert "20 times a word that changes the meaning: silent" in said and "4 times a word that means nothing" in said
    assert (tmp_path / "out" / "readings.txt").exists()
