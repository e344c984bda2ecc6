"""Rules made through a form, without typing: the text of a rule from names that were chosen."""

from __future__ import annotations

from collections.abc import Sequence

from ecdesk.checks.language.vocabulary import first_spelling, vocabulary
from ecdesk.domain.errors import UserError

_SIGNS = set('=＝≤≥<>＜＞≠+＋-−－×÷*/()（）、,，[]［］【】.．| \u3000“”"「」')
_QUOTES = (("“", "”"), ('"', '"'), ("「", "」"))


def quoted(name: str) -> str:
    """A name as it stands in a rule: in quotes when there are signs in it, or when it begins like a number or a clause."""
    words = vocabulary()
    if not set(name) & _SIGNS and not name[:1].isdigit() and name not in words.operators and name not in words.relations:
        return name
    for opening, closing in _QUOTES:
        if opening not in name and closing not in name:
            return f"{opening}{name}{closing}"
    raise UserError("名称“{name}”里的引号太多，公式写不下，请先改名称。", name=name)


def all_of(breakdown: str) -> str:
    """The word in brackets for every item of a breakdown."""
    return f"各{breakdown}"


def sum_rule(total: str, parts: Sequence[str], scope: str = "") -> str:
    """``total = part + part``; scope is a word after 对每个 or empty. Raises UserError for fewer than two parts."""
    if len(parts) < 2:
        raise UserError("合计公式至少要有两个分项，请再选一个。")
    return f"{quoted(total)} = {' + '.join(quoted(part) for part in parts)}{_scope(scope)}"


def group_sum_rule(indicator: str, total: str, group: str) -> str:
    """The sum over a group of areas, items or periods: ``合计(a[各省份]) = a[全国]``; total is empty for what is at hand."""
    chosen = f"[{total}]" if total else ""
    return f"{_function('sum')}({quoted(indicator)}[{group}]) = {quoted(indicator)}{chosen}"


def part_rule(part: str, whole: str, scope: str = "") -> str:
    return f"{quoted(part)} ≤ {quoted(whole)}{_scope(scope)}"


def share_rule(part: str, whole: str, scope: str = "") -> str:
    measure = first_spelling(vocabulary().measures, "share")
    return f"{quoted(part)}.{measure}({quoted(whole)}) = {quoted(part)} ÷ {quoted(whole)}{_scope(scope)}"


def growth_rule(indicator: str, scope: str = "") -> str:
    measure = first_spelling(vocabulary().measures, "growth")
    return f"{quoted(indicator)}.{measure} = {_function('growth')}({quoted(indicator)}){_scope(scope)}"


def ratio_rule(quotient: str, over: str, under: str, scope: str = "") -> str:
    """``人均 = 总额 ÷ 人口``."""
    return f"{quoted(quotient)} = {quoted(over)} ÷ {quoted(under)}{_scope(scope)}"


def range_rule(figure: str, low: str, high: str, scope: str = "") -> str:
    """low and high as printed with their units (0%, 100亿元); either may be empty, but not both."""
    if not low and not high:
        raise UserError("请至少填写上限或下限。")
    parts = ([low] if low else []) + [quoted(figure)] + ([high] if high else [])
    return " ≤ ".join(parts) + _scope(scope)


def presence_rule(indicator: str, scope: str = "") -> str:
    return f"{first_spelling(vocabulary().predicates, 'present')}({quoted(indicator)}){_scope(scope)}"


def outlier_rule(indicator: str, measure: str, group: str) -> str:
    """measure: a measure of a key (growth); group: 各省份, 历年 and the like."""
    named = "" if measure == "value" else f".{first_spelling(vocabulary().measures, measure)}"
    return f"{first_spelling(vocabulary().predicates, 'inlier')}({quoted(indicator)}{named}[{group}])"


def except_for(rule: str, names: Sequence[str]) -> str:
    """The rule with exceptions added."""
    return f"{rule} 除 {'、'.join(quoted(name) for name in names)}" if names else rule


def _function(meaning: str) -> str:
    return first_spelling(vocabulary().functions, meaning)


def _scope(word: str) -> str:
    return f" 对每个{word}" if word else ""


def points_rule(indicator: str, scope: str = "") -> str:
    """The change of a share in points is the difference of the two years' shares."""
    words = vocabulary()
    points, share = first_spelling(words.measures, "points"), first_spelling(words.measures, "share")
    last = first_spelling(words.relative, "last_year")
    name = quoted(indicator)
    return f"{name}.{points} = {name}.{share} - {name}[{last}].{share}{_scope(scope)}"


def ranking_rule(indicator: str, group: str, names: Sequence[str]) -> str:
    """The first so many of a group, in order: ``前3(a[各省份]) = 广东、浙江、北京``. Raises UserError for fewer than two names."""
    if len(names) < 2:
        raise UserError("排名公式至少要有两个名称，请再选一个。")
    return f"前{len(names)}({quoted(indicator)}[{group}]) = {'、'.join(quoted(name) for name in names)}"


def agreement_rule(indicator: str, kind: str, scope: str = "") -> str:
    """kind: sources (what several sources say agrees) or last (last year's report printed the same)."""
    return f"{first_spelling(vocabulary().predicates, kind)}({quoted(indicator)}){_scope(scope)}"
