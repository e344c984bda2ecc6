"""The page of an area: figures, growth, share, rank and sentences, and nothing that the printed figures do not decide."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from ecdesk.domain.book.records import Observation
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.documents import Choice, export_word, prepare
from ecdesk.session.delivery.profiles import PREFIX, areas_with_pages
from ecdesk.session.program.progress import finish
from ecdesk.session.tables.cells import enter
from tests.books import small_records


def page(desk: Desk, area: str) -> list[list[str]]:
    """The table of an area's page, its headings first."""
    prepared = finish(prepare(desk.book, Choice(part=f"{PREFIX}{area}"), (), None))
    exhibit = prepared.delivery.exhibits[0]
    return [[exhibit.corner, *exhibit.table.heads], *([row.stub, *row.cells] for row in exhibit.rows())]


def test_a_page_ranks_only_what_the_printed_figures_decide(tmp_path: Path) -> None:
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        figures = ["50.0", "70.0", "50.0", "0.1"]
        enter(desk, "表1", [(row, 0, typed) for row, typed in enumerate(figures)])
        enter(desk, "表1", [(0, 1, "12.5"), (0, 2, "9"), (1, 2, "8")])
        assert [area.short for area in areas_with_pages(desk.book)] == ["北京", "天津", "河北", "山西"]
        head, *rows = page(desk, "北京")
        assert head == ["指标", "数值", "同比增速（%）", "位次"]
        # Two are printed alike and share a place; of two areas there is no ranking.
        assert rows == [["电子商务交易额（亿元）", "50.0", "12.5", "2/4"], ["网络零售额（亿元）", "9", "", ""]]
        assert page(desk, "天津")[1][-1] == "1/4" and page(desk, "山西")[1][-1] == "4/4"
        enter(desk, "表1", [(1, 0, "50")])  # could be less than 50.0, or more
        assert page(desk, "北京")[1][-1] == "1—2/4"
        prepared = finish(prepare(desk.book, Choice(part=f"{PREFIX}北京"), (), None))
        assert [one.caption for one in prepared.delivery.exhibits] == ["2018年北京市主要指标", "2018年各地区电子商务交易额"]
        assert prepared.delivery.exhibits[1].table.exhibit.chart.highlight == ("110000",)


def test_the_share_is_of_the_nation_and_the_sentences_stand_above(tmp_path: Path) -> None:
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        enter(desk, "表1", [(0, 0, "50.0"), (1, 0, "33.3")])
        with desk.edit(text("全国")) as edit:
            edit.put(Observation(Key("电子商务交易额", "000000", "", "2018", "value"), parse_content("1000.0亿元")))
        head, row = page(desk, "北京")
        assert (head[-1], row[-1]) == ("占全国比重（%）", "5.0")
        done = finish(export_word(desk.book, tmp_path / "北京.docx", Choice(part=f"{PREFIX}110000"), ()))
        assert done.problems == ()
        document = docx.Document(str(tmp_path / "北京.docx"))
        prose = [one.text for one in document.paragraphs if one.style.style_id == "BodyText"]
        assert len(prose) == 1 and "北京市" in prose[0] and "50.0亿元" in prose[0]
        assert [one.text for one in document.paragraphs if one.style.style_id == "Heading1"] == ["北京市"]
        for area, said in (("河北", "没有印"), ("月球", "没有地区")):
            with pytest.raises(UserError, match=said):
                page(desk, area)
