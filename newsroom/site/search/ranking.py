"""What comes first: words of a headline before those of a text, stories before what is brief, the
new before the old, and words that stand side by side as they were typed.

Whole numbers alone, which are equal on every machine, and no date of today: what stood on one page
stands on no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from newsroom.site.models import SearchEntry, SearchSpan

from . import places
from .entries import TITLE
from .matches import Matches
from .query import Query

# In hundredths of a point; a word of a headline is worth a hundred points.
_MONTH = 33
_BRIEF = -1500
_WHOLE_TITLE = 1000
_ROW_IN_TITLE, _ROW_BELOW = 2500, 1200
#: So many of the best are looked into for words that stand side by side.
_LOOKED_INTO = 60
_MINUTES_OF_A_MONTH = 1 << 16


@dataclass(frozen=True, order=True, slots=True)
class Hit:
    """A match in its order: the greatest comes first. ``when`` counts minutes."""

    score: int
    when: int
    place: int
    is_in_title: bool = False


def hits(query: Query, found: Mapping[int, Matches]) -> list[Hit]:
    """The matches of these spans, within the dates that are asked for, in no order."""
    facts = SearchSpan.objects.filter(span__in=list(found)).values_list("span", "facts")
    first, last = _bounds(query)
    made = []
    for span, packed in facts:
        month, of_span = places.month_of(span), places.unpack(packed)
        for number, (points, fields) in found[span].items():
            minute, title_words, kind = of_span[number]
            when = month * _MINUTES_OF_A_MONTH + minute
            if kind == places.NO_KIND or not first <= when < last:
                continue
            score = points + month * _MONTH + (_BRIEF if kind == places.BRIEF else 0)
            is_in_title = bool(fields & TITLE)
            if is_in_title and title_words:
                score += _WHOLE_TITLE * min(len(query.words), title_words) // title_words
            made.append(Hit(score, when, places.place(span, number), is_in_title))
    return made


def ordered(query: Query, found: Iterable[Hit]) -> Iterator[Hit]:
    """Best first, without those that lack a phrase; texts are looked into as they are needed."""
    ranked = sorted(found, reverse=True)
    best, others = ranked[:_LOOKED_INTO], ranked[_LOOKED_INTO:]
    if query.in_a_row and not query.phrases:
        texts = _texts(best)
        best = sorted((_side_by_side(query, hit, texts) for hit in best), reverse=True)
    yield from _with_phrases(query, best)
    for start in range(0, len(others), _LOOKED_INTO):
        yield from _with_phrases(query, others[start : start + _LOOKED_INTO])


def _with_phrases(query: Query, found: list[Hit]) -> list[Hit]:
    if not query.phrases and not query.refused_phrases:
        return found
    texts = _texts(found)
    return [
        hit
        for hit in found
        if all(phrase in texts.get(hit.place, "") for phrase in query.phrases)
        and not any(phrase in texts.get(hit.place, "") for phrase in query.refused_phrases)
    ]


def _side_by_side(query: Query, hit: Hit, texts: Mapping[int, str]) -> Hit:
    title, _newline, below = texts.get(hit.place, "").partition("\n")
    if query.in_a_row in title:
        return replace(hit, score=hit.score + _ROW_IN_TITLE)
    if query.in_a_row in below:
        return replace(hit, score=hit.score + _ROW_BELOW)
    return hit


def _texts(found: Iterable[Hit]) -> dict[int, str]:
    rows = SearchEntry.objects.filter(place__in=[hit.place for hit in found])
    return dict(rows.values_list("place", "folded"))


def _bounds(query: Query) -> tuple[int, int]:
    """The first minute that is asked for, and the first after it that is not."""
    after, before = query.filters.after, query.filters.before
    first, last = 0, 1 << 62
    if after is not None:
        first = _when(after)
    if before is not None:
        last = _when(before)
    return first, last


def _when(instant) -> int:
    month = places.month_of(places.first_of(instant))
    return month * _MINUTES_OF_A_MONTH + places.minute_of(instant)
