"""The reader's vocabulary, from ``resources/reading/words.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ecdesk.domain.resources import toml_data
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.time.time_words import without_times

LONGEST_ROLE = 40
_SEVERAL = re.compile("[和与及、/]")


@dataclass(frozen=True)
class Words:
    """Everything of the vocabulary, compiled."""

    roles: dict[str, str]
    value: frozenset[str]
    money: frozenset[str]
    """Headings over figures in money."""
    blank: frozenset[str]
    ditto: re.Pattern[str]
    """What a cell holds that repeats the one above it."""
    noise: frozenset[str]
    by_places: re.Pattern[str]
    places_of_kinds: re.Pattern[str]
    noise_lines: re.Pattern[str]
    released: re.Pattern[str]
    """What is left of a line that says when figures were released, its times left off."""
    edition: re.Pattern[str]
    """The year of a yearbook with what it is the edition of: 统计年鉴2019."""
    named_beside: re.Pattern[str]
    """What names a thing that stands in the next cell: 数据来源│国家统计局."""
    topics: re.Pattern[str]
    behind_topic: re.Pattern[str]
    before_places: re.Pattern[str]
    before_role: re.Pattern[str]
    """What stands before the name of labels and says nothing: 所属 of 所属地区."""
    grouping: re.Pattern[str]
    counted: tuple[str, ...]
    counters: dict[str, re.Pattern[str]]
    """What is counted in a unit, by its base."""
    lines: dict[str, re.Pattern[str]]
    any_line: re.Pattern[str]
    named_value: re.Pattern[str]
    office: re.Pattern[str]
    unit_line: re.Pattern[str]
    of_year: re.Pattern[str]
    continued: re.Pattern[str]
    numbered: re.Pattern[str]
    index_row: re.Pattern[str]
    note_starts: re.Pattern[str]
    signature: re.Pattern[str]
    note_of_time: re.Pattern[str]
    note_unit: re.Pattern[str]
    note_says: re.Pattern[str]
    note_of_unit: re.Pattern[str]
    """A note that gives the unit of its whole table; the unit itself is `unit`."""
    note_of_some: re.Pattern[str]
    """A note about figures that it names."""
    note_shortly: re.Pattern[str]
    instructions: re.Pattern[str]
    samples: re.Pattern[str]
    sample_rows: re.Pattern[str]
    drafts: re.Pattern[str]
    heading_starts: re.Pattern[str]
    heading_ends: re.Pattern[str]
    planned: re.Pattern[str]
    """A heading over plans that says no more; `year` where they are of all of it."""
    qualifies: re.Pattern[str]
    """A heading that says nothing but how its figures were counted: 调整前, 月均."""
    of_plan: re.Pattern[str]
    """How much of a plan was reached, in per cent: 完成计划; the plan is `whole`."""
    amount_end: re.Pattern[str]
    general: frozenset[str]
    titles: re.Pattern[str]
    title_additions: re.Pattern[str]
    title_numbers: re.Pattern[str]
    sheet_numbers: re.Pattern[str]
    short_names: re.Pattern[str]
    fields: frozenset[str]
    title_edges: tuple[str, str]
    same: tuple[tuple[re.Pattern[str], str], ...]
    same_words: tuple[tuple[re.Pattern[str], str], ...]
    """The first of them, which hold wherever in a text a word stands."""
    unitless: re.Pattern[str]
    rates: re.Pattern[str]
    national: re.Pattern[str]
    firms: re.Pattern[str]
    kinds_of_firms: re.Pattern[str]
    firms_called: str
    statistics: frozenset[str]
    rank: re.Pattern[str]
    parts: frozenset[str]
    describing: re.Pattern[str]
    series: re.Pattern[str]
    """What a row of an export tells of a series besides its figures."""
    of_series: re.Pattern[str]
    groups: re.Pattern[str]
    group_prefix: re.Pattern[str]
    of_all_years: re.Pattern[str]
    """What a running total may be of that no year begins, at the end of what stands before 累计."""
    index_rest: re.Pattern[str]
    index_beside: re.Pattern[str]
    """What heads an index beside its base and says no more: 定基."""
    index_word: re.Pattern[str]
    abroad: re.Pattern[str]
    around: re.Pattern[str]
    """Heads the continents that the countries of another column lie in: 所在洲."""
    partner: re.Pattern[str]

    def names_labels(self, heading: str) -> bool:
        """Whether a heading says what the labels below it are, and nothing of the figures."""
        plain = fold(heading)
        return self.role(heading) is not None or any(known.fullmatch(plain) is not None for known in (self.abroad, self.partner))

    def says_again(self, heading: str, title: str) -> bool:
        """Whether the heading of a column is nothing but the end of what a title names, one thing: 收入 under 一般公共预算收入."""
        plain = fold(heading)
        return plain in self.general and plain != title and title.endswith(plain) and not _SEVERAL.search(title)

    def counts(self, base: str, name: str) -> bool:
        """Whether a unit is that of what a name says: 人 of 招生数, 所 of 学校数."""
        of = self.counters.get(base)
        return of is not None and of.search(fold(name)) is not None

    def tells_release(self, line: str) -> bool:
        """Whether a line says nothing but when figures were released: 2019年4月发布."""
        rest = without_times(line)
        return rest != line and self.released.fullmatch(rest) is not None

    def role(self, heading: str) -> str | None:
        """The role of a column whose heading is one of the known words: indicator, region, unit, period, code, serial, note."""
        if len(heading) > LONGEST_ROLE:
            return None
        key = fold(heading).strip(":()*")
        found = self.roles.get(fold(heading)) or self.roles.get(key)
        if found is None and not key.isascii():
            # 地区 Region, 指标名称(必填)
            found = self.roles.get(re.sub(r"[a-z./ ]+$|\(.*\)$", "", key))
        if found is None and (parts := re.split(r"[\\/|]", key))[1:]:
            # 地区\年份: the corner of a table names what runs down and what runs across.
            roles = [self.roles.get(part) for part in parts]
            found = roles[-1] if None not in roles and roles[-1] != "unit" else None
            if found == "period" and "region" in roles:
                found = "region"
        return "region" if found is None and self.places_of_kinds.fullmatch(key) is not None else found


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _any(words: list[str], start: str = "", end: str = "") -> re.Pattern[str]:
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(start + "(?:" + "|".join(re.escape(word) for word in longest) + ")" + end)


def _naming(pattern: str) -> re.Pattern[str]:
    """The start of a line that names something for a whole table: 单位：."""
    return re.compile(rf"^[(\"“]?(?:{pattern})\s*[:：]\s*", re.I)


@lru_cache(maxsize=1)
def words() -> Words:
    """The vocabulary that comes with the program."""
    data = toml_data("reading", "words.toml")
    same_words = tuple((_any(entry["words"]), entry["of"]) for entry in data["same"])
    sheets, heading, tables, other = data["sheets"], data["heading"], data["tables"], data["other"]
    rewritten = tuple((re.compile(entry["pattern"]), entry["by"]) for entry in data["rewritten"])
    return Words(
        roles={fold(word): role for role, entries in data["roles"].items() for word in entries},
        value=_folded(data["value"]["words"]),
        money=_folded(data["value"]["money"]),
        blank=frozenset(data["blank"]["words"]),
        ditto=re.compile(data["blank"]["ditto"], re.I),
        of_all_years=re.compile(data["other"]["of_all_years"]),
        noise=_folded(data["noise"]["words"]),
        places_of_kinds=re.compile(data["places_of_kinds"]["pattern"]),
        by_places=re.compile(data["topics"]["by_places"]),
        noise_lines=re.compile(data["noise"]["lines"]),
        released=re.compile(rf"[( ]{{0,4}}(?:{data['noise']['released']})[:) ]{{0,4}}", re.I),
        edition=re.compile(data["noise"]["edition"]),
        named_beside=re.compile(data["behind"]["beside"], re.I),
        topics=re.compile(data["topics"]["pattern"]),
        behind_topic=re.compile(data["topics"]["behind"]),
        before_places=re.compile(data["topics"]["before_places"]),
        before_role=re.compile(data["before_role"]["pattern"]),
        grouping=re.compile(data["noise"]["grouping"]),
        counted=tuple(data["unitless"]["counted"]),
        counters={base: re.compile(f"(?:{entry['of']})$") for entry in data["counters"] for base in entry["units"]},
        lines={name: _naming(pattern) for name, pattern in data["lines"].items()},
        any_line=_naming("|".join(data["lines"].values())),
        named_value=re.compile(data["behind"]["value"]),
        office=re.compile(data["behind"]["office"]),
        of_year=re.compile(data["unit_line"]["of_year"], re.I),
        unit_line=re.compile(data["unit_line"]["pattern"], re.I),
        continued=re.compile(tables["continued"]),
        numbered=re.compile(tables["numbered"], re.I),
        index_row=re.compile(tables["index"]),
        note_starts=re.compile(data["notes"]["starts"], re.I),
        signature=re.compile(data["notes"]["signature"], re.I),
        note_says=re.compile(data["notes"]["says"]),
        note_of_unit=re.compile(data["notes"]["of_unit"]),
        note_of_some=re.compile(data["notes"]["of_some"]),
        note_shortly=re.compile(data["notes"]["shortly"]),
        note_of_time=re.compile(data["notes"]["of_time"]),
        note_unit=re.compile(data["notes"]["unit"]),
        instructions=re.compile(sheets["instructions"], re.I),
        samples=re.compile(sheets["samples"], re.I),
        sample_rows=re.compile(sheets["sample_rows"], re.I),
        drafts=re.compile(sheets["drafts"], re.I),
        heading_starts=_any(heading["starts"], start="^", end="[:：]?"),
        heading_ends=_any(heading["ends"], end="$"),
        planned=re.compile(heading["planned"]),
        qualifies=re.compile(heading["qualifies"]),
        of_plan=re.compile(heading["of_plan"]),
        amount_end=re.compile(heading["amount"]),
        general=frozenset(heading["general"]),
        titles=re.compile(heading["titles"], re.I),
        title_additions=re.compile(heading["additions"]),
        title_numbers=re.compile(heading["numbers"]),
        sheet_numbers=re.compile(sheets["numbers"], re.I),
        fields=frozenset(sheets["fields"]),
        short_names=re.compile(sheets["short"], re.I),
        title_edges=(heading["first"], heading["last"]),
        same=(*same_words, *rewritten),
        same_words=same_words,
        unitless=re.compile(data["unitless"]["pattern"], re.I),
        rates=re.compile(data["rates"]["pattern"]),
        national=re.compile(data["national"]["pattern"], re.I),
        firms=re.compile(other["firms"]),
        kinds_of_firms=re.compile(other["kinds_of_firms"]),
        firms_called=other["called"],
        statistics=_folded(other["statistics"]),
        parts=_folded(other["parts"]),
        rank=re.compile(other["rank"], re.I),
        describing=re.compile(other["describing"]),
        series=re.compile(other["series"]),
        of_series=re.compile(other["of_series"]),
        groups=re.compile(other["groups"]),
        group_prefix=re.compile(other["group_prefix"]),
        index_rest=re.compile(data["index"]["rest"], re.I),
        index_beside=re.compile(data["index"]["beside"]),
        index_word=re.compile(data["index"]["word"], re.I),
        abroad=re.compile(data["partners"]["abroad"], re.I),
        around=re.compile(data["partners"]["around"], re.I),
        partner=re.compile(data["partners"]["pattern"], re.I),
    )


def is_firm(name: str) -> bool:
    """Whether a name is that of one firm: 杭州西湖电子商务有限公司, and not 有限责任公司, a kind of them."""
    return words().firms.search(name) is not None and words().kinds_of_firms.match(name) is None


def is_rate(name: str) -> bool:
    """Whether a name is that of a rate, which is in no unit of levels: 出生率, and not 汇率."""
    return words().rates.search(name) is not None
