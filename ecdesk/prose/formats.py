"""How figures are written: impossible units, % where 个百分点 is meant, missing units, mixed widths, ranges, the wrong year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.folding import CJK
from ecdesk.prose.claims import Claim, Operand
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.document import StretchKind
from ecdesk.prose.reading.lexicon import words
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Measure
from ecdesk.prose.relations.hints import hint, sentence


@dataclass(frozen=True, slots=True)
class FormatFinding:
    """A span of the manuscript that is written wrongly, or, when only advice, against GB/T 15835."""

    start: int
    end: int
    message: Text
    advice: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "message": str(self.message)}


_IMPOSSIBLE = pattern("impossible_unit")
_RANGE = pattern("range_percent")
_POINTS = pattern("percent_for_points")
_ZERO = pattern("leading_zero")
_WIDE = re.compile(r"[０-９．％]+")
_CUT = pattern("miswritten")


def find_unit_claims(context: Context) -> Iterator[Claim]:
    """Figures in a unit that does not exist (0.8亿万元): no reading of them can be true."""
    for stretch in context.stretches:
        for match in _IMPOSSIBLE.finditer(stretch.text):
            number = re.search(r"(%?)[0-9]+(?:\.[0-9]+)?$", stretch.text[max(0, match.start() - 20) : match.start()])
            if number is None or number[1] or stretch.text[match.end() : match.end() + 1].isdigit():
                continue  # 92.8%93.0%%总资产: columns of a table that were pasted without what stood between
            start, end = stretch.place(match.start() - len(number[0]), match.end())
            if any(map(str.isspace, context.manuscript[start + len(number[0]) : end])):
                continue  # 20% %: what was read off the axis of a chart
            operand = Operand(start, end, context.manuscript[start:end], "unit")
            message = text("“{unit}”不是单位，请核对数量级。", unit=match[0])
            yield Claim("unit", Verdict.FAILS, operand.text, (operand,), "", message, None, context.around((operand,)))


def find_format_findings(context: Context, book_year: int = 0) -> Iterator[FormatFinding]:
    """Everything that is written wrongly, in order of place."""
    found = [*_in_text(context), *_missing_units(context), *_years(context, book_year)]
    yield from sorted(found, key=lambda finding: (finding.start, finding.end))


def _in_text(context: Context) -> Iterator[FormatFinding]:
    mixed = bool(re.search("[0-9]", context.manuscript))
    for stretch in context.stretches:
        for match in _IMPOSSIBLE.finditer(stretch.text):
            before = re.search(r"[0-9.]+$", stretch.text[max(0, match.start() - 20) : match.start()])
            start, end = stretch.place(match.start() - (len(before[0]) if before else 0), match.end())
            yield FormatFinding(start, end, text("“{unit}”不是单位，请核对数量级。", unit=match[0]))
        for match in _CUT.finditer(stretch.text):
            yield FormatFinding(*stretch.place(match.start(), match.end()), text("“{written}”写法有误。", written=match[0]))
        for match in _ZERO.finditer(stretch.text):
            if stretch.text[: match.start()].rstrip()[-1:].isdigit():
                continue  # the last group of 26 000
            yield FormatFinding(
                *stretch.place(match.start(), match.end()), text("“{written}”以 0 开头，请核对。", written=match[0])
            )
        if stretch.kind is StretchKind.TABLE:
            continue
        for match in _RANGE.finditer(stretch.text):
            message = text(
                "范围“{written}”前一个数也应带百分号，写作“{better}”。", written=match[0], better=f"{match[1]}%～{match[2]}%"
            )
            yield FormatFinding(*stretch.place(match.start(), match.end()), message, advice=True)
        for match in _POINTS.finditer(stretch.text):
            message = text("比率的变动应说“个百分点”，“{written}”会被读成相对变化。", written=match[1])
            yield FormatFinding(*stretch.place(match.start(1), match.end(1)), message)
    if mixed:
        for match in _WIDE.finditer(context.manuscript):
            yield FormatFinding(
                match.start(), match.end(), text("“{written}”是全角数字，与其他数字不一致。", written=match[0]), advice=True
            )


def _missing_units(context: Context) -> Iterator[FormatFinding]:
    """189亿 among 亿元: the base of the unit is missing; 近1000万 after 资金 lacks 元."""
    for statement in context.statements:
        unit = statement.figure.printed_unit or statement.figure.amount.unit
        if (
            statement.measure is not Measure.LEVEL
            or unit.base
            or not unit.symbol
            or statement.stretch.kind is StretchKind.REFERENCE
        ):
            continue
        if not words().money.search(statement.name) or re.match(f"[{CJK}]", statement.tail):
            continue
        start, end = statement.stretch.place(statement.figure.start, statement.figure.end)
        yield FormatFinding(
            start,
            end,
            text(
                "“{written}”缺少单位，是否应为“{better}”？",
                written=context.manuscript[start:end],
                better=context.manuscript[start:end] + "元",
            ),
        )


_LATER = pattern("result_of_year")


def _years(context: Context, book_year: int) -> Iterator[FormatFinding]:
    """A sentence that reports results of a year that the book cannot have yet; what is hoped for or planned is none."""
    if not book_year:
        return
    for stretch in context.stretches:
        for time, start, end in stretch.times:
            told = _LATER.match(stretch.text, end) if time.year is not None and time.year > book_year and not time.kind else None
            if told and not hint("expected").search(sentence(stretch.text, start, told.end())):
                message = text("本书的年份是 {year} 年，这里写的是 {written} 年的结果。", year=book_year, written=time.year)
                yield FormatFinding(*stretch.place(start, end), message)
