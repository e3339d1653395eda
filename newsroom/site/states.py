"""What all readers are answered from until something public changes.

A state has the number of what is public, the shell's pieces and the answers that were finished
under it. It holds until its number is passed or the clock reaches something that changes by
itself: a planned publication or end, midnight, the end of a lease.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.utils import timezone

from newsroom.api.conditional import LIFETIME
from newsroom.editorial import clock, registry
from newsroom.editorial.publication import ledger, shared_number
from newsroom.lib import instants
from newsroom.lib.bounded import BoundedStore

from . import front
from .shell import Shell

#: What one process keeps of finished answers, and again of frames; the rest is for cards.
MOST_BYTES = settings.PAGE_CACHE_MB * 1024 * 1024 * 3 // 8


Value = TypeVar("Value")


class Answers(Generic[Value]):
    """A store of answers by their addresses. Those with parameters have a share of their own, so
    that whoever makes up parameters pushes out no page."""

    def __init__(self, most_bytes: int) -> None:
        self._plain: BoundedStore[Value] = BoundedStore(most_bytes * 3 // 4)
        self._asked: BoundedStore[Value] = BoundedStore(most_bytes // 4)

    @property
    def stores(self) -> tuple[BoundedStore[Value], ...]:
        return self._plain, self._asked

    @property
    def bytes(self) -> int:
        return sum(store.bytes for store in self.stores)

    def get(self, key: str) -> Value | None:
        return (self._plain if key[-1] == "?" else self._asked).get(key)

    def put(self, key: str, value: Value, size: int) -> None:
        (self._plain if key[-1] == "?" else self._asked).put(key, value, size)


@dataclass
class State:
    """``number`` is the ledger's, plans counted. What hangs on a state ends with it, so nobody can
    write what they read earlier into a later one."""

    number: int
    shell: Shell
    until: datetime
    #: ``until`` on the monotonic clock, so that no page has to ask the database for the time.
    deadline: float
    #: While a lease is about to end, answers say so, each at its time: none is kept.
    keeps: bool
    finished: Answers[Any] = field(default_factory=lambda: Answers(MOST_BYTES))
    #: Where all processes of the machine are told the number.
    told: Any = field(default_factory=shared_number.words)

    def holds(self) -> bool:
        if clock.is_moved():
            return self.shell.at <= clock.now() < self.until
        return time.monotonic() < self.deadline


@dataclass(frozen=True)
class Reading:
    """A state and the instant at which it was seen to hold."""

    state: State
    at: datetime


_lock = threading.RLock()
_state: State | None = None


def present() -> State | None:
    """The state that the shared number vouches for, without a query; None: it must be read."""
    state = _state
    if state is not None and state.number == state.told[0] and state.holds():
        return state
    return None


def read() -> Reading:
    """The state as the database has it now. One query, if it is known already."""
    asked = time.monotonic()
    return of(ledger.head_state(), asked)


def of(head: ledger.HeadState, asked: float) -> Reading:
    """The state of the head, which was read after the moment ``asked`` (monotonic)."""
    global _state
    state = _state
    if state is None or state.number != head.number or not state.holds():
        # One thread makes it; the others wait for what they would have made as well.
        with _lock:
            state = _state
            if state is None or state.number != head.number or not state.holds():
                state = _made(head, asked)
                # A slow reader must not put an older state in the place of one that holds.
                if present() is None:
                    _state = state
    return Reading(state, head.at)


def forget() -> None:
    """For tests: between two of them the database goes back."""
    global _state
    _state = None


def _made(head: ledger.HeadState, asked: float) -> State:
    shell = Shell(head.at)
    until = _until(shell)
    left = (until - head.at).total_seconds()
    state = State(head.number, shell, until, asked + left, keeps=shell.holds_until is None)
    shell.print()
    return state


def _until(shell: Shell) -> datetime:
    """The first instant after the shell's at which any page may change by itself."""
    here = shell.now
    midnight = (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    ahead = [midnight, _change_of_zone(here), *_boundaries(clock.plain(shell.at))]
    if shell.breaking:
        since = instants.from_text(shell.breaking["published_at"])
        ahead.append(since + timedelta(seconds=front.BREAKING_SECONDS))
    return min(filter(None, ahead))


def _change_of_zone(here: datetime) -> datetime | None:
    """When the zone's name changes within a day; the footer prints it."""
    start = here.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    hours = (timezone.localtime(start + timedelta(hours=hour)) for hour in range(1, 25))
    return next((hour for hour in hours if hour.utcoffset() != here.utcoffset()), None)


def _boundaries(at: datetime) -> list[datetime]:
    """The next planned beginning and end of any edition, and the next end of a lease less the time
    that caches may keep an answer. Each is one probe of an index."""
    found = [
        boundary
        for each in registry.item_types()
        for boundary in each.editions.all().next_boundaries(at)
    ]
    for shared in registry.shared_types():
        if (column := shared.changes_at) and "__" not in column:
            rows = shared.model._base_manager.filter(**{f"{column}__gt": at}).order_by(column)
            first = rows.values_list(column, flat=True).first()
            found.append(first and max(first - LIFETIME, min(first, at + LIFETIME)))
    return [each for each in found if each is not None]
