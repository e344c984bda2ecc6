"""Figures of the prose against the figures of the book."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ecdesk.domain.amounts import HALF, Amount
from ecdesk.domain.book import Book
from ecdesk.domain.findings import Verdict
from ecdesk.domain.keys import Key, key_from_text
from ecdesk.domain.records import Settlement
from ecdesk.domain.texts import text
from ecdesk.prose.claims import Claim, decide, label, operand, value_text
from ecdesk.prose.context import Context, surroundings
from ecdesk.prose.statements import Measure, Statement

_MEASURES = {
    Measure.LEVEL: "value",
    Measure.GROWTH: "growth",
    Measure.SHARE: "share",
    Measure.CHANGE: "change",
    Measure.RATE: "value",
}


def find_book_claims(context: Context, book: Book, settlements: tuple[Settlement, ...]) -> Iterator[Claim]:
    """Every figure whose indicator, area, period and measure the book has, or that an editor linked to a key."""
    links = {settlement.context.removeprefix("figure|"): settlement.link for settlement in settlements if settlement.link}
    for statement in context.statements:
        start, end = statement.stretch.place(statement.figure.start, statement.figure.end)
        link = links.get(surroundings(context.manuscript, start, end))
        key = _linked(link) if link else _key(book, statement)
        if key is None:
            continue
        observation = book.observation(key)
        amount = observation.amount if observation is not None else None
        if amount is None:
            continue
        claim = _compare(context, book, statement, key, amount)
        if claim is not None:
            yield claim


def _linked(link: str) -> Key | None:
    try:
        return key_from_text(link)
    except ValueError:
        return None


def _key(book: Book, statement: Statement) -> Key | None:
    measure = _MEASURES.get(statement.measure)
    if measure is None or statement.aside:
        return None
    if measure == "growth":
        if statement.base == "previous":
            measure = "growth_prev"
        elif statement.base not in ("", "year"):
            return None
    subject = statement.head if statement.head is not None and not statement.name else statement
    indicator = book.indicators.find(subject.name)
    if indicator is None and subject.scope is not None:
        indicator = book.indicators.find(subject.full_name.replace("/", ""))
    area = book.areas.get(statement.area)
    if indicator is None or area is None:
        return None
    if measure == "share" and statement.whole_name:
        whole = book.indicators.find(statement.whole_name)
        if whole is None:
            return None
        if whole.id != indicator.whole:
            measure = f"share:{whole.id}"
    return Key(indicator.id, area.code, "", statement.period, measure)


def _compare(context: Context, book: Book, statement: Statement, key: Key, amount: Amount) -> Claim | None:
    if amount.unit.dimension != statement.figure.dimension:
        return None
    sign = -1 if statement.sign < 0 else 1

    def check(slack: Fraction, generous: bool) -> bool:
        one, two = statement.figure.interval(slack, generous).scaled(sign), amount.base_interval(slack)
        return one.overlaps(two) if slack == HALF else one.meets(two)

    verdict = decide(check)
    places = "、".join(dict.fromkeys(book.exhibit(place[0]).number for place in book.places(key)))
    inside = f"{amount.value:f}{amount.unit.symbol}"
    message = cause = None
    if verdict is Verdict.FAILS:
        message = text("书中{places}为 {inside}，文中为 {printed}。", places=places, inside=inside, printed=value_text(statement))
        before = key.moved(period=str(int(key.period) - 1)) if key.period.isdigit() else None
        last = book.observation(before) if before is not None else None
        earlier = last.amount if last is not None else None
        same = earlier is not None and earlier.unit.dimension == statement.figure.dimension
        if earlier is not None and same and statement.figure.interval().scaled(sign).meets(earlier.base_interval()):
            cause = text("文中写的是上一年的数字。")
    operands = (operand(statement, "text", context.manuscript),)
    relation = f"{label(statement)} {value_text(statement)} = {inside}"
    shown = (
        message or text("与书中数字一致。")
        if verdict is Verdict.HOLDS
        else message or text("只在末位一个单位的进位误差内与书中一致。")
    )
    return Claim("book", verdict, relation, operands, inside, shown, cause, context.around(operands), str(key))
