"""A small book that has everything an export must carry."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Chart, Exhibit, Indicator, Line, Observation, Record, Section, Setting
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.symbols import usual_symbols
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named

FIGURES = [
    ("甲", "31.63", "8.5"),
    ("乙", "1.30", "-0.5"),
    ("丙", "约4800", "…"),
    ("丁", "1234567.80", "—"),
    ("戊", "", "100"),
    ("己", "=1+2", "@SUM"),
    ("庚", "12345678901234567890.5", "0"),
]


def make_book(grouping: str = "\u2009", kind: str = "bar+line", names: tuple[str, ...] = ("图1-1",)) -> Book:
    records: list[Record] = [
        Setting("title", "样本年报"),
        Setting("grouping", grouping),
        Section("1", "第1章", '=HYPERLINK("http://x")'),
        Indicator("额", "额", "亿元"),
    ]
    for order, name in enumerate(names):
        records.append(
            Exhibit(
                f"e{order}",
                name,
                "各类交易额及同比增速",
                section="1",
                order=float(order),
                kind="chart",
                unit="亿元",
                source_line="数据来源：国家统计局",
                corner="类别",
                at={"indicator": "额", "area": "000000", "period": "2018"},
                rows=(
                    Line("h", "按类别分"),
                    *(Line(row, row, {"item": row}, level=1) for row, _value, _growth in FIGURES),
                ),
                columns=(
                    Line("v", "数值", {"measure": "value"}, groups=("交易", "规模")),
                    Line("g", "同比增速", {"measure": "growth"}, groups=("交易",)),
                ),
                notes=("注：+本表为初步数。",),
                footnotes=("含境外。",),
                chart=Chart(kind, "rows", ("v",), ("g",)),
                continued_after=3,
            )
        )
    for row, value, growth in FIGURES:
        for measure, text, unit in (("value", value, "亿元"), ("growth", growth, "%")):
            content = parse_content(text, unit_named(unit), usual_symbols())
            if content is not None:
                records.append(Observation(Key("额", "000000", row, "2018", measure), content))
    book = Book()
    book.load(iter(records))
    return book


def shown(cell: Any) -> str:
    """What a spreadsheet program shows in a cell, without the room that its format leaves free."""
    if cell.value is None or isinstance(cell.value, str):
        return cell.value or ""
    value = Decimal(str(cell.value))
    sections = re.sub(r"_.", "", cell.number_format).split(";")
    tokens = re.findall(r'"[^"]*"|.', sections[value < 0 and len(sections) > 1])
    places = [at for at, token in enumerate(tokens) if token in "#0"]
    point = tokens.index(".") if "." in tokens else places[-1] + 1
    decimals = sum(at > point for at in places)
    whole, _point, fraction = f"{abs(value):.{decimals}f}".partition(".")
    made = []
    for at in range(point - 1, places[0], -1):
        if tokens[at] in "#0":
            made.append(whole[-1:])
            whole = whole[:-1]
        elif tokens[at] == ",":
            made.append(",")
        else:
            made.append(tokens[at].strip('"'))
    digits = whole + "".join(reversed(made))
    grouped = f"{int(digits.replace(',', '')):,}" if "," in tokens else digits
    before, after = ("".join(part).replace('"', "") for part in (tokens[: places[0]], tokens[max(places[-1] + 1, point) :]))
    sign = "-" if value < 0 and len(sections) == 1 else ""
    return f"{sign}{before}{grouped}{'.' + fraction if fraction else ''}{after}"
