"""What a cell's text becomes when words in it are replaced."""

from __future__ import annotations

from ecdesk.domain.areas import fold_name


def replaced_text(text: str, words: str, other: str, whole: bool) -> str | None:
    """The text with the words replaced everywhere in it, or None when they do not stand in it.

    whole: only when the words are all there is. Separators between thousands do not count in what is looked for.
    """
    if whole:
        return other if fold_name(text).replace(",", "") == fold_name(words).replace(",", "") else None
    for spelling in (words, fold_name(words).replace(",", "")):
        if spelling and spelling in text:
            return text.replace(spelling, other)
    return None
