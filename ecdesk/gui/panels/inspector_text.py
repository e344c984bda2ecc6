"""What the inspector says of a cell, as rich text."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING

from ecdesk.checks.language.explaining import formula_in_words
from ecdesk.checks.language.labels import period_name
from ecdesk.domain import judging
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.disputes import standing_alternatives
from ecdesk.domain.book.encoding import decode_text
from ecdesk.domain.book.findings import LEVEL_NAMES, VERDICT_NAMES, Finding, Level, Verdict
from ecdesk.domain.book.layouts.sources import source_words
from ecdesk.domain.book.records import Conflict, Observation, OriginKind, Source, Submission
from ecdesk.domain.figures.amounts import Amount, Mark, Unparsed
from ecdesk.domain.figures.deriving import formula_of, interval_of
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import NO_BREAK_SPACE, print_content
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.figures.symbols import word_of
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base.themes import Theme
from ecdesk.gui.desk.cell_history import CellStep, action_words, local_time, reason_words
from ecdesk.gui.desk.remarks import thread_html
from ecdesk.gui.panels.source_excerpt import Excerpt, excerpt_html
from ecdesk.session.records.comments import threads
from ecdesk.session.tables.deriving import Following
from ecdesk.session.versions.versions import key_label
from ecdesk.session.versions.year_before import Before

if TYPE_CHECKING:
    from ecdesk.session.proof.manuscripts import Mention

STATUS_NAMES = {
    "preliminary": text("初步数"),
    "revised": text("修订数"),
    "estimate": text("估计数"),
    "forecast": text("预测数"),
}
ORIGIN_NAMES = {
    OriginKind.TYPED: text("录入"),
    OriginKind.IMPORTED: text("导入"),
    OriginKind.COMPUTED: text("计算"),
    OriginKind.PUBLISHED: text("出版物"),
    OriginKind.CARRIED: text("上期转入"),
}
MARK_WORDS = {
    Mark.NONE: text("没有这个数，或者按定义为零。"),
    Mark.UNKNOWN: text("有这个数，但是还不知道。"),
    Mark.SMALL: text("有这个数，但不足印出的最小单位；审核时按零到一个最小单位之间算。"),
    Mark.NOT_APPLICABLE: text("这里不适用，不会有数。"),
    Mark.CONFIDENTIAL: text("有这个数，但不予公布。"),
}
AGREEMENT = {
    Verdict.HOLDS: ("ok", text("相符")),
    Verdict.ROUNDING: ("notice", text("仅在进位误差内相符")),
    Verdict.FAILS: ("error", text("不符")),
}


FEW = 2
"""So many rules that could not be decided are listed in any case."""


@dataclass(frozen=True)
class Inspected:
    """A cell with everything known of it. history: None while it is being read; reading: the manuscripts are; outdated: the book
    has changed since they were."""

    book: Book
    key: Key
    exhibit: str
    findings: tuple[Finding, ...]
    history: tuple[CellStep, ...] | None
    read_only: bool = False
    excerpt: Excerpt | None = None
    mentions: tuple[Mention, ...] = ()
    reading: bool = False
    outdated: bool = False
    before: tuple[Before, ...] = ()
    following: Following | None = None
    unfolded: Collection[str] = ()
    """Which rules are listed one by one though there are many: ``passed`` ones, ``rules`` that could not be decided."""


def inspector_html(cell: Inspected, theme: Theme) -> str:
    """The whole text. Links: ``place:row:column:exhibit``, ``text:start:manuscript``, ``comment:id`` and ``reply:id`` of a remark, ``try:key``, ``unfold:part``, and
    ``derive:key``, ``take:id``, ``keep:id`` of an alternative, ``theirs:id``, ``ours:id`` of a conflict."""
    observation = cell.book.observation(cell.key)
    # Qt folds ideographic spaces like any other.
    parts = [
        _style(theme),
        f"<p class='label'>{escape(key_label(cell.book, cell.key))}</p>",
        _figure(cell.book, observation),
        _alternatives(cell.book, cell.key, cell.read_only),
        _conflicts(cell.book, cell.key, cell.read_only),
        _wrong(cell.findings),
        _following(cell),
        *map(_earlier, cell.before),
        _origin(cell.book, observation),
        _excerpt(cell.excerpt, observation, theme),
        _rules(cell.findings, cell.unfolded),
        _places(cell),
        _mentions(cell),
        _comments(cell.book, cell.key, cell.exhibit),
        _history(cell.history),
    ]
    return "".join(parts).replace("\u3000", 2 * NO_BREAK_SPACE)


def _style(theme: Theme) -> str:
    code = theme.code
    return (
        f"<style>body, p, td {{ color: {code('Text')}; }} p {{ margin: 0 0 4px 0; }}"
        f" .label {{ color: {code('muted')}; }} .figure {{ font-size: x-large; font-weight: 600; margin: 2px 0 2px 0; }}"
        f" h4 {{ color: {code('muted')}; font-weight: 600; margin: 12px 0 4px 0; }} .quiet {{ color: {code('muted')}; }}"
        f" a {{ color: {code('Link')}; text-decoration: none; }} td {{ padding: 1px 10px 1px 0; }}"
        f" .error {{ color: {code('error')}; }} .query {{ color: {code('query')}; }} .notice {{ color: {code('notice')}; }}"
        f" .ok {{ color: {code('ok')}; }} .unread {{ color: {code('unread')}; font-style: italic; }}</style>"
    )


def _figure(book: Book, observation: Observation | None) -> str:
    if observation is None:
        return f"<p class='figure quiet'>{escape(tr('空'))}</p><p class='quiet'>{escape(tr('还没有填。'))}</p>"
    content = observation.content
    if isinstance(content, Mark):
        printed = book.symbols.of(content)
        words = str(MARK_WORDS[content]) if printed else tr("{state}印成空格。", state=str(MARK_WORDS[content]))
        state = escape(printed or tr(word_of(content)))
        return f"<p class='figure'>{state}</p><p class='quiet'>{escape(words)}</p>"
    if isinstance(content, Unparsed):
        return (
            f"<p class='figure unread'>{escape(content.text)}</p>"
            f"<p class='error'>{escape(tr('读不出数，按原样保留，不参与计算。'))}</p>"
        )
    derived = interval_of(observation) is not None
    lines = [
        f"<p class='figure'>{escape(print_content(content, grouping=NO_BREAK_SPACE))}</p>",
        "" if derived else _interval(content),
    ]
    notes = [str(STATUS_NAMES[observation.status])] if observation.status in STATUS_NAMES else []
    notes += [words for words in (observation.basis, observation.note) if words]
    if notes:
        lines.append(f"<p class='quiet'>{escape(' · '.join(notes))}</p>")
    return "".join(lines)


def _interval(amount: Amount) -> str:
    """The values that are printed so."""
    interval = judging.interval(amount)
    if interval.low == interval.high:
        return f"<p class='quiet'>{escape(tr('准确数'))}</p>"
    low = "-∞" if interval.low is None else _exact(interval.low)
    high = "+∞" if interval.high is None else _exact(interval.high)
    return f"<p class='quiet'>{escape(tr('可能的真值'))}　[{low}, {high}]{NO_BREAK_SPACE}{escape(amount.unit.symbol)}</p>"


def _following(cell: Inspected) -> str:
    """What the figure comes to by a formula: of a derived one why its last digit is open or it comes to nothing, of any other what could be taken
    over."""
    found = cell.following
    if found is None:
        return ""
    rows = [(tr("公式"), escape(formula_in_words(found.formula, cell.book)))] if found.formula else []
    if found.printed:
        agreement = AGREEMENT.get(found.verdict) if found.verdict is not None else None
        words = f"　<span class='{agreement[0]}'>{escape(str(agreement[1]))}</span>" if agreement else ""
        rows.append((tr("推算"), escape(found.printed) + words))
    if found.interval:
        rows.append((tr("区间"), escape(found.interval) + ("" if found.decided else _quiet("　" + tr("末位数字随进位而定")))))
    rows += [(tr("依据"), escape(str(why))) for why in found.why]
    if found.reason is not None:
        rows.append((tr("推不出"), f"<span class='query'>{escape(str(found.reason))}</span>"))
    link = ""
    if found.offered and not cell.read_only:
        link = f"<p><a href='derive:{escape(str(cell.key))}'>{escape(tr('采用推算数'))}</a></p>"
    return _table(tr("推算"), rows) + link if rows else ""


def _exact(value: Fraction) -> str:
    """A fraction whose denominator is a power of ten times five or two, in full."""
    places = 0
    while (value * 10**places).denominator != 1 and places < 30:
        places += 1
    whole = round(value * 10**places)
    sign, digits = "-" if whole < 0 else "", str(abs(whole)).rjust(places + 1, "0")
    return f"{sign}{digits[: len(digits) - places]}.{digits[len(digits) - places :]}" if places else f"{sign}{digits}"


def _table(heading: str, rows: Iterable[tuple[str, str]]) -> str:
    """Names and values under a heading. rows: the values as rich text."""
    cells = "".join(f"<tr><td class='quiet'>{escape(name)}</td><td>{value}</td></tr>" for name, value in rows)
    return f"<h4>{escape(heading)}</h4><table cellspacing='0'>{cells}</table>"


def _quiet(words: str) -> str:
    return f"<span class='quiet'>{escape(words)}</span>" if words else ""


def _earlier(before: Before) -> str:
    """An earlier figure, the growth that follows from it, and the printed growth."""
    where = "　" + tr("上年年报") if before.from_last else ""
    earlier = escape(print_content(before.amount, grouping=NO_BREAK_SPACE)) + _quiet(where)
    implied = tr("推算变动") if before.in_points else tr("推算增速")
    printed = tr("印出变动") if before.in_points else tr("印出增速")
    rows = ((str(period_name(before.key.period)), earlier), (implied, _implied(before)), (printed, _printed_growth(before)))
    return _table(_compared_with(before), ((name, value) for name, value in rows if value))


def _compared_with(before: Before) -> str:
    if before.growth != "growth":
        return tr("与上期比")
    return tr("与上年比") if period_from_code(before.key.period).kind == "year" else tr("与去年同期比")


def _implied(before: Before) -> str:
    if before.implied is None or before.point is None:
        return ""
    decimals = max(0, -before.printed.exponent) if before.printed is not None else 1
    sign = tr("个百分点") if before.in_points else "%"
    ends = (before.implied.low, before.implied.high)
    interval = ", ".join("∞" if end is None else _rounded(end, decimals + 2) for end in ends)
    return f"{escape(f'{_rounded(before.point, decimals)}{sign}')}{_quiet(f'　[{interval}]')}"


def _printed_growth(before: Before) -> str:
    if before.printed is None:
        return ""
    words = escape(print_content(before.printed))
    if before.verdict is not None:
        kind, agreement = AGREEMENT[before.verdict]
        return f"{words}　<span class='{kind}'>{escape(str(agreement))}</span>"
    return words + _quiet("　" + tr("按{basis}计算，不能由两年的数推算", basis=before.basis) if before.basis else "")


def _rounded(value: Fraction, decimals: int) -> str:
    """A fraction to some decimals, with the sign that figures are printed with."""
    whole = int(abs(value) * 10**decimals + Fraction(1, 2))
    digits = str(whole).rjust(decimals + 1, "0")
    sign = "-" if value < 0 and whole else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def _origin(book: Book, observation: Observation | None) -> str:
    if observation is None:
        return ""
    origin = observation.origin
    if origin.unsourced and formula_of(observation):
        words = tr("由尚无出处的数推算，不是正式数据；印出时加注。注明了那些数的出处，标记自然消失。")
        return f"<h4>{escape(tr('来源'))}</h4><p class='query'>{escape(words)}</p>"
    if origin.unsourced:
        words = tr("尚无出处，不是正式数据；印出时加注。用“注明出处…”写明来自哪里。")
        return f"<h4>{escape(tr('来源'))}</h4><p class='query'>{escape(words)}</p>"
    submission = book.get(Submission, origin.submission) if origin.submission else None
    source = book.get(Source, origin.source) if origin.source else None
    file = submission.name if submission is not None else ""
    rows = (
        (tr("方式"), str(ORIGIN_NAMES.get(origin.kind, origin.kind))),
        (tr("出处"), source_words(book, origin)),
        (tr("日期"), source.date if source is not None else ""),
        (tr("网址"), source.link if source is not None else ""),
        (tr("文件"), file),
        (tr("位置"), "" if source is not None else " ".join(part for part in (origin.sheet, origin.cell) if part)),
        (tr("原文"), "" if formula_of(observation) else origin.raw),
        (tr("依据"), origin.detail if origin.detail != file and (not origin.source or origin.kind is OriginKind.CARRIED) else ""),
        (tr("经手"), origin.by),
    )
    return _table(tr("来源"), ((name, escape(value)) for name, value in rows if value))


def _excerpt(excerpt: Excerpt | None, observation: Observation | None, theme: Theme) -> str:
    """The submission around the figure, as it was received."""
    if excerpt is None or observation is None or excerpt.origin != observation.origin:
        return ""
    return excerpt_html(excerpt, theme)


def _alternatives(book: Book, key: Key, read_only: bool) -> str:
    found = [one for one in standing_alternatives(book) if one.key == key]
    if not found:
        return ""
    lines = []
    for one in found:
        submission = book.get(Submission, one.submission)
        name = submission.name if isinstance(submission, Submission) else one.submission
        where = " ".join(part for part in (name, one.origin.sheet, one.origin.cell) if part)
        choices = (
            ""
            if read_only
            else (
                f"<br/><a href='take:{escape(one.id)}'>{escape(tr('采用这个数'))}</a>"
                f"　<a href='keep:{escape(one.id)}'>{escape(tr('保留原数'))}</a>"
            )
        )
        lines.append(
            f"<p><b>{escape(print_content(one.content))}</b><br/><span class='quiet'>{escape(where)}</span>{choices}</p>"
        )
    return f"<h4>{escape(tr('另有说法'))}</h4>{''.join(lines)}{_compare_link(key)}"


def _compare_link(key: Key) -> str:
    """Leads to what each of several figures would move."""
    return f"<p><a href='try:{escape(str(key))}'>{escape(tr('比较各自的影响…'))}</a></p>"


def _conflicts(book: Book, key: Key, read_only: bool) -> str:
    """What a merge left to be decided of this figure."""
    lines = []
    for one in book.all(Conflict).values():
        assert isinstance(one, Conflict)
        if one.record_kind != "observation" or one.about != str(key):
            continue
        theirs = _printed(one)
        choices = (
            ""
            if read_only
            else (
                f"<br/><a href='theirs:{escape(one.id)}'>{escape(tr('用副本的'))}</a>"
                f"　<a href='ours:{escape(one.id)}'>{escape(tr('用本书的'))}</a>"
            )
        )
        lines.append(f"<p><b>{escape(theirs or tr('空'))}</b>　<span class='quiet'>{escape(one.their_name)}</span>{choices}</p>")
    return f"<h4>{escape(tr('合并冲突'))}</h4>{''.join(lines)}{_compare_link(key)}" if lines else ""


def _printed(conflict: Conflict) -> str:
    record = decode_text(conflict.record_kind, conflict.theirs) if conflict.theirs else None
    return print_content(record.content) if isinstance(record, Observation) else ""


def _wrong(findings: tuple[Finding, ...]) -> str:
    """What does not hold, what nobody has explained first, and of that the worst."""
    failing = (one for one in findings if one.verdict is Verdict.FAILS)
    found = sorted(failing, key=lambda one: (bool(one.explained), list(Level).index(one.level)))
    return f"<h4>{escape(tr('不通过的审核公式'))}</h4>{''.join(map(_rule, found))}" if found else ""


def _rules(findings: tuple[Finding, ...], unfolded: Collection[str]) -> str:
    """What holds by rounding only; of what holds the names, of what could not be decided the number where it is much, until they are asked for."""
    lines = [_rule(one) for one in findings if one.verdict is Verdict.ROUNDING]
    for part, verdict, most in (("passed", Verdict.HOLDS, 0), ("rules", Verdict.UNDECIDED, FEW)):
        found = [one for one in findings if one.verdict is verdict]
        if part in unfolded or len(found) <= most:
            lines += map(_rule, found)
        else:
            lines.append(f"<p class='quiet'>{_folded(part, found)}　<a href='unfold:{part}'>{escape(tr('列出'))}</a></p>")
    return f"<h4>{escape(tr('审核公式'))}</h4>{''.join(lines)}" if lines else ""


def _folded(part: str, findings: list[Finding]) -> str:
    if part == "rules":
        return escape(tr("缺数，{count} 条审核公式无法判断", count=len(findings)))
    names = tr("、").join(dict.fromkeys(str(one.title) for one in findings))
    passed = escape(tr("通过 {count} 条", count=len(findings)))
    return f"<span class='ok'>{passed}</span>　{escape(names)}"


def _rule(finding: Finding) -> str:
    """A rule with the figures that it was judged by."""
    fails, holds = finding.verdict is Verdict.FAILS, finding.verdict is Verdict.HOLDS
    state = tr(LEVEL_NAMES[finding.level]) if fails else tr(VERDICT_NAMES[finding.verdict])
    kind = "ok" if holds else finding.level.value if fails else "quiet"
    words = escape(tr("已说明：{words}", words=finding.explained)) if finding.explained else ""
    explained = f"<br/><span class='quiet'>{words}</span>" if words else ""
    return (
        f"<p><span class='{kind}'>{escape(state)}</span>　{escape(finding.title)}"
        f"<br/><span class='quiet'>{escape(finding.in_numbers)}</span>{explained}</p>"
    )


def _places(cell: Inspected) -> str:
    lines = []
    for exhibit_id, row, column in cell.book.places(cell.key):
        exhibit = cell.book.exhibit(exhibit_id)
        name = f"{exhibit.number}　{exhibit.caption}"
        where = f"{exhibit.rows[row].label} · {exhibit.columns[column].label}"
        if exhibit_id == cell.exhibit:
            name = f"<b>{escape(name)}</b>"
        else:
            name = f"<a href='place:{row}:{column}:{escape(exhibit_id)}'>{escape(name)}</a>"
        lines.append(f"<p>{name}<br/><span class='quiet'>{escape(where)}</span></p>")
    return f"<h4>{escape(tr('印在 {count} 处', count=len(lines)))}</h4>{''.join(lines)}" if lines else ""


def _mentions(cell: Inspected) -> str:
    """Where manuscripts print the figure; whether they still agree is judged against the figure as it is now."""
    if cell.reading:
        return f"<h4>{escape(tr('文稿'))}</h4><p class='quiet'>{escape(tr('正在核对文稿…'))}</p>"
    lines = []
    for one in cell.mentions:
        kind, words = ("ok", tr("与表相符")) if one.agrees else ("error", tr("与表不符"))
        if one.agrees is None:
            kind, words = "quiet", tr("无法判断")
        lines.append(
            f"<p><a href='text:{one.start}:{escape(one.manuscript.id)}'>{escape(one.manuscript.name)}</a>"
            f"　<span class='{kind}'>{escape(words)}</span>"
            f"<br/><span class='quiet'>…{escape(one.before)}</span><b>{escape(one.text)}</b></p>"
        )
    if cell.outdated:
        lines.append(f"<p class='notice'>{escape(tr('书里有改动，正在重新核对，上面的结论可能已经过时。'))}</p>")
    return f"<h4>{escape(tr('文稿里 {count} 处', count=len(cell.mentions)))}</h4>{''.join(lines)}" if cell.mentions else ""


def _comments(book: Book, key: Key, exhibit_id: str) -> str:
    """Remarks on the figure, then those on the exhibit in front as a whole."""
    parts = ((tr("批注"), str(key)), (tr("对整个图表的批注"), exhibit_id))
    shown = ((heading, "".join(thread_html(one, links=True) for one in threads(book, about))) for heading, about in parts)
    return "".join(f"<h4>{escape(heading)}</h4>{words}" for heading, words in shown if words)


def _history(history: tuple[CellStep, ...] | None) -> str:
    heading = f"<h4>{escape(tr('修改经过'))}</h4>"
    if history is None:
        return heading + f"<p class='quiet'>{escape(tr('正在读取…'))}</p>"
    if not history:
        return heading + f"<p class='quiet'>{escape(tr('建立年报以来没有改过。'))}</p>"
    lines = []
    for step in history:
        before, after = step.before or tr("空"), step.after or tr("空")
        reason = reason_words(step.head)
        why = f"<br/>{escape(reason)}" if reason else ""
        lines.append(
            f"<p>{escape(before)} → <b>{escape(after)}</b><br/>"
            f"<span class='quiet'>{escape(local_time(step.head.when))} · {escape(step.head.who)} · {escape(action_words(step.head))}</span>{why}</p>"
        )
    return heading + "".join(lines)
