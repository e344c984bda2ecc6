"""All relations of a manuscript as claims, in the order of their worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.texts import text
from ecdesk.prose.adding import sum_claim
from ecdesk.prose.claims import Claim, label, show, value_text
from ecdesk.prose.context import Context
from ecdesk.prose.part_growth import growths
from ecdesk.prose.relations.equality import classes, search_equalities
from ecdesk.prose.relations.facts import Fact, Facts
from ecdesk.prose.relations.growths import Growth, rate_of, search_growths
from ecdesk.prose.relations.order import Order, search_order
from ecdesk.prose.relations.shares import Hundred, Share, search_hundreds, search_shares
from ecdesk.prose.relations.sums import search_sums


def find_relations(context: Context) -> Iterator[Claim]:
    """Every relation that is believed, and every near miss of one that is meant."""
    facts = Facts(context)
    sums = search_sums(facts)
    for one in sums.found:
        parts = [part.statement for part in one.parts]
        yield sum_claim(context, one.total.statement, parts, exhaustive=True)
        if one.total.kind == "level":
            yield from growths(context, one.total.statement, parts, known=True)
    for share in search_shares(facts, sums).values():
        yield _share_claim(context, share)
    for hundred in search_hundreds(facts):
        yield _hundred_claim(context, hundred)
    for growth in search_growths(facts):
        yield _growth_claim(context, growth)
    for order in search_order(facts):
        yield _order_claim(context, order)
    for places in classes(search_equalities(facts)):
        yield from _same_claims(context, places)


def _share_claim(context: Context, one: Share) -> Claim:
    part, whole, share = one.part.statement, one.whole.statement, one.share.statement
    relation = f"{label(part)} {value_text(part)} ÷ {label(whole)} {value_text(whole)} = {value_text(share)}"
    expected = show(part.figure.value / whole.figure.value, share.figure)
    return context.claim("share", one.verdict, relation, [(part, "part"), (whole, "total"), (share, "share")], expected)


def _hundred_claim(context: Context, one: Hundred) -> Claim:
    parts = [part.statement for part in one.parts]
    relation = f"{' + '.join(value_text(part) for part in parts)} = {'100' if one.parts[0].kind == 'ratio' else '100%'}"
    return context.claim("sum", Verdict.HOLDS, relation, [(part, "part") for part in parts], "100%")


_SIGNS = {"ratio": "{now} ÷ {before} - 1 = {rate}", "times": "{now} ÷ {before} = {rate}", "difference": "{now} - {before} = {rate}"}
_CHANGE = "{before} ÷ ({now} - {before}) = {rate}"
_AVERAGE = "({now} ÷ {before})^(1/{years}) - 1 = {rate}"


def _growth_claim(context: Context, one: Growth) -> Claim:
    now, before, rate = one.now.statement, one.before.statement, one.rate.statement
    form = _AVERAGE if one.years > 1 else _SIGNS.get(one.form, _CHANGE)
    words = {"now": f"{label(now)} {value_text(now)}", "before": value_text(before), "rate": value_text(rate)}
    kind = "cagr" if one.years > 1 else _kind(one)
    expected = "" if one.years > 1 else show(rate_of(one), rate.figure)
    roles = [(now, "now"), (before, "before"), (rate, "growth")]
    return context.claim(kind, one.verdict, form.format(years=one.years, **words), roles, expected)


def _kind(one: Growth) -> str:
    if one.form == "times":
        return "ratio"
    if one.form != "difference":
        return "growth"
    return "points" if one.rate.kind == "points" else "growth" if one.rate.kind == "change" else "diff"


def _order_claim(context: Context, one: Order) -> Claim:
    ranked = [fact.statement for fact in one.ranked]
    message = text("文字说是由高到低排列，数字却不是。") if one.verdict is Verdict.FAILS else None
    relation = " ≥ ".join(value_text(statement) for statement in ranked)
    return context.claim("rank", one.verdict, relation, [(statement, "rank") for statement in ranked], "", message)


MOST_PLACES = 40


def _same_claims(context: Context, places: Sequence[Fact]) -> Iterator[Claim]:
    for begin in range(0, len(places) - 1, MOST_PLACES - 1):
        some = [fact.statement for fact in places[begin : begin + MOST_PLACES]]
        if len(some) > 1:
            relation = " = ".join([f"{label(some[0])} {value_text(some[0])}", *(value_text(one) for one in some[1:])])
            message = text("全文各处一致。")
            yield context.claim("crossref", Verdict.HOLDS, relation, [(one, "same") for one in some], "", message)
