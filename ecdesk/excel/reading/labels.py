"""What one heading, stub or line says: area, time, measure, unit, and what is left as the name of an indicator or item."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from ecdesk.domain.areas import Area, AreaCatalogue
from ecdesk.domain.units import Unit
from ecdesk.domain.wording.units import find_unit
from ecdesk.excel.reading.spans import Span, find_span
from ecdesk.excel.reading.words import folded, words

_CJK = r"\u3400-\u9fff\uf900-\ufaff"
_BRACKETS = re.compile(r"[(\[【〔{<]([^()\[\]【】〔〕{}<>]{1,40})[)\]】〕}>]")
_NUMBERING = re.compile(
    r"^\s*(?:[(]?[一二三四五六七八九十]{1,3}[)、.]\s*|[(][0-9]{1,2}[)]\s*|[0-9]{1,2}[)、]\s*|[0-9]{1,2}(?:\.[0-9]{1,2})*\.?[.\s]\s*(?=[^\d%\s])|[0-9]{1,2}\.\s+(?=\S)|[①-⑳]\s*|[ivx]{1,4}[.、]\s*|[a-h][.、)]\s*)",
    re.I,
)
_AMONG = re.compile(r"^\s*(?:其中|#|\*|──|—{1,2}|-{1,2}|·|•|\+|of which)\s*[:：,，、]?\s*", re.I)
_LATIN_TAIL = re.compile(rf"^(?P<chinese>.*[{_CJK}%)])\s*[/|]?\s*(?P<latin>[A-Za-z][A-Za-z0-9 ,.\-&()/%'’:+¥$]*)$")
LONGEST_LABEL = 120
FOOTNOTE_MARK = re.compile(r"[①-⑳⑴-⒇❶-❿†‡]|(?<=[\u3400-\u9fff)）])[⁽⁾⁰¹²³⁴-⁹]+$")
"""Signs that point to a note under the table; half-width they would become digits."""
_COMPARED = re.compile(r"(?:(?:比|较|与|同)\s*|[/÷]\s*)((?:19|20)[0-9]{2})\s*年?(?:同期)?(?:相比)?(?:的)?")
"""With what growth compares: 比2017年, 2018/2017."""
_TO_DATE = re.compile(r"[_:：\s]*(?:(?P<cumulative>(?:自年初)?累计)|当期|当月|当季|本月|本期|本季)(?:数|值|额|量)?$")


@dataclass(frozen=True, slots=True)
class Label:
    """A text taken apart. rest: what is left; raw: the text as it stands, tidied. whole: of what a share is. among: 其中."""

    raw: str = ""
    rest: str = ""
    area: Area | None = None
    span: Span | None = None
    measure: str = ""
    whole: str = ""
    unit: Unit | None = None
    units: tuple[Unit, ...] = ()
    unit_text: str = ""
    cumulative: bool = False
    among: bool = False
    value_word: bool = False
    total: bool = False
    latin: str = ""
    index: bool = False
    """Growth is given with last year as 100."""
    base_year: int | None = None
    """The year that growth compares with, where the label names one."""
    full: str = ""
    """The label without brackets, with the words that name a measure: those of 贡献率 hold 增长."""


def tidy(text: str) -> str:
    """Half-width, one space between words, none between Chinese characters (网　络　零　售)."""
    compact = FOOTNOTE_MARK.sub("", text)
    compact = unicodedata.normalize("NFKC", compact.replace("…", "\ue000")).replace("\ue000", "…")
    compact = re.sub(r"\s+", " ", compact).strip()
    return re.sub(rf"(?<=[{_CJK}、,()%:]) (?=[{_CJK}、,()%:])|(?<=[{_CJK}]) (?=[(\[])", "", compact)


@lru_cache(maxsize=8192)
def printed_unit(text: str) -> Unit | None:
    """The unit that a whole text names, with its Chinese symbol as printed (亿元人民币), or None."""
    if "/" in text and (written := find_unit(text.strip())) is not None and written.symbol:
        return written
    text = tidy(text).strip(" :;,、.")
    text = re.sub(r"(?<=\d)[ ,](?=\d{3}(?!\d))", "", text)
    text = re.sub(r"^(?:计量|金额|数量|业务量|货币|价值)?单位[::]?|^units?[::]\s*|^in ", "", text, flags=re.I).strip()
    if not text or len(text) > 30:
        return None
    unit = find_unit(text)
    if unit is None:
        match = re.fullmatch(r"(?:人民币)(.+)|(.+?)\(?(?:人民币|现价|当年价)\)?|(?:按)?(.+?)计", text)
        if match:
            unit = find_unit((match[1] or match[2] or match[3]).strip("()"))
    if unit is None:
        match = re.fullmatch(rf"([{_CJK}/%‰㎡]+)[ /(]*(?=.*[A-Za-z])([A-Za-z0-9 ,.%$¥/]+)\)?", text)
        if match:
            unit = find_unit(match[1].rstrip("/"))
    if (
        unit is None
        and (match := re.fullmatch(r"(十万|百万|千万|万亿|[十百千万亿]|)(.+)", text))
        and match[2] in words().counters
    ):
        prefix = find_unit(match[1])
        assert prefix is not None
        unit = Unit(text, match[2], match[2], prefix.scale)
    if (
        unit is None
        or not unit.symbol
        or (not unit.base and not unit.dimension and text not in ("亿", "万", "千", "百万", "千万", "十亿", "万亿"))
    ):
        return None
    if unit.symbol != text and re.fullmatch(rf"[{_CJK}/]+", text) and unit.symbol != "%":
        return replace(unit, symbol=text)
    return unit


def units_in(text: str) -> tuple[Unit, ...]:
    """All units of a unit line: 亿元、%."""
    whole = printed_unit(text)
    if whole is not None:
        return (whole,)
    found: list[Unit] = []
    text = tidy(text).strip("()[]")
    for piece in re.split(r"[、,，;；\s]+|(?<![元件])/|及|和|与", tidy(text)):
        unit = printed_unit(piece) if piece else None
        found.extend([unit] if unit is not None else _run_together(piece))
    return tuple(dict.fromkeys(found))


def _run_together(text: str) -> list[Unit]:
    """Units that lost the spaces between them: 亿元万件%."""
    found: list[Unit] = []
    rest = text.replace(" ", "")
    while rest and len(rest) <= 24:
        for length in range(min(len(rest), 8), 0, -1):
            unit = printed_unit(rest[:length])
            if unit is not None:
                found.append(unit)
                rest = rest[length:]
                break
        else:
            return []
    return found if not rest else []


class LabelReader:
    """Takes labels apart with the areas of a book."""

    def __init__(self, areas: AreaCatalogue) -> None:
        self.areas = areas
        self._read: dict[str, Label] = {}

    def __call__(self, text: str) -> Label:
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = self._take_apart(text)
        return found

    def area(self, text: str) -> Area | None:
        """The area that a whole label names, also bilingual (北京 Beijing) or with a mark (北京市*)."""
        plain = tidy(text)
        found = self.areas.find(plain)
        if found is not None:
            return found
        plain = re.sub(r"[*#①-⑳]+$|^[*#]+", "", plain).strip(" :：、.")
        plain = _NUMBERING.sub("", plain)
        found = self.areas.find(plain)
        if found is None and (match := _LATIN_TAIL.match(plain)):
            found = self.areas.find(match["chinese"].strip())
        if found is None and (match := re.fullmatch(r"([0-9]{6})\s*(.+)|(.+?)\s*\(?([0-9]{6})\)?", plain)):
            found = self.areas.find(match[2] or match[3])
        if found is None and (match := re.fullmatch(r"(.{2,12}?)(?:省|市)?\((?:.{1,10})\)", plain)):
            found = self.areas.find(match[1])
        if found is None and plain.isascii():
            bare = re.sub(r"\b(?:province|municipality|autonomous region|city|prov\.?)\b", "", plain, flags=re.I).strip()
            found = self.areas.find(bare) if bare else None
        return found

    def _take_apart(self, text: str) -> Label:
        raw = tidy(text[: LONGEST_LABEL * 4])
        if not raw or len(raw) > LONGEST_LABEL:
            return Label(raw, raw[:LONGEST_LABEL])
        area = self.area(raw)
        if area is not None:
            return Label(raw, "", area)
        if (unit := _bare_unit(raw)) is not None:
            return Label(raw, units=(unit,), unit=unit, unit_text=raw)
        rest = _NUMBERING.sub("", raw)
        among = bool(_AMONG.match(rest)) or bool(_AMONG.match(raw))
        rest = _NUMBERING.sub("", _AMONG.sub("", rest))
        latin = ""
        if (match := _LATIN_TAIL.match(rest)) and len(re.sub(r"[^A-Za-z]", "", match["latin"])) > 4:
            rest, latin = match["chinese"].strip(), match["latin"].strip()
        measure, whole, unit_text = "", "", ""
        units: tuple[Unit, ...] = ()
        span: Span | None = None
        rest, inner = _bracketed(rest)
        kept, full = "", rest
        index = False
        if any(words().index_base.match(folded(chunk)) for chunk in inner):
            index_span, left = find_span(rest)
            if words().index_rest.match(folded(left)):
                index, measure, span, rest = True, "growth", index_span, ""
                inner = [chunk for chunk in inner if not words().index_base.match(folded(chunk))]
        for chunk in inner:
            found = units_in(chunk)
            chunk_measure, chunk_whole, left = find_measure(chunk)
            if found and not chunk_measure:
                units = units or found
                unit_text = unit_text or chunk
            elif re.search(r"=\s*100$", chunk):
                unit_text = unit_text or chunk
                kept += f"({chunk})" if not units else ""
                units = units or (Unit(chunk, chunk, chunk, Fraction(1)),)
            elif chunk_measure and not measure:
                measure, whole = chunk_measure, chunk_whole
                units = units or units_in(left)
            else:
                chunk_span, left = find_span(chunk)
                if chunk_span is not None and not re.sub(r"[\s、,年度累计]+", "", left):
                    span = span or chunk_span
                else:
                    kept += f"({chunk})"
        rest, trailing = _trailing_unit(rest)
        if trailing:
            units = units or trailing
        if not measure:
            measure, whole, rest = find_measure(rest)
        base_year = None
        if measure and (match := _COMPARED.search(rest)):
            base_year = int(match[1])
            rest = _COMPARED.sub("", rest)
        rest, trailing = _trailing_unit(rest)
        units = units or trailing
        cumulative = False
        if (match := _TO_DATE.search(rest)) and match.start() > 0:
            cumulative = bool(match["cumulative"])
            rest = rest[: match.start()]
        if span is None:
            span, rest = find_span(rest)
        rest = _clean(rest)
        value_word = folded(rest) in words().value
        cumulative = cumulative or ((value_word or not rest) and "累计" in raw)
        total = folded(rest) in words().totals
        area = None
        if rest and not total:
            area = self.area(rest)
            if area is not None:
                rest = ""
            else:
                area, rest = self._leading_area(rest)
        rest = kept.strip("()") if not rest and kept and not area else "" if value_word else rest + kept
        return Label(
            raw,
            rest,
            area,
            span,
            measure,
            whole,
            units[0] if units else None,
            units,
            unit_text,
            cumulative,
            among,
            value_word,
            total,
            latin,
            index,
            base_year,
            full,
        )

    def _leading_area(self, rest: str) -> tuple[Area | None, str]:
        """北京市网络零售额 is 北京市 and 网络零售额; a name in the middle of a longer word is none."""
        for length in range(min(len(rest) - 2, 12), 1, -1):
            head = rest[:length]
            if head.isascii():
                continue
            area = self.areas.find(head)
            if area is not None and (area.kind != "nation" or length == 2):
                if area.kind == "region" and not head.endswith("地区"):
                    continue
                return area, rest[length:].lstrip(" 的:、,-")
        return None, rest


_PLACE = re.compile(rf"[{_CJK}]{{2,10}}(?:市|州|盟|县|旗|区|地区|林区|新区|开发区|兵团|师)")


def looks_like_place(text: str) -> bool:
    """Whether a text has the form of a place that the catalogue may not know: 西安市, 延边州, 雄安新区."""
    return bool(_PLACE.fullmatch(tidy(text)))


def _bare_unit(text: str) -> Unit | None:
    """The unit that is all a label says (亿元, 元/平方米); a word that also names a thing (人口, 年) is none."""
    unit = printed_unit(text.strip("()[] "))
    if unit is None or unit.symbol in ("年", "月", "天", "度", "次", "项", "条", "部", "位", "名", "台", "组"):
        return None
    composed = unit.is_ratio or unit.is_points or "/" in unit.symbol or unit.symbol != unit.base
    return unit if composed or unit.symbol == text.strip("()[] ") else None


def _bracketed(text: str) -> tuple[str, list[str]]:
    inner: list[str] = []

    def take(match: re.Match[str]) -> str:
        inner.append(match[1].strip())
        return ""

    return _BRACKETS.sub(take, text).strip(), inner


@lru_cache(maxsize=8192)
def find_measure(text: str) -> tuple[str, str, str]:
    """Measure, whole of a share, and the text without the words that said so; a text without any gives "" and itself."""
    for entry in words().measures:
        match = entry.pattern.search(text)
        if match:
            whole = next((part for name, part in match.groupdict().items() if part), "")
            return entry.id, whole, (text[: match.start()] + " " + text[match.end() :]).strip()
    return "", "", text


def _trailing_unit(text: str) -> tuple[str, tuple[Unit, ...]]:
    """A unit after a separator, or a sign of percent, at the end of a heading: 网络零售额:亿元, 同比增长%."""
    match = re.search(r"[%‰]\s*$", text)
    if match:
        unit = find_unit(match[0].strip())
        return text[: match.start()].rstrip(" (:/,-"), (unit,) if unit else ()
    match = re.search(r"^(.*?)(?:[:,;、/|_]|\s|-|—|单位[::]?)\s*([^:,;、/|\s]{1,12})$", text)
    if match and match[1].strip():
        unit = printed_unit(match[2])
        if unit is not None and not re.fullmatch(r"[年月天项种条位名次台部人户]", match[2]):
            return match[1].rstrip(" :,;、/-"), (unit,)
    return text, ()


def _clean(text: str) -> str:
    text = re.sub(r"\s{2,}", " ", text).strip(" \t:;,、。.-—~/|_*#“”\"'《》的")
    if text.count("(") != text.count(")"):
        text = text.strip("()")
    return text
