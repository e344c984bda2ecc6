"""Cells of a spreadsheet by their names, such as C4."""

from __future__ import annotations


def column_letters(column: int) -> str:
    """A, B, … Z, AA: the name of a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_position(reference: str) -> tuple[int, int]:
    """Row and column, from 0, of a cell such as C4."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1
