"""What a text says of one kind, by its tokens."""

from __future__ import annotations

from typing import Any

from ecdesk.domain.wording.places import Places
from ecdesk.domain.wording.scanner import TokenKind, scan


def values_said(kind: TokenKind, text: str, places: Places | None = None, sure: bool = True) -> tuple[Any, ...]:
    """The values of the tokens of a kind, in order, each once. sure: without names of areas that may be part of another word."""
    return tuple(dict.fromkeys(one.value for one in scan(text, places) if one.kind is kind and (one.sure or not sure)))


def unit_said(text: str) -> Any:
    """The first unit of a text, None where there is none."""
    return next((unit for units in values_said(TokenKind.UNIT, text) for unit in units), None)


def words_left(text: str) -> list[str]:
    """The words of a text that no grammar knows."""
    return [one.text for one in scan(text) if one.kind is TokenKind.WORD]
