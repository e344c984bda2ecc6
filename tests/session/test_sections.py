"""Chapters and sections: where a new one stands, what moves along, what may go."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.periods import Period
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.blank import start_blank
from ecdesk.session.tables import outline, sections


def headings(desk: Desk) -> list[str]:
    """The outline as the tree shows it: each section below its parent, with its exhibits."""
    book = desk.book
    found = []

    def below(parent: str, depth: int) -> None:
        for section in book.sections():
            if section.parent == parent:
                found.append("  " * depth + f"{section.number} {section.title}".strip())
                found.extend("  " * depth + "- " + one.number for one in book.exhibits() if one.section == section.id)
                below(section.id, depth + 1)

    below("", 0)
    return found


@pytest.fixture
def desk(tmp_path: Path):
    with start_blank(tmp_path / "a.ecd", "某市电子商务报告2026", Period(2026), "张三") as desk:
        yield desk


def id_of(desk: Desk, title: str) -> str:
    return next(section.id for section in desk.book.sections() if section.title == title)


def test_a_new_section_stands_behind_the_one_it_was_asked_for_at(desk: Desk) -> None:
    first = sections.add_section(desk, "1.1 发展规模", parent="1")
    sections.add_section(desk, "1.3 展望", after=first.id)
    sections.add_section(desk, "1.2 特点", after=first.id)
    sections.add_section(desk, "第2章　各地情况", after="1")
    assert headings(desk) == ["第1章 总论", "  1.1 发展规模", "  1.2 特点", "  1.3 展望", "第2章 各地情况"]
    for _step in range(4):
        desk.undo()
    assert headings(desk) == ["第1章 总论"]


def test_renaming_keeps_what_stands_in_it(desk: Desk) -> None:
    outline.add_exhibit(desk, "表1-1", "规模", section="1")
    sections.rename_section(desk, "1", "第1章 综述")
    assert headings(desk) == ["第1章 综述", "- 表1-1"]
    with pytest.raises(UserError, match="空"):
        sections.rename_section(desk, "1", "  ")


def test_a_section_moves_with_its_exhibits(desk: Desk) -> None:
    sections.add_section(desk, "第2章 各地情况", after="1")
    second = id_of(desk, "各地情况")
    sections.add_section(desk, "2.1 东部", parent=second)
    outline.add_exhibit(desk, "表1-1", "规模", section="1")
    outline.add_exhibit(desk, "表2-1", "东部", section=id_of(desk, "东部"))
    sections.move_section(desk, second, -1)
    assert headings(desk) == ["第2章 各地情况", "  2.1 东部", "  - 表2-1", "第1章 总论", "- 表1-1"]
    assert [exhibit.number for exhibit in desk.book.exhibits()] == ["表2-1", "表1-1"]
    desk.undo()
    assert [exhibit.number for exhibit in desk.book.exhibits()] == ["表1-1", "表2-1"]


def test_only_an_empty_section_goes(desk: Desk) -> None:
    sections.add_section(desk, "1.1 规模", parent="1")
    with pytest.raises(UserError, match="小节"):
        sections.remove_section(desk, "1")
    sections.remove_section(desk, id_of(desk, "规模"))
    outline.add_exhibit(desk, "表1-1", "规模", section="1")
    with pytest.raises(UserError, match="图表"):
        sections.remove_section(desk, "1")


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from(["add", "inside", "move"]), st.integers(0, 9), st.integers(-3, 3)), max_size=14))
def test_whatever_is_moved_nothing_is_lost_and_all_of_it_is_taken_back(tmp_path_factory, steps) -> None:
    with start_blank(tmp_path_factory.mktemp("s") / "a.ecd", "甲", Period(2026)) as desk:
        outline.add_exhibit(desk, "表0", "甲", section="1")
        start, made, done = headings(desk), 1, 0
        for verb, which, by in steps:
            present = desk.book.sections()
            section = present[which % len(present)]
            before = headings(desk)
            if verb == "move":
                sections.move_section(desk, section.id, by)
                assert sorted(headings(desk)) == sorted(before)
                done += headings(desk) != before
            else:
                made += 1
                sections.add_section(desk, f"节{made}", **({"after": section.id} if verb == "add" else {"parent": section.id}))
                assert [line for line in headings(desk) if line.strip() != f"节{made}"] == before
                done += 1
        for _step in range(done):
            desk.undo()
        assert headings(desk) == start
