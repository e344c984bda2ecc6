"""The rule language: reading a rule's text.

A rule is a relation and, after it, the clauses that say where it holds::

    网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额 对每个地区 除 北京
    网络零售额.占比(电子商务交易额) = 网络零售额 ÷ 电子商务交易额
    本指标.同比增速 = 增长率(本指标) 对每个指标
    合计(网络零售额.占比[各区域]) = 100%
    前五(网络零售额[各省份]) = 广东、浙江、北京、上海、江苏
    有数(网络零售额) 对每个省份 当 电子商务交易额 > 0亿元

Names are labels, never coordinates; one with signs or spaces in it stands in quotes. Brackets choose area, item and period, several of one
kind where they are added up: 合计(网络零售额[广东、浙江]). What they leave open is each for which there are figures (an item only where a
clause says 每个分组项).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ecdesk.checks.language.syntax import (
    Binary,
    Call,
    Comparison,
    Constant,
    Expression,
    Name,
    Predicate,
    Ranking,
    Reference,
    Relation,
    Rule,
    RuleError,
    ScopeWord,
    Span,
)
from ecdesk.checks.language.vocabulary import rank_count, vocabulary
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.wording.folding import half_width
from ecdesk.domain.wording.numbers import match_number, parse_amount

LONGEST_RULE = 5000
DEEPEST_NESTING = 40

_ENCLOSING = {
    **{opening: ("quoted", closing) for opening, closing in ("“”", '""', "「」", "《》")},
    **{opening: ("select", closing) for opening, closing in ("[]", "［］", "【】")},
}
"""What opens a quote or brackets, with the kind of token that it makes and what closes it."""

_PUNCTUATION = {"open": "(（", "close": ")）", "separator": "、,，", "dot": ".．"}
"""Signs that mean the same in every rule, by the kind of token that they make."""

_LONGEST_NUMBER = 64

_OF_MORE = ("trend", "distinct", "rising", "apart", "added_up", "averaged")
"""Predicates that hold a figure against others."""


@dataclass(frozen=True, slots=True)
class Token:
    """kind: word, number, quoted, operator, relation, open, close, select, separator, dot or end."""

    kind: str
    text: str
    span: Span


def parse(text: str) -> Rule:
    """What a rule's text says; raises RuleError with the place of the first thing that cannot be read."""
    if len(text) > LONGEST_RULE:
        raise RuleError(Span(LONGEST_RULE, len(text)), "公式超过 {count} 个字，请分成几条写。", count=LONGEST_RULE)
    return _Parser(text).rule()


def parse_expression(text: str) -> Expression:
    """What a formula's text says; raises RuleError with the place of the first thing that cannot be read."""
    if len(text) > LONGEST_RULE:
        raise RuleError(Span(LONGEST_RULE, len(text)), "公式超过 {count} 个字，请分成几条写。", count=LONGEST_RULE)
    return _Parser(text).whole_expression()


Sign = tuple[str, str, str]
"""Spelling, kind of the token and its meaning."""


@lru_cache(maxsize=1)
def _signs() -> Mapping[str, list[Sign]]:
    """Everything that is written with signs, by the first of them, longest first."""
    words = vocabulary()
    signs = [(word, "operator", meaning) for word, meaning in words.operators.items() if not _is_word(word)]
    signs += [(word, "relation", meaning) for word, meaning in words.relations.items() if not _is_word(word)]
    signs.sort(key=lambda sign: -len(sign[0]))
    found: dict[str, list[Sign]] = {}
    for sign in (
        *signs,
        *((character, kind, character) for kind, characters in _PUNCTUATION.items() for character in characters),
    ):
        found.setdefault(sign[0][0], []).append(sign)
    return found


def _is_word(text: str) -> bool:
    return text[0].isalpha()


def tokens(text: str) -> list[Token]:
    """The words, numbers and signs of a rule; the last one is the end. Raises RuleError for a quote or bracket left open."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        else:
            found.append(_token_at(text, at))
            at = found[-1].span.end
    return [*found, Token("end", "", Span(len(text), len(text)))]


def _token_at(text: str, at: int) -> Token:
    sign = _sign_at(text, at)
    if sign is not None:
        return sign
    if text[at] not in _ENCLOSING:
        end = _word_end(text, at)
        return Token("word" if _number_end(text, at) is None else "number", text[at:end], Span(at, end))
    kind, closing = _ENCLOSING[text[at]]
    end = text.find(closing, at + 1)
    if end < 0 and kind == "quoted":
        raise RuleError(Span(at, len(text)), "引号没有闭合，请补上“{quote}”。", quote=closing)
    if end < 0:
        raise RuleError(Span(at, len(text)), "方括号没有闭合，请补上“{bracket}”。", bracket=closing)
    return Token(kind, text[at + 1 : end], Span(at, end + 1))


def _sign_at(text: str, at: int) -> Token | None:
    for spelling, kind, meaning in _signs().get(text[at], ()):
        if text.startswith(spelling, at):
            return Token(kind, meaning, Span(at, at + len(spelling)))
    return None


def _number_end(text: str, start: int) -> int | None:
    """Where the number ends that begins at a place; None when no digit stands there."""
    if start >= len(text) or not text[start].isdecimal():
        return None
    piece = text[start : start + _LONGEST_NUMBER]
    read = half_width(piece)
    number = match_number(read, 0) if len(read) == len(piece) else None
    return start + (number.end if number is not None else 1)


def _word_end(text: str, start: int) -> int:
    at = _number_end(text, start) or start + 1
    while at < len(text) and not text[at].isspace() and text[at] not in _ENCLOSING:
        if _sign_at(text, at) is not None:
            break
        at += 1
    return at


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.position = 0
        self.depth = 0

    # -- tokens

    @property
    def next(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        token = self.next
        if token.kind != "end":
            self.position += 1
        return token

    def fail(self, template: str, token: Token | None = None, **values: object) -> RuleError:
        span = (token or self.next).span
        return RuleError(Span(span.start, max(span.end, span.start + 1)), template, **values)

    def word_of(self, token: Token) -> str:
        return self.text[token.span.start : token.span.end]

    # -- clauses

    def rule(self) -> Rule:
        if self.next.kind == "end":
            raise self.fail("公式是空的，请写出等式，例如“网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额”。")
        relation = self.relation()
        scopes: list[ScopeWord] = []
        exceptions: list[Name] = []
        conditions: list[Relation] = []
        while self.next.kind != "end":
            clause = self.clause_word()
            if clause is None:
                raise self.fail("这里看不懂“{word}”：等式之后只能写“对…”“除…”或“当…”。", word=self.word_of(self.next))
            if clause == "when":
                conditions.append(self.relation())
            elif clause == "except":
                exceptions += self.names(trailing=("以外", "之外", "外"))
            else:
                scopes += [self.scope_word(name) for name in self.names()]
        return Rule(self.text, relation, tuple(scopes), tuple(exceptions), tuple(conditions))

    def whole_expression(self) -> Expression:
        """A formula, up to the end of the text."""
        found = self.expression()
        if self.next.kind != "end":
            raise self.fail("这里看不懂“{word}”。", word=self.word_of(self.next))
        return found

    def clause_word(self) -> str | None:
        """The clause that begins here; a clause word that is written together with what follows is split off."""
        token = self.next
        if token.kind != "word":
            return None
        for word, meaning in vocabulary().clauses.items():
            if token.text == word:
                self.take()
                return meaning
            if token.text.startswith(word):
                start = token.span.start + len(word)
                rest = token.text[len(word) :]
                kind = "word" if _number_end(rest, 0) is None else "number"
                self.tokens[self.position] = Token(kind, rest, Span(start, token.span.end))
                return meaning
        return None

    def names(self, trailing: tuple[str, ...] = ()) -> list[Name]:
        """One name or several with 、 between them."""
        found = [self.name(trailing)]
        while self.next.kind == "separator":
            self.take()
            found.append(self.name(trailing))
        return found

    def name(self, trailing: tuple[str, ...] = ()) -> Name:
        token = self.take()
        if token.kind not in ("word", "quoted", "number"):
            raise self.fail("这里应写名称。", token)
        text = token.text
        for ending in trailing:
            if text.endswith(ending) and len(text) > len(ending):
                text = text.removesuffix(ending)
                break
        return Name(text, token.span)

    def scope_word(self, name: Name) -> ScopeWord:
        for prefix in ("每一个", "每个", "每"):
            if name.text.startswith(prefix) and len(name.text) > len(prefix):
                return ScopeWord(Name(name.text.removeprefix(prefix), name.span), True)
        return ScopeWord(name, False)

    # -- relations

    def relation(self) -> Relation:
        token = self.next
        following = self.tokens[self.position + 1] if token.kind != "end" else token
        if token.kind == "word" and following.kind == "open":
            count = rank_count(token.text)
            if count is not None:
                return self.ranking(count)
            kind = vocabulary().predicates.get(token.text)
            if kind is not None:
                self.take()
                return self.predicate(kind, token)
        sides = [self.expression()]
        relations: list[str] = []
        while (relation := self.relation_word()) is not None:
            relations.append(relation)
            sides.append(self.expression())
        if not relations:
            raise self.fail("这里缺少“=”“≤”“≥”等关系符号。")
        return Comparison(tuple(sides), tuple(relations))

    def relation_word(self) -> str | None:
        token = self.next
        if token.kind == "relation":
            return self.take().text
        if token.kind == "word" and token.text in vocabulary().relations:
            return vocabulary().relations[self.take().text]
        return None

    def ranking(self, count: int) -> Ranking:
        token = self.take()
        reference = self.only_reference(token)
        if self.relation_word() != "=":
            raise self.fail("“{word}(…)”之后应写“= 名称、名称…”。", word=token.text)
        names = self.names()
        if len(names) != count:
            raise self.fail(
                "“{word}”应列出 {count} 个名称，这里有 {found} 个。", token, word=token.text, count=count, found=len(names)
            )
        return Ranking(count, reference, tuple(names), token.span)

    def only_reference(self, token: Token) -> Reference:
        """The single figure in the parentheses after a word."""
        self.take()
        argument = self.argument(token)
        self.closing(token)
        return argument

    def argument(self, token: Token) -> Reference:
        argument = self.expression()
        if not isinstance(argument, Reference):
            raise self.fail("“{word}”的括号里只能写一个指标。", token, word=token.text)
        return argument

    def predicate(self, kind: str, token: Token) -> Predicate:
        """A figure in parentheses; 合乎走势, 互不雷同, 不悬殊 and 上年也相加 hold it against others, which follow after 、."""
        self.take()
        reference, others = self.argument(token), list[Reference]()
        while kind in _OF_MORE and self.next.kind == "separator":
            self.take()
            others.append(self.argument(token))
        self.closing(token)
        return Predicate(kind, reference, token.span, tuple(others))

    def closing(self, opened: Token) -> None:
        if self.next.kind != "close":
            raise self.fail("括号没有闭合，请在这里补上“)”。")
        self.take()

    # -- expressions

    def expression(self) -> Expression:
        return self.operations("+-", self.product)

    def product(self) -> Expression:
        return self.operations("*/", self.factor)

    def operations(self, operators: str, operand: Callable[[], Expression]) -> Expression:
        """One operand, or several with operators of one rank between them, from left to right."""
        left = operand()
        while (operator := self.operator_word(operators)) is not None:
            right = operand()
            left = Binary(operator, left, right, Span(left.span.start, right.span.end))
        return left

    def operator_word(self, wanted: str) -> str | None:
        token = self.next
        meaning = token.text if token.kind == "operator" else ""
        if token.kind == "word":
            meaning = vocabulary().operators.get(token.text, "")
        if not meaning or meaning not in wanted:
            return None
        self.take()
        return meaning

    def factor(self) -> Expression:
        token = self.take()
        self.depth += 1
        if self.depth > DEEPEST_NESTING:
            raise self.fail("括号套得太深，请分成几条写。", token)
        try:
            if token.kind == "operator" and token.text == "-":
                operand = self.factor()
                minus_one = Constant(Amount(Decimal(-1)), token.span)
                return Binary("*", minus_one, operand, Span(token.span.start, operand.span.end))
            if token.kind == "open":
                inner = self.expression()
                self.closing(token)
                return inner
            if token.kind == "number":
                return self.constant(token)
            if token.kind in ("word", "quoted"):
                if token.kind == "word" and self.next.kind == "open":
                    return self.call(token)
                return self.reference(token)
            raise self.fail("这里应写指标、数或括号。", token)
        finally:
            self.depth -= 1

    def constant(self, token: Token) -> Constant:
        amount = parse_amount(token.text)
        if amount is not None and not amount.qualifier:
            return Constant(amount, token.span)
        end = _number_end(token.text, 0)
        assert end is not None
        if match_number(half_width(token.text), 0) is None:
            raise self.fail("“{text}”不是规范的数，请检查分节号。", token, text=token.text)
        raise self.fail("没有“{unit}”这个单位；名称以数字开头时请加引号。", token, unit=token.text[end:])

    def call(self, token: Token) -> Call:
        function = vocabulary().functions.get(token.text)
        if function is None:
            raise self.fail("没有“{word}”这个函数；名称里带括号时请加引号。", token, word=token.text)
        self.take()
        argument = self.expression()
        condition = None
        if function == "count" and self.next.kind == "separator":
            self.take()
            relation = self.relation_word()
            if relation is None:
                raise self.fail("这里应写条件，例如“计数(网络零售额[各省份], > 1000亿元)”。")
            condition = relation, self.expression()
        self.closing(token)
        end = self.tokens[self.position - 1].span.end
        return Call(function, argument, Span(token.span.start, end), condition)

    def reference(self, token: Token) -> Reference:
        indicator = Name(token.text, token.span)
        selectors: list[Name] = []
        measure, whole = "value", None
        end = token.span.end
        while self.next.kind in ("select", "dot"):
            if self.next.kind == "select":
                chosen = self.take()
                selectors += _selectors(chosen)
                end = chosen.span.end
                continue
            self.take()
            word = self.take()
            if word.kind != "word" or word.text not in vocabulary().measures:
                raise self.fail("“.”之后应写量，例如“占比”“同比增速”，这里是“{word}”。", word, word=self.word_of(word))
            measure, end = vocabulary().measures[word.text], word.span.end
            if self.next.kind == "open":
                opened = self.take()
                whole = self.name()
                self.closing(opened)
                end = self.tokens[self.position - 1].span.end
        return Reference(indicator, tuple(selectors), measure, whole, Span(token.span.start, end))


def _selectors(token: Token) -> list[Name]:
    """The names inside brackets, each with its own place."""
    found = []
    inner = token.span.start + 1
    for match in re.finditer(r"[^、,，]+", token.text):
        text = match[0].strip().strip("“”\"'")
        if text:
            found.append(Name(text, Span(inner + match.start(), inner + match.end())))
    if not found:
        raise RuleError(token.span, "方括号里是空的，请写地区、分组项或时期。")
    return found
