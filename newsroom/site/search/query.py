"""What a reader typed: words that must be there, phrases in quotes, and what a minus leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from newsroom.lib import tokens
from newsroom.lib.tokens import Word

LONGEST_QUERY = 200
_MOST_WORDS, _MOST_KEYS = 12, 200
_MOST_KEYS_OF_A_WORD, _MOST_GROUPS = 60, 20
_QUOTES = '"“”„‟«»'
_GERSHAYIM = re.compile(r'(?<=[\u05d0-\u05ea])["\u201d](?=[\u05d0-\u05ea])')
_PIECE = re.compile(rf"(?P<minus>(?<!\S)[-−–])?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]"
                    rf"|(?P<word>[^\s{_QUOTES}]+))")  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What the answers are narrowed to. Instants: from ``after`` on, and before ``before``."""

    type: str = ""
    section: UUID | None = None
    author: UUID | None = None
    tag: UUID | None = None
    after: datetime | None = None
    before: datetime | None = None

    def named(self) -> dict[str, Any]:
        """The filters that are keys of the index."""
        names = ("type", "section", "author", "tag")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


@dataclass(frozen=True)
class Query:
    """``phrases`` and ``refused_phrases`` are as ``tokens.folded_words`` has them."""

    text: str
    words: Sequence[Word] = ()
    phrases: Sequence[str] = ()
    refused: Sequence[Word] = ()
    refused_phrases: Sequence[str] = ()
    filters: Filters = field(default_factory=Filters)

    @property
    def in_a_row(self) -> str:
        """The words as they would stand side by side; empty for a single one."""
        words = " ".join(word.folded for word in self.words)
        return f" {words} " if " " in words else ""

    def corrected(self, better: dict[str, str]) -> str:
        """The text with other words in place of some, which are given folded."""
        text, end = "", 0
        for start, stop, word in tokens.spans(self.text):
            text += self.text[end:start] + better.get(tokens.fold(word), word)
            end = stop
        return text + self.text[end:]


def read(text: str, languages: Sequence[str], filters: Filters | None = None) -> Query:
    """The query of a text, for texts in these languages."""
    # In Hebrew the sign stands inside abbreviations, and is typed as a quotation mark.
    text = _GERSHAYIM.sub("\u05f4", text.replace("\x00", " ")[:LONGEST_QUERY])
    text = " ".join(text.split())
    words: list[Word] = []
    refused: list[Word] = []
    phrases: list[str] = []
    refused_phrases: list[str] = []
    for piece in _PIECE.finditer(text):
        is_phrase = piece["phrase"] is not None
        found = tokens.words_of(
            piece["phrase"] if is_phrase else piece["word"], () if is_phrase else tuple(languages)
        )
        folded = f" {' '.join(word.folded for word in found)} "
        is_long = is_phrase and " " in folded.strip()
        if piece["minus"]:
            if is_long:
                refused_phrases.append(folded)
            else:
                refused += found
        else:
            words += found
            phrases += [folded] if is_long else []
    return Query(
        text, _bounded(words), tuple(dict.fromkeys(phrases)), _bounded(refused),
        tuple(dict.fromkeys(refused_phrases)), filters or Filters(),
    )  # fmt: skip


def _bounded(words: Sequence[Word]) -> list[Word]:
    """Each word once, as long as one statement can look up all their keys."""
    found: list[Word] = []
    keys = 0
    for word in dict.fromkeys(words):
        if len(word.keys) > _MOST_KEYS_OF_A_WORD:
            first = word.readings[0]
            word = replace(word, readings=(replace(first, groups=first.groups[:_MOST_GROUPS]),))
        keys += len(word.keys)
        if len(found) == _MOST_WORDS or keys > _MOST_KEYS:
            break
        found.append(word)
    return found
