"""What a rule means, in a plain sentence, for the page of a rule."""

from __future__ import annotations

from collections.abc import Iterable

from ecdesk.checks.language.compiling import CompiledRule
from ecdesk.checks.language.labels import english_of, measure_name
from ecdesk.checks.language.names import Names
from ecdesk.checks.language.parsing import parse, parse_expression
from ecdesk.checks.language.syntax import (
    Binary,
    Call,
    Constant,
    Expression,
    Name,
    Predicate,
    Ranking,
    Reference,
    Relation,
    Rule,
    RuleError,
)
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.texts import SOURCE_LANGUAGE, language, tr, translate


def explain(rule: RuleRecord, book: Book) -> str:
    """A rule's meaning in plain words and the current language: what must hold, where, except where.

    A rule that cannot be read or run is answered with the reason.
    """
    try:
        compiled = CompiledRule(rule, Names(book))
    except RuleError as error:
        return str(error)
    said = parse(rule.text)
    sentence = tr("{where}{relation}。", where=_where(compiled, said, book), relation=_relation(said.relation, book))
    if said.exceptions:
        sentence += tr("{names}除外。", names=_listed(_name(name, book) for name in said.exceptions))
    for condition in said.conditions:
        sentence += tr("只在{condition}时审核。", condition=_relation(condition, book))
    return sentence


def expressed(part: Expression, book: Book) -> str:
    """What a part of a rule comes to in plain words."""
    return _expression(part, book)


def formula_in_words(formula: str, book: Book) -> str:
    """A formula, with the = before it, as it is read: in Chinese as it was written, which is the language of formulas, else in plain words."""
    if language() == SOURCE_LANGUAGE:
        return formula
    try:
        return f"= {_expression(parse_expression(formula.removeprefix('=')), book)}"
    except RuleError:
        return formula


def _listed(words: Iterable[str]) -> str:
    return tr("、").join(words)


def _once(said: Rule) -> list[Name]:
    """What a rule is said to be about that is one thing, not each of several."""
    return [word.name for word in said.scopes if not word.each]


def _where(compiled: CompiledRule, said: Rule, book: Book) -> str:
    named = [_name(name, book) for name in _once(said)]
    each = [word.name.text for word in said.scopes if word.each]
    unsaid = compiled.free - compiled.each
    each += [
        word
        for dimension, word in (("indicator", "指标"), ("area", "地区"), ("item", "分组项"), ("period", "时期"))
        if dimension in unsaid
    ]
    parts = []
    if named:
        parts.append(_listed(named))
    if each:
        parts.append(tr("每个{dimensions}", dimensions=_listed(map(_word, dict.fromkeys(each)))))
    return tr("对{parts}，", parts=_listed(parts)) if parts else ""


def _relation(relation: Relation, book: Book) -> str:
    if isinstance(relation, Predicate):
        figure = _expression(relation.reference, book)
        return {
            "present": tr("{figure}应当有数", figure=figure),
            "absent": tr("{figure}不应有数", figure=figure),
            "inlier": tr("{figure}不应明显偏离同组的其他数", figure=figure),
            "sources": tr("{figure}各来源报的数应当一致", figure=figure),
            "sourced": tr("{figure}应有出处", figure=figure),
            "whole": tr("{figure}是逐个数出来的，不应有小数", figure=figure),
            "units": tr("{figure}的单位应与指标相符", figure=figure),
            "last": tr("{figure}应与上年年报印出的一致，修订的要注明", figure=figure),
            "trend": tr("{figure}应与上年、上期同一数量级，也不应超出它历年的变动幅度", figure=figure),
            "rising": tr("{figure}不应高于同年含有它的更长时期的数", figure=figure),
            "added_up": tr("{figure}相加是整体的，由各自的增速推算的上年数也应当相加", figure=figure),
            "bounded": tr("{figure}不应超出常识所及：人口、省份和国家的个数、百分之百", figure=figure),
            "distinct": tr("{figure}不应与同组另一个数或它自己的增速一字不差", figure=figure),
            "apart": tr("{figure}不应与同类的各数相差悬殊", figure=figure),
            "averaged": tr("几年的{figure}应是由首末两年的数值推算的年均增速", figure=figure),
        }[relation.kind]
    if isinstance(relation, Ranking):
        names = _listed(_name(name, book) for name in relation.names)
        figure = _expression(relation.reference, book)
        return tr("{figure}最大的 {count} 个依次应为{names}", figure=figure, count=relation.count, names=names)
    return tr("，且").join(
        _compared(_expression(left, book), sign, _expression(right, book)) for left, sign, right in relation.links
    )


def _compared(left: str, sign: str, right: str) -> str:
    templates = {
        "=": tr("{left}应等于{right}", left=left, right=right),
        "<=": tr("{left}不应超过{right}", left=left, right=right),
        ">=": tr("{left}不应低于{right}", left=left, right=right),
        "<": tr("{left}应小于{right}", left=left, right=right),
        ">": tr("{left}应大于{right}", left=left, right=right),
        "!=": tr("{left}不应等于{right}", left=left, right=right),
    }
    return templates[sign]


def _expression(part: Expression, book: Book) -> str:
    if isinstance(part, Constant):
        return print_content(part.amount)
    if isinstance(part, Reference):
        return _figure(part, book)
    if isinstance(part, Call):
        inner = _expression(part.argument, book)
        said = {
            "sum": tr("{figures}之和", figures=inner),
            "sum_known": tr("{figures}中已有的数之和", figures=inner),
            "mean": tr("{figures}的平均数", figures=inner),
            "max": tr("{figures}中最大的", figures=inner),
            "min": tr("{figures}中最小的", figures=inner),
            "abs": tr("{figures}的绝对值", figures=inner),
            "growth": tr("{figures}比上年的增长率", figures=inner),
            "growth_prev": tr("{figures}比上期的增长率", figures=inner),
            "count": tr("{figures}的个数", figures=inner),
            "rank": tr("在{figures}中的名次", figures=inner),
            "mean_growth": tr("{figures}的年均增长率", figures=inner),
            "index": tr("{figures}的指数", figures=inner),
        }[part.function]
        if part.condition is not None:
            said += tr(
                "（其中{condition}的）", condition=_compared(inner, part.condition[0], _expression(part.condition[1], book))
            )
        return said
    left, right = _expression(part.left, book), _expression(part.right, book)
    if part.operator in "*/":
        left, right = _bracketed(part.left, left), _bracketed(part.right, right)
    elif part.operator == "-":
        right = _bracketed(part.right, right)
    return {
        "+": tr("{left}加{right}", left=left, right=right),
        "-": tr("{left}减{right}", left=left, right=right),
        "*": tr("{left}乘以{right}", left=left, right=right),
        "/": tr("{left}除以{right}", left=left, right=right),
    }[part.operator]


def _bracketed(part: Expression, said: str) -> str:
    return tr("（{said}）", said=said) if isinstance(part, Binary) else said


def _figure(reference: Reference, book: Book) -> str:
    figure = _name(reference.indicator, book)
    if reference.selectors:
        names = tr("的").join(_name(name, book) for name in reference.selectors)
        figure = tr("{name}的{figure}", name=names, figure=figure)
    if reference.measure != "value":
        word = str(measure_name(book, reference.measure))
        if reference.measure == "index" and reference.whole is not None:
            figure = tr("{figure}以{base}为100的{measure}", figure=figure, base=_name(reference.whole, book), measure=word)
        elif reference.whole is not None:
            figure = tr("{figure}占{whole}的{measure}", figure=figure, whole=_name(reference.whole, book), measure=word)
        else:
            figure = tr("{figure}的{measure}", figure=figure, measure=word)
    return figure


def _name(name: Name, book: Book) -> str:
    """A name of a rule as it is read: a word of the language by its translation, one of the book by what the book has for it."""
    if language() == SOURCE_LANGUAGE:
        return name.text
    said = _word(name.text)
    return said if said != name.text else english_of(book, name.text) or name.text


def _word(word: str) -> str:
    """A word of the language within a sentence; itself where it is none."""
    said = translate(word)
    return said if said == word else said[:1].lower() + said[1:]
