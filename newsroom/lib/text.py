"""Plain text: what no page, feed or database may hold, and how words are counted."""

from __future__ import annotations

import re
from typing import Any

# NUL is refused by PostgreSQL; other controls and noncharacters by XML 1.0 and by HTML validators;
# U+FEFF in the middle of a text is a byte order mark that strayed. Tab and newline stay.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_NEWLINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_RUN = re.compile(r"[ \t\n]+")
#: What does not show at the ends of a line: spaces of every width, and those without any.
SPACES = " \t\n\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200C))) + "\u202f\u205f\u2060\u3000"

# A letter or digit begins a word; apostrophes, hyphens, points and commas inside do not end it
# ("don't", "2,000.5"). Han and kana are written without spaces: each sign counts as one word.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])\w)+(?:[’'‑.,\-](?:(?![{_UNSPACED}])\w)+)*")


def tidy(text: str) -> str:
    """The text without characters that pages, feeds or databases refuse; newlines as ``\\n``.

    Lone surrogates, which no encoder takes, become U+FFFD. Tidying twice changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _SURROGATES.sub("\ufffd", text)
    return _FORBIDDEN.sub("", _NEWLINES.sub("\n", text))


def single_line(text: str, *, limit: int | None = None) -> str:
    """The text on one line without spaces at its ends; cut to ``limit`` characters.

    No-break spaces inside are kept: they are typography.
    """
    line = _RUN.sub(" ", tidy(text)).strip(SPACES)
    if limit is None or len(line) <= limit:
        return line
    return line[:limit].rstrip(SPACES)


def count_words(text: str) -> int:
    """The number of words; each Han or kana sign counts as one."""
    return sum(1 for _ in _WORD.finditer(text))


def storable(value: Any) -> Any:
    """Without what no database takes: lone surrogates, and NUL, which PostgreSQL refuses."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode(errors="ignore").decode()
    if isinstance(value, list | tuple):
        return [storable(one) for one in value]
    if isinstance(value, dict):
        return {storable(name): storable(one) for name, one in value.items()}
    return value
