"""Measuring the site in one process: how many of each thing a second, as ratios of one run.

Machines are noisy, so each figure is also given as a multiple of the first row: a plain Django view
that does nothing, asked through the same client.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

ROUNDS = 5


def hello(request: HttpRequest) -> HttpResponse:
    """The yardstick."""
    return HttpResponse("hello")


@dataclass(frozen=True)
class Row:
    """One measured thing. ``spread`` is the interquartile range over the median."""

    name: str
    milliseconds: float
    spread: float
    queries: int | None = None

    @property
    def per_second(self) -> float:
        return 1000 / self.milliseconds


def measure(
    name: str, call: Callable[[], object], *, seconds: float, queries: int | None = None
) -> Row:
    """The median time of a call over some rounds of ``seconds`` together."""
    call()
    times = []
    for _round in range(ROUNDS):
        count, start = 0, time.perf_counter()
        while (now := time.perf_counter()) - start < seconds / ROUNDS or count == 0:
            call()
            count += 1
            times.append((time.perf_counter() - now) * 1000)
    middle = statistics.median(times)
    lower, _median, upper = statistics.quantiles(times, n=4) if len(times) > 1 else (middle,) * 3
    return Row(name, middle, (upper - lower) / middle, queries)


def asking(client: Client, address: str) -> Callable[[], object]:
    """A call that gets an address and insists on a 200."""

    def ask() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")

    return ask


def table(rows: list[Row]) -> str:
    """The rows as a table in Markdown."""
    yardstick = rows[0].milliseconds
    lines = [
        "| what | ms | a second | times the yardstick | spread | queries |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        queries = "" if row.queries is None else str(row.queries)
        lines.append(
            f"| {row.name} | {row.milliseconds:.2f} | {row.per_second:,.0f} "
            f"| {row.milliseconds / yardstick:.1f} | {row.spread:.0%} | {queries} |"
        )
    return "\n".join(lines)


urlpatterns = [path("hello", hello)]
