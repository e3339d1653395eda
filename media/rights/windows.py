"""Stretches of time: unions and differences of half-open intervals, open ends included."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

#: [from, until); None is without beginning, or without end.
Window = tuple[datetime | None, datetime | None]
ALWAYS: Window = (None, None)

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


def union(windows: Iterable[Window]) -> list[Window]:
    """The same time in as few windows as it takes, in order."""
    joined: list[tuple[datetime, datetime]] = []
    for begin, until in sorted(map(_closed, windows)):
        if begin >= until:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((begin, until))
    return [_opened(*pair) for pair in joined]


def difference(allowed: Iterable[Window], barred: Iterable[Window]) -> list[Window]:
    """What of ``allowed`` is not ``barred``, in order."""
    left = [_closed(window) for window in union(allowed)]
    for begin, until in (_closed(window) for window in union(barred)):
        left = [
            part
            for first, last in left
            for part in ((first, min(last, begin)), (max(first, until), last))
            if part[0] < part[1]
        ]
    return [_opened(*pair) for pair in left]


def _closed(window: Window) -> tuple[datetime, datetime]:
    return (window[0] or _FIRST, window[1] or _LAST)


def _opened(begin: datetime, until: datetime) -> Window:
    return (None if begin == _FIRST else begin, None if until == _LAST else until)
