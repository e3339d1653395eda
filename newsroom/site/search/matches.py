"""Entries that hold all that is asked for, span by span, from the newest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsroom.lib.tokens import Reading

from . import postings
from .entries import NAMES, SUMMARY, TEXT, TITLE
from .postings import Found, Postings

#: How many spans are read of each key at first; each further round reads twice as many.
_FIRST_ROUND, _LARGEST_ROUND = 2, 32
_ALL = 100
# What a word is worth that stands in these fields: the best counts, the others a tenth.
_WORTH = ((TITLE, 100), (NAMES, 60), (SUMMARY, 40), (TEXT, 15))
_POINTS = [
    max((worth for flag, worth in _WORTH if flags & flag), default=0)
    + sum(worth for flag, worth in _WORTH if flags & flag) // 10
    for flags in range(1 << 5)
]

#: Points and the fields that hold every word, by number.
Matches = dict[int, tuple[int, int]]


@dataclass(frozen=True)
class Need:
    """Something an entry must have, in one of these ways. Without ``counts``: a filter."""

    readings: Sequence[Reading]
    counts: bool = True

    @property
    def keys(self) -> tuple[str, ...]:
        found = (k for reading in self.readings for group in reading.groups for k in group)
        return tuple(dict.fromkeys(found))

    def under(self, prefix: str) -> Need:
        """The same with keys of other postings."""
        readings = [
            Reading(tuple(tuple(prefix + k for k in g) for g in each.groups), each.percent)
            for each in self.readings
        ]
        return Need(readings, self.counts)


@dataclass(frozen=True)
class Round:
    """Matches by span, complete down to ``floor``; 0 where nothing older is left."""

    floor: int
    spans: int
    found: dict[int, Matches]


def walk(
    needs: Sequence[Need], refused: Sequence[Need], *, below: int, not_below: int = 0
) -> Iterator[Round]:
    """What meets all needs and no refused one, in spans under ``below``, newest first."""
    count = _FIRST_ROUND
    while needs:
        made = _round(needs, refused, below, not_below, count)
        yield made
        if not made.floor:
            return
        below, count = made.floor, min(count * 2, _LARGEST_ROUND)


def _round(
    needs: Sequence[Need], refused: Sequence[Need], below: int, not_below: int, count: int
) -> Round:
    keys = {key for need in needs for key in need.keys}
    found = postings.newest(sorted(keys), below=below, not_below=not_below, count=count)
    floors = [_floor(need, found, count) for need in needs]
    # The need that reaches furthest back says in which spans the others are looked up.
    floor, count_of, driver = min(
        (floor, len(_spans(need, found, floor)), place)
        for place, (need, floor) in enumerate(zip(needs, floors, strict=True))
    )
    del count_of
    spans = _spans(needs[driver], found, floor)
    for need, of_need in zip(needs, floors, strict=True):
        missing = {span for span in spans if span < of_need}
        for key, rows in postings.at(need.keys, missing).items():
            found.setdefault(key, {}).update(rows)
    against = postings.at(sorted({k for need in refused for k in need.keys}), spans)
    matches = {span: _matches(needs, refused, found, against, span) for span in spans}
    return Round(floor, len(spans), {span: of for span, of in matches.items() if of})


def _floor(need: Need, found: Found, count: int) -> int:
    """Down to where all postings of the need are known."""
    read = (found.get(key, {}) for key in need.keys)
    return max((min(spans) for spans in read if len(spans) == count), default=0)


def _spans(need: Need, found: Found, floor: int) -> list[int]:
    spans = {span for key in need.keys for span in found.get(key, ()) if span >= floor}
    return sorted(spans, reverse=True)


def _matches(
    needs: Sequence[Need], refused: Sequence[Need], found: Found, against: Found, span: int
) -> Matches:
    """The matches of a span, the rarest need first."""
    read = sorted(((_read(need, found, span), need.counts) for need in needs), key=_size)
    numbers = set(read[0][0])
    for of_need, _counts in read[1:]:
        numbers.intersection_update(of_need)
    for need in refused:
        numbers.difference_update(_read(need, against, span))
    counted = [of_need for of_need, counts in read if counts]
    matches: Matches = {}
    for number in numbers:
        points, everywhere = 0, TITLE | NAMES | SUMMARY | TEXT
        for of_need in counted:
            worth, flags = of_need[number]
            points += worth
            everywhere &= flags
        matches[number] = (points // max(1, len(counted)), everywhere)
    return matches


def _size(read: tuple[Matches, bool]) -> int:
    return len(read[0])


def _read(need: Need, found: Found, span: int) -> Matches:
    """By number: the points of the best reading, and the fields of all."""
    best: Matches = {}
    for reading in need.readings:
        groups = [_any_of(group, found, span) for group in reading.groups]
        for number, flags in _all_of(groups).items():
            points = _POINTS[flags] * reading.percent
            before = best.get(number, (0, 0))
            best[number] = (max(points, before[0]), flags | before[1])
    return best


def _any_of(keys: Sequence[str], found: Found, span: int) -> Postings:
    if len(keys) == 1:
        return found.get(keys[0], {}).get(span, {})
    merged: Postings = {}
    for key in keys:
        for number, flags in found.get(key, {}).get(span, {}).items():
            merged[number] = merged.get(number, 0) | flags
    return merged


def _all_of(groups: Sequence[Postings]) -> Postings:
    """Those that are in all groups, with the fields that hold all; the text, if none does."""
    if len(groups) == 1:
        return groups[0]
    first, *others = sorted(groups, key=len)
    both: Postings = {}
    for number, flags in first.items():
        for other in others:
            if number not in other:
                break
            flags &= other[number]
        else:
            both[number] = flags or TEXT
    return both
