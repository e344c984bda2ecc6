"""A token of a text with all that its owner may be sought by."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.places import Places
from ecdesk.domain.wording.scanner import Token, TokenKind, scan
from ecdesk.excel.reading.texts.accounts import Account, Place, Shown, Speaking
from ecdesk.excel.reading.texts.words import words


@dataclass(frozen=True, slots=True)
class Asked:
    """A token with all that its owner may be sought by. before: the token before it; behind: all that follows in its text."""

    token: Token
    before: Token | None
    behind: str
    bracketed: bool
    kinds: Counter[TokenKind]
    """How many tokens of each kind its text has."""
    account: Account
    figures: tuple[Shown, ...]
    places: Places
    spoken: Speaking | None

    @property
    def place(self) -> Place:
        return self.account.place

    @property
    def relative(self) -> bool:
        """Whether all figures are growth, shares or indices."""
        return all(one.relative for one in self.figures)

    @property
    def is_unit(self) -> bool:
        """Whether the words are the unit of a figure, one that no list has."""
        word = self.token.text.strip()
        return any(
            shown.unit is not None and word in (shown.unit.symbol, *shown.unit.symbol.split("/")) for shown in self.figures
        )

    @property
    def apart(self) -> bool:
        """Whether the words stand between signs or spaces, and not alone."""
        before = self.before
        begins = before is None or before.kind is TokenKind.MARK or before.end < self.token.start or before.text[-1:] == " "
        return begins and not self.behind[:1].isalnum() and self.kinds.total() > 1

    @property
    def added(self) -> bool:
        """Whether the words stand before the time or the area that a title begins with, between both or behind all of it: 撤并前2018年…, …情况，中位数."""
        line = tidy(self.account.text)
        if self.place is not Place.LINE or ":" in line or not 1 < len(self.token.text.strip()) <= _LONGEST_ADDED:
            return False
        if self._goes_before():
            return True
        start = self.token.start
        is_last = not self.behind.strip(_CLOSED) and line[start - 1 : start] in _BEFORE_ADDED
        return self.before is not None and is_last and _NAMES_SOMETHING.search(line[:start]) is not None

    def _goes_before(self) -> bool:
        """Whether the words begin a title before its time or its area, or stand between both."""
        if self.before is not None and (self.before.kind is not TokenKind.TIME or self.before.start > 0):
            return False
        following = next(iter(scan(self.behind[:_LONGEST_ADDED], self.places)), None)
        wanted = (TokenKind.TIME, TokenKind.AREA) if self.before is None else (TokenKind.AREA,)
        return following is not None and following.kind in wanted and following.sure

    @property
    def added_to_place(self) -> bool:
        """Whether the words stand beside the area or the time that a text is: 上海市，平均."""
        return self.kinds[TokenKind.AREA] + self.kinds[TokenKind.TIME] > 0

    @property
    def around_name(self) -> list[str]:
        """What the words say before and behind the name of a figure that they hold: 全口径 of 货物运输量全口径."""
        known = {shown.names for shown in self.figures if shown.known}
        return _around(fold(self.token.text)[:_LONGEST_TITLE], known)

    @property
    def in_name(self) -> bool:
        """Whether the words are part of the name of what a figure is."""
        word = fold(self.token.text)
        asked_whole = not self.bracketed or self.token.kind in _SHOWN_IN_A_NAME
        return any(word in shown.names and (shown.known or asked_whole) for shown in self.figures)


def _around(title: str, known: set[str]) -> list[str]:
    """What a title says around the longest name of a figure in it, but for a topic before it (电子商务情况 网络零售额). known: all that names each
    figure that a catalogue has."""
    word = words().title_additions.sub("", title)
    spans = ((start, start + size) for size in range(len(word), _SHORTEST_NAME - 1, -1) for start in range(len(word) - size + 1))
    held = next((span for span in spans if _is_whole(word[slice(*span)], known)), None)
    if held is None:
        return []
    before, behind = word[: held[0]], word[held[1] :]
    return [rest for rest in ("" if words().topics.search(before) else before, behind) if rest]


def _is_whole(word: str, known: set[str]) -> bool:
    """Whether everything that names some figure begins and ends with a word, which then is no part of its name."""
    return any(names.startswith(word) and names.endswith(word) for names in known)


_LONGEST_ADDED = 12
_SHORTEST_NAME = 4
_LONGEST_TITLE = 60
_CLOSED, _BEFORE_ADDED = " )]】。", (" ", ",", "-", "—")
_NAMES_SOMETHING = re.compile(r"[^\W\d_]{3}")


_SHOWN_IN_A_NAME = (TokenKind.WORD, TokenKind.BASIS, TokenKind.PER)
"""What brackets may hold of a name that no catalogue has: it is asked about with them, 居民消费价格指数(城市)."""
