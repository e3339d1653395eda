"""Storms: tests that throw random acts at the product, once in an ordinary run, longer in a soak.

``make soak MINUTES=30`` runs all of them, in fresh rounds, until the time is up.
"""

from __future__ import annotations

import itertools
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Storm:
    """How long a storm lasts and what its dice start from. ``seconds`` 0 is a single round."""

    seconds: float
    seed: int

    @property
    def is_long(self) -> bool:
        return self.seconds > 0

    def rounds(self) -> Iterator[int]:
        """The numbers of the rounds, from 0, until the time is up; at least one."""
        ends_at = time.monotonic() + self.seconds
        for number in itertools.count():
            yield number
            if time.monotonic() >= ends_at:
                return

    def dice(self, *place: object) -> random.Random:
        """Dice for one place of the storm: a round, a thread. The run's seed repeats them."""
        return random.Random(f"{self.seed}:{place}")


def add_option(parser: pytest.Parser) -> None:
    parser.addoption(
        "--soak-minutes", type=float, default=0, help="how long all storms together may take"
    )


def of(request: pytest.FixtureRequest) -> Storm:
    """A test's share of the minutes: storms run side by side in as many processes as pytest has."""
    minutes = request.config.getoption("--soak-minutes")
    storms = sum("storm" in item.fixturenames for item in request.session.items)
    processes = min(int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")), storms)
    seed = request.config.getoption("randomly_seed", default=0)
    return Storm(minutes * 60 * processes / storms, seed if isinstance(seed, int) else 0)
