"""How a made table writes the members of its facets: one way for the whole table, as an office would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from tests.reading_trials.facts import Coords, Facts
from tests.reading_trials.vocabulary import (
    GROWTH_PREV_WORDS,
    GROWTH_WORDS,
    LEVEL_WORDS,
    SHARE_WORDS,
)

CHINESE = "〇一二三四五六七八九"
MONTHS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def chinese_year(year: str) -> str:
    return "".join(CHINESE[int(digit)] for digit in year)


@dataclass
class Labels:
    """Chosen once for a table. unit_at: where units stand (bracket, line, column, row, title, note, cell, format, sheet). whole_names: growth
    columns repeat the name of what grows. percent: where growth says that it is in per cent: bracket, word (±%), unit (in the unit's place) or
    format (of the cell)."""

    facts: Facts
    area: str
    year: str
    part: int
    dash: str
    joined: str
    bilingual: str
    unit_at: str
    whole_names: bool
    percent: str
    words: dict[str, str]
    brackets: str
    spaced: bool

    def area_text(self, key: str, far: bool = False) -> str:
        area = self.facts.areas[key]
        text = area.full if self.area == "full" or far else area.short
        if self.spaced and len(text) == 2 and not far:
            text = f"{text[0]}　{text[1]}"
        return f"{text}{self.bilingual}{area.english}" if self.bilingual and area.english and not far else text

    def year_text(self, key: str, far: bool = False) -> str:
        if "-" in key:
            return f"{key[:4]}{self.dash}{key[5:]}年"
        if far and self.year in ("number", "digits"):
            return f"{key}年"
        forms = {"number": key, "digits": key, "year": f"{key}年", "whole": f"{key}年度", "chinese": f"{chinese_year(key)}年"}
        return forms[self.year] if self.facts.frequency == "year" or self.year != "whole" else f"{key}年"

    def year_cell(self, key: str) -> str | int:
        text = self.year_text(key)
        return int(text) if self.year == "number" and text.isdigit() else text

    def part_text(self, key: str) -> str:
        """A part of a year; of a pair as the table says that month and the months until then."""
        if not key:
            return "全年"
        kind, number = key[0], int(key[1:])
        if self.facts.pair:
            month = (f"{number}月", "本月", "当月", "本月实际")
            until = (f"1{self.dash}{number}月", "累计", "本年累计", f"1{self.dash}{number}月累计", "自年初累计")
            return month[self.part % len(month)] if kind == "M" else until[self.part % len(until)]
        forms = {
            "Q": (f"{MONTHS[number]}季度", f"第{MONTHS[number]}季度", f"{number}季度", f"第{number}季度"),
            "M": (f"{number}月", f"{number}月份", f"{MONTHS[number]}月"),
            "C": (
                f"1{self.dash}{number}月",
                f"1{self.dash}{number}月累计",
                f"1{self.dash}{number}月",
                f"1{self.dash}{number}月份",
            ),
            "H": (("上半年", "下半年")[number > 1],),
        }[kind]
        return "前三季度" if key == "C09" and self.part == 0 else forms[self.part % len(forms)]

    def time_text(self, year: str, part: str, far: bool = False) -> str:
        """A year with its part, in one text."""
        if not part:
            return self.year_text(year, far)
        kind, number = part[0], int(part[1:])
        if kind == "M" and not far and self.joined in ("201805", "2018-05", "2018.05"):
            return f"{year}{self.joined[4:-2]}{number:02}"
        if kind == "Q" and not far and self.joined == "Q":
            return f"{year}Q{number}"
        if self.facts.pair and far:
            return f"{year}年{number}月"
        if far and kind == "C":
            return f"{year}年1{self.dash}{number}月"
        return f"{year}年{self.part_text(part)}"

    def time_cell(self, year: str, part: str) -> str | datetime:
        """The same in a head or stub, where it may be a date."""
        if part[:1] == "M" and self.joined == "date" and not self.facts.pair:
            return datetime(int(year), int(part[1:]), 1)
        return self.time_text(year, part)

    def bracket(self, text: str) -> str:
        return f"{self.brackets[0]}{text}{self.brackets[1]}"

    def indicator_text(self, key: str, far: bool = False) -> str:
        one = self.facts.indicators[key]
        text = f"{key}{self.bilingual}{one.english}" if self.bilingual and one.english and not far else key
        return text + (self.bracket(self.facts.units[key]) if self.unit_at == "bracket" else "")

    def measure_text(self, key: str) -> str:
        if key == "value":
            return self.words["value"]
        if key == "index":
            return "指数" + self.bracket("上年同期=100" if self.facts.frequency != "year" else "上年=100")
        ends = {"bracket": self.bracket("%"), "word": "±%" if key != "share" else "%", "unit": "", "format": ""}
        return self.words[key] + ends[self.percent]

    def of_measure(self, indicator: str, measure: str, far: bool = False) -> str:
        """An indicator with its measure in one text."""
        if measure == "value":
            return self.indicator_text(indicator, far)
        if not self.whole_names:
            return self.measure_text(measure)
        return indicator + self.measure_text(measure)

    def unit_of(self, coords: Coords) -> str:
        """The unit of a figure: of a growth or a share per cent."""
        if coords["M"] == "value":
            return self.facts.units[coords["I"]]
        return "" if coords["M"] == "index" else "%"


def make_labels(random: Random, facts: Facts) -> Labels:
    words = {
        "value": random.choice(LEVEL_WORDS),
        "growth": random.choice([word for word in GROWTH_WORDS if word != "比上年增长" or facts.frequency == "year"]),
        "growth_prev": random.choice([word for word in GROWTH_PREV_WORDS if "季" not in word or facts.frequency == "quarter"]),
        "share": random.choice(SHARE_WORDS),
    }
    yearly = facts.frequency == "year"
    years = {"year": 6.0, "number": 3 * yearly, "digits": 2 * yearly, "whole": 1 * yearly, "chinese": 0.3}
    units = [facts.units[key] for key in facts.members["I"]]
    same = len(set(units)) == 1
    places = {"bracket": 6.0, "column": 2, "row": 1, "cell": 0.3, "format": 0.3}
    places |= {"line": 5, "title": 1, "note": 0.7, "sheet": 0.2} if same else {}
    return Labels(
        facts,
        area=random.choice(("full", "short", "short")),
        year=random.choices(list(years), list(years.values()))[0],
        part=random.randrange(12),
        dash=random.choice("-—~－至–"),
        joined=random.choice(("年月", "年月", "年月", "201805", "2018-05", "2018.05", "Q", "date")),
        bilingual=random.choice((" ", "\n")) if random.random() < 0.08 else "",
        unit_at=random.choices(list(places), list(places.values()))[0],
        whole_names=random.random() < 0.3,
        percent=random.choices(("bracket", "word", "unit", "format"), (6, 1, 1, 1))[0],
        words=words,
        brackets=random.choice(("（）", "（）", "()")),
        spaced=random.random() < 0.15,
    )
