"""A book of 2019 with what two areas reported for 2018, and one that never did."""

from __future__ import annotations

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import AreaRecord, Indicator, Item, Observation, Record, Setting
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named

LAST = [
    ("610000", "网络零售额", "", "value", "893.6", "亿元"),
    ("610000", "网络零售额", "", "growth", "37.80", "%"),
    ("610000", "网络零售额", "", "share", "13.9", "%"),
    ("610000", "网络零售额", "B2C", "value", "约500", "亿元"),
    ("610000", "亿元以上企业数", "", "value", "101", "家"),
    ("440300", "网络零售额", "", "value", "0.38", "万亿元"),
]


def make_book(*more: Record) -> Book:
    records: list[Record] = [
        Setting("title", "=样本年报2019"),
        Setting("year", "2019"),
        Setting("deadline", "2020-03-31"),
        Indicator("电子商务交易额", "电子商务交易额", "亿元", order=0),
        Indicator("网络零售额", "网络零售额", "亿元", whole="电子商务交易额", order=1),
        Indicator("亿元以上企业数", "亿元以上企业数", "家", 0, order=2),
        Item("B2C", "B2C"),
        *more,
    ]
    records += [AreaRecord(standard_areas()[code], order, True) for order, code in enumerate(("610000", "440300", "630000"))]
    for area, indicator, item, measure, printed, unit in LAST:
        content = parse_content(printed, unit_named(unit))
        assert content is not None
        records.append(Observation(Key(indicator, area, item, "2018", measure), content))
    book = Book()
    book.load(iter(records))
    return book
