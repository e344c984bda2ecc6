"""Handing out: numbers equal the book's, a final export has nothing open, and an edit meanwhile changes nothing."""

from dataclasses import replace

import pytest

from ecdesk.domain.book.records import Alternative, Chart, ChartKind, Origin, OriginKind, ReferenceLine
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import set_language, text
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.old_claims import without_figures
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.delivering import Which
from ecdesk.session.delivery.exporting import ChartFiles, ExportScope, export
from ecdesk.session.program.progress import finish
from ecdesk.session.submissions.imports import settle_dispute
from ecdesk.session.tables import cells
from ecdesk.session.tables.charting import set_chart
from ecdesk.session.tables.outline import add_exhibit, set_printed
from tests.books import build_sample_book, small_records


def test_a_final_export_is_refused_while_an_error_is_open(tmp_path):
    with pytest.raises(UserError, match=r"陕西，2018年：.*63\.5%"):
        finish(export(build_sample_book(), tmp_path / "定稿.xlsx", ExportScope(final=True)))
    assert not (tmp_path / "定稿.xlsx").exists()
    done = finish(export(build_sample_book(), tmp_path / "草稿.xlsx"))
    assert done.open >= 1
    assert done.workbook.exists()


def test_an_edit_during_the_export_is_not_in_it(tmp_path):
    import openpyxl

    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        cells.enter(desk, "表1", [(0, 0, "111.5")])
        job = export(desk.book.snapshot(), tmp_path / "a.xlsx")
        next(job)
        cells.enter(desk, "表1", [(0, 0, "999.5")])
        finish(job)
    values = {cell.value for row in openpyxl.load_workbook(tmp_path / "a.xlsx")["表1-1"].iter_rows() for cell in row}
    assert 111.5 in values
    assert 999.5 not in values


def test_charts_are_written_beside_it(tmp_path):
    book = build_sample_book()
    steps = []
    done = finish(export(book, tmp_path / "a.xlsx", charts=ChartFiles(tmp_path / "图")), steps.append)
    assert len(done.charts) == sum(exhibit.chart is not None for exhibit in book.exhibits())
    assert all(path.exists() for path in done.charts)
    assert steps[-1].total == len(done.charts)


def test_symbols_are_explained_under_the_table_that_prints_them_and_not_in_the_picture(tmp_path):
    import openpyxl

    done = finish(
        export(
            build_sample_book(),
            tmp_path / "a.xlsx",
            ExportScope(part="图1-1"),
            ChartFiles(tmp_path, formats=("svg-text",)),
            findings=(),
        )
    )
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["图1-1"]
    assert any(str(cell.value).startswith("符号说明：") for row in sheet.iter_rows() for cell in row)
    (drawn,) = [path.read_text(encoding="utf-8") for path in done.charts]
    assert "国家统计局" in drawn and "部分增速" in drawn and "符号说明" not in drawn


def test_each_sheet_explains_the_symbols_that_it_prints_and_no_others(tmp_path):
    import openpyxl

    finish(export(build_sample_book(), tmp_path / "a.xlsx", findings=()))
    told = {}
    for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[2:]:
        cells = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        told[sheet.title] = [value for value in cells if value.startswith("符号说明：")]
        assert ("—" in cells) == any("“—”" in line for line in told[sheet.title]), sheet.title
    assert told["表B-5"] == ["符号说明：“—”表示无该项数据。"]
    assert max(map(len, told.values())) == 1 and told["图1-2"] == []


def test_what_no_native_chart_can_show_is_told(tmp_path):
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        cells.enter(desk, "表1", [(0, 0, "10"), (1, 0, "20")])
        for reference in (None, ReferenceLine("15")):
            set_chart(desk, "表1", Chart(ChartKind.BAR, primary=("交易额",), reference=reference))
            done = finish(export(desk.book.snapshot(), tmp_path / "a.xlsx", findings=()))
            said = [str(problem) for problem in done.problems]
            assert any("表1-1的参考线" in words for words in said) == (reference is not None)


def test_a_final_export_is_refused_while_a_cell_cannot_be_read(tmp_path):
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        cells.enter(desk, "表1", [(0, 0, "见注")])
        with pytest.raises(UserError, match="北京"):
            finish(export(desk.book.snapshot(), tmp_path / "a.xlsx", ExportScope(final=True), findings=()))
        finish(export(desk.book.snapshot(), tmp_path / "a.xlsx", findings=()))


def test_a_final_export_is_refused_while_two_sources_disagree(tmp_path):
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        cells.enter(desk, "表1", [(0, 0, "10")])
        (key,) = desk.book.observations
        with desk.edit(text("另一来源")) as edit:
            edit.put(Alternative(key, "报送", parse_content("11"), Origin(OriginKind.IMPORTED)))
        with pytest.raises(UserError, match="两个来源"):
            finish(export(desk.book.snapshot(), tmp_path / "a.xlsx", ExportScope(final=True), findings=()))
        settle_dispute(desk, f"{key}@报送", take=False)
        finish(export(desk.book.snapshot(), tmp_path / "a.xlsx", ExportScope(final=True), findings=()))


def test_a_chart_whose_lines_have_no_figures_yet_is_exported(tmp_path):
    """As in a new year's book: levels are in, growth is not."""
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        cells.enter(desk, "表1", [(0, 2, "10"), (1, 2, "20")])
        for kind in ("bar+line", "stacked", "line"):
            set_chart(desk, "表1", Chart(kind, "rows", ("零售额",), ("零售额增速",)))
            finish(export(desk.book.snapshot(), tmp_path / f"{kind}.xlsx", charts=ChartFiles(tmp_path / kind), findings=()))
            assert (tmp_path / f"{kind}.xlsx").exists()


def test_what_the_report_does_not_print_goes_out_only_when_it_is_asked_for(tmp_path):
    """The typesetter gets the report, the office everything."""
    import openpyxl

    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        add_exhibit(desk, "表9-9", "另一张表")
        numbers = [exhibit.number for exhibit in desk.book.exhibits()]
        set_printed(desk, desk.book.exhibits()[0].id, False)
        printed = finish(export(desk.book, tmp_path / "印.xlsx", findings=()))
        everything = finish(export(desk.book, tmp_path / "全.xlsx", ExportScope(exhibits=Which.ALL), findings=()))
        assert (printed.exhibits, everything.exhibits) == (len(numbers) - 1, len(numbers))
        assert numbers[0] not in openpyxl.load_workbook(printed.workbook).sheetnames
        assert numbers[0] in openpyxl.load_workbook(everything.workbook).sheetnames
        for exhibit in desk.book.exhibits()[1:]:
            set_printed(desk, exhibit.id, False)
        with pytest.raises(UserError, match="没有一张图表"):
            finish(export(desk.book, tmp_path / "无.xlsx", findings=()))
        desk.undo()
        assert desk.book.exhibits()[-1].printed


def test_the_report_prints_its_exhibits_and_not_the_tables_of_its_prose():
    assert sum(exhibit.printed for exhibit in build_sample_book().exhibits()) == 44


def test_what_is_handed_out_is_in_the_books_language_and_a_draft_says_that_it_is_one(tmp_path):
    import openpyxl

    set_language("en")
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        cells.enter(desk, "表1", [(0, 0, "12.5")])
        finish(export(desk.book.snapshot(), tmp_path / "草稿.xlsx", findings=()))
        finish(export(desk.book.snapshot(), tmp_path / "定稿.xlsx", ExportScope(final=True), findings=()))
    draft, final = (openpyxl.load_workbook(tmp_path / f"{name}.xlsx") for name in ("草稿", "定稿"))
    words = [str(cell.value) for sheet in draft for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(word.startswith("单位：") for word in words) and not any("Unit" in word for word in words)
    assert {sheet.oddHeader.right.text for sheet in draft} == {"未定稿"}
    assert {sheet.oddHeader.right.text for sheet in final} == {None}


def test_nothing_that_is_still_to_be_filled_in_is_final(tmp_path):
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:

        def final() -> None:
            finish(export(desk.book.snapshot(), tmp_path / "定稿.xlsx", ExportScope(final=True), findings=()))

        with pytest.raises(UserError, match=r"1 个要印的图表一个数也没有.*表1-1"):
            final()
        cells.enter(desk, "表1", [(0, 0, "12.5")])
        final()
        with desk.edit(text("改题")) as edit:
            edit.put(replace(desk.book.exhibit("表1"), caption=without_figures("2018年交易额达31.63万亿元")))
        with pytest.raises(UserError, match=r"1 处.*2018年交易额达＿＿万亿元"):
            final()
