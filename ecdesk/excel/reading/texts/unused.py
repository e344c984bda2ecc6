"""What is said in a file that no figure took up: the accounts of what stands over and under tables, what a file speaks of at all, and what notes
and remarks say besides.

A word of a note that could make another figure of one is asked about by the ledger. What else a note or a remark says is not thrown away either:
it is named once a sheet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.measures import index_base
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.scanner import Token, TokenKind, scan
from ecdesk.domain.wording.time.time_words import time_named, without_times
from ecdesk.excel.formats.grid import Grid, Workbook
from ecdesk.excel.reading.texts.accounts import Account, Place, Shown
from ecdesk.excel.reading.texts.context import named_and_behind, sentences_of
from ecdesk.excel.reading.texts.ledger import Ledger, is_of_the_sender, says_nothing
from ecdesk.excel.reading.texts.restricting import explains, is_common, says_the_usual, tells_nothing
from ecdesk.excel.reading.texts.words import words

MOST_TEXTS = 20_000
"""So many texts of a workbook are looked through for what it speaks of."""
MOST_NAMED = 5
"""So many notes are named in one sentence, each up to `LONGEST_NAMED` characters."""
LONGEST_NAMED = 30

Lines = Iterable[tuple[int, str]]


class Spoken:
    """What the cells of a workbook and the names of its sheets speak of, by pairs of characters."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._pairs: dict[Place, Counter[str]] = {}

    def of(self, word: str, place: Place) -> bool:
        """Whether half of a word stands in other texts than those of a place; the line over a table that it is from is one of the cells."""
        pairs = _pairs(_canonical(word))
        if not pairs:
            return True
        known, least = self._known(place), 2 if place is Place.LINE else 1
        return 2 * sum(known[pair] >= least for pair in pairs) >= len(pairs)

    def _known(self, place: Place) -> Counter[str]:
        if place not in self._pairs:
            names = [sheet.name for sheet in self._workbook.sheets] if place is not Place.SHEET else [self._workbook.name]
            texts = (*self._cells(), *names)
            self._pairs[place] = Counter(pair for one in texts for pair in _pairs(_canonical(fold(one))))
        return self._pairs[place]

    def _cells(self) -> set[str]:
        found: set[str] = set()
        for sheet in self._workbook.sheets:
            for row in sheet.rows:
                found.update(value for value in row if isinstance(value, str) and value)
                if len(found) > MOST_TEXTS:
                    return found
        return found


def _pairs(word: str) -> set[str]:
    return {word[at : at + 2] for at in range(len(word) - 1) if not word[at : at + 2].isascii()}


def _canonical(word: str) -> str:
    """A folded text with one way of writing for several."""
    for pattern, of in words().same_words:
        word = pattern.sub(of, word)
    return word


def account_for_lines(ledger: Ledger, sheet: str, lines: Lines, notes: Lines, figures: dict[Shown, None]) -> None:
    """Open the accounts of what stands over or under the figures of a table, and of the name of its sheet."""
    ledger.account(sheet, Place.SHEET).figures.update(figures)
    for row, words_here, place, said in _parts_of_lines(ledger, lines):
        ledger.account(words_here, place, row, said=said).figures.update(figures)
    for row, note in notes:
        for piece in sentences_of(note):
            stated = None if is_of_the_sender(piece) else _stated(piece, words().note_starts.match(tidy(note)) is not None)
            words_here, place = (piece, Place.NOTE) if stated is None else (_besides_the_usual(stated["what"]), Place.STATED)
            ledger.account(words_here, place, row, said=piece).figures.update(figures)


def _stated(piece: str, noted: bool) -> re.Match[str] | None:
    """What a note states of figures, in its group "what"; None for one that explains. A sentence of nothing but a time or a base of indices states that,
    where it says that it is one of figures or is a note by its beginning (noted): another line under a table may say when it was made."""
    of_time = words().note_of_time.match(piece)
    stated = words().note_says.match(piece) or words().note_shortly.match(piece)
    if stated is not None or of_time is None or not (noted or of_time["said"]):
        return stated
    return of_time if time_named(of_time["what"]) is not None or index_base(of_time["what"]) else None


def _parts_of_lines(ledger: Ledger, lines: Lines) -> Iterator[tuple[int, str, Place, str]]:
    """What is said in the lines over a table, each with its row, its place and all that is said there. A lone word adds to what stands before it."""
    titled: set[int] = set()
    first = True
    for row, line in sorted(lines, key=lambda one: one[0]):
        for words_here, place, said in _parts_of_line(ledger, line, row in titled):
            adds = not first and place is Place.LINE and _adds_a_word(ledger, words_here)
            titled |= {row} if place is Place.LINE and not adds and _is_title(words_here) else set()
            first = False
            yield row, words_here, Place.BEHIND if adds else place, said


def _adds_a_word(ledger: Ledger, line: str) -> bool:
    """Whether a line or a part of one below the first, which may be the title, is one word that the file speaks of nowhere else: 单价, 除直播."""
    if _ONE_WORD.fullmatch(line) is None or not _is_title(line) or ledger.speaks_of(line, Place.LINE):
        return False
    of_paper = is_of_the_sender(line) or tells_nothing(line) or words().office.search(line) or words().samples.search(line)
    return not of_paper and words().topics.search(line) is None


def _parts_of_line(ledger: Ledger, line: str, beside: bool) -> Iterator[tuple[str, Place, str]]:
    """What is said in a line over a table, each with its place and all that is said there. beside: whether it stands beside a title."""
    said = ""
    for added in _added_to_line(ledger, line):
        yield added, Place.BEHIND, said or line
        said, line = said or line, line.replace(added, " ")
    for named, behind in named_and_behind(line):
        yield named, Place.BEHIND if beside and ":" not in named else Place.LINE, said
        beside = beside or _is_title(named)
        if value := behind or _value_of(ledger, named):
            yield value, Place.BEHIND, "" if behind else named


def _added_to_line(ledger: Ledger, line: str) -> list[str]:
    added = dict.fromkeys((_last_piece(line), *_added_to_topic(line)))
    places = ("", ledger.places.place_in(line))
    return [
        words
        for words in added
        if words not in places and ledger.places.named(words) is None and not ledger.speaks_of(words, Place.LINE)
    ]


def _value_of(ledger: Ledger, line: str) -> str:
    """What a line says of what it names by words that no list has: 快报 of 数据类型：快报."""
    found = _NAMED.fullmatch(line)
    if found is not None and _names_without_saying(line, found["value"]):
        return "" if ledger.speaks_of(found["value"], Place.LINE) else found["value"]
    if found is None or is_of_the_sender(line) or _is_known_line(line):
        return ""
    # What is of another kind is accounted for where it stands in the line.
    return found["value"] if any(token.kind in _COUNT_BEHIND for token in scan(found["value"])) else ""


_COUNT_BEHIND = (TokenKind.WORD, TokenKind.TOTAL)


def _names_without_saying(line: str, value: str) -> bool:
    """Whether a line names what its figures are, or when, by a word that is no time: 峰值 of 指标：峰值, and not 最近20年 of 时间：最近20年."""
    of_time = words().lines["period"].match(line) is not None and _ONE_WORD.fullmatch(without_times(value)) is not None
    return of_time or words().lines["indicator"].match(line) is not None


@lru_cache(maxsize=16384)
def _is_title(line: str) -> bool:
    return not says_nothing(line) and not _is_known_line(line)


def _last_piece(title: str) -> str:
    """The word that stands apart behind a title, "" for none and where letters are only set wide: 能源统计 部门口径."""
    *before, last = title.split() or [""]
    apart = bool(before) and min(map(len, (*before, last))) > 1 and ":" not in tidy(title)
    named = apart and (_WORDS.search(before[-1]) or not without_times(tidy(before[-1])))
    return last if named and _ONE_WORD.fullmatch(last) and not words().topics.search(last) else ""


def _added_to_topic(title: str) -> Iterator[str]:
    """The words that a title goes on with where others end, and those before all places that it is about: 主要指标净增, 2018年目标各地区."""
    plain = tidy(title)
    if ":" in plain or len(plain) > LONGEST_SCANNED or words().note_starts.match(plain):
        return
    for pattern in (words().behind_topic, words().before_places):
        found = pattern.search(plain)
        if found is not None:
            yield without_times(found["added"])


_WORDS = re.compile(r"(?:[^\W\d_a-zA-Z]{3}|[)）】])$")
_ONE_WORD = re.compile(r"[^\W\d_a-zA-Z]{2,8}")
_NAMED = re.compile(r"[^:0-9]{1,6}: ?(?P<value>[^:]{1,12})")
"""What a line names by words that no list has: 数据类型：快报."""


def _is_known_line(line: str) -> bool:
    known = words().any_line.match(line) is not None
    return known or words().unit_line.search(line) is not None or words().note_starts.match(line) is not None


def account_for_dropped(ledger: Ledger, grid: Grid, rows: Collection[int]) -> None:
    """The accounts of texts in rows that began a header and came to stand over no figures of their own."""
    if not rows:
        return
    figures = {shown: None for account in ledger.accounts_at(Place.SHEET) for shown in account.figures}
    for row in rows:
        for number, (column, value) in enumerate(grid.filled(row)):
            if isinstance(value, str):
                place = Place.BEHIND if number else Place.LINE
                ledger.account(tidy(value), place, row, column).figures.update(figures)


def unused_words(ledger: Ledger, opened: Collection[Account]) -> Iterator[tuple[Text, Account]]:
    """What the notes and the remarks of a sheet say that nobody used, besides what is asked about; for each of both where the first of it stands."""
    asked = {id(account) for account in opened}
    for places, message in _NAMED_ONCE.items():
        said = _said_at(ledger, places, asked)
        if said:
            yield message(_listed(said)), next(iter(said.values()))
    for account in ledger.accounts_at(Place.FILE):
        if found := ledger.free_words(account):
            yield _of_file(_listed(found)), account


def _said_at(ledger: Ledger, places: Iterable[Place], asked: Collection[int]) -> dict[str, Account]:
    accounts = (one for place in places for one in ledger.accounts_at(place) if id(one) not in asked)
    return {tidy(one.said): one for one in accounts if tells_something(one)}


def _listed(said: Iterable[str]) -> str:
    shown = [f"“{line[:LONGEST_NAMED]}…”" if len(line) > LONGEST_NAMED else f"“{line}”" for line in said]
    return "".join(shown[:MOST_NAMED]) + ("…" if len(shown) > MOST_NAMED else "")


def _of_file(notes: str) -> Text:
    return text("文件名里的{notes}没有用到数上，请核对。", notes=notes)


def _of_notes(notes: str) -> Text:
    return text("表下的注{notes}没有用到数上，请核对。", notes=notes)


def _of_remarks(notes: str) -> Text:
    return text("备注{notes}没有用到数上，请核对。", notes=notes)


_NAMED_ONCE = {(Place.NOTE, Place.STATED): _of_notes, (Place.REMARK,): _of_remarks}


def tells_something(account: Account) -> bool:
    """Whether a note or remark holds words that are none of those that stand in any, and is no definition of a figure by its parts."""
    line = _without_the_usual(tidy(account.text), account)
    if _may_stand_anywhere(line):
        return False
    tokens = [token for token in scan(line[:LONGEST_SCANNED]) if token.kind not in _BETWEEN]
    if account.place is Place.STATED:
        telling = (TokenKind.SCOPE,) if account.told else (TokenKind.SCOPE, TokenKind.STATUS)
        return any(token.kind in telling for token in tokens)
    return not account.told and _tells_of_figures(line, account, tokens)


def _tells_of_figures(line: str, account: Account, tokens: Iterable[Token]) -> bool:
    telling = _TELLING.get(account.place)
    return not _defines(line, account) and any(_tells(token) for token in tokens if telling is None or token.kind in telling)


def _without_the_usual(line: str, account: Account) -> str:
    """A note without the clauses that say what holds of any such table."""
    return _besides_the_usual(line, {shown.period.kind for shown in account.figures if shown.period is not None})


def _besides_the_usual(line: str, kinds: Collection[str] = ()) -> str:
    """The same of figures of some kinds of periods."""
    clauses = _BETWEEN_CLAUSES.split(line.rstrip("。.;"))
    told = [clause for clause in clauses if not says_the_usual(clause, kinds)]
    return line if len(told) == len(clauses) else ",".join(told)


_BETWEEN_CLAUSES = re.compile("[,;] ?")


def _may_stand_anywhere(line: str) -> bool:
    return not line or is_of_the_sender(line) or explains(line) or is_common(line) or words().note_of_unit.match(line) is not None


_TELLING = {Place.NOTE: (TokenKind.WORD, TokenKind.STATUS)}
"""Of which tokens of a note it depends whether it tells something; in remarks all count."""
LONGEST_SCANNED = 200
_BETWEEN = (TokenKind.SPACE, TokenKind.MARK, TokenKind.NUMBERING, TokenKind.NOTE_MARK, TokenKind.NUMBER)


def _tells(token: Token) -> bool:
    word = token.text.strip()
    if token.kind is not TokenKind.WORD:
        return token.kind is not TokenKind.TIME
    is_word = len(word) > 1 and not word.isascii()
    return is_word and not says_nothing(word) and not words().office.search(word) and not words().note_starts.match(word)


def _defines(line: str, account: Account) -> bool:
    """Whether a note says of what a figure consists that has the name it begins with: 网络零售额含实物商品和非实物商品."""
    found = _DEFINITION.match(line)
    return found is not None and any(fold(found["named"]) in shown.names for shown in account.figures)


_DEFINITION = re.compile(
    r"(?:(?:注|备注|说明): ?)?(?:[0-9]{1,2}[.、) ])?(?P<named>[^,;:。]{3,20}?)(?:(?<![不未仅只])(?:包括|包含|含))"
)
