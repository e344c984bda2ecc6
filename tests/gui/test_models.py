"""The models behind the panels keep Qt's rules and follow the book."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding, Level, Operand, Verdict
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Alternative, Exhibit, Origin, OriginKind, Sorting
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.gui.panels import outline_model
from ecdesk.gui.panels.findings_panel import FindingsModel
from ecdesk.gui.panels.outline_model import OutlineModel
from ecdesk.gui.versions.history_panel import HistoryModel
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.signing import sign_states
from ecdesk.session.tables import cells
from ecdesk.session.tables.lists import keep_sorted
from ecdesk.session.tables.outline import remove_exhibit
from ecdesk.storage.bookfile import Head
from tests.gui.desk import AREAS, sales

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def outline_lines(model: OutlineModel, parent: QModelIndex | None = None, depth: int = 0) -> list[str]:
    found = []
    above = parent or QModelIndex()
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        state = model.index(row, 1, above).data()
        found.append("  " * depth + f"{index.data()} [{state}]")
        found += outline_lines(model, index, depth + 1)
    return found


def test_the_outline_shows_the_report_and_how_far_it_is(qapp: QApplication, book_path: Path) -> None:
    model = OutlineModel()
    QAbstractItemModelTester(model, FATAL)
    with Desk.open(book_path, "张三") as desk:
        model.set_book(desk.book)
        assert outline_lines(model) == [
            "第1章 总论 []",
            "  1.1 零售 []",
            "    表1-1 各地网络零售额 []",
            "    图1-1 网络零售额比较 []",
            "第2章 各地 []",
            "  表2-1 上海市 []",
            "报送 [0/3]",
            "  上海 [未报送]",
            "  广东 [未报送]",
            "  陕西 [未报送]",
            "文稿 [1]",
            "  第1章 初稿 []",
        ]


@pytest.mark.parametrize("sorted_by", ["", "2018"])
def test_states_that_are_kept_up_to_date_are_those_that_are_counted(qapp: QApplication, book_path: Path, sorted_by: str) -> None:
    model, counted = OutlineModel(), OutlineModel()
    with Desk.open(book_path, "张三") as desk:
        keep_sorted(desk, "t1", Sorting(sorted_by, True) if sorted_by else None)
        model.set_book(desk.book)
        desk.listen(model.note)
        exhibit = desk.book.exhibits()[0]
        at = [(row, column) for row, column, _key in cell_keys(exhibit)]
        for typed in ("12.5", "看不懂", "", "…", "12.6"):
            for row, column in at[:3]:
                cells.enter(desk, exhibit.id, [(row, column, typed)])
                counted.set_book(desk.book)
                assert [model._nodes[key].state for key in model.node_keys()] == [
                    counted._nodes[key].state for key in counted.node_keys()
                ]
        while desk.undo() is not None:
            pass
        counted.set_book(desk.book)
        assert outline_lines(model) == outline_lines(counted)


def test_states_of_many_cells_are_counted_when_the_window_has_time_for_it(
    qapp: QApplication, book_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    real = outline_model.counted
    monkeypatch.setattr(
        outline_model, "counted", lambda book, exhibit, at: (counted.append(exhibit.id), real(book, exhibit, at))[1]
    )
    monkeypatch.setattr(outline_model, "MANY_CELLS", 0)
    later, at_once = OutlineModel(), OutlineModel()
    with Desk.open(book_path, "张三") as desk:
        later.set_book(desk.book)
        assert counted == []
        while later._catching_up.running:
            qapp.processEvents()
        assert sorted(counted) == sorted(exhibit.id for exhibit in desk.book.exhibits())
        monkeypatch.setattr(outline_model, "MANY_CELLS", 1_000)
        at_once.set_book(desk.book)
        states = [[model._nodes[key].state for key in model.node_keys()] for model in (later, at_once)]
        assert states[0] == states[1] and any(state.expected for state in states[0])


def finding_on(area: str, number: int) -> Finding:
    operands = (Operand(sales(area), "", ""),)
    return Finding("r", "r", f"{area} {number}", Level.ERROR, Verdict.FAILS, text("不通过。"), operands=operands)


def test_the_outline_counts_only_findings_that_came_or_went(
    qapp: QApplication, book_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, fresh = OutlineModel(), OutlineModel()
    with Desk.open(book_path, "张三") as desk:
        model.set_book(desk.book)
        found = tuple(finding_on(AREAS[0], number) for number in range(100))
        model.set_findings(found)
        printing = Mock(side_effect=desk.book.printing)
        monkeypatch.setattr(Book, "printing", printing)
        found = (*found[:40], finding_on(AREAS[1], 0), *found[41:])
        model.set_findings(found)
        assert printing.call_count == 1
        monkeypatch.undo()
        fresh.set_book(desk.book)
        fresh.set_findings(found)
        assert outline_lines(model) == outline_lines(fresh) and "    表1-1 各地网络零售额 [100]" in outline_lines(model)
        # Where figures are printed elsewhere, all are counted.
        desk.listen(model.note)
        remove_exhibit(desk, "e1")
        model.set_findings(found)
        fresh.set_book(desk.book)
        fresh.set_findings(found)
        assert outline_lines(model) == outline_lines(fresh)


def test_the_width_of_the_outlines_states_is_that_of_the_longest(qapp: QApplication, book_path: Path) -> None:
    model = OutlineModel()
    assert not model.longest_state().isValid()
    with Desk.open(book_path, "张三") as desk:
        model.set_book(desk.book)
        assert model.longest_state().data() == "未报送"
        assert model.longest_state(folded=[("submissions", "")]).data() == ""  # a mark is as wide
        first = model.index(0, 0)
        model.set_findings(tuple(finding_on(AREAS[0], number) for number in range(12)))
        assert model.longest_state(model.index(0, 0, first), range(2)).data() == "12"


def test_a_finding_counts_once_in_a_chapter_and_the_same_for_whoever_signs(qapp: QApplication, book_path: Path) -> None:
    model = OutlineModel()
    with Desk.open(book_path, "张三") as desk:
        desk.listen(model.note)
        model.set_book(desk.book)
        cells.enter(desk, "t1", [(2, 1, "见附表")])
        with desk.edit(text("另一来源")) as edit:
            edit.put(Alternative(sales(AREAS[0], 2017), "报送", parse_content("1"), Origin(OriginKind.IMPORTED)))
        found = [finding("乙"), finding("丙", Level.QUERY)]
        model.set_findings(tuple(found))
        assert [line.split()[-1] for line in outline_lines(model)[:6]] == ["[4]", "[4]", "[4]", "[4]", "[3]", "[3]"]
        marked = [one.marked for one in sign_states(desk.book, found)]
        assert marked == [4, 4, 4, 4, 3, 3]


def test_an_edit_changes_the_states_of_every_exhibit_that_prints_the_figure(qapp: QApplication, book_path: Path) -> None:
    model = OutlineModel()
    QAbstractItemModelTester(model, FATAL)
    resets: list[bool] = []
    with Desk.open(book_path, "张三") as desk:
        model.set_book(desk.book)
        model.modelReset.connect(lambda: resets.append(True))
        stop = desk.listen(model.note)
        cells.enter(desk, "t1", [(2, 1, "512.3")])
        assert outline_lines(model)[:4] == [
            "第1章 总论 []",
            "  1.1 零售 []",
            "    表1-1 各地网络零售额 []",
            "    图1-1 网络零售额比较 []",
        ]
        cells.enter(desk, "t1", [(2, 1, "见附表")])
        assert outline_lines(model)[2] == "    表1-1 各地网络零售额 [1]"
        assert resets == []
        stop()


def test_an_exhibit_with_a_figure_that_two_sources_differ_on_says_so(qapp: QApplication, book_path: Path) -> None:
    model = OutlineModel()
    QAbstractItemModelTester(model, FATAL)
    with Desk.open(book_path, "张三") as desk:
        model.set_book(desk.book)
        stop = desk.listen(model.note)
        key = next(key for _row, _column, key in cell_keys(desk.book.exhibit("t1")) if key in desk.book.observations)
        with desk.edit(text("另一来源")) as edit:
            edit.put(Alternative(key, "报送", parse_content("1"), Origin(OriginKind.IMPORTED)))
        assert outline_lines(model)[2] == "    表1-1 各地网络零售额 [1]"
        state = model.index_of(("exhibit", "t1")).siblingAtColumn(1).data(Qt.ItemDataRole.AccessibleTextRole)
        assert "两个来源" in state
        desk.undo()
        assert outline_lines(model)[2] == "    表1-1 各地网络零售额 []"
        stop()


def test_the_outline_follows_its_structure(qapp: QApplication, book_path: Path) -> None:
    model = OutlineModel()
    QAbstractItemModelTester(model, FATAL)
    with Desk.open(book_path, "张三") as desk:
        model.set_book(desk.book)
        stop = desk.listen(model.note)
        with desk.edit(text("新图表")) as edit:
            edit.put(Exhibit("t9", "表2-2", "补充", "s2", 9))
        assert "  表2-2 补充 []" in outline_lines(model)
        desk.undo()
        assert "  表2-2 补充 []" not in outline_lines(model)
        stop()


def finding(subject: str, level: Level = Level.ERROR, verdict: Verdict = Verdict.FAILS, explained: str = "") -> Finding:
    operand = Operand(sales(AREAS[0]), "上海", "10080.5")
    return Finding("r1", "合计", subject, level, verdict, text("合计"), "1 + 1 = 3", "1", "0.5", (operand,), explained=explained)


def test_findings_that_hold_are_not_listed_and_weights_filter(qapp: QApplication) -> None:
    model = FindingsModel()
    QAbstractItemModelTester(model, FATAL)
    model.set_findings(
        (finding("甲", Level.NOTICE), finding("乙"), finding("丙", verdict=Verdict.HOLDS), finding("丁", explained="已核实"))
    )
    subjects = [one.subject for one in model.rows]
    assert subjects == ["乙", "甲", "丁"]
    model.choose(frozenset({Level.NOTICE}))
    assert [one.subject for one in model.rows] == ["甲"]
    assert model.counts == {Level.ERROR: 1, Level.NOTICE: 1}  # 丁 is explained


def test_a_figure_held_against_others_is_told_by_the_sentence(qapp: QApplication) -> None:
    slip = replace(
        finding("甲"), message=text("上海是100805亿元，上年是9500.1亿元，差一个数量级"), formula="上海 100805亿元", difference=""
    )
    assert finding("乙").in_numbers == "1 + 1 = 3" and slip.in_numbers == str(slip.message)
    model = FindingsModel()
    model.set_findings((slip,))
    assert model.index(0, 1).data() == f"甲　{slip.message}"


def test_findings_come_and_go_without_a_reset(qapp: QApplication) -> None:
    model = FindingsModel()
    QAbstractItemModelTester(model, FATAL)
    model.set_findings((finding("甲"), finding("乙"), finding("丙")))
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.set_findings((finding("甲"), finding("丙")))
    model.set_findings((finding("甲"), finding("乙"), finding("丙")))
    assert [one.subject for one in model.rows] == ["甲", "乙", "丙"]
    assert resets == []


def test_the_history_is_filtered_by_words_person_and_kind(qapp: QApplication, book_path: Path) -> None:
    model = HistoryModel()
    QAbstractItemModelTester(model, FATAL)
    with Desk.open(book_path, "张三") as desk:
        cells.enter(desk, "t1", [(2, 1, "512.3")])
        cells.enter(desk, "t1", [(0, 1, "10080.6")])
        desk.undo()
        model.set_heads(tuple(desk.file.heads()))
    assert len(model.rows) == 3 and model.rowCount() == 4
    assert model.index(0, 0).data() == "今天（3 步）"
    assert "已撤销" in model.index(2, 2).data()
    model.kind = "undone"
    model.choose()
    assert [head.action for head in model.rows] == ["undo"]
    model.kind, model.words = "all", "512.3"
    model.choose()
    assert len(model.rows) == 1
    model.words, model.person = "", "李四"
    model.choose()
    assert model.rowCount() == 0


def test_a_step_whose_taking_back_was_undone_is_not_called_undone(qapp: QApplication, book_path: Path) -> None:
    model = HistoryModel()
    with Desk.open(book_path, "张三") as desk:
        cells.enter(desk, "t1", [(2, 1, "512.3")])
        cells.enter(desk, "t1", [(0, 1, "10080.6")])
        desk.revert(1)
        model.set_heads(tuple(desk.file.heads()))
        assert [head.seq for head in model.rows if model.is_undone(head)] == [1]
        desk.undo()
        model.set_heads(tuple(desk.file.heads()))
    assert [head.seq for head in model.rows if model.is_undone(head)] == [3]


def test_steps_stand_under_headings_of_days(qapp: QApplication) -> None:
    now = datetime.now().astimezone().replace(hour=12)

    def head(seq: int, days: int) -> Head:
        when = (now - timedelta(days=days)).isoformat()
        return Head(seq, str(seq), "张三", when, Text("录入"), "edit", None, "", 1)

    def column(model: HistoryModel) -> list[str]:
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    model = HistoryModel()
    QAbstractItemModelTester(model, FATAL)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    old = (head(2, 1), head(1, 9))
    model.set_heads(old)
    clock = f"{now:%H:%M:%S}"
    past = [clock, f"{(now - timedelta(days=9)).date().isoformat()}（1 步）", clock]
    assert column(model) == ["昨天（1 步）", *past]
    model.set_heads((head(3, 0), *old))
    model.set_heads((head(4, 0), head(3, 0), *old))
    assert column(model) == ["今天（2 步）", clock, clock, "昨天（1 步）", *past]
    assert resets == []
    model.set_heads((head(4, 0), *old))
    assert column(model) == ["今天（1 步）", clock, "昨天（1 步）", *past]
    assert [head.seq for head in model.rows] == [4, 2, 1]
    assert model.heading_rows == [0, 2, 4]
