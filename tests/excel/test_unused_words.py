"""Words that no figure took up: in the names of files and sheets, beside and behind titles, in short notes, remarks and heads of labels they are asked
about; what a longer note or a remark says is named."""

from __future__ import annotations

from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.reader import read_workbook

LABELS, FIGURES = ["指标", "计量单位", "2018年"], [["网络零售额", "亿元", 2043.9], ["快递业务收入", "亿元", 105.2]]


def read(
    title: list[Any] | str = "2018年陕西省电子商务情况",
    file: str = "报表.xlsx",
    sheet: str = "Sheet1",
    heads: list[Any] | None = None,
    below: list[Any] | None = None,
    remarks: list[str] | None = None,
    between: str = "",
) -> FileReading:
    above = [title] if isinstance(title, list) else [[title]]
    above += [[between]] if between else []
    figures = [[*row, *remarks[number : number + 1]] for number, row in enumerate(FIGURES)] if remarks else FIGURES
    rows = [*above, heads or LABELS + (["备注"] if remarks else []), *figures, *([below] if below else [])]
    width = max(map(len, rows))
    return read_workbook(Workbook(file, "xlsx", [Sheet(sheet, [[*row, *[""] * (width - len(row))] for row in rows])]))


def asked(reading: FileReading) -> list[str]:
    return [str(problem.message) for problem in reading.problems if problem.question == "word"]


def named(reading: FileReading) -> list[str]:
    return [str(problem.message) for problem in reading.problems if not problem.question]


@pytest.mark.parametrize("file", ["陕西省_夜间.xlsx", "2018年（测试船厂）.xlsx", "陕西省-飞地部分外.xlsx", "电商报表_户均.xlsx"])
def test_words_apart_in_the_name_of_a_file_are_asked_about_or_named(file: str) -> None:
    assert len(read(file=file).problems) == 1


@pytest.mark.parametrize(
    "file",
    [
        "陕西省.xlsx",
        "陕西省商务厅_电商统计表_终稿.xlsx",
        "关于报送2018年网上零售情况的函.xlsx",
        "夜市.xlsx",
        "陕西省_20190305.xlsx",
        "附件1_陕西省 (2).xlsx",
    ],
)
def test_what_a_file_is_called_otherwise_is_not(file: str) -> None:
    reading = read(file=file)
    assert (reading.status, reading.problems) == ("read", ())


@pytest.mark.parametrize("sheet", ["2018年撤县设市后", "Sheet1-峰谷", "数据老城片", "数据含垦区户"])
def test_words_in_the_name_of_a_sheet_that_nothing_else_speaks_of_are_asked_about(sheet: str) -> None:
    assert len(asked(read(sheet=sheet))) == 1


@pytest.mark.parametrize("sheet", ["电商", "电子商务情况", "2018年数据", "网上零售", "Sheet1 (2)"])
def test_the_subject_of_a_sheet_is_not(sheet: str) -> None:
    assert read(sheet=sheet).status == "read"


@pytest.mark.parametrize(
    "title",
    [
        "撤县前2018年陕西省电子商务情况",
        "2018年陕西省电子商务情况，峰谷值",
        "2018年陕西省电子商务情况 老口径",
        ["2018年陕西省电子商务情况", "", "老口径"],
        ["2018年陕西省电子商务情况", "", "数据类型：夜间"],
    ],
)
def test_what_stands_before_beside_or_behind_a_title_is_asked_about(title: list[Any] | str) -> None:
    assert len(asked(read(title=title))) == 1


@pytest.mark.parametrize(
    "title",
    [
        "陕西省 2018年 电子商务情况",
        "2018年陕西省电子商务情况 网络零售额",
        ["2018年陕西省电子商务情况", "", "单位：亿元"],
    ],
)
def test_what_a_title_says_in_pieces_is_not(title: list[Any] | str) -> None:
    assert read(title=title).status == "read"


@pytest.mark.parametrize(
    "line", ["夜间单价", "单位：亿元　夜间单价", "2018年　夜间单价", "指标：夜间", "数据时间：夜间", "填报地区：陕西省　位次"]
)
def test_a_word_below_the_title_that_nothing_else_speaks_of_is_asked_about(line: str) -> None:
    assert len(asked(read(title=["2018年陕西省电子商务情况", "", ""], between=line))) == 1


@pytest.mark.parametrize(
    "line",
    ["综合处", "机密", "省商务厅", "旅游情况", "仅供参考", "网上零售", "指标：网络零售总额", "时间：最近20年", "时间：2018年"],
)
def test_who_made_a_table_or_what_it_is_about_is_not(line: str) -> None:
    assert read(title=["2018年陕西省电子商务情况", "", ""], between=line).status == "read"


def test_words_beside_a_head_of_labels_are_asked_about() -> None:
    assert len(asked(read(heads=["指标", "计量单位，夜间", "2018年"]))) == 1


@pytest.mark.parametrize("note", ["注：老城片。", "数据夜间", "说明：本表撤县前", "平均", "注：1.本表同往年；2.资料来自各地。"])
def test_a_note_of_a_few_words_is_said_of_all_figures(note: str) -> None:
    assert len(asked(read(below=[note]))) == 1


def test_what_a_longer_note_says_is_named_once_a_sheet() -> None:
    reading = read(below=["注：1.西咸新区自三月起单独报送，未作调整。2.铁路部分由外省代为登记在册。"])
    assert reading.status == "read"
    assert len(named(reading)) == 1
    assert "西咸新区" in named(reading)[0] and "铁路" in named(reading)[0]


@pytest.mark.parametrize(
    "note",
    [
        "注：本表由各级统计部门提供。",
        "资料来源：省统计局",
        "注：网络零售额含实物商品和其他。",
        "注：因四舍五入，合计略有差异。",
        "制表：统计科",
    ],
)
def test_a_note_that_may_stand_under_any_table_is_not(note: str) -> None:
    reading = read(below=[note])
    assert (reading.status, reading.problems) == ("read", ())


def test_what_remarks_say_is_named_once_with_their_words() -> None:
    reading = read(remarks=["两家停产", "无"])
    assert reading.status == "read"
    assert [problem.cell for problem in reading.problems] == ["D3"]
    assert "两家停产" in named(reading)[0] and "无" not in named(reading)[0]
