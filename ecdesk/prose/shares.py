"""Shares: part over whole, parts of one whole that is not said, and multiples."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.areas import NATION
from ecdesk.domain.judging import Margin, decide
from ecdesk.domain.texts import Text, text
from ecdesk.prose.claims import Claim, label, show, value_text
from ecdesk.prose.clauses import area_codes_in, clean_name, ends_with, folded_name
from ecdesk.prose.compositions import HUNDRED, find_compositions, makes_up
from ecdesk.prose.context import Context
from ecdesk.prose.explain import likely_cause
from ecdesk.prose.figures import FigureKind
from ecdesk.prose.lexicon import grammar
from ecdesk.prose.patterns import pattern
from ecdesk.prose.statements import Measure, Statement


def find_shares(context: Context) -> Iterator[Claim]:
    """Every share that a part and a whole in the text give, and every list of shares of one whole."""
    alone: dict[tuple[int, int, str], list[Statement]] = {}
    for statement in context.statements:
        if statement.measure is Measure.SHARE:
            found = list(_share(context, statement))
            yield from found
            if not found and statement.head is not None and not statement.name and not statement.aside:
                key = statement.stretch.number, statement.sentence, folded_name(statement.whole_name)
                alone.setdefault(key, []).append(statement)
        elif statement.measure is Measure.MULTIPLE and statement.whole_name:
            yield from _multiple(context, statement)
    for shares in alone.values():
        pairs = [(share.head, share) for share in shares if share.head is not None]
        yield from _of_one_whole(context, pairs, makes_up(shares, HUNDRED) in (Verdict.HOLDS, Verdict.ROUNDING))
    yield from _side_by_side(context)
    yield from find_compositions(context)


def _part_of(context: Context, share: Statement) -> Statement | None:
    if share.head is not None:
        return share.head
    if not share.name or share.listed:
        return None
    named = folded_name(share.name)
    for other in context.earlier(share, 6):
        if other.measure is Measure.LEVEL and other.name and not other.aside:
            name = folded_name(other.name)
            if name == named or (len(named) >= 2 and name.startswith(named)):
                return other
    if len(named) < 3 or not share.whole_name:
        return None
    # 服务型在网络零售总额中占比达38.9%, paragraphs after 服务型网络零售额
    found = [
        level
        for (name, area, period), levels in context.levels().items()
        if period == share.period and area in (share.area, share.home) and name.startswith(named)
        for level in levels
        if level.stretch.number < share.stretch.number
    ]
    return found[0] if len({level.figure.value for level in found}) == 1 else None


def _wholes(context: Context, share: Statement, part: Statement) -> list[Statement]:
    """The figures that can be the whole, the likeliest first; several with different values mean that nobody can tell."""
    wanted = folded_name(share.whole_name) or _same_whole(context, share)
    if not wanted and not share.scope:
        # 甲市占全省的38.8%；乙市占15.9%: the second is of the same whole.
        leading = next((s for s in context.earlier(share, 0) if s.measure is Measure.SHARE and _OF_AREA.search(s.lead)), None)
        if leading is not None and leading.head is not None and share.head is not None and leading.head.name == share.head.name:
            return _of_area(context, leading, part)
    if _OF_AREA.search(share.lead) and (not wanted or wanted == folded_name(part.name)):
        return _of_area(context, share, part)
    levels = [
        other
        for other in context.earlier(share, 8)
        if other.measure is Measure.LEVEL and other is not part and other.figure.dimension == part.figure.dimension and not other.reached
        and other.period == part.period and other.figure.kind is not FigureKind.RANGE
    ]  # fmt: skip
    if wanted:  # 东盟进出口总值4.11万亿元，占进出口总值的15.2%: a figure that is a share of the whole is not the whole
        levels = [level for level in levels if not _is_part(context, level, wanted)]
    totals = grammar()["share"]["totals"]
    if not wanted or wanted in totals:
        if part.scope is not None and part.scope.whole is not None and part.scope.whole is not part:
            whole = part.scope.whole
            return [whole] if whole.figure.dimension == part.figure.dimension else []
        if wanted:
            heads = [level for level in levels if level.scope is None]
            related = [level for level in heads if share.name and share.name in level.name]
            return (related or heads)[:1]
        first = [level for level in levels if level.sentence == share.sentence and level.segment == part.segment]
        return first[-1:] if len(first) == 1 else []
    exact = [level for level in levels if folded_name(level.name) == wanted or folded_name(level.full_name) == wanted]
    if exact:
        return exact[:1]
    # 东部地区农民工 and 中部地区农民工 go by one name: the one before is no whole of the other.
    levels = [level for level in levels if folded_name(level.name) != folded_name(part.name)]
    inside = part.scope.whole if part.scope is not None else None
    if inside is not None and inside.figure.dimension == part.figure.dimension and _total_of(wanted, inside):
        return [inside]
    same_core = [level for level in levels if _core(folded_name(level.name)) == _core(wanted)]
    if same_core:
        return same_core[:1]
    ending = [level for level in levels if ends_with(folded_name(level.name), wanted)]
    if ending and not ends_with(folded_name(part.name), wanted):
        return ending[:2] if ending[0].sentence != share.sentence else ending[:1]
    alike = [level for level in levels if _matches(wanted, folded_name(level.name))]
    return alike[:2] or _elsewhere(context, wanted, part)


def _total_of(wanted: str, whole: Statement) -> bool:
    """“一带一路”国家总数 is the total of the figure that speaks of these countries."""
    ending = next((word for word in grammar()["share"]["totals"] if wanted.endswith(word)), "")
    core = wanted.removesuffix(ending)
    about = folded_name(clean_name(whole.lead + whole.tail))
    return bool(ending) and len(core) >= 3 and any(core[at : at + 4] in about for at in range(max(1, len(core) - 3)))


def _elsewhere(context: Context, wanted: str, part: Statement) -> list[Statement]:
    """The whole in another paragraph: of the same name and period, of the part's area or of the one that the manuscript is about, and
    only if the manuscript has one value for it. 整体网民 is what another place calls 网民规模."""
    for area in dict.fromkeys((part.area, part.home, NATION, "")):
        found = [
            level
            for level in context.levels().get((wanted, area, part.period), [])
            if level.figure.dimension == part.figure.dimension and level is not part
        ]
        if found:
            return found[:1] if len({level.figure.value for level in found}) == 1 else []
    for fits in (_all_of_it, _longer_name, _part_of_total):
        named = [
            level
            for (name, area, period), levels in context.levels().items()
            if period == part.period and area in (part.area, part.home, NATION, "")
            for level in levels
            if fits(wanted, name, level)
            and level is not part
            and level.figure.dimension == part.figure.dimension
            and level.figure.value > part.figure.value
        ]
        if named:
            return named[:1] if len({level.figure.value for level in named}) == 1 else []
    return []


def _all_of_it(wanted: str, name: str, level: Statement) -> bool:
    """网民规模 for 整体网民."""
    bare = _OVERALL.sub("", wanted)
    return len(bare) >= 2 and _OVERALL.sub("", name) == bare


def _longer_name(wanted: str, name: str, level: Statement) -> bool:
    """货物进出口总额 for 进出口总额."""
    return len(wanted) >= 4 and level.scope is None and ends_with(name, wanted)


def _part_of_total(wanted: str, name: str, level: Statement) -> bool:
    """出口 after 进出口总额 and 其中, for 出口总额."""
    core = _core(wanted)
    return len(core) >= 2 and wanted != core and _core(name) == core and _of_all(level)


def _is_part(context: Context, level: Statement, wanted: str) -> bool:
    share = context.shares.get(id(level))
    return share is not None and folded_name(share.whole_name) in (wanted, "")


def _of_all(level: Statement) -> bool:
    """A total, or a part of one: 出口 of all of 进出口总额, not of what private firms trade."""
    whole = level.scope.whole if level.scope is not None else None
    return level.scope is None or (
        whole is not None and whole.scope is None and re.search(_TOTAL_END, folded_name(whole.name)) is not None
    )


def _same_whole(context: Context, share: Statement) -> str:
    """占进出口总值的15.3%；对欧盟进出口2.75万亿元，占13.7%: what the first of a row is a share of."""
    part = share.head
    if part is None or share.name or share.listed or part.scope is not None:
        return ""
    for other in context.earlier(share, 4):
        if other.measure is Measure.SHARE and other.whole_name and other.head is not None:
            alike = other.head.scope is None and other.head.figure.dimension == part.figure.dimension and other.head is not part
            return folded_name(other.whole_name) if alike and not _OF_AREA.search(other.lead) else ""
    return ""


_OF_AREA = pattern("share_of_area")
_OVERALL = pattern("overall")


def _of_area(context: Context, share: Statement, part: Statement) -> list[Statement]:
    """占全省的38.8%: the same indicator of the whole area that the manuscript is about, or of the nation."""
    area = NATION if re.search("占(?:到|据|了)?(?:全国|我国)", share.lead) else part.home
    found = [level for level in context.levels().get((folded_name(part.name), area, part.period), []) if level is not part]
    if not found:
        # 东部地区网络零售额, 占全国的63.3%, after 全国农村网络零售额: the figure of the paragraph that is named so and more
        found = [
            level
            for level in context.earlier(share, 6)
            if level.measure is Measure.LEVEL
            and level.area == area != part.area
            and level.scope is None
            and level.period == part.period
            and ends_with(folded_name(level.name), folded_name(part.name))
        ]
    found = [
        level for level in found if level.figure.dimension == part.figure.dimension and level.figure.value > part.figure.value
    ]
    return found[:1] if len({level.figure.value for level in found}) == 1 else []


def _matches(wanted: str, name: str) -> bool:
    if len(wanted) < 2 or len(name) < 2:
        return False
    if ends_with(name, wanted) or ends_with(wanted, name):
        return True
    core, bare = _core(wanted), _core(name)
    if re.search(_TOTAL_END, wanted) and not re.search(_TOTAL_END, name) and bare != core:
        return bare == name and ends_with(core, bare)  # 民营企业进出口 is not all of 进出口
    return (
        len(core) >= 2
        and len(bare) >= 2
        and (core == bare or core.startswith(bare) or bare.startswith(core) or ends_with(bare, core))
    )


_TOTAL_END = r"(?:总额|总值|总量|总数|规模)$"


def _core(name: str) -> str:
    """A name without the word for its total: 网络零售 of 网络零售额 and of 网络零售交易额."""
    return re.sub(r"(?:交易|销售)?(?:总额|总值|总数|总量|额|交易|数)$", "", name)


def _share(context: Context, share: Statement) -> Iterator[Claim]:
    part = _part_of(context, share)
    if part is None or part.figure.kind is FigureKind.RANGE:
        return
    if share.head is not None and share.segment != part.segment and not share.name and not share.listed:
        return
    wholes = [
        whole for whole in _wholes(context, share, part) if _same_area(share, part, whole) and _per_head(whole) == _per_head(part)
    ]
    if not wholes:
        return
    whole = wholes[0]
    verdict = quotient(part, whole, share)
    computed = part.figure.value / whole.figure.value if whole.figure.value else Fraction(0)
    expected = show(computed, share.figure)
    relation = f"{label(part)} {value_text(part)} / {label(whole)} {value_text(whole)} = {value_text(share)}"
    roles = [(part, "part"), (whole, "whole"), (share, "share")]
    message = cause = None
    if verdict is Verdict.FAILS:
        message = text(
            "{part}占{whole}的比重应为 {expected}，文中为 {printed}。",
            part=label(part),
            whole=label(whole),
            expected=expected,
            printed=value_text(share),
        )
        cause = _other_pair(context, share, part, whole)
        if cause is None:
            cause = likely_cause(
                [part.figure, whole.figure, share.figure],
                lambda figures: (
                    figures[1].value != 0 and (figures[0].interval() / figures[1].interval()).meets(figures[2].interval())
                ),
            )
        other = wholes[1] if len(wholes) > 1 else None
        wanted, named = folded_name(share.whole_name), re.split("实现|完成", folded_name(whole.name))[-1]
        other_kind = named.endswith(wanted) and len(named) > len(wanted) + 3  # 四级及以上公路里程 for 公路里程
        view = part.scope is not None and part.scope.opener == "view" and whole.sentence != part.sentence
        certain = (bool(share.whole_name) and not other_kind) or (
            part.scope is not None and part.scope.whole is whole and not part.scope.doubtful and not view
        )
        if not share.whole_name and computed > 1 and cause is None:
            return  # the part is larger than what it would be a part of: nobody says what the share is of
        if other is not None and other.figure.value != whole.figure.value:
            verdict = Verdict.UNDECIDED
            message = text(
                "“{name}”可以指 {one}，也可以指 {two}，两种读法都写在这里。",
                name=share.whole_name,
                one=value_text(whole),
                two=value_text(other),
            )
            roles.append((other, "whole"))
            if quotient(part, other, share) in (Verdict.HOLDS, Verdict.ROUNDING):
                relation += f" ｜ {label(part)} {value_text(part)} / {label(other)} {value_text(other)}"
        elif cause is not None and share.whole_name and (whole.stretch is not part.stretch or other_kind):
            pass  # a slip of the pen explains it, so the whole is the right one
        elif whole.stretch is not part.stretch and (
            not Fraction(1, 2) < computed / (share.figure.value or 1) < 2
            or (cause is None and folded_name(whole.name) != folded_name(share.whole_name))
        ):
            verdict, message = Verdict.UNDECIDED, text("总数在别的段落，口径可能不同，请核对。")
        elif not certain or (not share.whole_name and part.scope is not None and _nested(context, part.scope.whole)):
            verdict, message = Verdict.UNDECIDED, text("没有写明是占什么的比重，按最近的总数计算不符。")
    yield context.claim("share", verdict, relation, roles, expected, message, cause)


def _side_by_side(context: Context) -> Iterator[Claim]:
    """用户使用率分别为97.5%、94.5%，用户规模分别为10.07亿、9.75亿: two rows of a sentence, rates and what they are rates of."""
    rows: dict[int, list[Statement]] = {}
    for statement in context.statements:
        if statement.listed and statement.measure in (Measure.LEVEL, Measure.RATE, Measure.SHARE) and statement.head is None:
            rows.setdefault(statement.listed, []).append(statement)
    for one, two in itertools.pairwise(rows.values()):
        rates, levels = (one, two) if two[0].measure is Measure.LEVEL else (two, one)
        same_place = one[0].stretch is two[0].stretch and one[0].sentence == two[0].sentence
        if (
            same_place
            and len(one) == len(two)
            and rates[0].measure is not Measure.LEVEL
            and levels[0].measure is Measure.LEVEL
            and _SHARE_OF_ALL.search(rates[-1].lead + rates[-1].name)
            and all(rate.figure.amount.unit.is_ratio for rate in rates)
        ):
            yield from _of_one_whole(context, list(zip(levels, rates, strict=True)), complete=False)


_SHARE_OF_ALL = pattern("share_of_all")


def _only_odd_one(pairs: list[tuple[Statement, Statement]], *doubted: Statement) -> bool:
    """Whether all pairs give one whole but for one of those doubted: three or more that agree leave no doubt about the fourth, two about
    the third."""

    def give_one(left: list[tuple[Statement, Statement]]) -> bool:
        ranges = [
            part.figure.interval() / share.figure.interval() for part, share in left if (share.figure.interval().low or 0) > 0
        ]
        return len(ranges) == len(left) >= 2 and all(one.meets(two) for one, two in itertools.combinations(ranges, 2))

    return any(give_one([pair for pair in pairs if pair[0] is not odd]) for odd in doubted)


def _per_head(level: Statement) -> bool:
    return level.figure.kind is FigureKind.PER_HEAD or "人均" in level.name


def _of_one_whole(context: Context, pairs: list[tuple[Statement, Statement]], complete: bool) -> Iterator[Claim]:
    """男性72334万人，占51.24%；女性68844万人，占48.76%: whatever the whole is, both parts must give the same one. complete: the shares
    make up a hundred."""
    if not 2 <= len(pairs) <= 20 or len({part.figure.dimension for part, _share in pairs}) > 1:
        return
    (first, first_share), *others = pairs
    for part, share in others:
        if part is first:
            continue

        def check(margin: Margin, part: Statement = part, share: Statement = share) -> bool:
            below, own = first_share.figure.interval(margin), share.figure.interval(margin)
            if below.low is None or own.low is None or below.low <= 0 or own.low <= 0:
                return True
            return (first.figure.interval(margin) / below).meets(part.figure.interval(margin) / own)

        verdict = decide(check)
        cause = message = None
        if verdict is Verdict.FAILS:
            cause = likely_cause(
                [first.figure, first_share.figure, part.figure, share.figure],
                lambda figures: (
                    figures[1].value > 0
                    and figures[3].value > 0
                    and (figures[0].interval() / figures[1].interval()).meets(figures[2].interval() / figures[3].interval())
                ),
            )
            if cause is None or not (complete or _only_odd_one(pairs, part, first)):
                continue  # shares of different things, as far as anybody can tell
            message = text("按这两个比重推算的总数不同。")
        relation = f"{label(first)} {value_text(first)} / {value_text(first_share)} = {label(part)} {value_text(part)} / {value_text(share)}"
        roles = [(first, "part"), (first_share, "share"), (part, "part"), (share, "share")]
        yield context.claim("share", verdict, relation, roles, "", message, cause)


def _nested(context: Context, whole: Statement | None) -> bool:
    """60岁以上占18.7%（其中65岁以上占13.5%）: the whole is itself a share of something, which may be meant again."""
    return whole is not None and (id(whole) in context.shares or (whole.scope is not None and whole.scope.whole is not None))


def _same_area(share: Statement, part: Statement, whole: Statement) -> bool:
    """占全国的 3.4% speaks of a whole that is not the area's own."""
    named = area_codes_in(share.lead)
    outside = any(word in share.lead for word in ("全国", "世界", "全球"))
    if outside and _OF_AREA.search(share.lead) is None:
        return (whole.area == "000000" and part.area != "000000") or any(word in whole.lead for word in ("全国", "我国", "中国"))
    if named and _OF_AREA.search(share.lead) is None:
        return whole.area == named[-1][1] or not whole.area
    return True


def quotient(part: Statement, whole: Statement, share: Statement) -> Verdict:
    def check(margin: Margin) -> bool:
        below = whole.figure.interval(margin)
        if below.low is None or below.low <= 0:
            return True
        return (part.figure.interval(margin) / below).meets(share.figure.interval(margin))

    return decide(check)


def _other_pair(context: Context, share: Statement, part: Statement, whole: Statement) -> Text | None:
    """Another part or another whole in the paragraph that gives exactly the printed share."""
    around = [
        other
        for other in context.by_stretch[share.stretch.number]
        if other.measure is Measure.LEVEL
        and other.figure.dimension == part.figure.dimension
        and abs(other.sentence - share.sentence) <= 2
    ][:40]
    for over in around:
        for under in around:
            if (
                over is under
                or (over is part and under is whole)
                or over.figure.value > under.figure.value
                or not under.figure.value
            ):
                continue
            if quotient(over, under, share) is Verdict.HOLDS:
                return text(
                    "{printed} 恰为{over} {a} 占{under} {b} 的比重，可能写错了对象。",
                    printed=value_text(share), over=label(over), a=value_text(over), under=label(under), b=value_text(under),
                )  # fmt: skip
    return None


def _multiple(context: Context, multiple: Statement) -> Iterator[Claim]:
    part = multiple.head
    if part is None:
        return
    wanted = folded_name(multiple.whole_name)
    wholes = [
        other
        for other in context.earlier(multiple, 3)
        if other.measure is Measure.LEVEL and other is not part and other.figure.dimension == part.figure.dimension
        and other.name and _matches(wanted, folded_name(other.name)) and other.period == part.period and other.area == part.area
    ]  # fmt: skip
    if not wholes:
        return
    whole = wholes[0]
    verdict = quotient(part, whole, multiple)
    expected = show(part.figure.value / whole.figure.value, multiple.figure) if whole.figure.value else ""
    relation = f"{label(part)} {value_text(part)} / {label(whole)} {value_text(whole)} = {value_text(multiple)}"
    message = (
        text("应为 {expected}，文中为 {printed}。", expected=expected, printed=value_text(multiple))
        if verdict is Verdict.FAILS
        else None
    )
    yield context.claim("ratio", verdict, relation, [(part, "part"), (whole, "whole"), (multiple, "multiple")], expected, message)
