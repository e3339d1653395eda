"""What a word processor types before an item of a list: its number, or its bullet."""

from __future__ import annotations

import re
from typing import NamedTuple

_DIGITS = re.compile(r"\d{1,5}")
# "a)", "iv.", "(b)", "一、": letters count with a sign beside them, as "o" and "v" are bullets.
_LETTERS = re.compile(r"\(?([^\W\d_]{1,7})[.):、．-]+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


class Marker(NamedTuple):
    """``kind`` is ``bullet`` or ``number``; ``number`` is None where the sign does not say it, as
    letters of most scripts do not. ``is_sure`` is False for a letter that may also be a Roman
    number, such as "i" or "c".
    """

    kind: str
    number: int | None = None
    is_sure: bool = True


def read(typed: str) -> Marker:
    """The marker; of several numbers ("2.1.3", "Article 4.") the last counts."""
    if digits := _DIGITS.findall(typed):
        return Marker("number", int(digits[-1]))
    letters = _LETTERS.fullmatch(typed.strip())
    if not letters:
        return Marker("bullet")
    word = letters[1].lower()
    if len(word) == 1 and word.isascii():
        letter = ord(word) - ord("a") + 1
        return Marker("number", min(letter, _ROMAN.get(word, letter)), word not in _ROMAN)
    return Marker("number", _roman(word) if set(word) <= set(_ROMAN) else None)


def _roman(word: str) -> int:
    values = [_ROMAN[letter] for letter in word]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
