"""Small books that tests are about."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from unittest.mock import patch

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.catalogue import standard_indicators
from ecdesk.domain.book.records import AreaRecord, Exhibit, Line, Record, Section, Setting
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.exporting import export
from ecdesk.session.new_books.sample import REPORT, sample_records
from ecdesk.session.program.progress import finish

AREAS = ("110000", "120000", "130000", "140000")


def small_records() -> Iterator[Record]:
    """A book of 2018 with one table of four provinces: two indicators, level and growth."""
    yield Setting("title", "测试年报2018")
    yield Setting("year", "2018")
    for order, area in enumerate(standard_areas()):
        yield AreaRecord(area, order, reports=area.code in AREAS)
    yield from standard_indicators()
    yield Section("1", "第1章", "总报告")
    yield Exhibit(
        "表1",
        "表1-1",
        "2018年各地区电子商务",
        section="1",
        unit="亿元",
        at={"period": "2018"},
        rows=tuple(Line(code, standard_areas()[code].short, {"area": code}) for code in AREAS),
        columns=(
            Line("交易额", "交易额", {"indicator": "电子商务交易额"}),
            Line("交易额增速", "同比(%)", {"indicator": "电子商务交易额", "measure": "growth"}),
            Line("零售额", "网络零售额", {"indicator": "网络零售额"}),
            Line("零售额增速", "同比(%)", {"indicator": "网络零售额", "measure": "growth"}),
        ),
    )


def build_sample_book(name: str = REPORT) -> Book:
    """A sample book in memory, without a file."""
    book = Book()
    book.load(sample_records(name))
    return book


@cache
def _sample_book() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.ecd"
        Desk.create(path, sample_records(), "张三").close()
        return path.read_bytes()


def write_sample_book(path: Path) -> Path:
    """The report that comes with the program as a file of its own: a copy of one that is made once for all tests. Gives its path."""
    path.write_bytes(_sample_book())
    return path


def exported(desk: Desk) -> bytes:
    """The workbook of finished tables that a book is handed out as at one moment, byte for byte."""
    moment = patch("ecdesk.session.delivery.editions.edition.now", lambda: datetime(2019, 1, 2, 3, 4, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as folder, moment:
        return finish(export(desk.book, Path(folder) / "导出.xlsx")).workbook.read_bytes()


def undo_all(desk: Desk) -> int:
    """Take back every step; how many there were."""
    count = 0
    while desk.undo() is not None:
        count += 1
    return count


def entries_of(block: list[list[str]], top: int, left: int) -> list[tuple[int, int, str]]:
    """A block of texts as entries of cells, its first text at a row and column."""
    return [(top + row, left + column, typed) for row, line in enumerate(block) for column, typed in enumerate(line)]
