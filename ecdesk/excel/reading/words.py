"""The reader's vocabulary, from ``resources/reading/words.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ecdesk.domain.resources import resource

LONGEST_ROLE = 40


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """A text for comparing: half-width, lower case, without spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


@dataclass(frozen=True)
class MeasurePattern:
    """Words that name a measure. unit: what such a figure is in when nothing else is said."""

    id: str
    pattern: re.Pattern[str]
    unit: str


@dataclass(frozen=True)
class Words:
    """Everything of the vocabulary, compiled."""

    roles: dict[str, str]
    value: frozenset[str]
    measures: tuple[MeasurePattern, ...]
    lines: dict[str, re.Pattern[str]]
    note_starts: re.Pattern[str]
    signature: re.Pattern[str]
    note_unit: re.Pattern[str]
    instructions: re.Pattern[str]
    samples: re.Pattern[str]
    sample_rows: re.Pattern[str]
    drafts: re.Pattern[str]
    totals: frozenset[str]
    relative: tuple[tuple[re.Pattern[str], int], ...]
    heading_starts: re.Pattern[str]
    heading_ends: re.Pattern[str]
    titles: re.Pattern[str]
    same: tuple[tuple[re.Pattern[str], str], ...]
    unitless: re.Pattern[str]
    national: re.Pattern[str]
    statistics: frozenset[str]
    describing: re.Pattern[str]
    groups: re.Pattern[str]
    group_prefix: re.Pattern[str]
    index_base: re.Pattern[str]
    index_rest: re.Pattern[str]
    counters: frozenset[str]
    whole_area: frozenset[str]

    def role(self, heading: str) -> str | None:
        """The role of a column whose heading is one of the known words: indicator, region, unit, period, code, serial, note."""
        if len(heading) > LONGEST_ROLE:
            return None
        key = folded(heading).strip(":：()*")
        found = self.roles.get(key)
        if found is None and not key.isascii():
            # 地区 Region, 指标名称(必填)
            found = self.roles.get(re.sub(r"[a-z./ ]+$|\(.*\)$", "", key))
        if found is None and (parts := re.split(r"[\\/|]", key))[1:]:
            # 地区\年份: the corner of a table names what runs down and what runs across.
            roles = [self.roles.get(part) for part in parts]
            found = roles[-1] if None not in roles and roles[-1] != "unit" else None
            if found == "period" and "region" in roles:
                found = "region"
        return found


def _any(words: list[str], start: str = "", end: str = "") -> re.Pattern[str]:
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(start + "(?:" + "|".join(re.escape(word) for word in longest) + ")" + end)


@lru_cache(maxsize=1)
def words() -> Words:
    """The vocabulary that comes with the program."""
    with resource("reading", "words.toml").open("rb") as file:
        data = tomllib.load(file)
    period, sheets, heading = data["period"], data["sheets"], data["heading"]
    return Words(
        roles={folded(word): role for role, entries in data["roles"].items() for word in entries},
        value=frozenset(folded(word) for word in data["value"]["words"]),
        measures=tuple(
            MeasurePattern(
                entry["id"], re.compile("|".join(f"(?:{part})" for part in entry["patterns"]), re.I), entry.get("unit", "")
            )
            for entry in data["measure"]
        ),
        lines={name: re.compile(rf"^\(?(?:{pattern})\s*[:：]\s*", re.I) for name, pattern in data["lines"].items()},
        note_starts=re.compile(data["notes"]["starts"], re.I),
        signature=re.compile(data["notes"]["signature"], re.I),
        note_unit=re.compile(data["notes"]["unit"]),
        instructions=re.compile(sheets["instructions"], re.I),
        samples=re.compile(sheets["samples"], re.I),
        sample_rows=re.compile(sheets["sample_rows"], re.I),
        drafts=re.compile(sheets["drafts"], re.I),
        totals=frozenset(folded(word) for word in data["totals"]["words"]),
        relative=((_any(period["last"]), -1), (_any(period["before_last"]), -2), (_any(period["this"]), 0)),
        heading_starts=_any(heading["starts"], start="^", end="[:：]?"),
        heading_ends=_any(heading["ends"], end="$"),
        titles=re.compile(heading["titles"], re.I),
        same=tuple((_any(entry["words"]), entry["of"]) for entry in data["same"]),
        unitless=re.compile(data["unitless"]["pattern"], re.I),
        national=re.compile(data["national"]["pattern"], re.I),
        describing=re.compile(data["other"]["describing"]),
        whole_area=frozenset(folded(word) for word in data["totals"]["whole_area"]),
        counters=frozenset(data["counters"]["words"]),
        groups=re.compile(data["other"]["groups"]),
        group_prefix=re.compile(data["other"]["group_prefix"]),
        index_base=re.compile(data["index"]["base"], re.I),
        index_rest=re.compile(data["index"]["rest"], re.I),
        statistics=frozenset(folded(word) for word in data["other"]["statistics"]),
    )
