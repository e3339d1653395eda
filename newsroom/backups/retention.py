"""Which backups are kept: the newest of so many days, weeks and months."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Keep:
    """How many days, ISO weeks and months have a backup; those without any do not count."""

    days: int = 7
    weeks: int = 4
    months: int = 12


def parse(text: str) -> Keep:
    """Read "7,4,12". Raises ValueError."""
    days, weeks, months = (int(part) for part in text.split(","))
    if min(days, weeks, months) < 0:
        raise ValueError(text)
    return Keep(days, weeks, months)


def expired(made: Sequence[datetime], keep: Keep) -> list[datetime]:
    """Those that are not to be kept. The newest always is."""
    newest_first = sorted(made, reverse=True)
    kept = set(newest_first[:1])
    kept |= _newest_of_each(newest_first, keep.days, lambda at: at.date())
    kept |= _newest_of_each(newest_first, keep.weeks, lambda at: at.isocalendar()[:2])
    kept |= _newest_of_each(newest_first, keep.months, lambda at: (at.year, at.month))
    return [at for at in newest_first if at not in kept]


def _newest_of_each(
    newest_first: Sequence[datetime], count: int, span: Callable[[datetime], Hashable]
) -> set[datetime]:
    found: dict[Hashable, datetime] = {}
    for at in newest_first:
        found.setdefault(span(at), at)
    return set(list(found.values())[:count])
