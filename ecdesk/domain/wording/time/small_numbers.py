"""The numbers of months, days, quarters and years, in digits, Chinese numerals or Roman ones."""

from __future__ import annotations

from ecdesk.domain.wording.folding import DASHES

DASH = rf" ?(?:[{DASHES}]{{1,3}}|至|到) ?"
MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"

DIGIT = {sign: value for signs in ("〇一二三四五六七八九", "零一二三四五六七八九", "○") for value, sign in enumerate(signs)} | {
    "两": 2,
    "0": 0,
    "o": 0,
    "O": 0,
}
"""What each sign of a number that is read out digit by digit stands for."""
NUMERALS = frozenset("一二三四五六七八九十百千〇")
"""Signs that a number in Chinese numerals may go on with."""
_READ_OUT = "〇一二三四五六七八九"
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}


def small_number(text: str) -> int:
    """The number from 1 to 99 that is written in digits or Chinese numerals."""
    if text.isdigit() and text.isascii():
        return int(text)
    if text in _ROMAN or text == "元":
        return _ROMAN.get(text, 1)
    ten, _, ones = text.rpartition("十") if "十" in text else ("", "", text)
    tens = (DIGIT[ten] if ten else 1) * 10 if "十" in text else 0
    return tens + (DIGIT[ones] if ones else 0)


def spelled_like(text: str, number: int) -> str:
    """A number from 1 to 99 written as another one is: in digits (with a zero before it where that has one), Chinese numerals or Roman ones."""
    if text.isdigit() and text.isascii():
        return f"{number:0{len(text)}}" if text.startswith("0") else str(number)
    if text in _ROMAN and number <= len(_ROMAN):
        return {value: sign for sign, value in _ROMAN.items()}[number]
    tens, ones = divmod(number, 10)
    ten = f"{_READ_OUT[tens] if tens > 1 else ''}十" if tens else ""
    return ten + (_READ_OUT[ones] if ones else "")
