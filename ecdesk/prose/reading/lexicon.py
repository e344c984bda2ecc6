"""The vocabulary of statistical prose, from ``resources/prose``, as patterns and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ecdesk.domain.resources import toml_data
from ecdesk.domain.wording.numbers import qualifier_words


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def grammar() -> dict[str, Any]:
    return toml_data("prose", "grammar.toml")


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Parts that make up a whole; see ``resources/prose/partitions.toml``."""

    name: str
    members: tuple[tuple[str, ...], ...]
    whole: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    companions: bool = False
    if_equal: bool = False


@lru_cache(maxsize=1)
def partitions() -> tuple[Partition, ...]:
    """Those that leave no doubt first."""
    entries = toml_data("prose", "partitions.toml")["partition"]
    found = [
        Partition(
            name=entry["name"],
            members=tuple(tuple(member) for member in entry["members"]),
            whole=tuple(entry.get("whole", ())),
            only=tuple(entry.get("only", ())),
            companions=entry.get("companions", False),
            if_equal=entry.get("if_equal", False),
        )
        for entry in entries
    ]
    return tuple(sorted(found, key=lambda one: one.companions or one.if_equal))


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
    said_of_number = [word for word in qualifier_words()[0] if not word.isascii()]
    # The repeats give nothing back: what several words can be put together from would be tried in every way.
    qualifier = rf"(?:{alternatives([*said_of_number, *'仅只已达为是有的：', '达到', '高达'])})*+"
    said_of_move = alternatives(
        [*said_of_number, *"了均也各仅就都为达已是在可将，", "分别", "达到", "高达", "保持", "保持在", "同步", "预计", "幅度"]
    )
    base = data["base"]
    return Words(
        movement=re.compile(rf"(?<!新)(?P<move>{moves})(?:率|额|幅度|速度|速)?(?:{said_of_move})*+$"),
        reached=re.compile(
            rf"(?P<move>{moves})了?(?:{reached}|达到)(?:了)?{qualifier}$|(?:调整|精简|压缩|缩短|延长|扩展|发展|扩容|拓展|延伸)(?:到|至|为){qualifier}$"
        ),
        down=frozenset(down),
        share=re.compile(
            rf"(?:所?占(?:到|据|了)?)(?P<whole>[^，；。：]*?)(?:的)?(?:{alternatives(share['words'])})?{qualifier}(?:分别)?(?:为|达到|达|是)?{qualifier}$"
        ),
        share_word=re.compile(
            rf"(?:{alternatives(share['words'])})(?:均|分别|也|已|就|各|进一步)*+{qualifier}(?:分别)?{qualifier}$"
        ),
        lead=re.compile(
            rf"^(?:(?!{alternatives(data['name']['whole_words'])})(?:{alternatives(data['name']['lead'])})|[、，：的]|[①-⑳^]|（[^（）]*）)+"
        ),
        trail=re.compile(
            rf"(?:{alternatives([*data['name']['trail'], *said_of_number])}|(?<![总指])数(?:量)?(?:为|达到|达)|[、，：\^①-⑳])++$"
        ),
        comparable=re.compile(alternatives(data["comparable"]["words"])),
        money=re.compile(rf"(?:{alternatives(data['money']['names'])})$"),
        people=tuple((unit, re.compile(rf"(?:{alternatives(names)})$")) for unit, names in data["people"].items()),
        constant=re.compile(alternatives(data["comparable"]["indicators"])),
        opener=re.compile(rf"(?:主要)?({alternatives(data['parts']['opener'])})"),
        view=re.compile(
            r"(?:^|[，；。])(?:(?:分|按|从)[^，；。：0-9]{1,12}?(?:来看|看|划分|分|统计|计|而言|来说|类型)(?=[，：]|$))"
            rf"|(?:^|。)(?:{alternatives(data['parts']['view'])}) [a-z ]{{3,40}}(?=，|$)"
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
