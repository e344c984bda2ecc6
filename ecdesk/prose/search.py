"""All relations of a manuscript as claims, in the order of their worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, starmap

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.texts import Text, text
from ecdesk.prose.claims import Claim, Operand, label, show, value_text
from ecdesk.prose.printed.containment import find_containment
from ecdesk.prose.printed.counts import Count, search_counts
from ecdesk.prose.printed.dates import Day, search_days
from ecdesk.prose.printed.durations import find_durations
from ecdesk.prose.printed.ordinals import find_ordinals
from ecdesk.prose.printed.table_and_prose import cell_claims
from ecdesk.prose.printed.table_hundreds import table_hundreds
from ecdesk.prose.printed.tables import table_claims, tables
from ecdesk.prose.printed.tallies import find_tallies
from ecdesk.prose.printed.thresholds import search_thresholds
from ecdesk.prose.reading.context import Context
from ecdesk.prose.relations.equality import Same, as_alike, classes, search_contradictions, search_equalities
from ecdesk.prose.relations.facts import Fact, Facts, exactly, tell
from ecdesk.prose.relations.growth.differences import search_differences
from ecdesk.prose.relations.growth.directions import find_directions
from ecdesk.prose.relations.growth.growths import Contribution, Growth, by_growth, rate_of, search_contributions, search_growths
from ecdesk.prose.relations.growth.indices import index_claims
from ecdesk.prose.relations.growth.part_growth import growths
from ecdesk.prose.relations.growth.products import search_products
from ecdesk.prose.relations.lists import Listed, near_miss, unconfirmed_lists
from ecdesk.prose.relations.near.changes import missed_changes
from ecdesk.prose.relations.near.english import claims_in_english, is_turned, missed_in_english, missed_totals, told_twice
from ecdesk.prose.relations.near.growths import missed_growths
from ecdesk.prose.relations.near.hundreds import missed_hundreds
from ecdesk.prose.relations.near.leads import missed_leads, told_among_the_same
from ecdesk.prose.relations.near.misses import Miss, missed_shares
from ecdesk.prose.relations.near.rates import missed_rates
from ecdesk.prose.relations.near.runs import missed_runs
from ecdesk.prose.relations.order import Order, search_order
from ecdesk.prose.relations.shares import (
    Share,
    by_share,
    search_hundreds,
    search_one_whole,
    search_own_wholes,
    search_shares,
    search_structures,
)
from ecdesk.prose.relations.slips import Slip
from ecdesk.prose.relations.sums import Sums, search_sums
from ecdesk.prose.relations.wholes.adding import listed_shares, sum_claim, within_claim


def find_relations(context: Context) -> Iterator[Claim]:
    """Every relation that is believed, and every near miss of one that is meant. What is believed first bears out its figures, which are then
    not what slipped."""
    facts = Facts(context)
    sums = search_sums(facts)
    tell("sum", (exactly(one.total, *one.parts) for one in sums.found))
    shares = search_shares(facts, sums)
    tell("share", (by_share(one) for one in shares.values() if one.verdict is Verdict.HOLDS))
    hundreds = search_hundreds(facts)
    tell("hundred", (exactly(*one.parts) for one in hundreds))
    growth = [one for one in (*search_growths(facts), *search_differences(facts)) if not is_turned(facts, one)]
    tell("growth", map(by_growth, growth))
    same = search_equalities(facts)
    tell("same", map(as_alike, same))
    yield from _sum_claims(context, sums)
    yield from map(partial(_share_claim, context), shares.values())
    # Where the whole is printed, each share is held against it.
    wholes = (one for one in search_one_whole(facts, shares) if one[2] is None or one[0][0].number not in sums.of_part)
    yield from starmap(partial(_whole_claim, context), chain(wholes, search_own_wholes(facts, shares)))
    yield from (_hundred_claim(context, hundred.parts) for hundred in hundreds)
    yield from starmap(partial(_structure_claim, context), search_structures(facts, sums))
    yield from map(partial(_growth_claim, context), growth)
    yield from index_claims(context)
    yield from map(partial(_contribution_claim, context), search_contributions(facts))
    yield from map(partial(_order_claim, context), search_order(facts))
    yield from chain.from_iterable(map(partial(_same_claims, context), classes(same)))
    yield from _list_claims(context, facts, sums, [one.parts for one in hundreds])
    known = {one.rate.number for one in growth}
    misses = [*missed_shares(facts, sums, shares), *missed_growths(facts, known), *missed_hundreds(facts)]
    own = known | shares.keys() | {fact.number for miss in misses for fact in _said_in(miss)}
    misses += missed_in_english(facts, sums, own)
    told = {miss.meant.share.number for miss in misses if isinstance(miss.meant, Share)}
    yield from map(partial(_missed_claim, context), chain(misses, missed_rates(facts, told | shares.keys())))
    members = {fact.number for one in hundreds for fact in one.parts}
    yield from map(partial(_at_most_claim, context), listed_shares(facts, members))
    yield from map(partial(_count_claim, context), search_counts(facts))
    yield from starmap(partial(_day_claim, context), search_days(context))
    yield from chain(find_durations(context), find_directions(context))
    yield from search_products(facts)
    yield from chain(
        find_containment(context),
        find_ordinals(context, facts, sums),
        find_tallies(context, facts),
        claims_in_english(context, facts),
    )
    printed = tables(context)
    yield from chain(table_claims(context, printed), table_hundreds(context, printed), cell_claims(context, printed))
    yield from starmap(partial(_contradiction, context), _contradictions(facts, same))


def _said_in(miss: Miss) -> tuple[Fact, ...]:
    """The percentage or percentages that a miss is of."""
    meant = miss.meant
    return meant if isinstance(meant, tuple) else (meant.share if isinstance(meant, Share) else meant.rate,)


def _contradictions(facts: Facts, same: list[Same]) -> Iterator[tuple[Same, Text]]:
    """Two places of one figure that differ by a slip, each once."""
    seen: set[tuple[int, int]] = set()
    leads = ((Same(one, two, 0.0), words) for one, two, words in chain(missed_leads(facts), told_among_the_same(facts, same)))
    for pair, words in chain(search_contradictions(facts, same), search_thresholds(facts), leads, told_twice(facts)):
        if (pair.one.number, pair.two.number) not in seen:
            seen.add((pair.one.number, pair.two.number))
            yield pair, words


def _sum_claims(context: Context, sums: Sums) -> Iterator[Claim]:
    for splits in sums.by_total.values():
        grown: list[Claim] = []
        for one in splits:
            parts = [part.statement for part in one.parts]
            yield sum_claim(context, one.total.statement, parts)
            if one.total.kind == "level":
                grown += growths(context, one.total.statement, parts)
        borne_out = any(claim.verdict is Verdict.HOLDS for claim in grown)  # then parts of another split are at other prices
        yield from (claim for claim in grown if claim.verdict is not Verdict.FAILS or not borne_out)


def _list_claims(context: Context, facts: Facts, sums: Sums, hundreds: Sequence[Sequence[Fact]]) -> Iterator[Claim]:
    """Lists that do not come out: a slip, parts that are more than the total, or no more than it."""
    runs = {one.key: (one, slip) for one, slip in chain(missed_runs(facts, sums), missed_totals(facts))}
    for one in unconfirmed_lists(facts, sums, hundreds):
        verdict, slip = near_miss(one)
        if verdict is Verdict.FAILS:
            runs.pop(one.key, None)
        if one.key not in runs:  # a slip that is told of a run says more than that its list is left open
            yield from _list_claim(context, one, verdict, slip)
    for one, slip in runs.values():
        yield sum_claim(context, one.total.statement, [part.statement for part in one.parts], slip.words)
    for total, parts, slip in missed_changes(facts, sums):
        yield sum_claim(context, total.statement, [part.statement for part in parts], slip.words)


def _list_claim(context: Context, one: Listed, verdict: Verdict, slip: Slip | None) -> Iterator[Claim]:
    if verdict is not Verdict.HOLDS or (one.sure and one.is_most):
        parts = [part.statement for part in one.parts]
        yield sum_claim(context, one.total.statement, parts, slip.words if slip is not None else None, verdict)
    elif one.total.kind in ("level", "share") and not (one.closed or one.loose):
        yield from _within(context, one)


def _within(context: Context, one: Listed) -> Iterator[Claim]:
    """Parts that are together no more than their total; parts that overlap, each by itself."""
    parts = [part.statement for part in one.parts]
    overlap = one.off * 10 > one.total.point and len(parts) > 1
    if overlap:
        small = [part.statement for part in one.parts if part.point <= one.total.point]
        yield from (within_claim(context, one.total.statement, [part], False) for part in small)
    elif one.off * 2 <= one.width or one.asks:
        yield within_claim(context, one.total.statement, parts, one.asks)


def _share_claim(context: Context, one: Share, cause: Text | None = None) -> Claim:
    part, whole, share = one.part.statement, one.whole.statement, one.share.statement
    relation = f"{label(part)} {value_text(part)} ÷ {label(whole)} {value_text(whole)} = {value_text(share)}"
    expected = show(part.figure.value / whole.figure.value, share.figure)
    message, verdict = None, one.verdict
    if verdict is Verdict.FAILS:
        message = text("应为 {expected}，文中为 {printed}。", expected=expected, printed=value_text(share))
        verdict = Verdict.FAILS if cause is not None else Verdict.UNDECIDED
    roles = [(part, "part"), (whole, "total"), (share, "share")]
    return context.claim("share", verdict, relation, roles, expected, message, cause)


def _whole_claim(context: Context, one: tuple[Fact, Fact], two: tuple[Fact, Fact], cause: Text | None) -> Claim:
    """Two parts and their shares that give one whole."""
    (a, s), (b, t) = one, two
    parts = [fact.statement for fact in (a, s, b, t)]
    relation = f"{label(parts[0])} {value_text(parts[0])} ÷ {value_text(parts[1])} = {label(parts[2])} {value_text(parts[2])} ÷ {value_text(parts[3])}"
    roles = list(zip(parts, ("part", "share", "part", "share"), strict=True))
    verdict = Verdict.HOLDS if cause is None else Verdict.FAILS
    message = text("由各部分及其占比推算的总数不一致。") if cause is not None else None
    return context.claim("share", verdict, relation, roles, "", message, cause)


def _hundred_claim(context: Context, facts: Sequence[Fact], cause: Text | None = None, missed: bool = False) -> Claim:
    parts = [fact.statement for fact in facts]
    whole = "100" if facts[0].kind == "ratio" else "100%"
    relation = f"{' + '.join(f'{label(part)} {value_text(part)}' for part in parts)} = {whole}"
    message = text("各部分之和不是 {whole}。", whole=whole) if missed else None
    verdict = Verdict.HOLDS if not missed else Verdict.UNDECIDED if cause is None else Verdict.FAILS
    return context.claim("sum", verdict, relation, [(part, "part") for part in parts], "100%", message, cause)


def _at_most_claim(context: Context, facts: Sequence[Fact]) -> Claim:
    parts = [fact.statement for fact in facts]
    relation = f"{' + '.join(value_text(part) for part in parts)} ≤ 100%"
    return context.claim("sum", Verdict.HOLDS, relation, [(part, "part") for part in parts], "", text("各部分之和不超过总数。"))


def _structure_claim(context: Context, one: Share, cause: Text | None) -> Claim:
    part, whole, member = one.part.statement, one.whole.statement, one.share.statement
    relation = f"{label(part)} {value_text(part)} ÷ {label(whole)} {value_text(whole)} = {value_text(member)}%"
    expected = f"{float(part.figure.value / whole.figure.value * 100):.{max(0, -member.figure.amount.exponent)}f}"
    message = None
    if one.verdict is not Verdict.HOLDS:
        message = text("应为 {expected}，文中为 {printed}。", expected=expected, printed=value_text(member))
    roles = [(part, "part"), (whole, "total"), (member, "share")]
    return context.claim("share", one.verdict, relation, roles, expected, message, cause)


def _contribution_claim(context: Context, one: Contribution) -> Claim:
    (part, grown), (whole, rise) = ((level.statement, growth.statement) for level, growth in (one.part, one.whole))
    share = one.share.statement
    change = "{0}×{1}/(1+{1})"
    made = change.format(f"{label(part)} {value_text(part)}", value_text(grown))
    among = change.format(f"{label(whole)} {value_text(whole)}", value_text(rise))
    roles = [(part, "part"), (grown, "growth"), (whole, "total"), (rise, "growth"), (share, "share")]
    return context.claim("share", Verdict.HOLDS, f"{made} ÷ {among} = {value_text(share)}", roles, value_text(share))


_SIGNS = {
    "ratio": "{now} ÷ {before} - 1 = {rate}",
    "times": "{now} ÷ {before} = {rate}",
    "difference": "{now} - {before} = {rate}",
}
_CHANGE = "{before} ÷ ({now} - {before}) = {rate}"
_AVERAGE = "({now} ÷ {before})^(1/{years}) - 1 = {rate}"


def _growth_claim(context: Context, one: Growth, message: Text | None = None, cause: Text | None = None) -> Claim:
    now, before, rate = one.now.statement, one.before.statement, one.rate.statement
    form = _AVERAGE if one.years > 1 else _SIGNS.get(one.form, _CHANGE)
    words = {"now": f"{label(now)} {value_text(now)}", "before": value_text(before), "rate": value_text(rate)}
    kind = "cagr" if one.years > 1 else _kind(one)
    expected = "" if one.years > 1 else show(rate_of(one), rate.figure)
    roles = [(now, "now"), (before, "before"), (rate, "growth")]
    return context.claim(kind, one.verdict, form.format(years=one.years, **words), roles, expected, message, cause)


def _kind(one: Growth) -> str:
    if one.form == "times":
        return "ratio"
    if one.form != "difference":
        return "growth"
    return "points" if one.rate.kind == "points" else "growth" if one.rate.kind == "change" else "diff"


def _missed_claim(context: Context, miss: Miss) -> Claim:
    meant = miss.meant
    if isinstance(meant, tuple):
        return _hundred_claim(context, meant, miss.words, missed=True)
    if isinstance(meant, Share):
        return _share_claim(context, meant, miss.words)
    expected = show(rate_of(meant), meant.rate.statement.figure)
    if miss.words is None:
        meant.verdict = Verdict.UNDECIDED
        message = miss.doubt or text("按上年数推算为 {expected}，前期数字可能已修订，请核对。", expected=expected)
    else:
        message = text("应为 {expected}，文中为 {printed}。", expected=expected, printed=value_text(meant.rate.statement))
    return _growth_claim(context, meant, message, miss.words)


def _order_claim(context: Context, one: Order) -> Claim:
    ranked = [fact.statement for fact in one.ranked]
    wrong = text("高低的方向反了。") if one.compared else text("文字说是由高到低排列，数字却不是。")
    message = wrong if one.verdict is Verdict.FAILS else None
    relation = " ≥ ".join(value_text(statement) for statement in ranked)
    return context.claim("rank", one.verdict, relation, [(statement, "rank") for statement in ranked], "", message)


MOST_PLACES = 40
"""Places of one figure in one claim; of more there are several."""


def _same_claims(context: Context, places: Sequence[Fact]) -> Iterator[Claim]:
    for begin in range(0, len(places) - 1, MOST_PLACES - 1):
        some = [fact.statement for fact in places[begin : begin + MOST_PLACES]]
        if len(some) > 1:
            relation = " = ".join([f"{label(some[0])} {value_text(some[0])}", *(value_text(one) for one in some[1:])])
            message = text("全文各处一致。")
            yield context.claim("crossref", Verdict.HOLDS, relation, [(one, "same") for one in some], "", message)


def _contradiction(context: Context, one: Same, cause: Text) -> Claim:
    first, second = one.one.statement, one.two.statement
    relation = f"{label(first)} {value_text(first)} = {value_text(second)}"
    message = text("同一数字两处不同：{one} 与 {two}。", one=value_text(first), two=value_text(second))
    return context.claim("crossref", Verdict.FAILS, relation, [(first, "same"), (second, "same")], "", message, cause)


def _count_claim(context: Context, one: Count) -> Claim:
    least, most = one.names.least, one.names.most
    stated = one.stated.statement
    relation = f"{least if least == most else f'{least}—{most}'} = {value_text(stated)}"
    if one.verdict is Verdict.HOLDS:
        expected, message = value_text(stated), text("列出的名称与所说的个数相符。")
    else:
        expected, message = str(least), text("列出 {count} 个名称，文中说有 {stated}。", count=least, stated=value_text(stated))
    return context.claim("count", one.verdict, relation, [(stated, "count")], expected, message)


def _day_claim(context: Context, one: Day, two: Day, agree: bool) -> Claim:
    operands = []
    for day in (one, two):
        start, end = day.stretch.place(day.start, day.end)
        operands.append(Operand(start, end, context.manuscript[start:end], "day"))
    relation = " = ".join(operand.text for operand in operands)
    verdict = Verdict.HOLDS if agree else Verdict.UNDECIDED
    message = text("两处日期一致。")
    if not agree:
        message = text("同一事件两处日期似乎不同：{one} 与 {two}，请核对。", one=operands[0].text, two=operands[1].text)
    return Claim("date", verdict, relation, tuple(operands), operands[0].text, message, None, context.around(operands))
