"""Rules made without typing: what each form asks for, and the text that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ecdesk.checks.language import building
from ecdesk.checks.language.vocabulary import vocabulary
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Item
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import Text, text

Answers = Mapping[str, str | Sequence[str]]
"""What was chosen by the name of the field: one name, or several in order."""


@dataclass(frozen=True)
class FormField:
    """kind: indicator, indicators (several, in order), scope (each what), group (several members at once), area, areas (several, in order),
    measure or bound (a number with its unit). optional: may be left empty."""

    name: str
    kind: str
    label: Text
    optional: bool = False


@dataclass(frozen=True)
class RuleForm:
    """A kind of rule. build: its text from the answers."""

    id: str
    title: Text
    fields: tuple[FormField, ...]
    build: Callable[[Answers], str]


def one(answers: Answers, name: str) -> str:
    value = answers.get(name, "")
    return value if isinstance(value, str) else (value[0] if value else "")


def several(answers: Answers, name: str) -> Sequence[str]:
    value = answers.get(name, ())
    return [value] if isinstance(value, str) and value else [] if isinstance(value, str) else value


_INDICATOR = FormField("indicator", "indicator", text("指标"))
_SCOPE = FormField("scope", "scope", text("对每个"), optional=True)
_GROUP = FormField("group", "group", text("哪些"))

FORMS: tuple[RuleForm, ...] = (
    RuleForm(
        "sum",
        text("合计等于各部分之和"),
        (FormField("total", "indicator", text("合计")), FormField("parts", "indicators", text("各部分")), _SCOPE),
        lambda answers: building.sum_rule(one(answers, "total"), several(answers, "parts"), one(answers, "scope")),
    ),
    RuleForm(
        "group",
        text("各地区、分组项或时期之和等于总数"),
        (_INDICATOR, _GROUP, FormField("whole", "area", text("总数在"), optional=True)),
        lambda answers: building.group_sum_rule(one(answers, "indicator"), one(answers, "whole"), one(answers, "group")),
    ),
    RuleForm(
        "part",
        text("部分不超过整体"),
        (FormField("part", "indicator", text("部分")), FormField("whole", "indicator", text("整体")), _SCOPE),
        lambda answers: building.part_rule(one(answers, "part"), one(answers, "whole"), one(answers, "scope")),
    ),
    RuleForm(
        "share",
        text("占比等于部分除以整体"),
        (FormField("part", "indicator", text("部分")), FormField("whole", "indicator", text("整体")), _SCOPE),
        lambda answers: building.share_rule(one(answers, "part"), one(answers, "whole"), one(answers, "scope")),
    ),
    RuleForm(
        "growth",
        text("同比增速与两年数值相符"),
        (_INDICATOR, _SCOPE),
        lambda answers: building.growth_rule(one(answers, "indicator"), one(answers, "scope")),
    ),
    RuleForm(
        "points",
        text("占比变动等于两年占比之差"),
        (_INDICATOR, _SCOPE),
        lambda answers: building.points_rule(one(answers, "indicator"), one(answers, "scope")),
    ),
    RuleForm(
        "ratio",
        text("比率、人均等于两数相除"),
        (
            FormField("quotient", "indicator", text("比率")),
            FormField("over", "indicator", text("被除数")),
            FormField("under", "indicator", text("除数")),
            _SCOPE,
        ),
        lambda answers: building.ratio_rule(
            one(answers, "quotient"), one(answers, "over"), one(answers, "under"), one(answers, "scope")
        ),
    ),
    RuleForm(
        "range",
        text("数值在范围之内"),
        (
            _INDICATOR,
            FormField("low", "bound", text("不低于"), optional=True),
            FormField("high", "bound", text("不超过"), optional=True),
            _SCOPE,
        ),
        lambda answers: building.range_rule(
            one(answers, "indicator"), one(answers, "low"), one(answers, "high"), one(answers, "scope")
        ),
    ),
    RuleForm(
        "presence",
        text("不能缺数"),
        (_INDICATOR, _SCOPE),
        lambda answers: building.presence_rule(one(answers, "indicator"), one(answers, "scope")),
    ),
    RuleForm(
        "ranking",
        text("排名"),
        (_INDICATOR, _GROUP, FormField("names", "areas", text("由高到低"))),
        lambda answers: building.ranking_rule(one(answers, "indicator"), one(answers, "group"), several(answers, "names")),
    ),
    RuleForm(
        "outlier",
        text("与同组其他数相比不离群"),
        (_INDICATOR, FormField("measure", "measure", text("量")), _GROUP),
        lambda answers: building.outlier_rule(
            one(answers, "indicator"), one(answers, "measure") or "value", one(answers, "group")
        ),
    ),
    RuleForm(
        "sources",
        text("各来源报的数一致"),
        (_INDICATOR, _SCOPE),
        lambda answers: building.agreement_rule(one(answers, "indicator"), "sources", one(answers, "scope")),
    ),
    RuleForm(
        "last",
        text("与上年年报印出的一致"),
        (_INDICATOR, _SCOPE),
        lambda answers: building.agreement_rule(one(answers, "indicator"), "last", one(answers, "scope")),
    ),
)


def form(id: str) -> RuleForm:
    return next(known for known in FORMS if known.id == id)


def rule_text(id: str, answers: Answers, exceptions: Sequence[str] = ()) -> str:
    """The text of a rule from a form's answers. Raises UserError while an answer is missing."""
    chosen = form(id)
    for field in chosen.fields:
        if not field.optional and field.kind not in ("measure", "indicators", "areas") and not one(answers, field.name):
            raise UserError("请选择“{field}”。", field=str(field.label))
    return building.except_for(chosen.build(answers), exceptions)


def choices(book: Book, kind: str) -> list[tuple[str, str]]:
    """What a field of a kind may be answered with, as (answer, detail); empty for a bound, that is typed."""
    if kind in ("indicator", "indicators"):
        return [(indicator.name, indicator.unit) for indicator in book.indicators]
    if kind in ("area", "areas"):
        return [(area.short or area.name, area.name) for area in book.areas]
    offered = {"scope": (vocabulary().scopes, "{}"), "group": (vocabulary().groups, "各{}")}  # not shown
    if kind not in offered:
        return []
    words, pattern = offered[kind]
    breakdowns = dict.fromkeys(item.breakdown for item in book.all(Item).values() if item.breakdown)
    return [(word, "") for word in (*words, *map(pattern.format, breakdowns))]
