"""The findings of a book as one list: states, groups with counts, and the list as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import LEVEL_NAMES, VERDICT_NAMES, Finding, Level, Verdict
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.units import NO_UNIT
from ecdesk.domain.files.outgoing import write_csv
from ecdesk.domain.texts import Text, text, tr
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.excel.writing import write_findings_book
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.rules.checking import Checks

OPEN, LAPSED, EXPLAINED, NOTICE, ROUNDING, UNDECIDED = "open", "lapsed", "explained", "notice", "rounding", "undecided"
ASIDE = "aside"
STATES: Mapping[str, Text] = {
    OPEN: text("待处理"),
    LAPSED: text("说明已失效"),
    EXPLAINED: text("已说明"),
    NOTICE: text("仅提示"),
    ROUNDING: text("仅在进位误差内通过"),
    UNDECIDED: text("无法判断"),
    ASIDE: text("往期、本书不印"),
}
"""States of a finding, in the order of the work."""

PIVOTS: Mapping[str, Text] = {
    "state": text("按状态"),
    "rule": text("按公式"),
    "exhibit": text("按图表"),
    "area": text("按地区"),
    "level": text("按级别"),
}


def state_of(finding: Finding, lapsed: Mapping[str, Text]) -> str:
    """Which of `STATES` a finding is in. lapsed: `Checks.lapsed()`."""
    if finding.explained:
        return EXPLAINED
    if finding.aside:
        return ASIDE
    if finding.is_open:
        return LAPSED if finding.id in lapsed else OPEN
    if finding.verdict is Verdict.FAILS or finding.fault:
        return NOTICE
    return ROUNDING if finding.verdict is Verdict.ROUNDING else UNDECIDED


@dataclass(frozen=True)
class Group:
    """Findings that have a rule, an exhibit, an area, a level or a state in common. id: "" for those that have none. open: how many of them
    still have to be fixed or explained."""

    id: str
    title: str
    findings: tuple[Finding, ...]
    open: int


def pivot(book: Book, findings: Iterable[Finding], by: str, lapsed: Mapping[str, Text]) -> list[Group]:
    """Findings by one of `PIVOTS`, in the order of the report; a finding stands in every exhibit and area that it looks at."""
    members: dict[str, list[Finding]] = {}
    for finding in findings:
        for id in _ids(book, finding, by, lapsed):
            members.setdefault(id, []).append(finding)
    groups = [
        Group(id, _title(book, id, by, found), tuple(found), sum(one.is_open for one in found)) for id, found in members.items()
    ]
    order = {id: number for number, id in enumerate(_order(book, by))}
    return sorted(groups, key=lambda group: (not group.id, order.get(group.id, len(order))))


def _ids(book: Book, finding: Finding, by: str, lapsed: Mapping[str, Text]) -> Iterable[str]:
    match by:
        case "state":
            return [state_of(finding, lapsed)]
        case "rule":
            return [finding.rule]
        case "level":
            return [finding.level.value]
    keys = [operand.key for operand in finding.operands]
    places = (place[0] for key in keys for place in book.places(key))
    return dict.fromkeys((key.area for key in keys) if by == "area" else places) or [""]


def _title(book: Book, id: str, by: str, members: Sequence[Finding]) -> str:
    if by == "state":
        return str(STATES[id])
    if by == "rule":
        return members[0].title
    if by == "level":
        return tr(LEVEL_NAMES[Level(id)])
    if not id:
        return tr("不在任何图表里") if by == "exhibit" else tr("不涉及地区")
    if by == "area":
        area = book.area(id)
        return area.short or area.name if area else id
    exhibit = book.exhibit(id)
    return exhibit.number_and_caption


def _order(book: Book, by: str) -> list[str]:
    if by == "state":
        return list(STATES)
    if by == "level":
        return [level.value for level in Level]
    if by == "exhibit":
        return [exhibit.id for exhibit in book.exhibits()]
    return [area.code for area in book.areas] if by == "area" else []


def number_of(shown: str) -> tuple[str, Fraction] | None:
    """What a difference or tolerance comes to, to put such in order: what it is of, and how many base units; None for no number."""
    content = parse_content(shown, NO_UNIT)
    if not isinstance(content, Amount):
        return None
    return content.unit.dimension, Fraction(content.value) * content.unit.scale


def first_key(finding: Finding) -> Key | None:
    """The figure to look at first: the suspect, else what stands first in the formula; None for a rule that does not run."""
    if finding.suspect is not None:
        return finding.suspect
    return finding.operands[0].key if finding.operands else None


def label_of(finding: Finding, key: Key) -> str:
    """How a finding names one of its figures."""
    return next((str(operand.label) for operand in finding.operands if operand.key == key), key.indicator)


def write_findings(desk: Desk, findings: Sequence[Finding], lapsed: Mapping[str, Text], path: Path) -> Job[Path]:
    """Write a list of findings: .csv (UTF-8 with a mark, for spreadsheet programs) or .xlsx. Raises UserError for another kind or when the
    file cannot be written."""
    kind = path.suffix.lower()
    if kind == ".xlsx":
        for step in write_findings_book(path, desk.book.title, findings, every=True):
            yield Progress(step.done, step.total, text("正在写出审核结果…"))
        return path
    if kind != ".csv":
        raise UserError("“{file}”的类型不对，审核结果只能写成 .xlsx 或 .csv。", file=path.name)
    yield Progress(0, 1, text("正在写出审核结果…"))
    headings = (
        tr("级别"),
        tr("状态"),
        tr("结论"),
        tr("公式"),
        tr("对象"),
        tr("代入数值"),
        tr("差额"),
        tr("容许误差"),
        tr("说明"),
    )
    rows = [
        (
            tr(LEVEL_NAMES[finding.level]),
            str(STATES[state_of(finding, lapsed)]),
            tr(VERDICT_NAMES[finding.verdict]),
            finding.title,
            str(finding.about),
            str(finding.formula),
            str(finding.difference),
            str(finding.tolerance),
            str(finding.explained or finding.suggestion or finding.message),
        )
        for finding in findings
    ]
    write_csv(path, headings, rows)
    return path


def verdict_counts(checks: Checks) -> dict[Verdict, int]:
    """How many times rules came to each verdict, passes among them."""
    counts = checks.counts()
    return {verdict: counts[verdict] for verdict in Verdict}
