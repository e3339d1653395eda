"""Answers in windows: a part of the index with enough matches, ranked as a whole.

The first window holds the newest matches, and beside them those of older spans whose headlines hold
every word. Each further window begins where the one before ended, so a page costs the same however
many matches there are, and however deep it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from newsroom.lib.tokens import Reading

from . import places, ranking
from .entries import OF_TITLE, facet
from .matches import Matches, Need, walk
from .query import Query
from .ranking import Hit

#: A window ends with so many matches, or with a page of them where they lie far apart.
_ENOUGH, _A_PAGE = 200, 20
_FAR, _FURTHEST = 24, 96
_MOST_TITLES, _FURTHEST_TITLES = 100, 8
#: A count ends with so many matches, or so many spans.
MOST_COUNTED = 1000
_FURTHEST_COUNTED = 64


@dataclass(frozen=True)
class Window:
    """Matches in spans from ``floor`` up, in no order; with a floor of 0, all of them.

    Headlines with every word were looked up down to ``titles_floor``.
    """

    below: int
    floor: int
    titles_floor: int
    hits: list[Hit]


class Windows:
    """The windows of one query."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self.needs = [Need(word.readings) for word in query.words]
        self.filters = [
            Need([Reading(((facet(name, value),),))], counts=False)
            for name, value in query.filters.named().items()
        ]
        self.refused = [Need(word.readings) for word in query.refused]

    @cached_property
    def below(self) -> int:
        """The first span above all that may match."""
        before = self.query.filters.before
        return places.first_of(before) + places.SPANS_OF_A_MONTH if before else places.THINGS

    @cached_property
    def not_below(self) -> int:
        after = self.query.filters.after
        return places.first_of(after) if after else 0

    def first(self, floor: int | None = None) -> Window:
        """With ``floor``: the window that was read down to it."""
        found, floor = self._matches(self.below, floor)
        titles, titles_floor = self._titles() if floor else ({}, 0)
        for span, matches in titles.items():
            found[span] = {**matches, **found.get(span, {})}
        return Window(self.below, floor, titles_floor, ranking.hits(self.query, found))

    def after(self, below: int, titles_floor: int, floor: int | None = None) -> Window:
        """The window that begins under a span; without what the first has shown for its title."""
        found, floor = self._matches(below, floor)
        hits = [
            hit
            for hit in ranking.hits(self.query, found)
            if not hit.is_in_title or places.parted(hit.place)[0] < titles_floor
        ]
        return Window(below, floor, titles_floor, hits)

    def count(self, first: Window) -> tuple[int, bool]:
        """How many match, and whether there are more than were counted."""
        total, floor, spans = len(first.hits), first.floor, 0
        if not floor:
            return total, False
        has_dates = self.query.filters.after is not None
        for each in self._walk(floor):
            found = ranking.hits(self.query, each.found) if has_dates else ()
            total += len(found) if has_dates else sum(map(len, each.found.values()))
            floor, spans = each.floor, spans + each.spans
            if not floor or total >= MOST_COUNTED or spans >= _FURTHEST_COUNTED:
                break
        # Of those below the first window it holds some already, for their titles.
        total -= sum(places.parted(hit.place)[0] < first.floor for hit in first.hits)
        is_more = total > MOST_COUNTED or bool(floor)
        return min(total, MOST_COUNTED), is_more

    def _matches(self, below: int, floor: int | None) -> tuple[dict[int, Matches], int]:
        """Matches by span under ``below``, and the span down to which they are complete."""
        found: dict[int, Matches] = {}
        spans, reached = 0, 0
        for each in self._walk(below):
            found |= each.found
            reached, spans = each.floor, spans + each.spans
            if reached <= floor if floor is not None else _is_enough(found, spans):
                break
        if floor is not None:
            return {span: of for span, of in found.items() if span >= floor}, floor
        return found, reached

    def _titles(self) -> tuple[dict[int, Matches], int]:
        """The newest entries that have every word in the headline."""
        needs = [need.under(OF_TITLE) for need in self.needs]
        found: dict[int, Matches] = {}
        spans, reached = 0, 0
        for each in walk(
            [*needs, *self.filters], self.refused, below=self.below, not_below=self.not_below
        ):
            found |= each.found
            reached, spans = each.floor, spans + each.spans
            if sum(map(len, found.values())) >= _MOST_TITLES or spans >= _FURTHEST_TITLES:
                break
        return found, reached

    def _walk(self, below: int) -> Iterator:
        needs = [*self.needs, *self.filters] if self.needs else []
        return walk(needs, self.refused, below=below, not_below=self.not_below)


def _is_enough(found: dict[int, Matches], spans: int) -> bool:
    matches = sum(map(len, found.values()))
    return matches >= _ENOUGH or (matches >= _A_PAGE and spans >= _FAR) or spans >= _FURTHEST
