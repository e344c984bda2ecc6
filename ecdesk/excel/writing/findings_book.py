"""Findings as a workbook of their own: what fails first; what could not be decided is counted, unless every one is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ecdesk.domain.book.findings import LEVEL_NAMES, VERDICT_NAMES, Finding, Level, Verdict
from ecdesk.domain.book.layouts.delivered import title_of
from ecdesk.domain.texts import tr
from ecdesk.excel.writing.cells import LIST_CELL, LIST_TITLE, CellStyle
from ecdesk.excel.writing.layout import lines_of
from ecdesk.excel.writing.sheets import BookWriter, SheetWriter
from ecdesk.excel.writing.workbook import ExportStep

_SMALL = CellStyle(height=9, wrap=True, up="top", bottom="h")
_FEW = 3
"""Notices of one rule that are listed one by one."""
_WORST_FIRST = (Verdict.FAILS, Verdict.ROUNDING, Verdict.HOLDS, Verdict.UNDECIDED)


def write_findings_book(path: Path, title: str, findings: Sequence[Finding], every: bool = False) -> Iterator[ExportStep]:
    """Writes findings; yields after each sheet. title: of the book they are about. every: lists each; else those that cannot be decided, and
    notices of which a rule has many, are counted by rule on a second sheet. Raises UserError when the file cannot be written."""
    book = BookWriter(title)
    counted = [] if every else _counted(findings)
    left_out = {id(one) for one in counted}
    listed = [one for one in findings if id(one) not in left_out]
    total = 2 + bool(counted)
    writer = book.add_sheet(tr("审核结果"))
    _write_list(writer, title, sorted(listed, key=_weight), len(counted))
    yield ExportStep(1, total, writer.name)
    if counted:
        writer = book.add_sheet(tr("其余结果"))
        _write_counts(writer, title, counted)
        yield ExportStep(2, total, writer.name)
    book.save(path)
    yield ExportStep(total, total, "")


def _counted(findings: Sequence[Finding]) -> list[Finding]:
    """Those of which nobody has to do anything and that are many."""
    notices = Counter(one.rule for one in findings if one.level is Level.NOTICE)
    return [
        one
        for one in findings
        if not one.is_open and (one.verdict is Verdict.UNDECIDED or (one.level is Level.NOTICE and notices[one.rule] > _FEW))
    ]


def _weight(finding: Finding) -> tuple[bool, int, bool, int]:
    level = list(LEVEL_NAMES).index(finding.level)
    return not finding.is_open, _WORST_FIRST.index(finding.verdict), bool(finding.explained), level


def _write_list(writer: SheetWriter, title: str, findings: Sequence[Finding], counted: int) -> None:
    """Each finding with its formula, difference, tolerance and explanation."""
    columns = (
        (tr("级别"), 6),
        (tr("结果"), 10),
        (tr("规则"), 20),
        (tr("对象"), 18),
        (tr("公式"), 42),
        (tr("差额"), 13),
        (tr("允许误差"), 13),
        (tr("说明"), 38),
        (tr("处理意见"), 34),
        (tr("审核说明"), 20),
    )
    headings, widths = zip(*columns, strict=True)
    writer.words(1, 1, title_of(title, tr("审核结果")), LIST_TITLE)
    writer.set_height(1, 26)
    still = sum(finding.is_open for finding in findings)
    told = tr("列出 {count} 条，其中待处理 {open} 条。", count=len(findings), open=still)
    if counted:
        told += tr("另有 {count} 条无法判断或仅供参考，按规则列在“其余结果”。", count=counted)
    writer.words(2, 1, told, CellStyle())
    writer.list_head(3, headings, widths)
    for row, finding in enumerate(findings, start=4):
        fields = (
            tr(LEVEL_NAMES[finding.level]),
            tr(VERDICT_NAMES[finding.verdict]),
            finding.title,
            str(finding.about),
            str(finding.formula),
            str(finding.difference),
            str(finding.tolerance),
            str(finding.message),
            str(finding.suggestion) if finding.suggestion else "",
            finding.explained,
        )
        for column, words in enumerate(fields, start=1):
            writer.words(row, column, words, LIST_CELL)
        lines = max(lines_of(words, width - 1) for words, width in zip(fields, widths, strict=True))
        writer.set_height(row, min(14.5 * lines + 4, 400.0))
    if not findings:
        writer.words(4, 1, tr("没有审核结果。"), CellStyle())
    last = max(3 + len(findings), 4)
    writer.filter(3, last, len(columns))
    _finish(writer, (1, 1, last, len(columns)), landscape=True)


def _write_counts(writer: SheetWriter, title: str, findings: Sequence[Finding]) -> None:
    """How many findings of each rule there are, and what the first of them says."""
    counts = Counter((finding.verdict, finding.title) for finding in findings)
    first = {(finding.verdict, finding.title): finding for finding in reversed(findings)}
    writer.words(1, 1, title_of(title, tr("其余结果（{count}条）", count=len(findings))), LIST_TITLE)
    writer.set_height(1, 26)
    widths = (9, 42, 6, 70)
    writer.list_head(3, (tr("结果"), tr("规则"), tr("条数"), tr("例")), widths)
    for row, ((verdict, rule), count) in enumerate(
        sorted(counts.items(), key=lambda one: (_WORST_FIRST.index(one[0][0]), -one[1])), start=4
    ):
        example = title_of(str(first[verdict, rule].about), str(first[verdict, rule].message))
        writer.words(row, 1, tr(VERDICT_NAMES[verdict]), _SMALL)
        writer.words(row, 2, rule, _SMALL)
        writer.number(row, 3, count, CellStyle(height=9, up="top", bottom="h", across="right"))
        writer.words(row, 4, example, _SMALL)
        writer.set_height(row, 12.0 * max(lines_of(rule, widths[1] + 2), lines_of(example, widths[3] + 3)) + 2)
    _finish(writer, (1, 1, 3 + len(counts), 4), landscape=False)


def _finish(writer: SheetWriter, area: tuple[int, int, int, int], landscape: bool) -> None:
    writer.freeze(4, 1)
    writer.set_pages(landscape, area, draft=False)
    writer.fit_width()
    writer.repeat(3, 3)
