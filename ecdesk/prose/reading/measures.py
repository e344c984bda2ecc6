"""What one figure says, from the words before and after it: level, change, growth, share … and of what."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ecdesk.prose.reading.clauses import Said as TimeSaid
from ecdesk.prose.reading.clauses import clean_name, is_area_alone, is_time_alone, without_dates, year_before
from ecdesk.prose.reading.english import is_english, said_in_english
from ecdesk.prose.reading.figures import Figure, FigureKind
from ecdesk.prose.reading.lexicon import words
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Measure, Statement


def part_of_name(figure: Figure) -> bool:
    """60岁及以上人口, 500万元以上项目, 八项支出: the figure tells which, and stands in the name of the next one."""
    return figure.kind is FigureKind.THRESHOLD or figure.dimension == "岁" or (figure.spelled and figure.kind is FigureKind.COUNT)


AMONG = pattern("among")
_BASELINE = pattern("baseline")
OUT_OF = pattern("out_of")
JOINED = pattern("joined")
FROM = pattern("from")
_SHARE_WORD_END = pattern("share_word_end")
_PART_AMONG = pattern("part_among")
_SPLIT_NAMES = pattern("between_names")
_IN_WHOLE = pattern("in_whole")
_MORE_OR_LESS = pattern("more_or_less")
_MULTIPLE_OF = pattern("multiple_of")
_COMPARED = pattern("compared_growth")
_TAKES_LAND = pattern("takes_land")


Said = tuple[Measure, str, int, str]
"""Measure, name, sign and, for a share, a comparison or a multiple, what it is of."""
_ALONE = {
    FigureKind.RANGE: Measure.OTHER,
    FigureKind.THRESHOLD: Measure.OTHER,
    FigureKind.BARE: Measure.OTHER,
    FigureKind.YEARS: Measure.OTHER,
    FigureKind.RANK: Measure.RANK,
    FigureKind.RATIO: Measure.STRUCTURE,
}
"""Kinds of figures that say all by themselves."""


def measure_of(titles: list[tuple[int, int]], figure: Figure, lead: str, tail: str) -> Said:
    """What a figure says, from the words before and after it."""
    if is_english(lead + tail) and figure.kind not in _ALONE:
        return said_in_english(figure, without_dates(lead), tail)
    return _said_in_chinese(titles, figure, lead, tail)


def _said_in_chinese(titles: list[tuple[int, int]], figure: Figure, lead: str, tail: str) -> Said:
    dated, lead = lead, without_dates(lead)
    if any(start <= figure.start < end for start, end in titles):
        return Measure.TITLE, clean_name(tail), 1, ""
    if figure.kind in _ALONE:
        return _ALONE[figure.kind], clean_name(lead), 1, ""
    if figure.amount.unit.symbol == "‰" or lead.endswith(("自然增长率", "自然增长率为")):
        return Measure.RATE, clean_name(lead), 1, ""
    if figure.kind is FigureKind.POINTS:
        return _points(lead)
    if figure.kind is FigureKind.MULTIPLE:
        return _multiple(lead)
    if figure.kind is FigureKind.PERCENT:
        return _from(dated, tail) or _percent(figure, lead, tail)
    return _amount(figure, dated, lead, tail)


def _moved(lead: str) -> tuple[re.Match[str] | None, int]:
    """The word of movement before a figure, and its sign."""
    moved = words().movement.search(lead)
    return moved, -1 if moved and moved["move"] in words().down else 1


def _became(lead: str, moved: re.Match[str] | None) -> bool:
    """2.95克下降为2.80克: an amount that it reached; 增幅为 and, of percentages, 增长为 tell the change."""
    return moved is not None and lead.startswith("为", moved.end("move")) and moved["move"][-1] not in "幅度率速"


def _points(lead: str) -> Said:
    compared = _COMPARED.search(lead)
    if compared and not re.match("(?:上|去|前)年|年初|上月|上季|同期", compared["one"] or compared["three"] or "x"):
        target = compared["one"] or compared["two"] or compared["three"] or compared["four"]
        return Measure.POINTS, clean_name(lead[: compared.start()]), 1 if compared["one"] or compared["two"] else -1, target
    moved, sign = _moved(lead)
    return Measure.POINTS, clean_name(lead[: moved.start()] if moved else lead), sign, ""


def _multiple(lead: str) -> Said:
    moved, sign = _moved(lead)
    if moved and not words().reached.search(lead):
        return Measure.OTHER, clean_name(lead[: moved.start()]), sign, ""
    of = _MULTIPLE_OF.search(lead)
    return Measure.MULTIPLE, clean_name(lead[: of.start()] if of else lead), 1, of[1] if of else ""


def _from(dated: str, tail: str) -> Said | None:
    """由62.5%提高到: a percentage where a movement began."""
    came_from = FROM.search(dated)
    if came_from is None or not re.match("[^，；。]{0,4}(?:增|提|上|下|降|减|压|缩|扩|升|回)", tail):
        return None
    before = dated[: came_from.start()]
    bare = _SHARE_WORD_END.sub("", before)
    inside = _IN_WHOLE.search(bare) if _SHARE_WORD_END.search(before) else None
    return Measure.RATE, clean_name(bare), 1, f"from {clean_name(inside[1]) if inside else ''}".strip()


def _amount(figure: Figure, dated: str, lead: str, tail: str) -> Said:
    """A level, a change of one, or what another one is compared with."""
    moved, sign = _moved(lead)
    reached = words().reached.search(lead) or (moved if _became(lead, moved) else None)
    if reached:
        return Measure.LEVEL, clean_name(lead[: reached.start()]), 1, "reached"
    if moved and not lead[: moved.start()].endswith(("生", "新")):
        return Measure.CHANGE, clean_name(lead[: moved.start()]), sign, ""
    if (more := _MORE_OR_LESS.search(dated)) is not None:
        return _changed_by(dated, more)
    if figure.spelled and figure.kind is FigureKind.COUNT:
        return Measure.OTHER, counted_noun(tail), 1, ""
    name = clean_name(lead)
    if _BASELINE.search(dated) and re.match("(?:相比|比|净?[增减]|上|下|提)", tail):
        return Measure.OTHER, name, 1, "baseline"
    if FROM.search(dated) and re.match("[到至]|[^，；。]{0,4}(?:增|提|上|下|降|减|精简|压|缩|扩|调|升|延伸)", tail):
        return Measure.OTHER, name, 1, "from"
    if figure.kind is FigureKind.COUNT and len(name) < 2 and not lead.endswith(("为", "达", "达到")):
        name = counted_noun(tail) or name
    return Measure.LEVEL, name, 1, ""


def _changed_by(dated: str, more: re.Match[str]) -> Said:
    return Measure.CHANGE, clean_name(dated[: more.start()]), -1 if more["less"] else 1, ""


def _percent(figure: Figure, lead: str, tail: str) -> Said:
    moved, sign = _moved(lead)
    reached = words().reached.search(lead)
    if "贡献率" in lead:
        return Measure.CONTRIBUTION, clean_name(lead.split("贡献率")[0]), 1, ""
    if reached and not (moved and moved.end() == reached.end()):  # 增速达到19.7%
        return Measure.RATE, clean_name(lead[: reached.start()]), 1, "reached"
    word = words().share_word.search(lead)
    share = words().share.search(lead) if not (word and "占比" in word[0]) else None
    if share and not _TAKES_LAND.search(lead):
        figure.round_off(lead, share.start())
        return Measure.SHARE, clean_name(lead[: share.start()]), 1, clean_name(share["whole"])
    if moved:
        return Measure.GROWTH, clean_name(lead[: moved.start()]), sign, ""
    if word:
        return _share_named(lead[: word.start()])
    if tail.startswith(("的", "以上的")):
        return Measure.PORTION, clean_name(tail[1:]) or clean_name(lead), 1, ""
    return Measure.RATE, clean_name(lead), 1, ""


def _share_named(lead: str) -> Said:
    """A share by the words before 比重 or 占比: 在A中B, A中B, or B alone."""
    inside = _IN_WHOLE.search(lead)
    if inside is not None:
        return Measure.SHARE, clean_name(lead[: inside.start()]), 1, clean_name(inside[1])
    name = clean_name(lead)
    among = _PART_AMONG.match(name)
    return (Measure.SHARE, among["part"], 1, among["whole"]) if among is not None else (Measure.SHARE, name, 1, "")


def split_names(text: str, count: int) -> list[str]:
    """The names in a list, when there are just so many: A、B和C for three. A 和 inside a name is told from one between names by the count."""
    if not text:
        return []
    text = text.removesuffix("等")
    parts = text.split("、")
    if len(parts) == count:
        return parts
    if len(parts) == count - 1:
        tail = list(_SPLIT_NAMES.finditer(parts[-1]))
        if len(tail) == 1:
            return [*parts[:-1], parts[-1][: tail[0].start()], parts[-1][tail[0].end() :]]
    every = [part for part in _SPLIT_NAMES.split(text) if part]
    return every if len(every) == count else []


_NOUN_END = pattern("noun_end")


def counted_noun(tail: str) -> str:
    """What is counted, from the words after the number: 22个城市设立…"""
    match = _NOUN_END.search(tail)
    return clean_name(tail[: match.start()] if match else tail)[:24] if tail else ""


# -- what the words of a figure leave to those before it: 浙江省网络零售额16718.8亿元，陕西省893.6亿元

_MOST = pattern("most")
_MOVES_OR_SHARES = (Measure.GROWTH, Measure.SHARE)


def told_before(said: Said, lead: str, clause: str, mark: str, read: Callable[[str], Said]) -> Said:
    """What a figure says that a clause without figures before it told: 浙江增速最快，为25.4%, 占全国比重：广东22.6%.

    said: what its own words say. lead: these words. mark: what stands between the clause and them. read: what a figure says behind words.
    """
    if said[0] not in (Measure.RATE, Measure.LEVEL) or not clause:
        return said
    most = _MOST.search(clause)
    if most is not None and not said[1]:
        told = read(clause[: most.start()])
        return told if told[0] in _MOVES_OR_SHARES else said
    if mark != "：" or not is_area_alone(said[1], lead):
        return said
    told = read(clause)
    return told if told[0] in (said[0], *_MOVES_OR_SHARES) and not is_area_alone(told[1], clause) else said


def said_before(done: list[Statement], statement: Statement, words: str) -> Statement | None:
    """The figure that says of both what they are, where the words of the second name its area alone; None where that is not certain."""
    if statement.listed and not statement.name:
        return _listed_before(done, statement)
    if not _is_told_before(statement, words):
        return None
    before = [one for one in done if statement.sentence - one.sentence <= 1]
    alike = _of_its_kind(before, statement)
    if alike is None:
        return None
    said = alike.level
    return said.like if said.like is not None or is_area_alone(said.name, said.lead) else said


def _is_told_before(statement: Statement, words: str) -> bool:
    """Whether words say the area or the time of a figure alone."""
    return is_area_alone(statement.name, words) or (not statement.name and is_time_alone(statement.lead))


def _listed_before(done: list[Statement], statement: Statement) -> Statement | None:
    """分别为48.7亿元和43.7亿元，同比分别增长80.8%和38.7%: the figure of the same area and place in the last list of the sentence."""
    place = (statement.sentence, statement.position, statement.area)
    beside = (one.level for one in reversed(done) if one.listed and (one.sentence, one.position, one.area) == place)
    return next((one.like or one for one in beside if one.name or one.like), None)


def _of_its_kind(before: list[Statement], statement: Statement) -> Statement | None:
    """The last figure of that measure and unit, unless its area has some of several names; where there is none, the level that a growth is of."""
    kind = (statement.measure, statement.figure.dimension)
    near = [one for one in before if (one.measure, one.figure.dimension) == kind]
    if not near:
        return None if statement.measure is Measure.LEVEL else _one_level(before)
    beside = [one for one in near if (one.area, one.sentence) == (near[-1].area, near[-1].sentence)]
    return near[-1] if len({one.measured for one in beside}) == 1 else None


def _one_level(before: list[Statement]) -> Statement | None:
    """浙江网络零售额居首。陕西增速最快，为37.8%: the last level, where all have one name."""
    levels = [one for one in before if one.measure is Measure.LEVEL]
    return levels[-1] if len({one.name for one in levels}) == 1 else None


def take_measure(last: Statement | None, statement: Statement) -> None:
    """浙江增速为25.4%，陕西为37.8%: a rate of an area alone is what the percentage before it in its sentence is, and its share of the same."""
    if last is None or last.sentence != statement.sentence:
        return
    shares = last.measure is statement.measure is Measure.SHARE and not statement.whole_name
    if not shares and statement.measure is not Measure.RATE:
        return
    if last.measure in _MOVES_OR_SHARES and is_area_alone(statement.name, statement.lead):
        statement.measure, statement.base, statement.whole_name = last.measure, last.base, last.whole_name


def base_said(lead: str) -> str:
    """What the words before a figure say that a movement is measured against."""
    return next((key for key, pattern in words().base if pattern.search(lead)), "")


def without_bases(last: Sequence[Statement], words: str, said: list[TimeSaid]) -> list[TimeSaid]:
    """1,862,400, compared with 1,794,100 in 2017: times but those of an English figure which another one is compared with."""
    return [one for one in said if not _is_of_base(last, words, one.start)]


def _is_of_base(last: Sequence[Statement], words: str, start: int) -> bool:
    base = next((s for s in reversed(last) if s.base == "from" and s.figure.end <= start), None)
    return base is not None and start - base.figure.end <= AT_BASE and is_english(words[base.figure.end : start])


AT_BASE = 12
"""Characters between such a figure and its time."""


def say_beginning(start: Statement | None, end: Statement, extra: str) -> None:
    """由上年同期的X增至: a movement began in the part of the year where it ends; a fall of 13,400 or 10.2 per cent goes one way."""
    if extra == "or" and start is not None:
        end.sign = start.sign
    if extra == "reached" and start is not None and start.base == "from" and not start.period:
        start.period = year_before(end.period)


_OF_ANOTHER = (Measure.SHARE, Measure.MULTIPLE, Measure.POINTS)


def say_more(statement: Statement, extra: str, start: Statement | None) -> None:
    """What the words of a measure say besides. start: the figure before it in its clause."""
    measure = statement.measure
    statement.whole_name = extra if measure in _OF_ANOTHER else ""
    statement.baseline = measure is Measure.OTHER and extra in ("baseline", "from")
    statement.reached = measure is Measure.LEVEL and extra == "reached"
    if extra.startswith("from"):
        statement.base, statement.whole_name = "from", extra.removeprefix("from").strip()
    elif extra == "reached" and measure is Measure.RATE and start is not None and start.base == "from" and start.whole_name:
        # 在主营业务收入中所占的比重从68.15%上升到70.63%
        statement.measure, statement.name, statement.whole_name = Measure.SHARE, "", start.whole_name
