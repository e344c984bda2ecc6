"""Headings that no catalogue knows become whatever an editor says, all of a batch in one step; tables as they stand in a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ecdesk.domain.book.records import Answer, Exhibit, Indicator, Item
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import Period
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.blank import start_blank
from ecdesk.session.program.progress import finish
from ecdesk.session.submissions.headings import Become, Decision, Heading, decide, headings
from ecdesk.session.submissions.imports import ImportPreview, LineOutcome, preview, store
from ecdesk.session.submissions.own_layouts import numbered
from ecdesk.session.submissions.reviewing import questions, read_again
from ecdesk.session.tables.outline import add_exhibit, add_indicator
from tests.session.test_imports import sheet

PLACES = ("北京", "天津", "河北", "山西")
HEADS = ("接待国内游客（万人次）", "旅游收入（亿元）", "客房出租率（%）")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with start_blank(tmp_path / "旅游.ecd", "旅游年报", Period(2018), "张三") as desk:
        yield desk


def tourism(path: Path, heads: Sequence[str] = HEADS, *more: tuple[object, ...]) -> Path:
    rows = [(place, 100.5 + number, 20.25 + number, 55.1) for number, place in enumerate(PLACES)]
    return sheet(path, ("2018年各省旅游业主要指标",), ("地区", *heads), *more, *rows)


def shown(desk: Desk, *paths: Path) -> ImportPreview:
    return finish(preview(desk, list(paths)))


def decided(desk: Desk, before: ImportPreview, *changed: Decision) -> ImportPreview:
    """A preview after what is proposed was taken, for the first headings what is given."""
    asked = headings(desk.book, before)
    decisions = [*changed, *(one.proposed for one in asked[len(changed) :])]
    return read_again(desk.book, before, finish(decide(desk, before, list(zip(asked, decisions, strict=True)))))


def proposals(found: Sequence[Heading]) -> list[tuple[str, str, int, bool]]:
    return [(one.proposed.name, one.proposed.unit, one.proposed.decimals, one.proposed.additive) for one in found]


def test_name_unit_decimals_and_adding_up_are_taken_from_the_file(desk: Desk, tmp_path: Path) -> None:
    found = headings(desk.book, shown(desk, tourism(tmp_path / "a.xlsx")))
    assert proposals(found) == [
        ("接待国内游客", "万人次", 1, True),
        ("旅游收入", "亿元", 2, True),
        ("客房出租率", "%", 1, False),
    ]
    assert found[0].example == "100.5万人次" and found[0].proposed.become is Become.NEW


@pytest.mark.parametrize(("whole", "adds_up"), [(408.0, True), (417.5, True), (102.0, False), (816.0, False)])
def test_a_total_in_the_file_says_whether_areas_add_up(desk: Desk, tmp_path: Path, whole: float, adds_up: bool) -> None:
    """A slip in one area must not take away the very check that finds it."""
    found = headings(desk.book, shown(desk, tourism(tmp_path / "a.xlsx", HEADS, ("全国", whole, 87.0, 55.1))))
    assert [one.proposed.additive for one in found] == [adds_up, True, False]


def test_all_headings_of_a_batch_become_indicators_in_one_step_and_its_files_match(desk: Desk, tmp_path: Path) -> None:
    other = sheet(tmp_path / "b.xlsx", ("河南省2018年旅游统计表",), ("指标", "单位", "2018年"), ("旅游收入", "亿元", 8.5))
    before = shown(desk, tourism(tmp_path / "a.xlsx"), other)
    assert not any(file.storable for file in before.files)
    after = decided(desk, before)
    assert all(file.storable for file in after.files) and not questions(after)
    assert [one.name for one in desk.book.indicators] == ["接待国内游客", "旅游收入", "客房出租率"]
    assert store(desk, after).fates[LineOutcome.NEW] == 13
    assert desk.book.observation(Key("旅游收入", "410000", "", "2018", "value")) is not None
    desk.undo()
    desk.undo()
    assert not len(desk.book.indicators) and not desk.book.observations


def test_under_another_name_a_heading_is_remembered_for_files_of_its_shape(desk: Desk, tmp_path: Path) -> None:
    path = tourism(tmp_path / "a.xlsx")
    asked = headings(desk.book, shown(desk, path))
    after = decided(desk, shown(desk, path), replace(asked[0].proposed, name="国内旅游人数"))
    assert {line.key.indicator for line in after.files[0].lines if line.key} == {"国内旅游人数", "旅游收入", "客房出租率"}
    assert not headings(desk.book, shown(desk, path))


def test_a_heading_becomes_an_item_of_an_indicator_or_is_left_out(desk: Desk, tmp_path: Path) -> None:
    add_indicator(desk, "旅游收入", "亿元")
    path = sheet(
        tmp_path / "a.xlsx",
        ("2018年旅游收入",),
        ("地区", "旅游收入（亿元）", "其中：乡村游（亿元）", "备案数（个）"),
        *((place, 20.5 + number, 3.5 + number, 7) for number, place in enumerate(PLACES)),
    )
    asked = headings(desk.book, shown(desk, path))
    parts = {one.subject: one for one in asked}
    decisions = []
    for one in asked:
        become = Become.LEFT_OUT if "备案" in one.subject else Become.ITEM
        decisions.append(Decision(become, "旅游收入", "乡村游"))
    after = decided(desk, shown(desk, path), *decisions)
    assert len(parts) == 2 and after.files[0].storable, [str(one.message) for one in after.files[0].reading.problems]
    assert {(line.key.indicator, line.key.item) for line in after.files[0].lines if line.key} == {
        ("旅游收入", ""),
        ("旅游收入", "乡村游"),
    }
    assert [item.name for item in desk.book.all(Item).values()] == ["乡村游"]
    assert "按以前的答复" in str(after.files[0].reading.problems[0].message)


@pytest.mark.parametrize(
    ("change", "words"),
    [({"name": " "}, "名称"), ({"unit": "斗斛"}, "单位"), ({"decimals": 99}, "小数"), ({"name": "旅游收入"}, "已")],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(desk: Desk, tmp_path: Path, change: dict[str, object], words: str) -> None:
    add_indicator(desk, "旅游收入", "亿元")
    before = shown(desk, tourism(tmp_path / "a.xlsx"))
    asked = headings(desk.book, before)
    with pytest.raises(UserError, match=words):
        decide(desk, before, [(one, replace(one.proposed, **change)) for one in asked])  # type: ignore[arg-type]
    assert not desk.book.all(Answer) and len(desk.book.indicators) == 1


def test_every_unit_that_was_read_is_one_that_an_indicator_can_have(desk: Desk, tmp_path: Path) -> None:
    units = ("亿千瓦小时", "元/人", "人民币亿元", "万标准箱", "US$ million", "台(套)", "吨标准煤", "元/人·年")
    heads = [f"某量{number}（{unit}）" for number, unit in enumerate(units)]
    path = sheet(
        tmp_path / "a.xlsx", ("2018年某表",), ("地区", *heads), *((place, *range(11, 11 + len(units))) for place in PLACES)
    )
    after = decided(desk, shown(desk, path))
    assert len(desk.book.indicators) == len(units) and after.files[0].storable


def test_what_the_program_knows_of_a_name_comes_with_it(desk: Desk, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ("福建省2018年统计表",), ("指标", "单位", "2018年"), ("网络零售额", "亿元", 8.5))
    decided(desk, shown(desk, path))
    made = desk.book.indicators.find("网络零售额")
    assert made is not None and "网上零售额" in made.synonyms and made.english


def test_an_answer_that_was_taken_back_leaves_nothing_under_a_missing_indicator(desk: Desk, tmp_path: Path) -> None:
    after = decided(desk, shown(desk, tourism(tmp_path / "a.xlsx")))
    desk.undo()
    done = store(desk, after)
    assert not done.stored and not desk.book.observations and "重新预览" in str(next(iter(done.left_out.values())))


# -- tables as they stand in a file


def laid_out(desk: Desk, path: Path) -> list[Exhibit]:
    after = decided(desk, shown(desk, path))
    done = store(desk, after, [path], numbered(desk.book))
    assert not done.left_out, done.left_out
    return done.exhibits


def printed(desk: Desk, exhibit: Exhibit) -> list[list[str]]:
    table = build_table(desk.book, exhibit)
    return [
        ["", *table.heads],
        *([stub, *(cell.text for cell in row)] for stub, row in zip(table.stubs, table.cells, strict=True)),
    ]


def test_a_table_of_a_file_comes_behind_all_of_its_section(desk: Desk, tmp_path: Path) -> None:
    """It stood between two others, and as a chart's neighbour was called one."""
    for number in ("表1-1", "图1-1", "表1-2", "图1-2"):
        add_exhibit(desk, number, "任一", section="1")
    first = desk.book.exhibits()[0].id
    after = decided(desk, shown(desk, path := tourism(tmp_path / "a.xlsx")))
    (made,) = store(desk, after, [path], numbered(desk.book, first)).exhibits
    assert (made.number, made.section) == ("表1-3", "1") and desk.book.exhibits()[-1].id == made.id


def test_a_table_of_areas_by_indicators_is_laid_out_as_it_stands(desk: Desk, tmp_path: Path) -> None:
    (exhibit,) = laid_out(desk, tourism(tmp_path / "a.xlsx"))
    assert (exhibit.number, exhibit.caption, exhibit.section) == ("表1-1", "2018年各省旅游业主要指标", "1")
    assert dict(exhibit.at) == {"period": "2018", "measure": "value"}
    assert printed(desk, exhibit)[:2] == [["", *HEADS], ["北京", "100.5", "20.25", "55.1"]]
    desk.undo()
    assert not desk.book.exhibits() and not desk.book.observations


def test_levels_of_heads_become_groups_and_one_unit_stands_above(desk: Desk, tmp_path: Path) -> None:
    rows = [(place, 20.5 + number, 1.5, 5.5 + number, 2.5) for number, place in enumerate(PLACES)]
    path = sheet(
        tmp_path / "a.xlsx",
        ("各省旅游收入（单位：亿元）",),
        ("地区", "2018年一季度", "", "2018年1—6月", ""),
        ("", "旅游收入", "同比增长（%）", "旅游收入", "同比增长（%）"),
        *rows,
    )
    (exhibit,) = laid_out(desk, path)
    assert exhibit.unit == "亿元" and dict(exhibit.at) == {"indicator": "旅游收入"}
    assert [(line.groups, line.label) for line in exhibit.columns] == [
        (("2018年一季度",), "数值"),
        (("2018年一季度",), "同比增速"),
        (("2018年上半年",), "数值"),
        (("2018年上半年",), "同比增速"),
    ]
    assert printed(desk, exhibit)[1] == ["北京", "20.5", "1.5", "5.5", "2.5"]


def test_two_tables_of_a_sheet_become_two(desk: Desk, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        ("2018年各省旅游收入",),
        ("地区", "旅游收入（亿元）"),
        *((place, 20.5 + number) for number, place in enumerate(PLACES)),
        (),
        ("2018年各省饭店数",),
        ("地区", "饭店数（家）"),
        *((place, 7 + number) for number, place in enumerate(PLACES)),
    )
    first, second = laid_out(desk, path)
    assert (first.number, second.number) == ("表1-1", "表1-2") and "饭店" in second.caption
    assert [exhibit.id for exhibit in desk.book.exhibits()] == [first.id, second.id]
    assert len(first.rows) == len(second.rows) == 4 and printed(desk, second)[1] == ["北京", "7"]


def test_a_table_without_a_title_is_named_after_what_it_is_about_and_one_of_another_period_says_so(
    desk: Desk, tmp_path: Path
) -> None:
    """A block from the clipboard was called 剪贴板数据, and nothing in print said that its figures were September's."""
    path = tmp_path / "剪贴板数据.csv"
    path.write_text("地区,2018年9月快递业务量（万件）,2018年9月旅游收入（亿元）\n北京,2310.5,4.5\n天津,1410.2,3.5\n", "utf-8")
    assert [exhibit.caption for exhibit in laid_out(desk, path)] == ["2018年9月快递业务量、旅游收入"]
    heads = ("地区", "2018年10月旅游收入（亿元）")
    titled = sheet(tmp_path / "a.xlsx", ("各省旅游情况",), heads, ("北京", 4.5), ("天津", 3.5))
    assert [exhibit.caption for exhibit in laid_out(desk, titled)] == ["2018年10月各省旅游情况"]


def test_a_table_does_not_keep_the_number_that_it_had_in_its_file(desk: Desk, tmp_path: Path) -> None:
    """The book printed 表1-1 表2-1 2018年各地区旅游业主要指标."""
    path = sheet(tmp_path / "a.xlsx", ("表2-1  2018年各省旅游情况",), ("地区", "旅游收入（亿元）"), ("北京", 4.5), ("天津", 3.5))
    assert [(exhibit.number, exhibit.caption) for exhibit in laid_out(desk, path)] == [("表1-1", "2018年各省旅游情况")]


def test_one_row_and_one_column_make_a_table_too(desk: Desk, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ("福建省2018年统计表",), ("指标", "单位", "2018年"), ("旅游收入", "亿元", 8.5))
    (exhibit,) = laid_out(desk, path)
    assert [[cell.text for cell in row] for row in build_table(desk.book, exhibit).cells] == [["8.5"]]
    assert isinstance(desk.book.indicators.find("旅游收入"), Indicator)
