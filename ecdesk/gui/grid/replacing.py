"""What a cell's text becomes when words in it are replaced."""

from __future__ import annotations

from ecdesk.domain.wording.folding import fold


def replaced_text(text: str, words: str, other: str, whole: bool) -> str | None:
    """The text with the words replaced everywhere in it, or None when they do not stand in it.

    whole: only when the words are all there is. Separators between thousands do not count in what is looked for.
    """
    if whole:
        return other if fold(text).replace(",", "") == fold(words).replace(",", "") else None
    for spelling in (words, fold(words).replace(",", "")):
        if spelling and spelling in text:
            return text.replace(spelling, other)
    return None
