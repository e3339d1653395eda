"""Measuring the site in one process: how many of each thing a second, as ratios of one run.

What others do on the machine makes time pass but costs this process little, so a row has both: the
time that passed, and the CPU time of the process. CPU time is also given as a multiple of the first
row: a plain Django view that does nothing, asked through the same client.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

FEWEST = 5


def hello(request: HttpRequest) -> HttpResponse:
    """The yardstick."""
    return HttpResponse("hello")


@dataclass(frozen=True)
class Row:
    """One measured thing. ``milliseconds`` passed (the median); ``spread`` is the interquartile
    range over the median. ``cpu_milliseconds`` are the mean of the process's own, a database server
    of its own left out."""

    name: str
    milliseconds: float
    cpu_milliseconds: float
    spread: float
    queries: int | None = None

    @property
    def per_second(self) -> float:
        return 1000 / self.milliseconds


def measure(
    name: str, call: Callable[[], object], *, seconds: float, queries: int | None = None
) -> Row:
    """A call, over and over for ``seconds``; once before, so that nothing is loaded meanwhile."""
    call()
    times: list[float] = []
    start, cpu_start = time.perf_counter(), time.process_time()
    while (now := time.perf_counter()) - start < seconds or len(times) < FEWEST:
        call()
        times.append((time.perf_counter() - now) * 1000)
    cpu = (time.process_time() - cpu_start) * 1000 / len(times)
    middle = statistics.median(times)
    lower, _median, upper = statistics.quantiles(times, n=4)
    return Row(name, middle, cpu, (upper - lower) / middle, queries)


def asking(
    client: Client, address: str, *, status: int = 200, **headers: str
) -> Callable[[], object]:
    """A call that gets an address and insists on the status; a file is read to its end."""

    def ask() -> None:
        response = client.get(address, headers=headers)
        if response.streaming:
            b"".join(response)  # type: ignore[arg-type]
        response.close()
        if response.status_code != status:
            raise RuntimeError(f"{address} answered {response.status_code}")

    return ask


def table(rows: list[Row]) -> str:
    """The rows as a table in Markdown."""
    yardstick = rows[0].cpu_milliseconds
    lines = [
        "| what | CPU ms | times the yardstick | ms passed | a second | spread | queries |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        queries = "" if row.queries is None else str(row.queries)
        lines.append(
            f"| {row.name} | {row.cpu_milliseconds:.2f} | {row.cpu_milliseconds / yardstick:.1f} "
            f"| {row.milliseconds:.2f} | {row.per_second:,.0f} | {row.spread:.0%} | {queries} |"
        )
    return "\n".join(lines)


urlpatterns = [path("hello", hello)]
