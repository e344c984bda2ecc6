"""The account of every word: each token of a sheet's texts is owned by a facet of a figure it stands over, or is noise, or is asked about.

The ledger knows nothing of how a figure was read. It sets what the texts say beside what the figures under them say, so that a word that
was read and thrown away comes to light whatever threw it away.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ecdesk.domain.figures.areas import NATION, Area, AreaCatalogue
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.lexicon import words_of
from ecdesk.domain.wording.measures import (
    index_measure,
    risen,
    says_compared_with,
    says_what_changes,
    status_named,
    with_base_apart,
)
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.places import Places, total_named
from ecdesk.domain.wording.scanner import Token, TokenKind, scan
from ecdesk.domain.wording.time.time_words import frequency_named
from ecdesk.domain.wording.units import with_unit_apart
from ecdesk.excel.formats.grid import Position
from ecdesk.excel.reading.texts.accounts import LONGEST_TEXT, Account, Place, Shown, Speaking
from ecdesk.excel.reading.texts.asked import Asked, time_of_figures, unit_of_figures
from ecdesk.excel.reading.texts.context import pieces_of_file, sheet_said
from ecdesk.excel.reading.texts.restricting import explains, restrictions_in, tells_nothing, unowned_restrictions
from ecdesk.excel.reading.texts.words import words

MOST_ROWS = 1 << 21


@dataclass(frozen=True, slots=True)
class Open:
    """A word that nobody owns."""

    account: Account
    word: str
    message: Text


class Ledger:
    """The account of one sheet."""

    def __init__(self, places: Places, answered: Collection[str] = (), spoken: Speaking | None = None) -> None:
        """answered: the kinds of tokens that an editor has settled for the file; spoken: what else its texts speak of."""
        self.places = places
        self._spoken = spoken
        self._judges = {kind: judge for kind, judge in _JUDGES.items() if kind.value not in answered}
        self._accounts: dict[tuple[int, int, str, Place], Account] = {}
        self._asked: dict[tuple[Place, bool], Collection[TokenKind]] = {}

    def account(self, text: str, place: Place, row: int = -1, column: int = -1, said: str = "") -> Account:
        """The account of a text; the same one for the same text at the same place. said: all that is said there, the text itself by default."""
        return self._accounts.setdefault((row, column, text, place), Account(text, place, row, column, said or text))

    def speaks_of(self, word: str, place: Place) -> bool:
        """Whether the file speaks elsewhere of what a word says."""
        return says_nothing(word) or self._spoken is None or self._spoken.of(_bare(fold(word)), place)

    @property
    def accounts(self) -> list[Account]:
        """Those that stand over figures."""
        return [account for account in self._accounts.values() if account.figures]

    def accounts_at(self, place: Place) -> Iterator[Account]:
        """Those of one place."""
        return (account for account in self.accounts if account.place is place)

    @cached_property
    def _headed(self) -> list[int]:
        """The rows of headers."""
        return self._rows_with(Place.COLUMN)

    @cached_property
    def _sections(self) -> list[int]:
        """The rows of lines between rows."""
        return self._rows_with(Place.SECTION)

    def _rows_with(self, place: Place) -> list[int]:
        return sorted({account.row for account in self._accounts.values() if account.place is place})

    def waiting(self, opened: Iterable[tuple[Account, Text]]) -> Callable[[Position], Text | None]:
        """What figures wait for that stand beside or below texts with open words, by their positions."""
        beside: dict[int, Text] = {}
        below: list[tuple[range, int | None, Text]] = []
        for account, message in opened:
            if account.place in (Place.ROW, Place.REMARK):
                beside.setdefault(account.row, message)
            elif account.place is Place.COLUMN:
                below.append((self._rows_under(account), account.column, message))
            elif account.place is Place.SECTION:
                below.append((self._rows_of_section(account.row), None, message))

        def message_at(at: Position) -> Text | None:
            over = (message for rows, column, message in below if at[0] in rows and column in (None, at[1]))
            return beside.get(at[0]) or next(over, None)

        return message_at

    def _rows_of_section(self, row: int) -> range:
        """The rows below a line between rows, as far as the next one."""
        later = bisect_right(self._sections, row)
        return range(row + 1, self._sections[later] if later < len(self._sections) else MOST_ROWS)

    def _rows_under(self, account: Account) -> range:
        """The rows under a heading, as far as the next header; headers of several levels stand in adjacent rows."""
        later = self._headed[bisect_right(self._headed, account.row) :]
        level = next((number for number, row in enumerate(later) if row != account.row + 1 + number), len(later))
        return range(account.row + 1 + level, later[level] if level < len(later) else MOST_ROWS)

    def open(self) -> Iterator[Open]:
        """Every word without an owner."""
        settled: dict[object, tuple[tuple[str, Text], ...]] = {}
        for account in self.accounts:
            figures = tuple(account.figures)
            key = (account.text, account.said, account.place, figures)
            if key not in settled:
                settled[key] = tuple(self._unowned(account, figures))
            yield from (Open(account, *found) for found in settled[key])

    def _unowned(self, account: Account, figures: tuple[Shown, ...]) -> Iterator[tuple[str, Text]]:
        """The words of a text that nobody owns; of a note, which is asked about as a whole, the first."""
        tells = _WITHOUT_FIGURES.get(account.place)
        line = _NAMES.get(account.place, _heading)(account.text)
        if not 0 < len(line) <= LONGEST_TEXT or (tells is not None and tells(account.text)):
            return
        found = list(self._unowned_tokens(line, account, figures))
        if not found:
            of_all = dict.fromkeys(unowned_restrictions(line, is_of_the_sender(line), account.place, figures))
            found = ["、".join(of_all)] if of_all else []
        of_note = account.place in (Place.NOTE, Place.STATED)
        for word in found[:1] if of_note else found:
            yield word, _question(tidy(account.said), word)

    def free_words(self, account: Account) -> list[str]:
        """The words in the name of a file that are none of any figure, and not known to change what figures are."""
        found = list(self._unowned_tokens(pieces_of_file(account.text), account, tuple(account.figures), (TokenKind.WORD,)))
        return [word for word in found if not restrictions_in(word)]

    def _kinds_asked(self, place: Place, sender: bool) -> Collection[TokenKind]:
        """Which tokens of a text at a place have to be owned. sender: whether the text is of the sender."""
        if (place, sender) not in self._asked:
            wanted = _NARROWED.get(place) or (_ALSO_OF_SENDERS if sender else _JUDGES)
            self._asked[place, sender] = self._judges.keys() & set(wanted)
        return self._asked[place, sender]

    def _unowned_tokens(
        self, line: str, account: Account, figures: tuple[Shown, ...], only: Collection[TokenKind] = ()
    ) -> Iterator[str]:
        sender, kinds, standing = _read_line(line, self.places)
        kinds_asked = self._kinds_asked(account.place, sender) if not only else self._judges.keys() & set(only)
        for token, before, bracketed in standing:
            if token.kind not in kinds_asked or (sender and not bracketed and account.place is not Place.REMARK):
                continue
            asked = Asked(token, before, line[token.end :], bracketed, kinds, account, figures, self.places, self._spoken)
            if not self._judges[token.kind](asked):
                yield token.text.strip()


def _standing(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token | None, bool]]:
    """Each token with the one before it and whether it stands in brackets; what is left out or taken in goes with the word that says so."""
    before: Token | None = None
    depth, scoped = 0, False
    for token in tokens:
        if not (scoped and token.kind in (TokenKind.AREA, TokenKind.WORD)):
            yield token, before, depth > 0
        if token.kind is TokenKind.MARK:
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
            scoped = scoped and token.text not in _CLOSING + _ENDING
        scoped = scoped or token.kind is TokenKind.SCOPE
        before = before if token.kind is TokenKind.SPACE else token


@lru_cache(maxsize=16384)
def _read_line(line: str, places: Places) -> tuple[bool, Counter[TokenKind], tuple[tuple[Token, Token | None, bool], ...]]:
    """Whether a line is of the sender, how many tokens of each kind it has, and its tokens as `_standing` gives them."""
    tokens = scan(line, places)
    return is_of_the_sender(line), Counter(token.kind for token in tokens), tuple(_standing(tokens))


_OPENING, _CLOSING, _ENDING = tuple("([{【〔<"), tuple(")]}】〕>"), tuple(";。")


def _heading(text: str) -> str:
    return with_base_apart(tidy(with_unit_apart(text)))


_NAMES = {Place.SHEET: sheet_said, Place.FILE: pieces_of_file}
"""What is left off names before they are accounted for."""


_WITHOUT_FIGURES: dict[Place, Callable[[str], bool]] = {
    Place.NOTE: explains,
    Place.STATED: tells_nothing,
    Place.CORNER: lambda line: words().names_labels(line),
}
"""What tells of the texts of a place that they say nothing of any figure."""


def _question(line: str, word: str) -> Text:
    return text("“{text}”里的“{word}”没有用上，请确认它对这些数的意思。", text=line, word=word)


@lru_cache(maxsize=16384)
def is_of_the_sender(line: str) -> bool:
    """Whether a line tells who filled in a form, when, or where its figures come from, and nothing of the figures."""
    found = words().lines["other"].match(tidy(line))
    known = (words().signature.search, words().noise_lines.match, words().tells_release)
    return found is not None or any(tells(tidy(line)) for tells in known)


def _area_owned(asked: Asked) -> bool:
    area: Area = asked.token.value
    if not asked.token.sure and not _is_of_all(asked, area):
        return _word_owned(asked)
    if area.code == NATION or asked.in_name:
        return True
    found = tuple({shown.area.code: shown.area for shown in asked.figures if shown.area is not None}.values())
    inside = [_lies_in(one, area, asked.places.areas) for one in found]
    if area.kind == "region" and len(found) > 1:
        return _is_group_of(found, inside, asked.place.near)
    if not any(inside) or all(inside) or asked.place.near or asked.kinds[TokenKind.AREA] > 1 or area.kind == "region":
        return any(inside) or not found
    # A text over the whole table names the area of all of it, or one that lies in areas that it is compared with.
    return all(among or _lies_in(area, one, asked.places.areas) for one, among in zip(found, inside, strict=True))


def _is_of_all(asked: Asked, area: Area) -> bool:
    """Whether a text over a table begins with an area that all of its figures are of: 广西2019年末."""
    begins = asked.place is Place.LINE and asked.before is None
    return begins and all(shown.area is not None and shown.area.code == area.code for shown in asked.figures)


def _is_group_of(found: Sequence[Area], inside: Sequence[bool], all_of_them: bool) -> bool:
    """Whether a group of areas is that of figures: most of theirs lie in it, or they are of groups themselves."""
    of_most = all(inside) if all_of_them else 2 * sum(inside) >= len(found)
    return of_most or all(one.kind in ("nation", "region") for one in found)


def _lies_in(inner: Area, outer: Area, areas: AreaCatalogue) -> bool:
    inside: Area | None = inner
    for _level in range(6):
        if inside is None or inside.code == outer.code:
            return inside is not None
        inside = areas.get(inside.parent)
    return False


def _measure_owned(asked: Asked) -> bool:
    id: str = asked.token.value.id
    shown = {one.measure.partition(":")[0] for one in asked.figures}
    # The unit may make a change of what a heading calls growth, and not the other way round.
    by_unit = id == "growth" and bool(shown & {"change", "points"})
    # Behind 上月 growth that does not say on what is on that.
    by_unit = by_unit or (id == "growth" and "growth_prev" in shown and not says_compared_with(asked.account.text))
    # 同比 of a price with last year as 100 says again what the index compares with.
    of_index = id in ("growth", "growth_prev") and any(one.base for one in asked.figures)
    # 产量及增长: what all figures are is asked where nothing in the table tells it.
    # 人口变动情况: what a table follows.
    far = not asked.place.near
    added = far and (words().title_additions.search(asked.account.text) is not None or says_what_changes(asked.token.text))
    # What is said of all figures, or of a whole row, is not said of its levels by the growth beside them.
    of_all = asked.place is Place.STATED or (asked.place is Place.ROW and not _is_joined(asked.before))
    told = id in shown and not (of_all and "value" in shown)
    return told or by_unit or of_index or asked.in_name or added


def _is_joined(before: Token | None) -> bool:
    """Whether a word goes before that names something beside what comes: 零售额及增长."""
    return before is not None and before.text.strip()[-1:] in _JOINING


_JOINING = tuple("及和与、,/")


def _same_base(one: str, other: str) -> bool:
    """Whether two texts say the same of what is 100: 上年 is 上年同月 too."""
    return one == other or (one != "" and index_measure(one) == index_measure(other))


def _base_owned(asked: Asked) -> bool:
    if total_named(asked.token.value) == "total":
        return any(one.measure.startswith("share") for one in asked.figures)
    return asked.in_name or any(one.index or _same_base(one.base, asked.token.value) for one in asked.figures)


_NOT_COUNTED = ("planned", "forecast", "estimate")
"""The status of figures that nobody has counted."""


def _status_owned(asked: Asked) -> bool:
    return asked.token.value not in _NOT_COUNTED or asked.in_name or _of_plan(asked)


def _of_plan(asked: Asked) -> bool:
    """Whether a heading says of which plan its figures are shares: 完成计划."""
    return asked.place is Place.COLUMN and any(
        one.measure.startswith("share:") and one.measure.removeprefix("share:") in asked.account.text for one in asked.figures
    )


def _per_owned(asked: Asked) -> bool:
    return asked.in_name


def _basis_owned(asked: Asked) -> bool:
    """The basis of growth is no matter of its level; current prices are what everybody counts in."""
    usual = asked.token.value in words_of("bases.toml")["basis"]["usual"]
    return usual or asked.relative or asked.in_name


_END_OF_SCOPE = re.compile(r"(?:地区)?的?(?:数据|数|统计)?(?:$|[^\w])")


def _names_all(left_out: str, word: str) -> bool:
    """Whether a word is all that is left out: 不含港澳台 is no 不含港澳台企业."""
    return left_out.startswith(word) and _END_OF_SCOPE.match(left_out, len(word)) is not None


def _is_harmless(asked: Asked) -> bool:
    """Whether what is left out tells nothing: 不含港澳台, but over visitors from there."""
    left_out = (word for word in words_of("bases.toml")["scope"]["harmless"] if _names_all(asked.behind, word))
    return any(not _in_names(word, asked.figures) for word in left_out)


def _scope_owned(asked: Asked) -> bool:
    if asked.in_name or _is_harmless(asked):
        return True
    if asked.token.value != "with":
        return False
    # 新疆（含兵团） is what 新疆 means; 广东（含兵团） is not.
    taken_in = asked.places.mentioned(asked.behind)
    found = [shown.area for shown in asked.figures if shown.area is not None]
    if not taken_in:
        return _takes_in_own(asked)
    return any(_lies_in(area, one, asked.places.areas) for area in taken_in for one in found)


_TAKEN_IN = re.compile(r"[^()\[\]【】,;:。、 ]+")


def _takes_in_own(asked: Asked) -> bool:
    """Whether what is taken in, and is no area, is told by the names of figures, or said where it tells nothing of them."""
    if asked.place not in (*_NAMES, Place.BEHIND) and not (asked.place is Place.LINE and asked.bracketed):
        return True
    what = _TAKEN_IN.match(asked.behind)
    return what is None or says_nothing(asked.token.text.strip() + what[0]) or _in_names(what[0], asked.figures)


def _in_names(word: str, figures: Iterable[Shown]) -> bool:
    return any(fold(word) in shown.names for shown in figures)


def _word_owned(asked: Asked) -> bool:
    word = _behind_its_place(asked)
    if not word:
        return True
    if not asked.bracketed and (asked.place in _NAMES or asked.added):
        return _name_owned(asked, word)
    if not asked.bracketed and not _may_tell(asked, word):
        return asked.place is not Place.LINE or all(_is_told(asked, rest) for rest in asked.around_name)
    return _counting_word_owned(asked, word)


def _counting_word_owned(asked: Asked, word: str) -> bool:
    """The same of a word that counts where it stands."""
    if _is_of_index(word):
        return asked.in_name or any(one.index or one.base for one in asked.figures)
    if words().rank.fullmatch(word) and (asked.bracketed or asked.place.near or asked.place is Place.BEHIND):
        return asked.in_name
    kind = frequency_named(word) if asked.bracketed or asked.token.text == asked.account.text.strip() else ""
    if kind:
        return _come_as_often(asked, kind)
    return asked.is_unit or asked.in_name or _needs_no_owner(asked, word)


def _is_of_index(word: str) -> bool:
    """Whether a word says that figures are an index, and nothing more: 发展指数, 定基."""
    said = words().index_rest.match(fold(word)) is not None and words().index_word.search(word) is not None
    return said or words().index_beside.match(word) is not None


def _needs_no_owner(asked: Asked, word: str) -> bool:
    if words().of_plan.fullmatch(word) is not None and _of_plan(asked):
        return True
    return says_nothing(word) or _tells_a_fall(asked, word) or _only_names_labels(asked, word)


def _is_told(asked: Asked, rest: str) -> bool:
    """Whether what stands around the name of a figure says nothing, or what the file speaks of elsewhere."""
    plain = _bare(rest)
    return len(plain) < _SHORTEST_NAMING or says_nothing(rest) or asked.spoken is None or asked.spoken.of(plain, asked.place)


def _behind_its_place(asked: Asked) -> str:
    """A word without the place before it that no catalogue has, where that is the place of a figure (绝对值 of 余杭区绝对值), or, in a title, where such
    places stand below it (分区 of 佛山市分区)."""
    word = asked.token.text.strip()
    names = {shown.names for shown in asked.figures if shown.area is None}
    if not asked.place.near:
        return word.removeprefix(asked.places.place_in(word)) if names and asked.place is Place.LINE else word
    ends = (end for end in range(len(word), 1, -1) if any(name.endswith(fold(word[:end])) for name in names))
    return word[next(ends, 0) :]


def _may_tell(asked: Asked, word: str) -> bool:
    """Whether a word outside of brackets counts where it stands."""
    of_place = asked.place is Place.SECTION and asked.added_to_place
    return of_place or asked.place in _NAMED_BY_EVERY_WORD or _stands_beside_a_role(asked, word)


def _stands_beside_a_role(asked: Asked, word: str) -> bool:
    """Whether a heading over labels that says what they are says more behind that: 计量单位，快报; 指标任务数."""
    if asked.place is not Place.CORNER or words().names_labels(asked.account.text):
        return False
    first, *others = _APART_IN_HEADS.split(tidy(asked.account.text))
    return (word.split()[-1] in others and words().role(first) is not None) or (
        words().role(word) is None and _goes_on(tidy(asked.account.text))
    )


def _goes_on(heading: str) -> bool:
    """Whether a heading says more than what labels are, behind that or before areas or times: 指标任务数, 到位地区."""
    rest = _beside_role(heading)
    if len(rest) < _SHORTEST_NAMING or says_nothing(rest) or words().before_role.fullmatch(rest):
        return False
    return not any(words().role(rest[start:]) for start in range(len(rest)))


def _beside_role(heading: str) -> str:
    starts = range(_SHORTEST_NAMING, len(heading))
    before = next((heading[:start] for start in starts if words().role(heading[start:]) in ("region", "period")), "")
    ends = (end for end in range(len(heading) - _SHORTEST_NAMING, 0, -1) if words().role(heading[:end]) is not None)
    return before or _APART_IN_HEADS.sub("", heading[next(ends, len(heading)) :])


_APART_IN_HEADS = re.compile(r"[\s,、;:\-—]+")


def _name_owned(asked: Asked, word: str) -> bool:
    """The same of a word in the name of a sheet or a file, which may be what the table is about. What goes on in the name of a file without
    a break is its subject."""
    if len(word) < _SHORTEST_NAMING or asked.in_name or says_nothing(word):
        return True
    if _names_its_subject(asked, word):
        return True
    return words().office.search(word) is not None or asked.spoken is None or asked.spoken.of(_bare(fold(word)), asked.place)


_SHORTEST_NAMING = 2


def _names_its_subject(asked: Asked, word: str) -> bool:
    """Whether a word is the subject of its file, or the field of its sheet."""
    if asked.place is Place.FILE:
        return not (asked.apart and _says_more_than_a_number(asked))
    return asked.place is Place.SHEET and _is_field(asked, word)


def _says_more_than_a_number(asked: Asked) -> bool:
    """Whether a text holds another word or a time besides a word and its numbering."""
    return sum(count for kind, count in asked.kinds.items() if kind not in _NUMBERED) > 1


_NUMBERED = (TokenKind.NUMBERING, TokenKind.NUMBER, TokenKind.NOTE_MARK, TokenKind.MARK, TokenKind.SPACE)


def _is_field(asked: Asked, word: str) -> bool:
    """Whether the name of a sheet is the field that its figures are of (财政), none of which is called by a general word: 收入."""
    general = any(words().general.intersection(shown.names.split("\0")) for shown in asked.figures)
    return word in words().fields and not general


def _total_owned(asked: Asked) -> bool:
    """An average is no total; where averages stand in rows of their own, they are left out."""
    told = (
        asked.in_name
        or (asked.place in _OF_LABELS and not asked.added_to_place)
        or (asked.place is Place.LINE and not (asked.bracketed or asked.added))
    )
    return asked.token.value != "average" or told


_OF_LABELS = (Place.ROW, Place.COLUMN, Place.SECTION)


def _tells_a_fall(asked: Asked, word: str) -> bool:
    """Whether a word is that of a fall over figures of growth or change, which it turned round; one in brackets behind a name turns none."""
    alone = asked.bracketed and not asked.kinds[TokenKind.MEASURE]
    return (
        not alone
        and risen(word) != word
        and any(one.measure in ("growth", "growth_prev", "change", "points") for one in asked.figures)
    )


def _only_names_labels(asked: Asked, word: str) -> bool:
    """Whether a word, or the whole heading over labels that it stands in, only says what labels are."""
    return words().names_labels(asked.account.text if asked.place is Place.CORNER else "" if asked.bracketed else word)


_NAMED_BY_EVERY_WORD = (Place.ROW, Place.COLUMN, Place.STATED, Place.BEHIND)
"""Where every word counts; elsewhere only those in brackets do."""


def _come_as_often(asked: Asked, kind: str) -> bool:
    periods = [shown.period for shown in asked.figures]
    if None in periods:
        return True
    oftener = (
        not asked.place.near and kind != "month" and any(period is not None and period.kind == "month" for period in periods)
    )
    return not oftener and any(period is not None and _as_often(period, kind) for period in periods)


def _as_often(period: Period, kind: str) -> bool:
    """Whether figures of a period come as often as that: monthly ones may be counted since January."""
    return kind == ("year" if period.kind in ("years", "fiscal") else period.kind) or (
        period.kind == "cumulative" and (kind == "month" or (kind == "quarter" and period.index % 3 == 0))
    )


@lru_cache(maxsize=16384)
def says_nothing(word: str) -> bool:
    """Whether words are such as stand anywhere and say nothing of a figure: 情况, 统计表, 的."""
    plain = fold(word)
    if any(not one.in_notes for one in restrictions_in(plain)):
        return False
    if _is_listed(word, plain) or words().index_rest.match(plain) or (plain.isascii() and len(plain) > 4):
        return True
    bare = _bare(plain)
    return (
        not bare.strip(" -—_·、,，.。:：()（）~的及其和与度表*")
        or bare in words().noise
        or words().grouping.fullmatch(plain) is not None
    )


def _is_listed(word: str, plain: str) -> bool:
    said = total_named(word) not in ("", "average") or status_named(word) not in ("", *_NOT_COUNTED)
    return said or plain in words().noise or plain in words().value or words().titles.fullmatch(plain) is not None


def _bare(plain: str) -> str:
    """A folded text without what says nothing at its ends, and without what titles say of any table."""
    return words().titles.sub("", words().heading_ends.sub("", words().heading_starts.sub("", plain)))


_JUDGES: dict[TokenKind, Callable[[Asked], bool]] = {
    TokenKind.AREA: _area_owned,
    TokenKind.TIME: time_of_figures,
    TokenKind.UNIT: unit_of_figures,
    TokenKind.MEASURE: _measure_owned,
    TokenKind.BASE: _base_owned,
    TokenKind.STATUS: _status_owned,
    TokenKind.BASIS: _basis_owned,
    TokenKind.PER: _per_owned,
    TokenKind.SCOPE: _scope_owned,
    TokenKind.WORD: _word_owned,
    TokenKind.TOTAL: _total_owned,
}
"""Who owns a token of a kind. Tokens of the other kinds are noise: numbering, marks, totals, numbers of a name."""
_OF_NOTES = {TokenKind.AREA, TokenKind.UNIT, TokenKind.SCOPE}
_OF_FIGURES = {TokenKind.BASE, TokenKind.PER, TokenKind.STATUS, TokenKind.BASIS, TokenKind.TOTAL}
_NARROWED = {
    Place.NOTE: _OF_NOTES,
    Place.REMARK: _OF_NOTES | _OF_FIGURES | {TokenKind.TIME},
    Place.FILE: _OF_FIGURES | {TokenKind.SCOPE, TokenKind.TIME, TokenKind.MEASURE, TokenKind.UNIT},
}
"""What is asked about in notes, remarks and the names of files."""
_ALSO_OF_SENDERS = (TokenKind.AREA, TokenKind.UNIT, TokenKind.MEASURE, TokenKind.BASE, TokenKind.STATUS, TokenKind.SCOPE)
"""What is asked about where it stands in brackets even in a line that tells who filled in a form."""
