"""Figures of the prose against the figures of the book."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import Indicator, Item, Settlement
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import NATION
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import Key, known_key, year_before
from ecdesk.domain.judging import Margin, Reader, base_interval, judge
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.numbers import parse_amount
from ecdesk.domain.wording.time.time_words import without_times
from ecdesk.domain.wording.units import unit_named
from ecdesk.prose.claims import Claim, label, operand, value_text
from ecdesk.prose.explain import TURNED, like, slip_between
from ecdesk.prose.reading.clauses import folded_name, is_area_alone, part_of_year, times_said
from ecdesk.prose.reading.context import Context, surroundings
from ecdesk.prose.reading.lexicon import alternatives, grammar
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Measure, Statement
from ecdesk.prose.states import INSIDE, LINKED

_MEASURES = {
    Measure.LEVEL: "value",
    Measure.GROWTH: "growth",
    Measure.SHARE: "share",
    Measure.CHANGE: "change",
    Measure.RATE: "value",
}


@dataclass(slots=True)
class _Match:
    """A figure of the prose and the key that it seems to print. certain: name, scope, area and period leave no doubt; told: an editor
    linked it. was: what the book had there when the figure was found to be the book's, where it has another since; "" else."""

    statement: Statement
    key: Key
    amount: Amount
    certain: bool
    told: bool = False
    was: str = ""


_CLASS = pattern("class_word")
_DAY_ALONE = pattern("day_alone")
_Items = Mapping[str, Sequence[tuple[str, str]]]
"""Spelling and id of every item, by the first two characters of the spelling."""


def find_book_claims(context: Context, book: Book, settlements: tuple[Settlement, ...]) -> Iterator[Claim]:
    """Every figure whose indicator, area, period and measure the book has, or that an editor linked to a key.

    A figure that differs is only called wrong where it cannot well be another one: of a part, of some places, of a campaign. What the
    names leave open is settled by the value: it may verify a figure, never fail one.
    """
    links = _Links(settlements)
    items = _items(book)
    by_key: dict[Key, list[_Match]] = {}
    open_figures: list[Statement] = []
    for statement in context.statements:
        match = _match(context, book, items, statement, links)
        lost = links.lost(book, context, statement)
        if lost is not None:
            yield lost
        elif match is None:
            open_figures.append(statement)
        else:
            by_key.setdefault(match.key, []).append(match)
    for matches in by_key.values():
        for match, claim in _judged(context, book, matches):
            if claim is not None:
                yield claim
            else:
                open_figures.append(match.statement)
    values = _Values(book)
    for statement in open_figures:
        match = values.same(statement)
        if match is not None:
            yield _claim(context, book, match, Verdict.HOLDS, None)
            continue
        match = values.named(statement)
        cause = _cause(book, match) if match is not None and _verdict(match) is Verdict.FAILS else None
        if match is not None and cause is not None:
            yield _claim(context, book, match, Verdict.UNDECIDED, cause)


class _Links:
    """What editors said and earlier proofs found of figures in the same words: which figures of the book they are."""

    def __init__(self, settlements: Sequence[Settlement]) -> None:
        self._said: dict[str, Settlement] = {}
        self._found: dict[str, Settlement] = {}
        for one in sorted(settlements, key=lambda one: one.when):
            if one.link:
                kept = self._said if one.decision == LINKED else self._found
                kept[one.context.removeprefix("figure|")] = one

    def __bool__(self) -> bool:
        return bool(self._said or self._found)

    def of(self, context: Context, statement: Statement) -> tuple[Settlement | None, Settlement | None]:
        """What was said of a figure, and what was found of it."""
        if not self:
            return None, None
        words = surroundings(context.manuscript, *statement.stretch.place(statement.figure.start, statement.figure.end))
        return self._said.get(words), self._found.get(words)

    def lost(self, book: Book, context: Context, statement: Statement) -> Claim | None:
        """That the book no longer has what a figure was found to print."""
        kept = next((one for one in self.of(context, statement) if one is not None), None)
        key = known_key(kept.link) if kept is not None and kept.values.get(INSIDE) else None
        if kept is None or key is None or book.amount(key) is not None:
            return None
        operands = (operand(statement, "text", context.manuscript),)
        message = text("书中已没有这个数，原为 {before}，请核对。", before=kept.values[INSIDE])
        relation = f"{label(statement)} {value_text(statement)} = ?"
        cause = _GONE
        return Claim("book", Verdict.UNDECIDED, relation, operands, "", message, cause, context.around(operands), str(key))


_CHANGED = text("收稿以后书中改了这个数：{before} → {now}。")
_GONE = text("收稿以后书中删去了这个数。")


def is_stale(claim: Claim) -> bool:
    """Whether a claim says that the book has changed since its figure was found to be the book's."""
    return claim.cause is not None and claim.cause.template in (_CHANGED.template, _GONE.template)


def _match(context: Context, book: Book, items: _Items, statement: Statement, links: _Links) -> _Match | None:
    said, kept = links.of(context, statement)
    if said is not None and known_key(said.link) is not None:
        return _kept_match(book, statement, said)
    found = _key(book, items, statement)
    if kept is not None and (found is None or found[0] == known_key(kept.link)):
        match = _kept_match(book, statement, kept)
        return replace(match, certain=found is not None and found[1], told=False) if match is not None else None
    return _printed_match(book, statement, *found) if found is not None else None


def _printed_match(book: Book, statement: Statement, key: Key, certain: bool) -> _Match | None:
    amount = book.amount(key)
    if amount is None or amount.unit.dimension != statement.figure.dimension:
        return None
    return _Match(statement, key, amount, certain)


def _kept_match(book: Book, statement: Statement, kept: Settlement) -> _Match | None:
    """The figure of the book that a figure was said or found to be."""
    key = known_key(kept.link)
    match = _printed_match(book, statement, key, True) if key is not None else None
    if match is None:
        return None
    before = kept.values.get(INSIDE, "")
    stale = before not in ("", _inside(match.amount)) and _prints(statement, parse_amount(before))
    return replace(match, told=True, was=before if stale else "")


def _prints(statement: Statement, amount: Amount | None) -> bool:
    """Whether a figure of the prose may be this one of the book."""
    if amount is None or amount.unit.dimension != statement.figure.dimension:
        return False
    return statement.figure.interval().scaled(_sign(statement)).meets(base_interval(amount, reader=Reader.STATEMENT))


def _inside(amount: Amount) -> str:
    """A figure of the book as claims print it."""
    return f"{amount.value:f}{amount.unit.symbol}"


def _key(book: Book, items: _Items, statement: Statement) -> tuple[Key, bool] | None:
    """The key that the names say, and whether they leave no doubt."""
    measure = _measure(statement)
    area = book.areas.get(statement.area) or book.areas.find(statement.area)
    if not measure or area is None:
        return None
    subject = statement.level
    named = subject if subject.like is None else replace(subject.like, area=subject.area)
    if _is_share_of_area(book, statement):
        named = replace(named, name=statement.whole_name, scope=None)
    for indicator, item, certain in _candidates(book, items, named):
        said = _said_measure(book, statement, indicator, item, measure)
        key = Key(indicator.id, area.code, item, statement.period, said)
        known = said != "" and (not item or book.observation(key) is not None)
        if known and (subject is statement or not _other_dimension(indicator, subject)):
            return key, certain and not statement.aside and not _narrowed(statement, subject) and not (
                subject.like and _narrowed(subject.like, named)
            )
    return None


def _is_share_of_area(book: Book, statement: Statement) -> bool:
    """福田区占全市交易额的28.4%: whether a share is that of an area, of what is measured in the area around it."""
    if statement.measure is not Measure.SHARE or not statement.whole_name or not is_area_alone(statement.name, statement.name):
        return False
    area = book.areas.get(statement.area)
    return area is not None and area.is_part


def _other_dimension(indicator: Indicator, subject: Statement) -> bool:
    return indicator.unit != "" and unit_named(indicator.unit).dimension != subject.figure.dimension


def _measure(statement: Statement) -> str:
    """The measure as in a key, "" for one that no figure of a book has."""
    if statement.measure is Measure.INDEX:
        return statement.base
    if statement.base == "from" and statement.measure is Measure.OTHER:
        return "value"
    measure = _MEASURES.get(statement.measure, "")
    if measure != "growth" or statement.base in ("", "year"):
        return measure
    return "growth_prev" if statement.base == "previous" else ""


def _said_measure(book: Book, statement: Statement, indicator: Indicator, item: str, measure: str) -> str:
    """The measure in the book's words, with the whole of a share where the text names another than the indicator's; "" for one it lacks."""
    if measure != "share" or not statement.whole_name:
        return measure
    whole = book.indicators.find(statement.whole_name)
    if whole is None:
        return ""
    own = item or _is_share_of_area(book, statement)
    return measure if whole.id == (indicator.id if own else indicator.whole) else f"share:{whole.id}"


def _narrowed(statement: Statement, subject: Statement) -> bool:
    """Whether the words say that the figure is of a part of the area, the time or the things that its name stands for."""
    figure, text = statement.figure.start, statement.stretch.text
    start = text.rfind("。", 0, figure) + 1
    some_days = any(
        one.time.kind == "day" and part_of_year(one.time).kind for one in times_said(statement.stretch, start, figure)
    )
    lead = subject.lead.partition(subject.name)[0] if subject.name else subject.lead
    if not statement.period.isdigit():
        lead = without_times(lead)  # the part of a year that the figure is of
    return some_days or bool(_narrowing().search(lead) or _DAY_ALONE.search(text, start, figure))


def _candidates(book: Book, items: _Items, subject: Statement) -> Iterator[tuple[Indicator, str, bool]]:
    """Indicator and item that a figure may be of, the items first, and whether the names leave no doubt."""
    if subject.name:
        yield from _items_named(book, items, subject)
    found = _indicator(book, subject)
    if found is not None:
        yield found[0], "", found[1]


def _items_named(book: Book, items: _Items, subject: Statement) -> Iterator[tuple[Indicator, str, bool]]:
    """The items whose spellings a name is or begins with, of the indicator that it lies in or that the rest of it names."""
    scope = subject.scope
    above = _indicator_above(book, subject)
    bare = _CLASS.sub("", subject.name)
    # 吃、穿和用类商品 in a list of what 实物商品网上零售额 is made up of
    exact = next((item for spelling, item in items.get(bare[:2], ()) if spelling == bare), None)
    if above is not None and exact is not None:
        yield above[0], exact, above[1]
    for spelling, item in items.get(subject.name[:2], ()):
        rest = _rest_of_name(subject.name, spelling)
        if rest is None:
            continue
        own = _find(book, subject, rest) if len(rest) >= 3 else None
        if above is not None and folded_name(above[0].name).endswith(rest):
            yield above[0], item, above[1] and not (scope and scope.doubtful)  # 同城业务量 in a list after 快递业务量
        if own is not None:
            yield own, item, above is None or above[0].id == own.id


def _rest_of_name(name: str, spelling: str) -> str | None:
    """What a name says behind the spelling that it begins with; None where it begins with another."""
    if len(spelling) < 2 or not name.startswith(spelling):
        return None
    return folded_name(name.removeprefix(spelling).removeprefix("的"))


def _indicator_above(book: Book, subject: Statement) -> tuple[Indicator, bool] | None:
    """The indicator of the list that a figure stands in, and whether the names leave no doubt."""
    scope, said_of_it = subject.scope, subject.measure in (Measure.GROWTH, Measure.SHARE)
    whole = (scope.whole if said_of_it else scope.whole_for(subject.figure.dimension)[0]) if scope is not None else None
    return _indicator(book, whole) if whole is not None and whole is not subject else None


def _items(book: Book) -> _Items:
    found: dict[str, list[tuple[str, str]]] = {}
    for record in book.all(Item).values():
        for spelling in (record.name, *record.synonyms):
            found.setdefault(spelling[:2], []).append((spelling, record.id))
    return found


def _indicator(book: Book, subject: Statement) -> tuple[Indicator, bool] | None:
    """The indicator of a figure with a name of its own, and whether the list it stands in leaves it whole.

    实物商品网络零售额 within 网络零售额 is the indicator itself; within 农村网络零售额 it is a part of it, and another figure.
    """
    if not subject.name:
        return None
    own = _find(book, subject, subject.name)
    if subject.scope is None:
        return (own, True) if own is not None else None
    together = _find(book, subject, subject.full_name.replace("/", ""))
    if together is not None:
        return together, True
    if own is None:
        return _part_named(book, subject)
    above = _indicator_above(book, subject) if not subject.scope.doubtful else None
    if above is None:
        return own, False
    container, sure = above
    if container.id == own.id:
        return None
    upwards = _ancestors(book, own)
    if container.id in upwards:
        return own, sure
    if upwards & _ancestors(book, container) or own.id in _ancestors(book, container):
        return None
    return own, sure


def _part_named(book: Book, subject: Statement) -> tuple[Indicator, bool] | None:
    """What a list of parts calls for short, and whether the list leaves it whole: 出口 of 跨境电商交易额 is 跨境电商出口额, 实物商品 of 网络零售额 is
    实物商品网络零售额. The words that the whole begins with are not left out: the same of 农村网络零售额 is another one."""
    above = _indicator_above(book, subject)
    if above is None or len(subject.name) < _SHORTEST_PART:
        return None
    whole = above[0].name
    for left_out in range(len(whole) - 2):
        for at in range(2 * (left_out > 0), len(whole) - left_out + 1):
            found = _find(book, subject, whole[:at] + subject.name + whole[at + left_out :])
            if found is not None and found.id != above[0].id:
                return found, above[1] and subject.scope is not None and not subject.scope.doubtful
    return None


_SHORTEST_PART = 2
"""Characters of the name of a part."""


def _find(book: Book, subject: Statement, name: str) -> Indicator | None:
    """The indicator of a name. One of the nation may have a name and figures of its own (全国网上零售额), which stands before the one
    that areas have as well, if the book has its figure."""
    national = book.indicators.find(grammar()["area"]["nation"][0] + name) if subject.area == NATION else None
    if national is not None:
        measures = ("value", _MEASURES.get(subject.measure, "value"))
        if any(book.observation(Key(national.id, NATION, "", subject.period, measure)) is not None for measure in measures):
            return national
    return book.indicators.find(name)


def _ancestors(book: Book, indicator: Indicator) -> set[str]:
    """Ids of all that an indicator is a part or a share of."""
    found: set[str] = set()
    waiting = [indicator]
    while waiting:
        current = waiting.pop()
        for id in (current.parent, current.whole):
            above = book.indicators.get(id) if id and id not in found else None
            if above is not None and id != indicator.id:
                found.add(id)
                waiting.append(above)
    return found


@lru_cache(maxsize=1)
def _narrowing() -> re.Pattern[str]:
    """Words that say that a figure is of some places, firms or days only, or of the sum of several years."""
    return re.compile(alternatives(grammar()["book"]["narrowing"]))


# -- verdicts


def _judged(context: Context, book: Book, matches: list[_Match]) -> Iterator[tuple[_Match, Claim | None]]:
    """Each match with its claim; None where the figure is likely another one than the book's."""
    verdicts = [_verdict(match) for match in matches]
    printed_right = any(verdict in (Verdict.HOLDS, Verdict.ROUNDING) for verdict in verdicts)
    failed_before: list[Interval] = []
    for match, verdict in zip(matches, verdicts, strict=True):
        cause = _why(book, match, verdict)
        if verdict is not Verdict.FAILS or match.told or match.was:
            yield match, _claim(context, book, match, verdict, cause)
            continue
        first = not printed_right and not failed_before
        printed = match.statement.figure.interval()
        again = any(one.meets(printed) for one in failed_before)
        yield match, _failing(context, book, match, cause, first or again)
        if match.certain and (cause is not None or first or again):
            failed_before.append(printed)


def _why(book: Book, match: _Match, verdict: Verdict) -> Text | None:
    """That the book has changed since, or how a figure that fails differs from the book's."""
    if match.was and verdict is not Verdict.HOLDS:
        return replace(_CHANGED, values={"before": match.was, "now": _inside(match.amount)})
    return _cause(book, match) if verdict is Verdict.FAILS else None


def _failing(context: Context, book: Book, match: _Match, cause: Text | None, alone: bool) -> Claim | None:
    """What is said of a figure that is not the book's. alone: no place prints the book's, or another has failed with this one."""
    if not match.certain and cause is None:
        return None
    sure = match.certain and (cause is not None or alone)
    return _claim(context, book, match, Verdict.FAILS if sure else Verdict.UNDECIDED, cause)


def _sign(statement: Statement) -> int:
    return -1 if statement.sign < 0 else 1


def _verdict(match: _Match) -> Verdict:
    figure, amount, sign = match.statement.figure, match.amount, _sign(match.statement)

    def sides(margin: Margin) -> tuple[Interval, Interval]:
        return figure.interval(margin).scaled(sign), base_interval(amount, margin, Reader.STATEMENT)

    return judge(sides, one_figure=True).verdict


def _cause(book: Book, match: _Match) -> Text | None:
    """How the figure differs from the book's, where that looks like a slip."""
    figure, key, sign = match.statement.figure, match.key, _sign(match.statement)
    earlier = book.amount(year_before(key))
    same = earlier is not None and earlier.unit.dimension == figure.dimension
    if earlier is not None and same and figure.interval().scaled(sign).meets(base_interval(earlier)):
        return text("文中写的是上一年的数字。")
    if figure.interval().scaled(-sign).meets(base_interval(match.amount)):
        return TURNED
    return slip_between(figure, like(figure, match.amount))


def _claim(context: Context, book: Book, match: _Match, verdict: Verdict, cause: Text | None) -> Claim:
    statement, key, amount = match.statement, match.key, match.amount
    places = "、".join(dict.fromkeys(book.exhibit(place[0]).number for place in book.places(key)))
    inside = _inside(amount)
    printed = value_text(statement)
    if verdict is Verdict.FAILS:
        message = text("书中{places}为 {inside}，文中为 {printed}。", places=places, inside=inside, printed=printed)
    elif verdict is Verdict.UNDECIDED:
        message = text(
            "书中{places}为 {inside}，文中为 {printed}，可能口径不同，请核对。", places=places, inside=inside, printed=printed
        )
    elif verdict is Verdict.HOLDS:
        message = text("与书中数字一致。")
    else:
        message = text("只在末位一个单位的进位误差内与书中一致。")
    operands = (operand(statement, "text", context.manuscript),)
    relation = f"{label(statement)} {printed} = {inside}"
    return Claim("book", verdict, relation, operands, inside, message, cause, context.around(operands), str(key))


# -- by value


class _Values:
    """Figures of the book by area and period, for those whose name the prose puts in words of its own."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._by_place: dict[tuple[str, str], list[tuple[Key, str]]] | None = None

    def same(self, statement: Statement) -> _Match | None:
        """The one key of the area and period whose printed value is this and whose name shares its words; None for none or several."""
        if statement.figure.amount.qualifier or statement.figure.exact is not None:
            return None
        said = _said(statement)
        alike = [match for match in self._of(statement) if _alike(match[1], said) and _verdict(match[0]) is Verdict.HOLDS]
        return alike[0][0] if len(alike) == 1 else None

    def named(self, statement: Statement) -> _Match | None:
        """The one key of the area and period whose whole name stands among other words, whatever its value."""
        if statement.aside or statement.scope is not None:
            return None
        said = _said(statement)
        alike = [match for match in self._of(statement) if len(match[1]) >= 4 and match[1] in said]
        return alike[0][0] if len(alike) == 1 else None

    def _of(self, statement: Statement) -> Iterator[tuple[_Match, str]]:
        family, dimension = _MEASURES.get(statement.measure), statement.figure.dimension
        if family is None or statement.base not in ("", "year"):
            return
        for key, name in self._at(statement.area, statement.period):
            amount = self._book.amount(key) if key.measure.partition(":")[0] == family else None
            if amount is not None and amount.unit.dimension == dimension:
                yield _Match(statement, key, amount, False), name

    def _at(self, area: str, period: str) -> list[tuple[Key, str]]:
        if self._by_place is None:
            self._by_place = {}
            for key in self._book.observations:
                indicator, item = self._book.indicator(key.indicator), self._book.item(key.item)
                name = folded_name((item.name if item is not None else "") or (indicator.name if indicator is not None else ""))
                self._by_place.setdefault((key.area, key.period), []).append((key, name))
        return self._by_place.get((area, period), [])


def _said(statement: Statement) -> str:
    """The words before a figure, and before the level that it says something of."""
    said = f"{folded_name(statement.name)}|{folded_name(statement.lead)}"
    head = statement.head
    return f"{said}|{folded_name(head.name)}|{folded_name(head.lead)}" if head is not None and not statement.name else said


def _alike(name: str, said: str) -> bool:
    """Whether four characters in a row, or the whole of a shorter name and at least two thirds of any, stand in what is said."""
    least = max(min(len(name), 4), -(-2 * len(name) // 3))
    return len(name) >= 2 and any(name[start : start + least] in said for start in range(len(name) - least + 1))
