"""Findings as a workbook of their own: what fails first; what could not be decided is counted, unless every one is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ecdesk.domain.book.findings import LEVEL_NAMES, VERDICT_NAMES, Finding, Verdict
from ecdesk.domain.book.layouts.delivered import title_of
from ecdesk.domain.texts import tr
from ecdesk.excel.writing.cells import LIST_CELL, LIST_TITLE, CellStyle
from ecdesk.excel.writing.layout import lines_of
from ecdesk.excel.writing.sheets import BookWriter, SheetWriter
from ecdesk.excel.writing.workbook import ExportStep

_PLAIN = CellStyle(wrap=True, up="top")
_WORST_FIRST = (Verdict.FAILS, Verdict.ROUNDING, Verdict.HOLDS, Verdict.UNDECIDED)


def write_findings_book(path: Path, title: str, findings: Sequence[Finding], every: bool = False) -> Iterator[ExportStep]:
    """Writes findings; yields after each sheet. title: of the book they are about. every: lists also those that cannot be decided, else they
    are counted by rule on a second sheet. Raises UserError when the file cannot be written."""
    book = BookWriter(title)
    undecided = [] if every else [one for one in findings if one.verdict is Verdict.UNDECIDED and not one.is_open]
    listed = [one for one in findings if every or one.is_open or one.verdict is not Verdict.UNDECIDED]
    writer = book.add_sheet(tr("审核结果"))
    _write_list(writer, title, sorted(listed, key=_weight), len(undecided))
    yield ExportStep(1, 2 + bool(undecided), writer.name)
    if undecided:
        writer = book.add_sheet(tr("无法判断"))
        _write_counts(writer, title, undecided)
        yield ExportStep(2, 3, writer.name)
    book.save(path)
    yield ExportStep(2 + bool(undecided), 2 + bool(undecided), "")


def _weight(finding: Finding) -> tuple[bool, int, bool, int]:
    level = list(LEVEL_NAMES).index(finding.level)
    return not finding.is_open, _WORST_FIRST.index(finding.verdict), bool(finding.explained), level


def _write_list(writer: SheetWriter, title: str, findings: Sequence[Finding], undecided: int) -> None:
    """Each finding with its formula, difference, tolerance and explanation."""
    columns = (
        (tr("级别"), 6),
        (tr("结果"), 10),
        (tr("规则"), 20),
        (tr("对象"), 12),
        (tr("公式"), 44),
        (tr("差额"), 14),
        (tr("允许误差"), 14),
        (tr("说明"), 36),
        (tr("处理意见"), 30),
        (tr("审核说明"), 26),
    )
    headings, widths = zip(*columns, strict=True)
    writer.words(1, 1, title_of(title, tr("审核结果")), LIST_TITLE)
    writer.set_height(1, 26)
    still = sum(finding.is_open for finding in findings)
    writer.words(
        2,
        1,
        tr(
            "列出 {count} 条，其中待处理 {open} 条；另有无法判断的 {undecided} 条。",
            count=len(findings),
            open=still,
            undecided=undecided,
        ),
        CellStyle(),
    )
    writer.list_head(3, headings, widths)
    for row, finding in enumerate(findings, start=4):
        fields = (
            tr(LEVEL_NAMES[finding.level]),
            tr(VERDICT_NAMES[finding.verdict]),
            finding.rule_name,
            finding.subject,
            finding.formula,
            finding.difference,
            finding.tolerance,
            str(finding.message),
            str(finding.suggestion) if finding.suggestion else "",
            finding.explained,
        )
        for column, words in enumerate(fields, start=1):
            writer.words(row, column, words, LIST_CELL)
        lines = max(lines_of(words, width - 1) for words, width in zip(fields, widths, strict=True))
        writer.set_height(row, min(13.5 * lines + 3, 400.0))
    if not findings:
        writer.words(4, 1, tr("没有审核结果。"), CellStyle())
    last = max(3 + len(findings), 4)
    writer.filter(3, last, len(columns))
    _finish(writer, (1, 1, last, len(columns)), landscape=True)


def _write_counts(writer: SheetWriter, title: str, undecided: Sequence[Finding]) -> None:
    """How many findings of each rule cannot be decided, and why the first of them cannot."""
    counts = Counter(finding.rule_name for finding in undecided)
    first = {finding.rule_name: finding for finding in reversed(undecided)}
    writer.words(1, 1, title_of(title, tr("无法判断（{count}条）", count=len(undecided))), LIST_TITLE)
    writer.set_height(1, 26)
    widths = (44, 8, 56)
    writer.list_head(3, (tr("规则"), tr("条数"), tr("例")), widths)
    for row, (rule, count) in enumerate(counts.most_common(), start=4):
        example = title_of(first[rule].subject, str(first[rule].message))
        writer.words(row, 1, rule, LIST_CELL)
        writer.number(row, 2, count, CellStyle(up="top", bottom="h", across="right"))
        writer.words(row, 3, example, LIST_CELL)
        lines = max(lines_of(rule, widths[0] - 1), lines_of(example, widths[2] - 1))
        writer.set_height(row, min(13.5 * lines + 3, 400.0))
    _finish(writer, (1, 1, 3 + len(counts), 3), landscape=False)


def _finish(writer: SheetWriter, area: tuple[int, int, int, int], landscape: bool) -> None:
    writer.freeze(4, 1)
    writer.set_pages(landscape, area, draft=False)
    writer.fit_width()
    writer.repeat(3, 3)
