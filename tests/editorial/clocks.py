"""Clocks that are wrong: a machine's, beside a database that knows the time, or everybody's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from unittest import mock

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from newsroom.editorial import clock

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

#: As imported, before any fixture of a test puts something into its place.
_moved_to, _now = clock.moved_to, clock.now

OnMachine = Callable[[timedelta], AbstractContextManager[None]]


@contextmanager
def machine(by: timedelta) -> Iterator[None]:
    """What is done inside is done on a machine whose clock is so far ahead; the database's is not.

    A test that asks for it skips on SQLite, which has no other clock than the machine's.
    """
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no clock but the machine's.")
    wrong = timezone.now() + by
    with mock.patch.object(clock, "moved_to", _moved_to), time_machine.travel(wrong, tick=True):
        yield


@contextmanager
def travelling(at: datetime) -> Iterator[None]:
    """The machine's clock and the database's stand at ``at`` and go on: for tests' processes."""
    with time_machine.travel(at, tick=True), mock.patch.object(clock, "moved_to", timezone.now):
        yield


@contextmanager
def everybody(by: timedelta) -> Iterator[None]:
    """What is done inside is done while the clock itself is so far ahead, and written so."""
    with mock.patch.object(clock, "now", side_effect=lambda: _now() + by):
        yield
