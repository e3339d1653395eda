"""The place in a text where the words stand, and the words marked in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from newsroom.lib import tokens

from .query import Query

_LONGEST = 240
_LOOKED_INTO = 30_000
_MOST_MARKS = 300

Mark = tuple[int, int]


@dataclass(frozen=True)
class Excerpt:
    """A part of a text, and from where to where the words stand in it."""

    text: str
    marks: Sequence[Mark] = ()

    @property
    def html(self) -> SafeString:
        """The text with each of the words in ``<mark>``."""
        pieces, end = [], 0
        for start, stop in self.marks:
            pieces.append(
                (self.text[end:start], format_html("<mark>{}</mark>", self.text[start:stop]))
            )
            end = stop
        return format_html("{}{}", format_html_join("", "{}{}", pieces), self.text[end:])


def marked(text: str, query: Query, language: str) -> Excerpt:
    """The whole text, marked."""
    return Excerpt(text, _marks(text, query, language))


def excerpt(text: str, query: Query, language: str) -> Excerpt:
    """The part of the text that holds most of the words, cut at words' ends, with ellipses."""
    text = " ".join(text[:_LOOKED_INTO].split())
    marks = _marks(text, query, language)
    if len(text) <= _LONGEST:
        return Excerpt(text, marks)
    start = _best_start(text, marks)
    cut = text[start : start + _LONGEST]
    if start + _LONGEST < len(text) and " " in cut:
        cut = cut[: cut.rfind(" ")]
    before, after = "… " if start else "", " …" if start + len(cut) < len(text) else ""
    shift = len(before) - start
    inside = [(a + shift, b + shift) for a, b in marks if a >= start and b <= start + len(cut)]
    return Excerpt(f"{before}{cut}{after}", inside)


def _best_start(text: str, marks: Sequence[Mark]) -> int:
    """Some words before the mark that most others follow closely."""
    if not marks:
        return 0

    def shown(first: int) -> int:
        end = marks[first][0] + _LONGEST * 2 // 3
        words = {text[a:b].casefold() for a, b in marks[first:] if b <= end}
        return len(words)

    best = max(range(len(marks)), key=lambda first: (shown(first), -first))
    start = max(0, marks[best][0] - _LONGEST // 3)
    if start:
        start = text.find(" ", start, marks[best][0]) + 1 or marks[best][0]
    return min(start, marks[best][0])


def _marks(text: str, query: Query, language: str) -> list[Mark]:
    wanted = {
        key
        for word in query.words
        for reading in word.readings
        for group in reading.groups
        for key in group
        if len(key) > 1 or reading.percent >= 90
    }
    stemmer, marks = tokens.stemmed_as(language), list[Mark]()
    initials = {key[0] for key in wanted}
    for start, stop, word in tokens.spans(text):
        # Most words can be ruled out by their first letter, which no stem changes.
        if word.isascii() and word.isalnum() and word[0].lower() not in initials:
            continue
        if tokens.is_unspaced(word):
            marks += _marks_of_signs(start, word, wanted)
        elif not wanted.isdisjoint(tokens.keys_of_token(word, stemmer)):
            marks.append((start, stop))
        if len(marks) >= _MOST_MARKS:
            break
    return marks


def _marks_of_signs(start: int, run: str, wanted: set[str]) -> list[Mark]:
    """The stretches of a run that are made of wanted pairs, or of single wanted signs."""
    inside = [False] * len(run)
    for place in range(len(run)):
        for length in (1, 2):
            if tokens.fold(run[place : place + length]) in wanted:
                inside[place : place + length] = [True] * len(run[place : place + length])
    marks: list[Mark] = []
    for place, is_wanted in enumerate(inside):
        if is_wanted and marks and marks[-1][1] == start + place:
            marks[-1] = marks[-1][0], start + place + 1
        elif is_wanted:
            marks.append((start + place, start + place + 1))
    return marks
