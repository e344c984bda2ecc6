"""Handing out: numbers equal the book's, a final export has nothing open, and an edit meanwhile changes nothing."""

import pytest

from ecdesk.domain.book.records import Alternative, Chart, Origin, OriginKind
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.exporting import export
from ecdesk.session.new_books.sample import build_sample_book
from ecdesk.session.program.progress import finish
from ecdesk.session.submissions.imports import settle_dispute
from ecdesk.session.tables import cells
from ecdesk.session.tables.charting import set_chart
from tests.books import small_records


def test_a_final_export_is_refused_while_an_error_is_open(tmp_path):
    with pytest.raises(UserError, match="63"):
        finish(export(build_sample_book(), tmp_path / "定稿.xlsx", final=True))
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
    done = finish(export(book, tmp_path / "a.xlsx", tmp_path / "图"), steps.append)
    assert len(done.charts) == sum(exhibit.chart is not None for exhibit in book.exhibits())
    assert all(path.exists() for path in done.charts)
    assert steps[-1].total == len(done.charts)


def test_a_final_export_is_refused_while_a_cell_cannot_be_read(tmp_path):
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        cells.enter(desk, "表1", [(0, 0, "见注")])
        with pytest.raises(UserError, match="北京"):
            finish(export(desk.book.snapshot(), tmp_path / "a.xlsx", findings=(), final=True))
        finish(export(desk.book.snapshot(), tmp_path / "a.xlsx", findings=()))


def test_a_final_export_is_refused_while_two_sources_disagree(tmp_path):
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        cells.enter(desk, "表1", [(0, 0, "10")])
        (key,) = desk.book.observations
        with desk.edit(text("另一来源")) as edit:
            edit.put(Alternative(key, "报送", parse_content("11"), Origin(OriginKind.IMPORTED)))
        with pytest.raises(UserError, match="两个来源"):
            finish(export(desk.book.snapshot(), tmp_path / "a.xlsx", findings=(), final=True))
        settle_dispute(desk, f"{key}@报送", take=False)
        finish(export(desk.book.snapshot(), tmp_path / "a.xlsx", findings=(), final=True))


def test_a_chart_whose_lines_have_no_figures_yet_is_exported(tmp_path):
    """As in a new year's book: levels are in, growth is not."""
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        cells.enter(desk, "表1", [(0, 2, "10"), (1, 2, "20")])
        for kind in ("bar+line", "stacked", "line"):
            set_chart(desk, "表1", Chart(kind, "rows", ("零售额",), ("零售额增速",)))
            finish(export(desk.book.snapshot(), tmp_path / f"{kind}.xlsx", tmp_path / kind, findings=()))
            assert (tmp_path / f"{kind}.xlsx").exists()
