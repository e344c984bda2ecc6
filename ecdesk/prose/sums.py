"""Sums: parts after 其中, parts by 分行业看, parts that a vocabulary knows to be whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.intervals import total
from ecdesk.domain.judging import decide
from ecdesk.domain.texts import text
from ecdesk.prose.adding import adds_up, exceeds, slip, sum_claim, transposed
from ecdesk.prose.claims import Claim, label, show, value_text
from ecdesk.prose.context import Context
from ecdesk.prose.figures import FigureKind
from ecdesk.prose.known_lists import SUMMED, known_lists, member_of, qualifies
from ecdesk.prose.lexicon import Partition, exhaustive_views, grammar, incomplete_wholes, partitions
from ecdesk.prose.part_growth import growths
from ecdesk.prose.statements import Measure, Scope, Statement, comparable_dimension


def find_sums(context: Context) -> Iterator[Claim]:
    """Every claim that parts make up, or at most reach, a whole; and for each whole list the growth of its parts."""
    seen: set[frozenset[int]] = set()
    for whole, parts, partition in known_lists(context):
        seen.add(frozenset(map(id, (whole, *parts))))
        yield from _exhaustive(context, whole, parts, partition)
    scopes: dict[int, Scope] = {}
    for statement in context.statements:
        if statement.scope is not None:
            scopes.setdefault(id(statement.scope), statement.scope)
    for scope in scopes.values():
        yield from _from_scope(context, scope, seen)


def _exhaustive(context: Context, whole: Statement, parts: list[Statement], partition: Partition) -> Iterator[Claim]:
    claim = sum_claim(context, whole, parts, exhaustive=True)
    if claim.verdict is Verdict.FAILS and claim.cause is None and partition.companions and not exceeds(whole, parts):
        message = text("列出的各项之和与总数不符，但各项是否完整、是否重叠不能确定。")
        claim = replace(claim, verdict=Verdict.UNDECIDED, message=message)
    yield claim
    if claim.verdict in (Verdict.HOLDS, Verdict.ROUNDING):
        yield from growths(context, whole, parts, known=True)
        yield from _shares_of_all(context, parts)


def _shares_of_all(context: Context, parts: list[Statement]) -> Iterator[Claim]:
    """The printed shares of all parts of a whole make up a hundred."""
    shares = [share for part in parts if (share := context.shares.get(id(part))) is not None]
    if len(shares) != len(parts) or len(shares) < 2 or len({share.whole_name for share in shares if share.whole_name}) > 1:
        return  # 占出口总值的63%, 占进口总值的39.5%: of two wholes
    verdict = decide(lambda margin: 1 in total(share.figure.interval(margin) for share in shares))
    computed = sum((share.figure.value for share in shares), Fraction(0))
    expected = show(computed, shares[0].figure)
    message = text("各部分的比重之和为 {sum}，应为 100%。", sum=expected) if verdict is Verdict.FAILS else None
    relation = f"{' + '.join(value_text(share) for share in shares)} = 100%"
    yield context.claim("sum", verdict, relation, [(share, "share") for share in shares], expected, message)


# -- lists by 其中 and by views


def _from_scope(context: Context, scope: Scope, seen: set[frozenset[int]]) -> Iterator[Claim]:
    for dimension in dict.fromkeys(comparable_dimension(part.figure.dimension) for part in scope.parts):
        whole, doubtful = scope.whole_for(dimension)
        for other in scope.candidates:
            # 总产值69.93亿元，增加值37.90亿元。其中，农业产值…: the parts themselves say of which they are parts
            same = comparable_dimension(other.figure.dimension) == comparable_dimension(dimension)
            if whole is not None and other is not whole and same:
                parts = _own_parts(scope, other)
                if len(parts) >= 2 and adds_up(whole, parts) is Verdict.FAILS and adds_up(other, parts) is Verdict.HOLDS:
                    whole, doubtful = other, False
        if whole is not None and whole.figure.kind in SUMMED:
            yield from _one_list(context, scope, whole, doubtful, seen)
            yield from _over_years(context, scope, whole)


def _over_years(context: Context, scope: Scope, whole: Statement) -> Iterator[Claim]:
    """2018—2020年2188.04亿元，其中2018年558.84亿元，2019年755.75亿元…: years that make up a span, if they do."""
    parts = [
        part
        for part in (*scope.parts, *scope.later)
        if part.measure is Measure.LEVEL
        and part.figure.dimension == whole.figure.dimension
        and part is not whole
        and not part.aside
    ]
    periods = {part.period for part in parts}
    if whole.measure is Measure.LEVEL and len(parts) == len(periods) >= 2 and adds_up(whole, parts) is Verdict.HOLDS:
        yield sum_claim(context, whole, parts, exhaustive=True)


def _one_list(context: Context, scope: Scope, whole: Statement, doubtful: bool, seen: set[frozenset[int]]) -> Iterator[Claim]:
    parts = _own_parts(scope, whole)
    if not parts:
        return
    if whole.measure is Measure.CHANGE:
        # What some parts lose others gain, so only a list that adds up says anything, or one that would with two digits turned.
        runs = _splits(whole, parts)
        for run in runs:
            yield sum_claim(context, whole, run, exhaustive=True)
        if not runs and _complete_by_name(whole, parts):
            yield sum_claim(context, whole, parts, exhaustive=True)
        elif not runs and len(parts) >= 2 and all(part.sign == whole.sign for part in parts):
            turned = transposed(whole, parts, 3)
            if turned is not None:
                yield replace(sum_claim(context, whole, parts, exhaustive=True), cause=turned)
        return
    if frozenset(map(id, (whole, *parts))) in seen:
        return
    runs = _splits(whole, parts)
    if runs:
        for run in runs:
            if frozenset(map(id, (whole, *run))) in seen:
                continue
            yield sum_claim(context, whole, run, exhaustive=True)
            yield from growths(context, whole, run, known=False)
            yield from _shares_of_all(context, run)
        return
    together = [
        *parts,
        *(part for part in scope.later if part.figure.dimension == whole.figure.dimension and part.measure is whole.measure),
    ]
    if len(together) > len(parts) and adds_up(whole, together) is Verdict.HOLDS:
        yield sum_claim(context, whole, together, exhaustive=True)
    known = [s for s in seen if id(whole) in s]
    left = [part for part in parts if not any(id(part) in s for s in known)]
    if not left:
        return
    yield from _at_most(context, scope, whole, left, doubtful)


def _complete_by_name(whole: Statement, parts: list[Statement]) -> bool:
    """短期贷款增加1.98万亿元，中长期贷款增加5.45万亿元: changes of parts that, by their names, are all of the whole."""
    for partition in partitions():
        tags = [member_of(part.name, partition) for part in parts]
        members = {tag[0] for tag in tags if tag is not None}
        if (
            not partition.companions
            and not partition.if_equal
            and len(tags) == len(members) >= len(partition.members)
            and members >= set(range(len(partition.members)))
        ):
            rest = max((tag[1] for tag in tags if tag is not None), key=len)
            return qualifies(whole, parts[0], rest, partition)
    return False


def _own_parts(scope: Scope, whole: Statement) -> list[Statement]:
    """The listed figures that measure the same thing as the whole, without those that are parts of another part."""
    same = [
        part
        for part in scope.parts
        if part.measure is whole.measure
        and part is not whole
        and comparable_dimension(part.figure.dimension) == comparable_dimension(whole.figure.dimension)
        and part.figure.dimension
        and part.figure.kind in SUMMED
        and not part.reached
        and part.period == whole.period
        and ("人均" in part.name) == ("人均" in whole.name)
        and (bool(part.aside) == (scope.words == "（"))
    ]
    names = [part.name for part in same]
    return [
        part
        for part in same
        if not (len(part.name) > 3 and any(part.name != name and len(name) > 3 and part.name.endswith(name) for name in names))
    ]


def _splits(whole: Statement, parts: list[Statement]) -> list[list[Statement]]:
    """Runs of two parts or more that add up to the whole, one after the other from the first part on; empty when there are none."""
    runs: list[list[Statement]] = []
    start = 0
    while start < len(parts):
        found = 0
        for end in range(min(len(parts), start + 40), start + 1, -1):
            if adds_up(whole, parts[start:end]) in (Verdict.HOLDS, Verdict.ROUNDING):
                found = end
                break
        if not found:
            if not runs:
                return []
            break
        runs.append(parts[start:found])
        start = found
    return runs


_GENERIC = {"个", "项", "条", "次", "种", "处", "件", "家", "人", "场"}


def _related(whole: Statement, part: Statement) -> bool:
    """Whether a part can be a part: money of money always, but of things counted in 个 only what is named alike."""
    if whole.figure.dimension not in _GENERIC:
        return True
    shared = {whole.name[i : i + 2] for i in range(len(whole.name) - 1)}
    return len(part.name) <= 5 or any(part.name[i : i + 2] in shared for i in range(len(part.name) - 1))


def _at_most(context: Context, scope: Scope, whole: Statement, parts: list[Statement], doubtful: bool) -> Iterator[Claim]:
    """Parts that do not add up: together they may not exceed the whole."""
    view = (
        scope.opener == "view"
        and any(word in scope.words for word in exhaustive_views())
        and not any(word in whole.name for word in incomplete_wholes())
    )
    if view and len(parts) >= 2 and not doubtful and _half_at_least(whole, parts):
        yield sum_claim(context, whole, parts, exhaustive=True)
        return
    rest = any(part.name.startswith(tuple(grammar()["parts"]["rest"])) for part in parts[1:])
    one_breath = len({part.segment for part in parts}) == 1
    if rest and one_breath and len(parts) >= 2 and not doubtful:
        yield sum_claim(context, whole, parts, exhaustive=True)
        return
    near = [part for part in parts if part.segment == parts[0].segment]
    too_large = [part for part in parts if exceeds(whole, [part])]
    if too_large:
        certain = [
            part for part in too_large if part in near and scope.opener == "parts" and not doubtful and _related(whole, part)
        ]
        for part in certain[:1]:
            yield _excess(context, whole, [part], Verdict.FAILS)
        if certain:
            return
        parts = [part for part in parts if part not in too_large]
        if not parts:
            return
    if exceeds(whole, parts):
        # Parts may overlap (夏粮, 秋粮 and then 小麦), so a list over several segments proves nothing.
        # Users and visitors may be counted in several parts at once; money may not.
        certain_list = (
            one_breath
            and scope.opener == "parts"
            and not doubtful
            and len(parts) >= 2
            and all(_related(whole, p) for p in parts)
            and (whole.figure.kind is FigureKind.MONEY or slip(whole, parts) is not None)
        )
        yield _excess(context, whole, parts, Verdict.FAILS if certain_list else Verdict.UNDECIDED)
        if not certain_list:
            for part in parts:
                relation = f"{label(part)} {value_text(part)} ≤ {label(whole)} {value_text(whole)}"
                yield context.claim(
                    "sum", Verdict.HOLDS, relation, [(whole, "total"), (part, "part")], "", text("部分不超过总数。")
                )
        return
    turned = transposed(whole, parts)
    relation = f"{' + '.join(f'{label(part)} {value_text(part)}' for part in parts)} ≤ {label(whole)} {value_text(whole)}"
    roles = [(whole, "total"), *((part, "part") for part in parts)]
    if turned is not None and len(parts) >= 2 and not doubtful:
        yield context.claim(
            "sum", Verdict.FAILS, relation, roles, "", text("各部分之和不等于总数，但改动一处相邻数字即相等，请核对。"), turned
        )
        return
    yield context.claim("sum", Verdict.HOLDS, relation, roles, "", text("各部分之和不超过总数。"))


def _half_at_least(whole: Statement, parts: list[Statement]) -> bool:
    """A view that names all parts comes near the whole even with a slip in it; one that is far from it names only some."""
    computed = sum((part.figure.value for part in parts), Fraction(0))
    return whole.figure.value / 2 <= computed <= whole.figure.value * 2


def _excess(context: Context, whole: Statement, parts: list[Statement], verdict: Verdict) -> Claim:
    computed = sum((part.figure.value for part in parts), Fraction(0))
    message = (
        text("部分（{sum}）大于总数（{whole}）。", sum=show(computed, whole.figure), whole=value_text(whole))
        if verdict is Verdict.FAILS
        else text(
            "列出的各项之和（{sum}）大于总数（{whole}），各项可能有重叠，请核对。",
            sum=show(computed, whole.figure),
            whole=value_text(whole),
        )
    )
    relation = f"{' + '.join(f'{label(part)} {value_text(part)}' for part in parts)} ≤ {label(whole)} {value_text(whole)}"
    return context.claim("sum", verdict, relation, [(whole, "total"), *((part, "part") for part in parts)], "", message)
