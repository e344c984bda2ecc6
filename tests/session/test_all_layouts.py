"""Every exhibit of the report, and every table that the three issues of the bulletin print or describe, can be laid out in the form of a new
table: a list with how. And every exhibit of both sample books in every unit that it can have: what is exported says what the book says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Axis, Exhibit
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import find_unit, unit_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.sample import BULLETIN, REPORT, sample_records
from ecdesk.session.tables import lists, structure
from ecdesk.session.tables.laying_out import Level, Wanted, add_table, laid_out, wanted_of
from tests.books import build_sample_book

REPORTS_EXHIBITS = 44


@pytest.fixture(scope="module")
def report() -> Book:
    return build_sample_book(REPORT)


@pytest.fixture(scope="module")
def bulletin() -> Book:
    return build_sample_book(BULLETIN)


# -- how each of the report's exhibits is laid out


def how(exhibit: Exhibit) -> str:
    """In one form where rows and columns are combinations of parts of the key, line by line where they are not."""
    return "form" if wanted_of(exhibit) is not None else "lines"


def test_each_exhibit_of_the_report_can_be_laid_out(report: Book, tmp_path: Path) -> None:
    """Those that the form can ask for are asked for; the others, whose lines are about unlike things, are put together line by line. Either way the
    same cells look at the same figures."""
    printed = [exhibit for exhibit in report.exhibits() if exhibit.printed]
    assert len(printed) == REPORTS_EXHIBITS
    ways = {exhibit.number: how(exhibit) for exhibit in printed}
    assert set(ways.values()) == {"form", "lines"} and sum(way == "form" for way in ways.values()) >= 25
    with Desk.create(tmp_path / "空.ecd", (one for one in sample_records(REPORT) if not isinstance(one, Exhibit))) as desk:
        for exhibit in printed:
            made = by_form(desk, exhibit) if ways[exhibit.number] == "form" else by_lines(desk, exhibit)
            assert set(keys(made)) == set(keys(exhibit)), exhibit.number


def keys(exhibit: Exhibit) -> list[str]:
    return [str(key) for _row, _column, key in cell_keys(exhibit)]


def by_form(desk: Desk, exhibit: Exhibit) -> Exhibit:
    wanted = wanted_of(exhibit)
    assert wanted is not None
    return add_table(desk, wanted)


def by_lines(desk: Desk, exhibit: Exhibit) -> Exhibit:
    """As somebody would in the grid: an empty table, then its rows, then its columns."""
    from ecdesk.session.tables.outline import put_exhibit

    empty = Exhibit(f"new {exhibit.id}", exhibit.number, exhibit.caption, unit=exhibit.unit, at=exhibit.at)
    made = put_exhibit(desk, empty)
    structure.insert_lines(desk, made.id, Axis.ROWS, 0, exhibit.rows)
    return structure.insert_lines(desk, made.id, Axis.COLUMNS, 0, exhibit.columns)


# -- what the bulletins print or describe

CITY, SHANGHAI, NATION = "440300", "310000", "000000"
GROWTH = Level("measure", ("value", "growth"))
WITH_PREVIOUS = Level("measure", ("value", "growth", "growth_prev"))


def level(dimension: str, *shown: str) -> tuple[Level, ...]:
    return (Level(dimension, shown),)


DESCRIBED: dict[str, Wanted] = {
    "三季度主要指标：值、同比、环比": Wanted(
        "", "", level("indicator", "电子商务交易额", "网络零售额", "跨境电商交易额"), (WITH_PREVIOUS,), {"area": CITY, "period": "2015Q3"}
    ),
    "交易模式占比": Wanted(
        "", "", level("item", "B2B", "B2C", "C2C"), level("measure", "share"), {"area": CITY, "period": "2015Q3", "indicator": "电子商务交易额"}
    ),
    "跨境进口和出口的值和占比": Wanted(
        "", "", level("indicator", "跨境电商进口额", "跨境电商出口额"), level("measure", "value", "share"), {"area": CITY, "period": "2015Q3"}
    ),
    "支付方式占比": Wanted(
        "", "", level("item", "货到付款", "网上支付", "移动支付"), level("measure", "share"),
        {"area": CITY, "period": "2015Q3", "indicator": "网络零售支付方式"},
    ),
    "物流方式占比": Wanted(
        "", "", level("item", "物流外包", "物流自营"), level("measure", "share"), {"area": CITY, "period": "2015Q3", "indicator": "网络零售物流方式"}
    ),
    "各区占比排名": Wanted(
        "", "", level("area", "龙华区", "福田区", "罗湖区", "南山区"), level("measure", "share"),
        {"period": "2015Q3", "indicator": "电子商务交易额"}, ranked=True,
    ),
    "上海当月和累计：时期 × 值和同比": Wanted(
        "", "", level("indicator", "电子商务交易额", "B2B交易额", "网络零售额", "实物商品网络零售额", "非实物商品网络零售额"),
        (Level("period", ("2015M09", "2015C09")), GROWTH), {"area": SHANGHAI},
    ),
    "上海前三季度和1—10月": Wanted(
        "", "", level("period", "2014C09", "2014C10"), (Level("indicator", ("电子商务交易额", "B2B交易额", "网络零售额")), GROWTH), {"area": SHANGHAI}
    ),
    "上海全年": Wanted("", "", level("indicator", "电子商务交易额", "B2B交易额", "网络零售额"), (GROWTH,), {"area": SHANGHAI, "period": "2016"}),
    "深圳与上海比较": Wanted(
        "", "", level("area", CITY, SHANGHAI), (Level("indicator", ("电子商务交易额", "网络零售额")), GROWTH), {"period": "2016"}
    ),
    "全国网上零售1—9月": Wanted(
        "", "", level("indicator", "全国网上零售额", "全国实物商品网上零售额", "全国非实物商品网上零售额"), (GROWTH,),
        {"area": NATION, "period": "2015C09"},
    ),
    "吃穿用增速": Wanted(
        "", "", level("item", "吃", "穿", "用"), level("measure", "growth"),
        {"area": NATION, "period": "2015C09", "indicator": "全国实物商品网上零售额"},
    ),
    "占社会消费品零售总额比重": Wanted(
        "", "", level("period", "2015C09", "2016"), level("measure", "share:社会消费品零售总额"),
        {"area": NATION, "indicator": "全国实物商品网上零售额"},
    ),
    "全国快递收入按同城、异地、国际": Wanted(
        "", "", level("item", "同城", "异地", "国际及港澳台"), (GROWTH,), {"area": NATION, "period": "2015C09", "indicator": "快递业务收入"}
    ),
    "全国快递量2012和2016年": Wanted("", "", level("period", "2012", "2016"), (GROWTH,), {"area": NATION, "indicator": "快递业务量"}),
    "深圳快递：量、收入、投递量": Wanted(
        "", "", level("indicator", "快递业务量", "快递业务收入", "快递业务投递量"), (GROWTH,), {"area": CITY, "period": "2016"}
    ),
    "跨境电商历年": Wanted("", "", level("period", "2013", "2014", "2015", "2016"), (GROWTH,), {"area": CITY, "indicator": "跨境电商交易额"}),
    "前三季度累计两年": Wanted(
        "", "", level("indicator", "电子商务交易额", "网络零售额", "跨境电商交易额"), level("period", "2014C09", "2015C09"), {"area": CITY}
    ),
    "年中某日的数": Wanted("", "", level("indicator", "快递业务量"), level("period", "2016D1231"), {"area": CITY}),
    "融资事件": Wanted("", "", (), (), texts=lists.read_columns("企业、领域、轮次、金额（金额或数）")),
    "分领域融资：家数和金额": Wanted("", "", (), (), texts=lists.read_columns("领域、企业数（家）、融资额（亿元）")),
    "大事记": Wanted("", "", (), (), texts=lists.read_columns("时间（日期）、事件、来源（链接）")),
    "获奖企业": Wanted("", "", (), (), texts=lists.read_columns("企业、奖项、授奖单位、时间（日期）")),
    "体验店名单": Wanted("", "", (), (), texts=lists.read_columns("名称、位置")),
    "淘宝村最多的省": Wanted("", "", (), (), texts=lists.read_columns("地区、个数（个）")),
    "各区主要指标并附平台": Wanted(
        "", "", level("area", "福田区", "罗湖区"), (Level("indicator", ("电子商务交易额",)), GROWTH), {"period": "2017Q1"},
        texts=lists.read_columns("主要平台"),
    ),
}  # fmt: skip
"""Each table that the issues print or describe, and how it is asked for in the form of a new table."""


@pytest.mark.parametrize("name", DESCRIBED)
def test_each_table_of_the_bulletins_can_be_laid_out(bulletin: Book, name: str) -> None:
    wanted = DESCRIBED[name]
    made = laid_out(bulletin, wanted, "new")
    assert made.rows and made.columns
    if not wanted.is_list:
        again = wanted_of(made)
        assert again is not None and (again.rows, again.columns) == (wanted.rows, wanted.columns)


# -- in every unit


def units_of(book: Book, exhibit: Exhibit) -> Iterator[Unit]:
    """The units that an exhibit can be printed in: those of the same kind as any of its levels."""
    kinds = {
        amount.unit.dimension
        for _row, _column, key in cell_keys(exhibit)
        if (one := book.observation(key)) is not None and (amount := one.amount) is not None and not amount.unit.is_ratio
    }
    for symbol in (
        "元",
        "万元",
        "亿元",
        "万亿元",
        "件",
        "万件",
        "亿件",
        "美元",
        "万美元",
        "亿美元",
        "人",
        "万人",
        "亿人",
        "家",
        "万家",
    ):
        unit = unit_named(symbol)
        if unit.dimension in kinds:
            yield unit


@pytest.mark.parametrize("name", [REPORT, BULLETIN])
def test_every_exhibit_in_every_unit_prints_what_it_means(name: str, tmp_path: Path) -> None:
    """Labels, the unit line and the figures agree; no digit is lost, or it says that it is rounded; what is not zero is not printed as zero."""
    with Desk.create(tmp_path / "书.ecd", sample_records(name)) as desk:
        tried = 0
        for exhibit in desk.book.exhibits():
            for unit in units_of(desk.book, exhibit):
                show_in(desk, exhibit, unit)
                check(desk.book, desk.book.exhibit(exhibit.id))
                tried += 1
        assert tried > 40


def show_in(desk: Desk, exhibit: Exhibit, unit: Unit) -> None:
    """The whole table in another unit, or the lines of that kind where others are counted in something else."""
    try:
        structure.show_in_unit(desk, exhibit.id, unit.symbol)
    except UserError:
        for axis in Axis:
            for line in exhibit.rows if axis == Axis.ROWS else exhibit.columns:
                if line.unit and unit_named(line.unit).dimension == unit.dimension:
                    with suppress(
                        UserError
                    ):  # a figure in dollars does not become one in yuan: the line stays, and it is said why
                        structure.show_line_in_unit(desk, exhibit.id, axis, line.id, unit.symbol, line.decimals)


def check(book: Book, exhibit: Exhibit) -> None:
    table = build_table(book, exhibit, "")
    for row, line in enumerate(table.cells):
        for column, cell in enumerate(line):
            if cell.key is None or not isinstance(cell.content, Amount):
                continue
            said = unit_said(table, row, column)
            assert said == cell.unit.symbol or cell.text.endswith(cell.content.unit.symbol), (exhibit.number, row, column, said)
            printed = parse_content(cell.text, cell.unit)
            assert isinstance(printed, Amount), cell.text
            exact = cell.content.converted(printed.unit)
            if printed.value != exact.value:  # fewer decimals, which the column or the row asks for
                decimals = exhibit.columns[column].decimals
                decimals = exhibit.rows[row].decimals if decimals is None else decimals
                assert decimals is not None and printed.exponent >= -max(decimals, -exact.value.adjusted()), cell.text
                assert abs(printed.value - exact.value) <= Decimal(1).scaleb(printed.exponent) / 2
            assert bool(printed.value) == bool(exact.value), cell.text
            assert printed.qualifier == cell.content.qualifier


def unit_said(table: object, row: int, column: int) -> str:
    """The unit that a reader takes a figure to be in: the one at its column, at its row, or above the table."""
    from ecdesk.domain.book.tables import Table

    assert isinstance(table, Table)
    groups = " ".join(table.columns[column].groups)
    for label in (f"{groups} {table.heads[column]}", table.stubs[row]):
        found = [unit.symbol for piece in bracketed(label) if (unit := find_unit(piece)) is not None]
        if found:
            return found[-1]
    return table.unit


def bracketed(label: str) -> list[str]:
    return [piece.partition("）")[0] for piece in label.split("（")[1:]]
