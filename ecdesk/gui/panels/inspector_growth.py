"""What the inspector says of the year before a figure."""

from __future__ import annotations

from fractions import Fraction
from html import escape

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.numerals import NO_BREAK_SPACE, print_content
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.texts import text, tr
from ecdesk.session.versions.year_before import YearBefore

AGREEMENT = {
    Verdict.HOLDS: ("ok", text("相符")),
    Verdict.ROUNDING: ("notice", text("仅在进位误差内相符")),
    Verdict.FAILS: ("error", text("不符")),
}


def year_before_html(before: YearBefore | None) -> str:
    """Last year's figure, the growth that follows from it, and the printed growth."""
    if before is None:
        return ""
    where = "　" + tr("上年年报") if before.from_last else ""
    period = str(period_from_code(before.key.period))
    rows = [(period, escape(print_content(before.amount, grouping=NO_BREAK_SPACE)) + _quiet(where))]
    if before.implied is not None and before.point is not None:
        decimals = max(0, -before.printed.exponent) if before.printed is not None else 1
        sign = tr("个百分点") if before.in_points else "%"
        ends = (before.implied.low, before.implied.high)
        interval = ", ".join("∞" if end is None else _rounded(end, decimals + 2) for end in ends)
        words = f"{_rounded(before.point, decimals)}{sign}"
        rows.append((tr("推算变动") if before.in_points else tr("推算增速"), f"{escape(words)}{_quiet(f'　[{interval}]')}"))
    if before.printed is not None:
        words = escape(print_content(before.printed))
        if before.verdict is not None:
            kind, agreement = AGREEMENT[before.verdict]
            words += f"　<span class='{kind}'>{escape(str(agreement))}</span>"
        elif before.basis:
            words += _quiet("　" + tr("按{basis}计算，不能由两年的数推算", basis=before.basis))
        rows.append((tr("印出变动") if before.in_points else tr("印出增速"), words))
    cells = "".join(f"<tr><td class='quiet'>{escape(name)}</td><td>{value}</td></tr>" for name, value in rows)
    return f"<h4>{escape(tr('与上年比'))}</h4><table cellspacing='0'>{cells}</table>"


def _quiet(words: str) -> str:
    return f"<span class='quiet'>{escape(words)}</span>" if words else ""


def _rounded(value: Fraction, decimals: int) -> str:
    """A fraction to some decimals, with the minus of print."""
    whole = int(abs(value) * 10**decimals + Fraction(1, 2))
    digits = str(whole).rjust(decimals + 1, "0")
    sign = "−" if value < 0 and whole else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"
