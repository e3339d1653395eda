"""CPU seconds as a processor takes them that has nothing else to do: machines are shared."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

# What the loop below takes on such a processor.
_LOOP_SECONDS = 0.08


def slowness() -> float:
    """How many times longer everything takes now; at least 1."""
    started = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return max(1, (time.process_time() - started) / _LOOP_SECONDS)


@contextmanager
def cpu_seconds_at_most(seconds: float) -> Iterator[None]:
    """Fails where what is done inside takes longer."""
    before = slowness()
    started = time.process_time()
    yield
    taken = time.process_time() - started
    assert taken / ((before + slowness()) / 2) < seconds
