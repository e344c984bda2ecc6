"""The vocabulary of statistical prose, from ``resources/prose``, as patterns and tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ecdesk.domain.resources import resource
from ecdesk.domain.units import Unit
from ecdesk.domain.wording.units import find_unit, unit_spellings


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1)
def grammar() -> dict[str, Any]:
    with resource("prose", "grammar.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Parts that make up a whole; see ``resources/prose/partitions.toml``."""

    name: str
    members: tuple[tuple[str, ...], ...]
    optional: tuple[tuple[str, ...], ...] = ()
    whole: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    difference: tuple[str, ...] = ()
    anchored: bool = False
    loose: bool = False
    companions: bool = False
    if_equal: bool = False


@lru_cache(maxsize=1)
def _partition_file() -> dict[str, Any]:
    with resource("prose", "partitions.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=1)
def partitions() -> tuple[Partition, ...]:
    return tuple(
        Partition(
            name=entry["name"],
            members=tuple(tuple(member) for member in entry["members"]),
            optional=tuple(tuple(member) for member in entry.get("optional", ())),
            whole=tuple(entry.get("whole", ())),
            only=tuple(entry.get("only", ())),
            difference=tuple(entry.get("difference", ())),
            anchored=entry.get("anchored", False),
            loose=entry.get("loose", False),
            companions=entry.get("companions", False),
            if_equal=entry.get("if_equal", False),
        )
        for entry in _partition_file()["partition"]
    )


@lru_cache(maxsize=1)
def differences() -> tuple[dict[str, Any], ...]:
    return tuple(_partition_file().get("difference", ()))


@lru_cache(maxsize=1)
def exhaustive_views() -> tuple[str, ...]:
    """What a view is by whose parts are all of the whole: 结构, 产业."""
    return tuple(_partition_file()["view"]["exhaustive"])


@lru_cache(maxsize=1)
def incomplete_wholes() -> tuple[str, ...]:
    """Words of wholes that views never name all parts of."""
    return tuple(_partition_file()["view"]["never"])


@lru_cache(maxsize=1)
def rates() -> tuple[dict[str, Any], ...]:
    return tuple(_partition_file().get("rate", ()))


@lru_cache(maxsize=1)
def measure_words() -> dict[str, Any]:
    """Words after a number: counted, measured, and those that Chinese numerals are read before."""
    with resource("prose", "measure_words.toml").open("rb") as file:
        return tomllib.load(file)


PREFIXES = ("万亿", "千万", "百万", "十万", "千亿", "百亿", "十亿", "亿", "万", "千", "百", "兆")
_FACTOR = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 1000,
    "百": 100,
    "兆": 10**12,
}


@lru_cache(maxsize=4096)
def prose_unit(spelling: str) -> Unit | None:
    """The unit that is spelled so after a number in prose, measure words included; None when it is none."""
    found = find_unit(spelling)
    if found is not None:
        return found
    words = measure_words()
    for prefix in ("", *PREFIXES):
        base = spelling.removeprefix(prefix)
        if prefix and base == spelling:
            continue
        counted = base in words["counted"]
        if counted or base in words["measured"]:
            scale = Fraction(_FACTOR.get(prefix, 1))
            return Unit(spelling, base, base, scale, counted and not prefix)
    if "/" in spelling:
        return Unit(spelling, spelling, spelling, Fraction(1))
    return None


@lru_cache(maxsize=1)
def unit_pattern() -> str:
    """A pattern with groups prefix, inner (多, 余) and base for a unit as it stands after a number."""
    words = measure_words()
    names = {spelling for spelling in unit_spellings() if not re.fullmatch(r"[a-z .$¥]+", spelling)}
    names |= {"USD", "kg", "km", "km²", "m²", "m³"}
    names -= {*PREFIXES, "十", "times", "月", "年", "人口", "圆", "百分比", "千分比", "标准煤", "百", "度"}
    names |= {"年", "度", "个月"}
    bases = alternatives([*names, *words["counted"], *words["measured"]])
    whole = alternatives(["个百分点", "百分点", "千瓦时", "千瓦", "千米", "千克", "千升", "千伏安", "千伏", "百分点"])
    prefix = alternatives(PREFIXES)
    return (
        rf"(?:(?P<whole>{whole})|(?P<prefix>{prefix})?(?P<inner>多|余)?(?P<base>{bases})"
        rf"(?P<per>/(?:百平方公里|{bases}))?|(?P<scale>{prefix})(?P<tail>多|余)?)"
    )


@dataclass(frozen=True, slots=True)
class Words:
    """Compiled patterns of the grammar; each says in its name what it finds."""

    movement: re.Pattern[str]
    reached: re.Pattern[str]
    down: frozenset[str]
    share: re.Pattern[str]
    share_word: re.Pattern[str]
    lead: re.Pattern[str]
    trail: re.Pattern[str]
    comparable: re.Pattern[str]
    constant: re.Pattern[str]
    money: re.Pattern[str]
    people: tuple[tuple[str, re.Pattern[str]], ...]
    opener: re.Pattern[str]
    view: re.Pattern[str]
    base: tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=1)
def words() -> Words:
    data = grammar()
    up, down = data["movement"]["up"], data["movement"]["down"]
    moves = alternatives([*up, *down])
    reached = alternatives(data["movement"]["reached"])
    share = data["share"]
    qualifier = r"(?:约为|大约|约|超过|超|逾|突破|将近|接近|近|不足|不到|仅|只|已|达到|高达|达|为|是|有|的|：)*"
    base = data["base"]
    return Words(
        movement=re.compile(
            rf"(?<!新)(?P<move>{moves})(?:率|额|幅度|速度|速)?(?:了|分别|均|也|各|仅|就|都|为|达到|达|高达|约|超过|超|近|逾|已|接近|将近|是|在|不足|不到|保持在?|最高|同步|幅度|，)*$"
        ),
        reached=re.compile(
            rf"(?P<move>{moves})了?(?:{reached}|达到)(?:了)?{qualifier}$|(?:调整|精简|压缩|缩短|延长|扩展|发展|扩容|拓展)(?:到|至|为){qualifier}$"
        ),
        down=frozenset(down),
        share=re.compile(
            rf"(?:所?占(?:到|据|了)?)(?P<whole>[^，；。：]*?)(?:的)?(?:{alternatives(share['words'])})?{qualifier}(?:分别)?(?:为|达到|达|是)?{qualifier}$"
        ),
        share_word=re.compile(
            rf"(?:{alternatives(share['words'])})(?:均|分别|也|已|就|各|进一步)*{qualifier}(?:分别)?{qualifier}$"
        ),
        lead=re.compile(
            rf"^(?:(?!{alternatives(data['name']['whole_words'])})(?:{alternatives(data['name']['lead'])})|[、，：的]|[①-⑳^]|（[^（）]*）)+"
        ),
        trail=re.compile(rf"(?:{alternatives(data['name']['trail'])}|(?<!总)数(?:量)?(?:为|达到|达)|[、，：\^①-⑳])+$"),
        comparable=re.compile(alternatives(data["comparable"]["words"])),
        money=re.compile(rf"(?:{alternatives(data['money']['names'])})$"),
        people=tuple((unit, re.compile(rf"(?:{alternatives(names)})$")) for unit, names in data["people"].items()),
        constant=re.compile(alternatives(data["comparable"]["indicators"])),
        opener=re.compile(rf"(?:主要)?({alternatives(data['parts']['opener'])})"),
        view=re.compile(
            r"(?:^|[，；。])(?:(?:分|按|从)[^，；。：0-9]{1,12}?(?:来看|看|划分|分|统计|计|而言|来说|类型)(?=[，：]|$))"
        ),
        base=tuple(
            (name, re.compile(alternatives(base[name]))) for name in ("average", "previous", "start_of_year", "span", "year")
        ),
    )


@lru_cache(maxsize=1)
def similar_words() -> tuple[tuple[str, str], ...]:
    return tuple((one, two) for one, two in grammar()["name"]["similar"])


@lru_cache(maxsize=65536)
def same_words(name: str) -> str:
    """A name with every word that has an equal spelled in one way."""
    for one, two in similar_words():
        if one in name:
            name = name.replace(one, two)
    return name
