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
from datetime import time as time_of_day
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.utils import timezone

from newsroom.api.conditional import LIFETIME
from newsroom.editorial import clock
from newsroom.editorial.publication import ledger, shared_number
from newsroom.lib import instants, site_settings
from newsroom.lib.bounded import BoundedStore

from . import front, planned_changes
from .planned_changes import Planned
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
    #: What the clock will change after the shell's instant.
    planned: Planned
    #: While a lease is about to end, answers say so, each at its time: none is kept.
    keeps: bool
    finished: Answers[Any] = field(default_factory=lambda: Answers(MOST_BYTES))
    #: Where all processes of the machine read the number.
    told: Any = field(default_factory=shared_number.words)

    def holds(self) -> bool:
        if clock.is_moved() and clock.now() < self.shell.at:
            return False
        return self._is_before(self.until)

    def answer(self, key: str) -> Any:
        """What is finished under this address, unless something in it has changed by itself."""
        found = self.finished.get(key)
        if found is None or found.until is None:
            return found
        return found if self._is_before(found.until) else None

    def _is_before(self, instant: datetime) -> bool:
        if clock.is_moved():
            return clock.now() < instant
        return time.monotonic() < self.deadline - (self.until - instant).total_seconds()


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
    if state is None or state.number != state.told[0] or not state.holds():
        return None
    return state if shared_number.is_trusted(state.told) else None


def read() -> Reading:
    """The state as the database has it now. One query, if it is known already."""
    asked = time.monotonic()
    return of(ledger.head_state(), asked)


def of(head: ledger.HeadState, asked: float) -> Reading:
    """The state of the head, which was read after the moment ``asked`` (monotonic)."""
    global _state
    shared_number.confirm(head.number, asked, head.settings)
    state = _state
    if state is None or state.number != head.number or not state.holds():
        # One thread makes it; the others wait for what they would have made as well.
        with _lock:
            state = _state
            if state is None or state.number != head.number or not state.holds():
                state = _made(head, asked, state)
                # A slow reader must not replace a state that holds by an older one.
                if present() is None:
                    _state = state
    return Reading(state, head.at)


def forget() -> None:
    """For tests: between two of them the database goes back."""
    global _state
    _state = None


def _made(head: ledger.HeadState, asked: float, before: State | None) -> State:
    # Another machine may have saved them: this one's memory does not know yet.
    site_settings.heed(head.settings)
    shell = Shell(head.at)
    if before is not None:
        shell.take_over(before.shell)
    planned = planned_changes.after(clock.plain(head.at))
    until = _until(shell, planned)
    left = (until - head.at).total_seconds()
    keeps = shell.holds_until is None
    shell.print()
    return State(head.number, shell, until, asked + left, planned, keeps)


def _until(shell: Shell, planned: Planned) -> datetime:
    """The first instant after the shell's at which any page may change by itself."""
    here, at = shell.now, clock.plain(shell.at)
    ahead = [midnight_after(at), _change_of_zone(here), planned.editions]
    if planned.things:
        # Less the time that caches may keep an answer.
        ahead.append(max(planned.things - LIFETIME, min(planned.things, at + LIFETIME)))
    if shell.breaking:
        since = instants.from_text(shell.breaking["published_at"])
        ahead.append(since + timedelta(seconds=front.BREAKING_SECONDS))
    return min(filter(None, ahead))


def midnight_after(at: datetime) -> datetime:
    """The masthead prints the day, in the newsroom's zone."""
    day = timezone.localtime(at).date() + timedelta(days=1)
    return datetime.combine(day, time_of_day.min, tzinfo=timezone.get_current_timezone())


def _change_of_zone(here: datetime) -> datetime | None:
    """When the zone's name changes within a day; the footer prints it."""
    start = here.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    hours = (timezone.localtime(start + timedelta(hours=hour)) for hour in range(1, 25))
    return next((hour for hour in hours if hour.utcoffset() != here.utcoffset()), None)
