"""Clean statistical prose with known relations, and slips planted in it.

The maker knows every relation that the text states, so whether arithmetic can see a slip is decided here, with plain fractions and
without the code under test.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

SLIPS = ("digit", "transposition", "unit", "sign", "stale", "swap", "headline")


@dataclass(frozen=True)
class Printed:
    """A figure of the text. digits: in units of its last place, with `places` decimals. before: the word before it that a sign slip turns.
    stale: last year's digits, 0 for none. listed: the number of the list it stands in."""

    digits: int
    places: int
    unit: str
    rising: bool | None = None
    stale: int = 0
    listed: int = 0
    headline: bool = False

    @property
    def text(self) -> str:
        whole = str(self.digits).rjust(self.places + 1, "0")
        number = f"{whole[: -self.places]}.{whole[-self.places :]}" if self.places else whole
        verb = "" if self.rising is None else "增长" if self.rising else "下降"
        return f"{verb}{number}{self.unit}"

    @property
    def scale(self) -> Fraction:
        sizes = {
            "万亿元": 10**12,
            "亿元": 10**8,
            "万元": 10**4,
            "%": Fraction(1, 100),
            "‰": Fraction(1, 1000),
            "万人": 10**4,
            "亿人": 10**8,
        }
        return Fraction(sizes.get(self.unit, 1)) / 10**self.places

    def bounds(self, slack: Fraction) -> tuple[Fraction, Fraction]:
        exact = not self.places and self.unit in ("家", "个", "则", "种", "人")
        off = Fraction(0) if exact else slack
        low, high = (self.digits - off) * self.scale, (self.digits + off) * self.scale
        return (-high, -low) if self.rising is False else (low, high)


Relation = tuple[tuple[int, ...], Callable[[Sequence[tuple[Fraction, Fraction]]], bool]]


@dataclass
class Text:
    """Words and figures in order, and the relations between figures by their numbers."""

    words: list[str | int] = field(default_factory=list)
    figures: list[Printed] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    lists: int = 0

    def add(self, *parts: str | Printed) -> list[int]:
        numbers = []
        for part in parts:
            if isinstance(part, str):
                self.words.append(part)
            else:
                self.figures.append(part)
                numbers.append(len(self.figures) - 1)
                self.words.append(numbers[-1])
        return numbers

    def render(self, figures: Sequence[Printed] | None = None) -> str:
        printed = figures or self.figures
        return "".join(word if isinstance(word, str) else printed[word].text for word in self.words)

    def broken(self, figures: Sequence[Printed]) -> bool:
        """Whether some stated relation is violated by more than a full unit of the last digits."""
        slack = Fraction(1)
        return any(not holds([figures[number].bounds(slack) for number in numbers]) for numbers, holds in self.relations)


def adds_up(bounds: Sequence[tuple[Fraction, Fraction]]) -> bool:
    whole, *parts = bounds
    return sum(b[0] for b in parts) <= whole[1] and sum(b[1] for b in parts) >= whole[0]


def hundred(bounds: Sequence[tuple[Fraction, Fraction]]) -> bool:
    return sum(b[0] for b in bounds) <= 1 <= sum(b[1] for b in bounds)


def divides(bounds: Sequence[tuple[Fraction, Fraction]]) -> bool:
    part, whole, share = bounds
    return part[0] / whole[1] <= share[1] and part[1] / whole[0] >= share[0]


def equal(bounds: Sequence[tuple[Fraction, Fraction]]) -> bool:
    one, two = bounds
    return one[0] <= two[1] and one[1] >= two[0]


def differs(bounds: Sequence[tuple[Fraction, Fraction]]) -> bool:
    result, plus, minus = bounds
    return plus[0] - minus[1] <= result[1] and plus[1] - minus[0] >= result[0]


def mixes(bounds: Sequence[tuple[Fraction, Fraction]]) -> bool:
    """whole, growth, part, growth, part, growth: last year's parts add up to last year's whole."""

    def before(level: tuple[Fraction, Fraction], growth: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
        if growth[0] <= -1:
            return Fraction(0), Fraction(10**30)
        return level[0] / (1 + growth[1]), level[1] / (1 + growth[0])

    whole = before(bounds[0], bounds[1])
    parts = [before(bounds[at], bounds[at + 1]) for at in range(2, len(bounds), 2)]
    return adds_up([whole, *parts])


def grows(bounds: Sequence[tuple[Fraction, Fraction]]) -> bool:
    level, change, growth = bounds
    low, high = level[0] - change[1], level[1] - change[0]
    return high > 0 and (low <= 0 or (change[0] / high <= growth[1] and change[1] / low >= growth[0]))


def falling(bounds: Sequence[tuple[Fraction, Fraction]]) -> bool:
    return all(one[1] >= two[0] for one, two in itertools.pairwise(bounds))


class Maker:
    """Makes one text of random figures in the manner of several publishers."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.text = Text()

    def money(self, low: int = 500, high: int = 90_000) -> int:
        """Tenths of 亿元."""
        return self.chance.randrange(low, high)

    def grown(self, now: int) -> tuple[int, int]:
        """Last year's level in the same units, and the growth in tenths of a per cent as it would be printed."""
        rate = self.chance.choice((self.chance.randrange(8, 480), -self.chance.randrange(8, 250)))
        before = max(1, round(Fraction(now * 1000, 1000 + rate)))
        return before, rate

    def level(self, digits: int, before: int = 0, places: int = 1, unit: str = "亿元", **other: object) -> Printed:
        return Printed(digits, places, unit, stale=before, **other)  # type: ignore[arg-type]

    def rate(self, now: int, before: int, places: int = 1) -> Printed:
        exact = Fraction(now - before, before) * 100 * 10**places
        return Printed(abs(round(exact)), places, "%", rising=exact >= 0)

    def share(self, part: int, whole: int, listed: int = 0) -> Printed:
        return Printed(round(Fraction(part * 1000, whole)), 1, "%", listed=listed)

    def two_parts(self, lead: str, whole_name: str, one: str, two: str, shares: bool = False) -> tuple[int, int]:
        """A whole with growth and two parts with growth, the commonest sentence of all."""
        a, b = self.money(), self.money()
        a_before, _ = self.grown(a)
        b_before, _ = self.grown(b)
        whole, before = a + b, a_before + b_before
        numbers = self.text.add(
            f"{lead}{whole_name}", self.level(whole, before), "，比上年", self.rate(whole, before), "。其中，",
            one, self.level(a, a_before), "，", self.rate(a, a_before),
        )  # fmt: skip
        more: list[int] = []
        if shares:
            more += self.text.add(f"，占{whole_name}的", self.share(a, whole))
        numbers += self.text.add(f"；{two}", self.level(b, b_before), "，", self.rate(b, b_before))
        if shares:
            more += self.text.add(f"，占{whole_name}的", self.share(b, whole))
        self.text.add("。")
        w, wg, p, pg, q, qg = numbers
        self.text.relations += [((w, p, q), adds_up), ((w, wg, p, pg, q, qg), mixes)]
        if more:
            self.text.relations += [((p, w, more[0]), divides), ((q, w, more[1]), divides), (tuple(more), hundred)]
        return w, wg

    def sectors(self) -> None:
        parts = [self.money() for _ in range(3)]
        whole = sum(parts)
        first = self.text.add("初步核算，全年地区生产总值", self.level(whole), "。其中，第一产业增加值", self.level(parts[0]))
        first += self.text.add("；第二产业增加值", self.level(parts[1]), "；第三产业增加值", self.level(parts[2]), "。")
        self.lists()
        shares = [self.share(part, whole, self.text.lists) for part in parts]
        structure = self.text.add(
            "第一、二、三次产业增加值占地区生产总值的比重为", shares[0], "、", shares[1], "和", shares[2], "。\n\n"
        )
        self.text.relations += [(tuple(first), adds_up), (tuple(structure), hundred)]
        self.text.relations += [((first[1 + at], first[0], structure[at]), divides) for at in range(3)]

    def lists(self) -> int:
        self.text.lists += 1
        return self.text.lists

    def standards(self) -> None:
        counts = sorted((self.chance.randrange(15, 400) for _ in range(3)), reverse=True)
        whole = sum(counts)
        number = self.lists()
        n = self.text.add("现行标准共计", Printed(whole, 0, "则"), "。其中，通用基础类标准", Printed(counts[0], 0, "则"))
        n += self.text.add(
            "，运营服务类标准", Printed(counts[1], 0, "则"), "，监督管理类标准", Printed(counts[2], 0, "则"), "，分别占比"
        )
        n += self.text.add(
            self.share(counts[0], whole, number),
            "、",
            self.share(counts[1], whole, number),
            "和",
            self.share(counts[2], whole, number),
            "。\n\n",
        )
        self.text.relations += [((n[0], n[1], n[2], n[3]), adds_up), (tuple(n[4:]), hundred)]
        self.text.relations += [((n[1 + at], n[0], n[4 + at]), divides) for at in range(3)]

    def enterprises(self) -> None:
        now = self.chance.randrange(120, 9000)
        change = self.chance.randrange(12, max(13, now // 3))
        n = self.text.add(
            "年末全市规模以上企业",
            Printed(now, 0, "家"),
            "，比上年增加",
            Printed(change, 0, "家"),
            "，",
            self.rate(now, now - change),
            "。\n\n",
        )
        self.text.relations.append((tuple(n), grows))

    def population(self) -> None:
        birth, death = self.chance.randrange(600, 1300), self.chance.randrange(400, 590)
        total, urban = self.chance.randrange(3000, 9000), self.chance.randrange(1500, 2900)
        n = self.text.add(
            "年末常住人口", Printed(total, 1, "万人"), "，其中城镇常住人口", Printed(urban, 1, "万人"), "，常住人口城镇化率为"
        )
        n += self.text.add(
            self.share(urban, total), "。全市人口出生率为", Printed(birth, 2, "‰"), "，死亡率为", Printed(death, 2, "‰")
        )
        n += self.text.add("，自然增长率为", Printed(birth - death, 2, "‰"), "。\n\n")
        self.text.relations += [((n[1], n[0], n[2]), divides), ((n[5], n[3], n[4]), differs)]

    def ranking(self) -> None:
        first = self.chance.randrange(250, 400)
        second = self.chance.randrange(150, first - 20)
        third = self.chance.randrange(60, second - 20)
        number = self.lists()
        figures = [Printed(value, 1, "%", listed=number) for value in (first, second, third)]
        n = self.text.add(
            "网络零售额排名前三的品类为服装鞋帽、家居用品、手机数码，占比分别为", figures[0], "、", figures[1], "和", figures[2]
        )
        n += self.text.add("，三者合计占", Printed(first + second + third, 1, "%"), "。\n\n")
        self.text.relations += [(tuple(n[:3]), falling), ((n[3], *n[:3]), adds_up)]

    def whole(self) -> Text:
        text = self.text
        text.add("某市2022年国民经济和社会发展统计公报\n\n一、综合\n\n")
        headline = len(text.words)
        self.sectors()
        self.population()
        text.add("二、贸易\n\n")
        w, wg = self.two_parts("全年", "货物进出口总额", "出口", "进口")
        text.add("\n\n")
        self.two_parts("全年", "社会消费品零售总额", "城镇消费品零售额", "乡村消费品零售额")
        text.add("\n\n三、电子商务\n\n")
        r, rg = self.two_parts("全市实现", "网络零售额", "实物商品网络零售额", "非实物商品网络零售额", shares=True)
        text.add("\n\n")
        self.ranking()
        self.two_parts("全年", "一般公共预算收入", "税收收入", "非税收入", shares=True)
        text.add("\n\n四、其他\n\n")
        self.standards()
        self.enterprises()
        # The summary at the head says some of the body's figures again.
        summary: list[str | int] = []
        for words, number in (("2022年，全市实现货物进出口总额", w), ("，", wg), ("；全市实现网络零售额", r), ("，", rg)):
            text.figures.append(replace(text.figures[number], headline=True))
            text.relations.append(((len(text.figures) - 1, number), equal))
            summary += [words, len(text.figures) - 1]
        text.words[headline:headline] = [*summary, "。\n\n"]
        return text


def slipped(text: Text, kind: str, chance: random.Random) -> list[Printed] | None:
    """The figures of the text with one slip of the kind; None where the text offers no place for it."""
    figures = list(text.figures)
    places = list(range(len(figures)))
    chance.shuffle(places)
    for at in places:
        old = figures[at]
        new: Printed | None = None
        if kind in ("digit", "headline"):
            if kind == "headline" and not old.headline:
                continue
            digits = list(str(old.digits))
            place = chance.randrange(len(digits))
            digits[place] = chance.choice([d for d in "0123456789" if d != digits[place] and (d != "0" or place)])
            new = replace(old, digits=int("".join(digits)))
        elif kind == "transposition":
            digits = list(str(old.digits))
            pairs = [p for p in range(len(digits) - 1) if digits[p] != digits[p + 1] and (p or digits[1] != "0")]
            if pairs:
                place = chance.choice(pairs)
                digits[place], digits[place + 1] = digits[place + 1], digits[place]
                new = replace(old, digits=int("".join(digits)))
        elif kind == "unit" and old.unit in ("亿元", "万人"):
            new = replace(old, unit={"亿元": chance.choice(("万元", "万亿元")), "万人": "亿人"}[old.unit])
        elif kind == "sign" and old.rising is not None and old.digits:
            new = replace(old, rising=not old.rising)
        elif kind == "stale" and old.stale and old.stale != old.digits:
            new = replace(old, digits=old.stale)
        elif kind == "swap" and old.listed:
            others = [n for n in places if figures[n].listed == old.listed and figures[n].digits != old.digits]
            if others:
                other = chance.choice(others)
                figures[at], figures[other] = figures[other], old
                return figures
        if new is not None and new != old:
            figures[at] = new
            return figures
    return None


@dataclass
class Tally:
    """detected of detectable of planted, by kind of slip; alarms: fails in clean texts."""

    planted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SLIPS, 0))
    detectable: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SLIPS, 0))
    detected: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SLIPS, 0))
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    clean: int = 0

    @property
    def power(self) -> float:
        return sum(self.detected.values()) / max(1, sum(self.detectable.values()))


def run(count: int, seed: int, failures: Callable[[str], list[str]]) -> Tally:
    """Plant so many slips. failures: the messages of what fails in a text."""
    chance = random.Random(seed)
    tally = Tally()
    planted = 0
    while planted < count:
        text = Maker(chance).whole()
        tally.clean += 1
        tally.alarms += failures(text.render())
        for kind in SLIPS:
            for _ in range(3):
                figures = slipped(text, kind, chance)
                if figures is None or planted >= count:
                    continue
                planted += 1
                tally.planted[kind] += 1
                seen = bool(failures(text.render(figures)))
                if text.broken(figures):
                    tally.detectable[kind] += 1
                    tally.detected[kind] += seen
                    if not seen:
                        changed = [(a.text, b.text) for a, b in zip(text.figures, figures, strict=True) if a != b]
                        tally.missed.append((kind, str(changed), text.render(figures)))
                elif seen and len(tally.alarms) < 50:
                    changed = [(a.text, b.text) for a, b in zip(text.figures, figures, strict=True) if a != b]
                    tally.alarms.append(f"harmless {kind} {changed}: {failures(text.render(figures))}")
    return tally
