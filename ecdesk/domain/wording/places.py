"""Areas as texts name them: whole labels, in any spelling and spacing, and at the beginning or in the middle of longer texts."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cached_property, lru_cache

from ecdesk.domain.figures.areas import DISTRICT, Area, AreaCatalogue, short_of_district
from ecdesk.domain.wording.folding import CJK, fold, folded, simplified
from ecdesk.domain.wording.lexicon import Lexicon, listed, words_of
from ecdesk.domain.wording.time.time_words import match_time, times_in

_LATIN_TAIL = re.compile(rf"(?P<chinese>.{{0,80}}[{CJK}%)]) ?[/|]? ?(?P<latin>[A-Za-z][A-Za-z0-9 ,.\-&()/%'’:+¥$]{{0,80}})$")
_MARKS = "*#①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CODED = re.compile(r"([0-9]{6}) ?(.{1,20})|(.{1,20}?) ?\(?([0-9]{6})\)?")
_REMARKED = re.compile(r"(.{2,12}?)(?:省|市)?\((?:.{1,10})\)")
_KIND_WORDS = re.compile(r"\b(?:province|municipality|autonomous region|city|prov\.?)(?![a-z])", re.I)
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_PLACE = re.compile(rf"[{CJK}]{{2,10}}(?:市|州|盟|县|旗|区|地区|林区|新区|开发区|兵团)|[{CJK}]{{0,8}}第{_NUMERAL}师|{_NUMERAL}师")
"""With the divisions of the corps, 第八师; 医师 and 教师 are people."""

_INNER_PLACE = re.compile(
    rf"[·\-,、/]?(?!不|含|除|扣|各|分|全|本|示范|试点|贫困|重点|设区|地级|县级|省会|主要|沿海)(?P<name>(?:(?![及和与各])[{CJK}]){{2,4}}?(?:(?<![超上])市|州|盟|县))(?![场值民政级州县])"
)


_DISTRICT = re.compile(
    rf"(?<![{CJK}])(?!不含|不包|未含|扣除|剔除|除|仅|各|全|分|按|本|我|该|及|和|与|示范|试点|贫困|重点|主要|边远|[东西中]部)(?P<name>[{CJK}]{{1,5}}?(?:新区|(?<![地园景社辖郊灾疫])区(?![域间县级块]))|[{CJK}]{{2,4}}?(?<![各全])县(?![域级]))"
)
"""A district or county by the form of its name, at the beginning of a text or of a word."""


_BELOW_CITIES = ("区", "县", "旗")


def unlisted(name: str, parent: str = "") -> Area:
    """A place that no catalogue has, as an area without a code. parent: the code of the area that it lies in, where a text says it; that of a
    city of the list is known."""
    return Area("", name, name, DISTRICT if name[-1:] in _BELOW_CITIES else "city", parent or province_of_city(name))


class Places:
    """The areas of a book, or of the program, as words."""

    def __init__(self, areas: AreaCatalogue) -> None:
        self.areas = areas
        self._full = {area.name for area in areas}

    @cached_property
    def _words(self) -> Lexicon[Area | None]:
        named: dict[str, Area | None] = {word: area for word, area in self.areas.spellings.items() if area is not None}
        others = (*words_of("words.toml")["districts"]["inside"], *(name for name in _city_names() if name not in named))
        return Lexicon({**{word: area for word, area in named.items() if len(word) >= 2}, **dict.fromkeys(others)})

    def named(self, text: str) -> Area | None:
        """The area that a whole label names, also bilingual (北京 Beijing), with a code, a number, a mark or a remark (北京市*)."""
        plain = folded(text).text.strip()
        found = self._found(plain)
        if found is not None or not plain:
            return found
        plain = without_numbering(plain.rstrip(_MARKS).lstrip("*#").strip(" :、."))
        candidates = [plain]
        if match := _LATIN_TAIL.match(plain):
            candidates.append(match["chinese"].strip())
        if match := _CODED.fullmatch(plain):
            candidates.append(match[2] or match[3])
        if (match := _REMARKED.fullmatch(plain)) and not leaves_out(plain):
            candidates.append(match[1])
        if plain.isascii() and (bare := _KIND_WORDS.sub("", plain).strip()):
            candidates.append(bare)
        return next((area for text in candidates if (area := self._found(text)) is not None), None)

    def _found(self, text: str) -> Area | None:
        """The area of that name, or of that code of the state's; a code of our own (R2) is no name in a text."""
        area = self.areas.find(text)
        own_code = area is not None and area.code.isascii() and not area.code.isdigit() and fold(area.code) == fold(text)
        return None if own_code else area

    @cached_property
    def beginning(self) -> re.Pattern[str]:
        """What the name of an area can begin with."""
        signs = "".join(re.escape(sign) for sign in sorted(self._words.first_signs))
        return re.compile(f"[{signs}]")

    def match(self, text: str, start: int) -> tuple[Area, int] | None:
        """The area whose name, the longest, begins at a place of a folded text; None where that is part of another word."""
        found = self._words.match(text, start)
        return (found[0], found[1]) if found is not None and found[0] is not None else None

    def is_full_name(self, text: str) -> bool:
        """Whether a spelling is the official name (湖南省), not the short one (湖南), which may be part of another word."""
        return text in self._full

    def mentioned(self, text: str) -> list[Area]:
        """The areas that a text names in Chinese, each once, in order, whatever spaces stand in it; not those of the world, for a
        province's own text may speak of 全球 or 美国, nor those that it leaves out or takes in: 大连 of 辽宁省（不含大连）."""
        plain = fold(text)
        places = [(area, start, end) for area, start, end in areas_in(plain, self) if not plain[start].isascii()]
        scoped = _scoped(plain, places)
        return list(dict.fromkeys(area for area, start, _end in places if area.kind != "world" and start not in scoped))

    def place_inside(self, text: str) -> str:
        """The place that no catalogue has and that a text names right behind the area it lies in (四川省 绵阳市2018年), "" for none: a city, a prefecture
        or a county by the form of its name."""
        plain = fold(text)
        for area, _start, end in areas_in(plain, self):
            start = end + (plain[end : end + 1] in _JOINING)
            if (city := _city_at(plain, start, area.code)) and self.match(plain, start) is None:
                return city
            behind = _INNER_PLACE.match(plain, end) if area.kind in ("province", "city", "corps") else None
            if behind is not None and self.match(plain, behind.start("name")) is None:
                return behind["name"]
            if district := _district_behind(plain, end):
                return district
        return ""

    def district_in(self, text: str) -> str:
        """The district that no catalogue has and that the name of a file, or a title, begins with or names right behind a time or an area: 福田区 for
        深圳市福田区2017年一季度报送表; "" for none."""
        found = _DISTRICT.search(self._apart(text))
        return found["name"] if found is not None and short_of_district(found["name"]) else ""

    def place_in(self, text: str) -> str:
        """The same of a city, too: 洛阳市 for 2018年洛阳市网络零售额, 长沙 for 长沙2018年; wherever it stands, where it is the only one of the list
        that is named in full, with its district: 与2010年沈阳市人口, 阜阳市颍州区夏粮."""
        plain = self._apart(text).strip()
        if (city := _only_city(plain)) is not None:
            return city
        plain = plain[_before_city(plain) :]
        found = _city().match(plain)
        return found["name"] if found is not None else _city_at(plain) or self.district_in(text)

    def _apart(self, text: str) -> str:
        """A folded text without its numbering, areas of the catalogue and times."""
        plain = fold(without_numbering(text))
        cuts = [(start, end) for _area, start, end in areas_in(plain, self)]
        cuts += [(start, end) for _time, start, end in times_in(plain)]
        for start, end in sorted(cuts, reverse=True):
            plain = f"{plain[:start]} {plain[end:]}"
        return plain

    def leading(self, text: str) -> tuple[Area | None, str]:
        """The area at the beginning of a heading and the rest: 北京市网络零售额. A region counts with 地区 only, the nation with 全国."""
        for length in range(min(len(text) - 2, 12), 1, -1):
            head = text[:length]
            area = None if head.isascii() else self.areas.find(head)
            if area is None or (area.kind == "nation" and length != 2) or (area.kind == "region" and not head.endswith("地区")):
                continue
            return area, text[length:].lstrip(" 的:、,-")
        return None, text


@lru_cache(maxsize=1)
def _numbering() -> re.Pattern[str]:
    return re.compile(words_of("words.toml")["numbering"]["pattern"])


@lru_cache(maxsize=1)
def _city() -> re.Pattern[str]:
    return re.compile(words_of("words.toml")["cities"]["pattern"])


def _before_city(text: str) -> int:
    """Where in a title its city may begin: behind 历年."""
    found = re.match(words_of("words.toml")["cities"]["before"], text)
    return found.end() if found is not None else 0


@lru_cache(maxsize=1)
def _cities() -> Lexicon[str]:
    """The cities, prefectures and counties of the list, short and in full, each with the code of its province."""
    namesakes = words_of("cities.toml")["namesakes"]["words"]
    counties = {name: code for code, names in words_of("cities.toml")["counties"].items() for name in names}
    named = ((name, code) for full, code in (_city_names() | counties).items() for name in (full, _short_of_city(full)))
    return Lexicon({name: code for name, code in named if len(name) > 1 and name not in namesakes})


@lru_cache(maxsize=1)
def _city_names() -> dict[str, str]:
    """The full names of the cities and prefectures of the list, each with the code of its province."""
    return {name: code for code, names in words_of("cities.toml")["by_province"].items() for name in names}


def is_city(name: str) -> bool:
    """Whether a whole label is the full name of a city or prefecture of the list."""
    return name in _city_names()


def province_of_city(name: str) -> str:
    """The code of the province that a city or prefecture of the list lies in, "" for another label."""
    found = _cities().match(name, 0)
    return found[0] if found is not None and found[1] == len(name) else ""


def _short_of_city(name: str) -> str:
    return name.removesuffix("地区") if name.endswith("地区") else name[:-1]


def _city_at(text: str, start: int = 0, province: str = "") -> str:
    """The city of the list whose name stands at a place of a folded text, and behind it no word that it may be part of (黄山旅游); "" for
    none. province: the code of the one that it has to lie in, "" for any."""
    found = _cities().match(text, start)
    if found is None or province not in ("", found[0]):
        return ""
    behind = text[found[1] : found[1] + 1]
    parted = not behind.isalpha() or behind.isascii() or listed("cities.toml", "behind").match(text, found[1]) is not None
    whole = is_city(text[start : found[1]]) and _MORE_OF_A_CITY.match(text, found[1]) is None
    return text[start : found[1]] if parted or whole else ""


def _only_city(text: str) -> str | None:
    """The one city of the list that a folded text names in full, with the district behind it; None where there is none, more, it is left out, or a third of a
    month, for which there is no period, stands before it and has to be asked about."""
    found = [(start, name) for start in range(len(text)) if is_city(name := _city_at(text, start))]
    start, name = found[0] if len(found) == 1 else (0, "")
    if (
        not name
        or text[:start].endswith("旬")
        or any(words.ending(text, start, _LONGEST_SCOPE) is not None for words in scope_words())
    ):
        return None
    return name + _district_behind(text, start + len(name))


def _district_behind(text: str, end: int) -> str:
    """The district that stands directly behind the name of a city: 浦东新区 behind 上海市; "" for none."""
    found = _DISTRICT.match(text[end:]) if text[end - 1 : end] == "市" else None
    return found["name"] if found is not None and short_of_district(found["name"]) else ""


_MORE_OF_A_CITY = re.compile("[场值级区郊直属辖内容]|民(?![政营间用族宗])|政(?![府协务法])")
"""What makes another word of the full name of a city: 长春市场, 昆明市区."""


_JOINING = tuple("·-,、/ ")


ANY_PROVINCE = "*"


def city_called_like(area: Area, provinces: Container[str]) -> Area | None:
    """The city or prefecture of one of some provinces that goes by the short name of another area: 吉林市 in 吉林省, 海南州 in 青海省."""
    called = ((name, code) for name, code in _city_names().items() if _short_of_city(name) == area.short)
    return next((unlisted(name, code) for name, code in called if code in provinces or ANY_PROVINCE in provinces), None)


def match_numbering(text: str) -> int:
    """Where the number before a label ends (一、, (2), 1.1, ③); 0 when there is none, or when it belongs to a time (一、二季度)."""
    match = _numbering().match(text)
    return match.end() if match is not None and match_time(text, 0) is None else 0


def without_numbering(text: str) -> str:
    return text[match_numbering(text) :]


def match_among(text: str, start: int = 0) -> int:
    """Where 其中, # or a dash before a part's name ends; start when there is none."""
    place = start
    while (found := listed("words.toml", "among").match(text, place)) is not None:
        place = found[1]
        while text[place : place + 1] and text[place] in ":,、 ":
            place += 1
    return place


def without_among(text: str) -> str:
    return text[match_among(text) :]


@lru_cache(maxsize=1)
def _totals() -> dict[str, str]:
    data = words_of("words.toml")
    listed = (("total", data["total"]["words"]), ("average", data["total"]["average"]), ("area", data["whole_area"]["words"]))
    return {fold(word): kind for kind, words in listed for word in words}


def total_named(text: str) -> str:
    """What a whole label sums up: "total", "average", or "area" for the area of the table as a whole (全省); "" for anything else."""
    return _totals().get(fold(text), "")


def place_around(text: str) -> str:
    """The kind of area that a whole label names by its kind alone: "province" of 全省, "city" of 全市; "" where it names none by that."""
    words = fold(text)
    if total_named(text) != "area" and listed("words.toml", "around", "beginning").match(words, 0) is None:
        return ""
    kinds = words_of("words.toml")["around"]
    return next((kind for kind in ("province", "city", "district") if any(word in words for word in kinds[kind])), "")


@lru_cache(maxsize=1)
def scope_words() -> tuple[Lexicon[str], Lexicon[str]]:
    """Words of leaving out, before or behind what they leave out, and of taking in."""
    data = words_of("bases.toml")["scope"]
    return Lexicon({**dict.fromkeys(data["without"], "without"), **dict.fromkeys(data["behind"], "behind")}), Lexicon(
        dict.fromkeys(data["with"], "with")
    )


def _scoped(text: str, places: list[tuple[Area, int, int]]) -> set[int]:
    """Where the areas of a folded text begin that stand behind a word of leaving out or taking in, one of several joined ones included."""
    scoped: set[int] = set()
    last = -1
    for _area, start, end in places:
        joined = last >= 0 and text[last:start] in _JOINTS
        if joined or any(words.ending(text, start, _LONGEST_SCOPE) is not None for words in scope_words()):
            scoped.add(start)
            last = end
    return scoped


_JOINTS = ("、", "和", "及", "与", ",", "")
_LONGEST_SCOPE = 4


def leaves_out(text: str) -> bool:
    """Whether a label leaves something out or takes something in: 湖北（不含武汉） is not 湖北."""
    return any(words.match(text, place) is not None for words in scope_words() for place in range(len(text)))


def looks_like_place(text: str) -> bool:
    """Whether a text has the form of a place that the catalogue may not know (西安市, 延边州, 雄安新区) and is no kind of them: 地级市."""
    plain = folded(text).text.strip()
    return bool(_PLACE.fullmatch(plain)) and plain not in words_of("words.toml")["kinds"]["words"]


def latin_tail(text: str) -> tuple[str, str]:
    """A bilingual label in two: its Chinese and its Latin part, "" when it is in one language or the Latin part is a sign (B2B, %)."""
    match = _LATIN_TAIL.match(text)
    if match is None or len(re.sub(r"[^A-Za-z]", "", match["latin"])) <= 4:
        return text, ""
    return match["chinese"].strip(), match["latin"].strip()


def areas_in(text: str, places: Places) -> Iterator[tuple[Area, int, int]]:
    """Every area that a folded text names, wherever it stands, the longest name at each place."""
    text = simplified(text)
    beginning = places.beginning.search(text)
    while beginning is not None:
        place = beginning.start()
        found = places.match(text, place)
        if found is not None:
            yield found[0], place, found[1]
        beginning = places.beginning.search(text, found[1] if found is not None else place + 1)
