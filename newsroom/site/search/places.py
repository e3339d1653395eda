"""Where entries stand in the index: spans of entries that were published in one month.

A month begins a new span, and so do 2,048 entries of one. A place is span and number in one
integer. What is newer has the greater span, so that a search can begin with what is new and end
when it has enough, however long the archive is.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NUMBER_BITS = 11
SPAN_SIZE = 1 << NUMBER_BITS
SPANS_OF_A_MONTH = 1 << 12
#: Spans of shared things, which have no date, are above those of items.
THINGS = 1 << 40
NO_KIND, STORY, BRIEF = range(3)
_FACTS = struct.Struct("<HBB")
FACTS_SIZE = _FACTS.size
_LONGEST_TITLE = 255


@dataclass(frozen=True)
class Facts:
    """What the order of answers needs of an entry."""

    minute: int
    title_words: int
    kind: int

    def pack(self) -> bytes:
        return _FACTS.pack(self.minute, min(self.title_words, _LONGEST_TITLE), self.kind)


NOTHING = Facts(0, 0, NO_KIND).pack()


def unpack(facts: bytes | memoryview) -> list[tuple[int, int, int]]:
    """Minute of the month, words of the title and kind of each number of a span."""
    return list(_FACTS.iter_unpack(facts))


def first_of(published_at: datetime) -> int:
    """The first span of the month."""
    at = published_at.astimezone(UTC)
    return (at.year * 12 + at.month - 1) * SPANS_OF_A_MONTH


def is_in_month(span: int, first: int) -> bool:
    return first <= span < first + SPANS_OF_A_MONTH


def month_of(span: int) -> int:
    """Months since the year 0."""
    return span // SPANS_OF_A_MONTH


def minute_of(published_at: datetime) -> int:
    """Minutes since the month began, in UTC."""
    at = published_at.astimezone(UTC)
    began = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (at - began) // timedelta(minutes=1)


def place(span: int, number: int) -> int:
    return span << NUMBER_BITS | number


def parted(place: int) -> tuple[int, int]:
    """Span and number of a place."""
    return place >> NUMBER_BITS, place & (SPAN_SIZE - 1)


def free(used: dict[int, int], first: int, wanted: int) -> Iterable[tuple[int, int]]:
    """``wanted`` free places of a month, as (span, number); ``used`` counts the numbers of its
    spans and is kept up to date."""
    span = max((s for s in used if is_in_month(s, first)), default=first)
    for _each in range(wanted):
        if used.get(span, 0) >= SPAN_SIZE:
            span += 1
        number = used.get(span, 0)
        used[span] = number + 1
        yield span, number
