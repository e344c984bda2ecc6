"""Questions about submissions: asked once, answered once, remembered where that is safe."""

from pathlib import Path

import pytest

from ecdesk.domain.book.records import Answer
from ecdesk.domain.errors import UserError
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import finish
from ecdesk.session.submissions.imports import ImportPreview, preview
from ecdesk.session.submissions.reviewing import Question, answer, questions, read_again, suggestions
from tests.books import write_sample_book
from tests.session.test_imports import sheet


@pytest.fixture
def desk(tmp_path):
    with Desk.open(write_sample_book(tmp_path / "样本.ecd"), "张三") as desk:
        yield desk


def table(path: Path, area: str, heading: str, unit: str = "单位：亿元", year: str = "2018年") -> Path:
    return sheet(
        path, (f"{area}{year}电子商务统计表",), (unit,), ("指标", f"{year or '本年'}"), (heading, 3616.7), ("快递业务收入", 180.8)
    )


def answered(desk: Desk, shown: ImportPreview, question: Question, value: str) -> ImportPreview:
    return read_again(desk.book, shown, finish(answer(desk, shown, question, value)))


def test_an_unknown_heading_is_asked_once_for_all_files_of_a_shape_and_remembered(desk, tmp_path):
    one = table(tmp_path / "福建.xlsx", "福建省", "线上卖东西的总额")
    shown = finish(preview(desk, [one]))
    asked = [question for question in questions(shown) if question.question == "heading"]
    assert [question.subject for question in asked] == ["线上卖东西的总额"]
    shown = answered(desk, shown, asked[0], "网络零售额")
    assert not [question for question in questions(shown) if question.question == "heading"]
    assert shown.files[0].lines[0].reading.indicator == "网络零售额"
    again = finish(preview(desk, [one]))
    assert again.files[0].lines[0].reading.indicator == "网络零售额"


def test_an_answer_that_is_none_is_refused_and_not_remembered(desk, tmp_path):
    shown = finish(preview(desk, [table(tmp_path / "福建.xlsx", "福建省", "线上卖东西的总额")]))
    asked = questions(shown)[0]
    with pytest.raises(UserError, match="没有这个指标"):
        answer(desk, shown, asked, "没有这个指标")
    assert not desk.book.all(Answer)


def test_a_missing_unit_is_asked_never_guessed(desk, tmp_path):
    shown = finish(preview(desk, [table(tmp_path / "福建.xlsx", "福建省", "网络零售额", unit="")]))
    asked = [question for question in questions(shown) if question.question == "unit"]
    assert asked
    assert not shown.files[0].storable
    for question in asked:
        shown = answered(desk, shown, question, "万元")
    assert {line.reading.amount.unit.symbol for line in shown.files[0].lines} == {"万元"}


def test_whose_file_it_is_is_remembered_for_that_file_only(desk, tmp_path):
    one = table(tmp_path / "甲.xlsx", "", "网络零售额")
    shown = finish(preview(desk, [one]))
    (asked,) = [question for question in questions(shown) if question.question == "region"]
    assert "福建省" in suggestions(desk, asked, "福建")
    shown = answered(desk, shown, asked, "福建")
    assert shown.files[0].reading.area == "350000"
    other = sheet(
        tmp_path / "乙.xlsx",
        ("2018年电子商务统计表",),
        ("单位：亿元",),
        ("指标", "2018年"),
        ("网络零售额", 99.5),
        ("快递业务收入", 10.5),
    )
    assert [question.question for question in questions(finish(preview(desk, [other])))] == ["region"]


def test_a_word_that_changes_nothing_is_asked_about_once_for_a_shape(desk, tmp_path):
    one = table(tmp_path / "福建.xlsx", "福建省（不含厦门）", "网络零售额")
    shown = finish(preview(desk, [one]))
    asked = [question for question in questions(shown) if question.question == "word"]
    assert asked and not shown.files[0].storable
    with pytest.raises(UserError, match="重新发送"):
        answer(desk, shown, asked[0], "甲口径")
    for question in asked:
        shown = read_again(desk.book, shown, finish(answer(desk, shown, question, suggestions(desk, question)[0])))
    assert shown.files[0].storable
    assert finish(preview(desk, [one])).files[0].storable
