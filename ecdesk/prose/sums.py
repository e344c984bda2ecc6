"""Sums: parts after 其中, parts by 分行业看, parts that a vocabulary knows to be whole; and the growth of parts against that of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from ecdesk.domain.amounts import FULL, HALF
from ecdesk.domain.findings import Verdict
from ecdesk.domain.intervals import Interval, total
from ecdesk.domain.texts import Text, text
from ecdesk.prose.claims import Claim, decide, label, show, signed, value_text
from ecdesk.prose.context import ONE, Context
from ecdesk.prose.explain import likely_cause
from ecdesk.prose.figures import Figure, FigureKind
from ecdesk.prose.lexicon import Partition, exhaustive_views, grammar, incomplete_wholes, partitions, words
from ecdesk.prose.statements import Measure, Scope, Statement, comparable_dimension

_SUMMED = (FigureKind.LEVEL, FigureKind.COUNT, FigureKind.MONEY, FigureKind.PERCENT)


def find_sums(context: Context) -> Iterator[Claim]:
    """Every claim that parts make up, or at most reach, a whole; and for each whole list the growth of its parts."""
    seen: set[frozenset[int]] = set()
    for whole, parts, partition in _known_lists(context):
        seen.add(frozenset(map(id, (whole, *parts))))
        yield from _exhaustive(context, whole, parts, partition)
    scopes: dict[int, Scope] = {}
    for statement in context.statements:
        if statement.scope is not None:
            scopes.setdefault(id(statement.scope), statement.scope)
    for scope in scopes.values():
        yield from _from_scope(context, scope, seen)


# -- lists by vocabulary


EARLIER = 6
"""Paragraphs that the whole of a list may stand back: a release gives the total first and then what it consists of."""


def _known_lists(context: Context) -> Iterator[tuple[Statement, list[Statement], Partition]]:
    before: list[list[Statement]] = []
    for statements in context.by_stretch.values():
        levels = [s for s in statements if s.measure is Measure.LEVEL and not s.reached and s.figure.kind in _SUMMED]
        if len(levels) >= 2:
            earlier = [s for paragraph in before[-EARLIER:] for s in paragraph if not s.aside]
            for partition in partitions():
                for whole, run in _runs(levels, partition):
                    if whole is not None:
                        if not partition.if_equal or adds_up(whole, run) is Verdict.HOLDS:
                            yield whole, run, partition
                    else:
                        found = _elsewhere(earlier, run, partition)
                        if found is not None:
                            yield found, run, partition
        before.append(levels)


def _elsewhere(earlier: list[Statement], run: list[Statement], partition: Partition) -> Statement | None:
    """The whole of a list in an earlier paragraph. Nobody says that it is the one, so only a figure that fits is taken, or one that a
    slip of the pen keeps from fitting."""
    rest = max((tag[1] for part in run if (tag := member_of(part.name, partition)) is not None), key=len, default="")
    if partition.only and not any(word in rest for word in partition.only):
        return None
    wholes = [s for s in earlier if s.period == run[0].period and _qualifies(s, run[0], rest, partition, elsewhere=True)]
    wholes = [s for s in wholes if not s.figure.open_side] or wholes  # 超3000亿元 in the title fits nearly anything
    for whole in reversed(wholes):
        if adds_up(whole, run) in (Verdict.HOLDS, Verdict.ROUNDING):
            return whole
    view = words().view.match(run[0].stretch.text[:40])  # 按经营地分 goes for the whole paragraph
    if partition.if_equal or (partition.companions and run[0].scope is None and view is None):
        return None
    return next((whole for whole in reversed(wholes) if slip(whole, run) is not None), None)


@lru_cache(maxsize=65536)
def member_of(name: str, partition: Partition) -> tuple[int, str] | None:
    """Which member of the partition a name speaks of, and the name without it; the longest spelling counts."""
    best: tuple[int, int, str] | None = None
    for number, spellings in enumerate((*partition.members, *partition.optional)):
        for spelling in spellings:
            at = name.find(spelling)
            while at >= 0:
                inside = name[at - 1 : at] in ("进", "非", "不") and at > 0
                far = partition.anchored and at > 0 and not partition.whole
                if not inside and not far:
                    if best is None or len(spelling) > best[0]:
                        best = len(spelling), number, name[:at] + name[at + len(spelling) :]
                    break
                at = name.find(spelling, at + 1)
    return (best[1], best[2]) if best else None


def _runs(levels: list[Statement], partition: Partition) -> Iterator[tuple[Statement | None, list[Statement]]]:
    """Lists of all members one after the other, each with its whole, None where the paragraph has none."""
    tagged = [(place, member_of(level.name, partition)) for place, level in enumerate(levels)]
    if sum(tag is not None for _place, tag in tagged) < len(partition.members):
        return
    run: list[tuple[Statement, int, str]] = []
    first_place = 0
    required = set(range(len(partition.members)))
    for place, tag in [*tagged, (len(levels), None)]:
        level = levels[place] if place < len(levels) else None
        fits = (
            tag is not None
            and level is not None
            and run
            and tag[0] not in {member for _s, member, _rest in run}
            and level.sentence <= run[-1][0].sentence + 1
            and level.figure.dimension == run[-1][0].figure.dimension
            and level.period == run[-1][0].period
            and level.area == run[-1][0].area
            and (partition.loose or _alike_in_run(level, tag[1], run[-1]))
            and ("人均" in level.name) == ("人均" in run[-1][0].name)
        )
        if fits and tag is not None and level is not None:
            run.append((level, tag[0], tag[1]))
        elif tag is None and level is not None and run and level.sentence <= run[-1][0].sentence + 1:
            continue
        else:
            if run and required <= {member for _s, member, _rest in run}:
                whole = _whole_of(levels, first_place, run, partition)
                if whole is None or not (partition.companions and _has_companion(whole, run)):
                    yield whole, [statement for statement, _member, _rest in run]
            run = []
            if tag is not None and level is not None:
                run, first_place = [(level, tag[0], tag[1])], place


def _alike_in_run(level: Statement, rest: str, before: tuple[Statement, int, str]) -> bool:
    """跨境电商出口3225亿元；进口997亿元: in one list a later part may leave out what the first one says, elsewhere it may not."""
    if bool(_bare(rest)) != bool(_bare(before[2])):
        return level.scope is not None and level.scope is before[0].scope and bool(_bare(before[2]))
    return alike(rest, before[2])


def _has_companion(whole: Statement, run: list[tuple[Statement, int, str]]) -> bool:
    """Whether the list after 其中 names a further part of the same whole."""
    scope = run[0][0].scope
    if scope is None or scope.opener != "parts":
        return False
    inside = {id(statement) for statement, _member, _rest in run}
    return any(id(part) not in inside and part.figure.dimension == whole.figure.dimension for part in scope.parts)


def alike(one: str, two: str) -> bool:
    one, two = (_bare(name) for name in (one, two))
    return (
        not one or not two or one == two or one.endswith(two) or two.endswith(one) or one.startswith(two) or two.startswith(one)
    )


def _bare(name: str) -> str:
    name = re.sub("^(?:我)?(?:对|自|从|向|与|同|来自)", "", name)
    for word in ("商品", "总额", "总值", "额", "总量", "行业", "型", "类", "增加值", "全市", "全省"):
        name = name.replace(word, "")
    return name


def _whole_of(
    levels: list[Statement], first_place: int, run: list[tuple[Statement, int, str]], partition: Partition
) -> Statement | None:
    """The nearest earlier figure that is named like the parts without what tells them apart."""
    first, _member, _rest = run[0]
    rest = max((rest for _s, _m, rest in run), key=len)
    if partition.only and not any(word in rest for word in partition.only):
        return None
    scope_whole = first.scope.whole if first.scope is not None else None
    inside = {id(statement) for statement, _m, _r in run}
    if scope_whole is not None and id(scope_whole) not in inside and _qualifies(scope_whole, first, rest, partition):
        return scope_whole
    for candidate in reversed(levels[:first_place]):
        if candidate.sentence < first.sentence - 3:
            break
        if id(candidate) not in inside and _qualifies(candidate, first, rest, partition):
            return candidate
    return None


def _qualifies(candidate: Statement, first: Statement, rest: str, partition: Partition, elsewhere: bool = False) -> bool:
    if candidate.figure.dimension != first.figure.dimension or candidate.period != first.period or candidate.area != first.area:
        return False
    if member_of(candidate.name, partition) is not None and not any(word in candidate.name for word in partition.whole):
        return False
    if ("人均" in candidate.name) != ("人均" in first.name):
        return False
    if partition.whole:
        named = any(word in candidate.name for word in partition.whole)
        return named and (partition.loose or _fits_whole(candidate.name, rest, partition))
    if elsewhere:
        # 城镇消费品零售额 and 乡村消费品零售额 make up 社会消费品零售总额, which is no part of another list itself.
        own, other = _bare(candidate.name), _bare(rest)
        return candidate.scope is None and len(other) >= 3 and (own == other or own.endswith(other))
    if (
        candidate.scope is not first.scope
        and candidate is not (first.scope.whole if first.scope else None)
        and candidate.name != rest
    ):
        return False
    return bool(candidate.name and rest) and alike(candidate.name, rest) and len(_bare(rest)) >= 2


def _fits_whole(name: str, rest: str, partition: Partition) -> bool:
    """进出口总额 goes with 出口, 跨境电商进出口额 with 跨境电商出口额, but not with 服务贸易出口."""
    for word in sorted(partition.whole, key=len, reverse=True):
        if word in name:
            own = _bare(name.replace(word, "", 1))
            other = _bare(rest)
            return not other or own == other or own.endswith(other) or other in word or (own != "" and other.endswith(own))
    return False


def _exhaustive(context: Context, whole: Statement, parts: list[Statement], partition: Partition) -> Iterator[Claim]:
    claim = sum_claim(context, whole, parts, exhaustive=True)
    if claim.verdict is Verdict.FAILS and claim.cause is None and partition.companions and not _exceeds(whole, parts):
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
    verdict = decide(lambda slack, generous: 1 in total(share.figure.interval(slack, generous) for share in shares))
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
        if whole is not None and whole.figure.kind in _SUMMED:
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
            turned = _transposed(whole, parts, 3)
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
            return _qualifies(whole, parts[0], rest, partition)
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
        and part.figure.kind in _SUMMED
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


def adds_up(whole: Statement, parts: Sequence[Statement]) -> Verdict:
    return decide(
        lambda slack, generous: total(signed(part, slack, generous) for part in parts).meets(signed(whole, slack, generous))
    )


def sum_claim(context: Context, whole: Statement, parts: list[Statement], exhaustive: bool, doubtful: bool = False) -> Claim:
    verdict = adds_up(whole, parts)
    computed = abs(sum((part.figure.value * part.sign for part in parts), Fraction(0)))
    relation = f"{' + '.join(f'{label(part)} {value_text(part)}' for part in parts)} = {label(whole)} {value_text(whole)}"
    message: Text | None = None
    cause = None
    if verdict is Verdict.FAILS:
        message = text(
            "各部分之和为 {sum}，与{whole} {printed} 相差 {difference}。",
            sum=show(computed, parts[0].figure if parts[0].figure.amount.unit == whole.figure.amount.unit else whole.figure),
            whole=label(whole),
            printed=value_text(whole),
            difference=show(abs(computed - whole.figure.value), _finest(whole, parts)),
        )
        cause = slip(whole, parts)
        if doubtful:
            verdict, message = Verdict.UNDECIDED, text("列出的各项之和与总数不符，但各项是否完整、是否重叠不能确定。")
    roles = [(whole, "total"), *((part, "part") for part in parts)]
    return context.claim("sum", verdict, relation, roles, show(computed, whole.figure), message, cause)


def slip(whole: Statement, parts: Sequence[Statement]) -> Text | None:
    """Which slip of the pen keeps the parts from making up the whole."""
    return likely_cause(
        [whole.figure, *(part.figure for part in parts)],
        lambda figures: total(f.interval(HALF) for f in figures[1:]).meets(figures[0].interval(HALF)),
    )


def _finest(whole: Statement, parts: list[Statement]) -> Figure:
    """The figure with the finest last digit, in whose unit a difference is shown."""
    return min((whole.figure, *(part.figure for part in parts)), key=lambda f: f.amount.last_digit * f.amount.unit.scale)


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
    too_large = [part for part in parts if _exceeds(whole, [part])]
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
    if _exceeds(whole, parts):
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
    turned = _transposed(whole, parts)
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


def _transposed(whole: Statement, parts: list[Statement], least: int = 4) -> Text | None:
    """Two neighbouring digits that, changed over, make the parts add up; least: digits of the whole, so that it is no coincidence."""
    from ecdesk.prose.explain import digits_of, transpositions

    figures = [whole.figure, *(part.figure for part in parts)]
    if min(len(digits_of(figure)) for figure in figures) < 3 or len(digits_of(whole.figure)) < least:
        return None
    for place, figure in enumerate(figures):
        for other in transpositions(figure):
            changed = [*figures[:place], other, *figures[place + 1 :]]
            if total(f.interval(HALF) for f in changed[1:]).meets(changed[0].interval(HALF)):
                return text(
                    "若将“{old}”改为“{new}”（相邻两位对调）则相符。",
                    old=f"{figure.amount.value:f}{figure.amount.unit.symbol}",
                    new=f"{other.amount.value:f}{other.amount.unit.symbol}",
                )
    return None


def _exceeds(whole: Statement, parts: Sequence[Statement]) -> bool:
    least = total(part.figure.interval(FULL) for part in parts).low
    most = whole.figure.interval(FULL, True).high
    return least is not None and most is not None and least > most


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


# -- growth of parts and whole


def growths(context: Context, whole: Statement, parts: list[Statement], known: bool) -> Iterator[Claim]:
    """parts/(1+growth) add up to whole/(1+growth); at constant prices the whole only lies between its parts."""
    whole_growth = context.growth.get(id(whole))
    growths = [context.growth.get(id(part)) for part in parts]
    if whole_growth is None or any(growth is None for growth in growths):
        return
    printed = [growth for growth in growths if growth is not None]
    roles = [(whole, "total"), (whole_growth, "growth")]
    for part, growth in zip(parts, printed, strict=True):
        roles += [(part, "part"), (growth, "growth")]
    comparable = any(growth.comparable for growth in (whole_growth, *printed))
    if comparable:
        yield _between(context, whole_growth, printed, roles)
        return

    def last_year(statement: Statement, growth: Statement, slack: Fraction, generous: bool) -> Interval:
        factor = Interval.point(1) + signed(growth, slack, generous)
        if factor.low is None or factor.low <= 0:
            return Interval(Fraction(0), None)
        return statement.figure.interval(slack, generous) / factor

    verdict = decide(
        lambda slack, generous: total(last_year(p, g, slack, generous) for p, g in zip(parts, printed, strict=True)).meets(
            last_year(whole, whole_growth, slack, generous)
        )
    )
    base = sum(
        (part.figure.value / (ONE + _rate(growth)) for part, growth in zip(parts, printed, strict=True) if _rate(growth) > -1),
        Fraction(0),
    )
    expected = ""
    if base:
        expected = show(whole.figure.value / base - 1, whole_growth.figure)
    terms = " + ".join(f"{label(p)} {value_text(p)}/(1+{value_text(g)})" for p, g in zip(parts, printed, strict=True))
    relation = f"{terms} = {label(whole)} {value_text(whole)}/(1+{value_text(whole_growth)})"
    message = None
    if verdict is Verdict.FAILS and not known and base and abs(whole.figure.value / base - 1 - _rate(whole_growth)) < NEAR:
        verdict, message = (
            Verdict.UNDECIDED,
            text("与各部分推算的 {expected} 不符，可能是按可比口径计算的增速。", expected=expected),
        )
    elif verdict is Verdict.FAILS:
        message = text(
            "按各部分推算，总数应增长 {expected}，文中为 {printed}。", expected=expected, printed=value_text(whole_growth)
        )
    yield context.claim("growthmix", verdict, relation, roles, expected, message)


NEAR = Fraction(5, 100)
"""So near to what its parts give, the growth of a whole may be computed on another basis than theirs."""


def _rate(growth: Statement) -> Fraction:
    return growth.figure.value * growth.sign


def _between(context: Context, whole_growth: Statement, known: list[Statement], roles: list[tuple[Statement, str]]) -> Claim:
    def check(slack: Fraction, generous: bool) -> bool:
        lows = [signed(growth, slack, generous).low for growth in known]
        highs = [signed(growth, slack, generous).high for growth in known]
        low = None if any(value is None for value in lows) else min(value for value in lows if value is not None)
        high = None if any(value is None for value in highs) else max(value for value in highs if value is not None)
        return signed(whole_growth, slack, generous).meets(Interval(low, high))

    verdict = decide(check)
    values = "、".join(value_text(growth) for growth in known)
    relation = f"min({values}) ≤ {label(whole_growth)} {value_text(whole_growth)} ≤ max({values})"
    message = (
        text("总数的增速应在各部分的增速之间。")
        if verdict is Verdict.FAILS
        else text("按可比价计算的增速不重算，只核对总数在各部分之间。")
    )
    return context.claim("growthmix", verdict, relation, roles, "", message)
