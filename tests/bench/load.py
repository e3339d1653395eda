"""Real servers under load: granian with its database on one core, wrk on the other.

Each row is asked of three servers in turn, in one run: the newsroom with its page cache, the same
with ``PAGE_CACHE=off`` (one query a request), and constant bytes of the same size.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

SERVER_CORE, LOAD_CORE = 0, 1
_CONNECTIONS = 16
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_LATENCY = re.compile(r"99%\s+([\d.]+)(us|ms|s)")
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Rate:
    """Requests a second, and the 99th percentile of the time for one, in milliseconds."""

    per_second: float
    p99_ms: float


@dataclass(frozen=True)
class Row:
    name: str
    bytes: int
    finished: Rate
    joined: Rate
    constant: Rate


def measure(addresses: dict[str, str], *, seconds: float) -> list[Row]:
    """A row for each address. Needs wrk and two cores; the database is the configured one."""
    with _newsroom(on=True) as kept, _newsroom(on=False) as asked:
        rows = []
        for name, path in addresses.items():
            size = len(_get(kept, path))
            _get(asked, path)
            with _served("tests.bench.constant:application", BYTES=str(size)) as constant:
                rates = [_load(f"{site}{path}", seconds) for site in (kept, asked, constant)]
            rows.append(Row(name, size, *rates))
        return rows


def table(rows: list[Row]) -> str:
    lines = [
        "| page | bytes | finished, a second | p99 ms | × constant | one query, a second | p99 ms "
        "| constant bytes, a second |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {row.name} | {row.bytes:,} "
        f"| {row.finished.per_second:,.0f} | {row.finished.p99_ms:.1f} "
        f"| {row.finished.per_second / row.constant.per_second:.2f} "
        f"| {row.joined.per_second:,.0f} | {row.joined.p99_ms:.1f} "
        f"| {row.constant.per_second:,.0f} |"
        for row in rows
    ]
    return "\n".join(lines)


def _newsroom(*, on: bool):
    return _served("newsroom.wsgi:application", PAGE_CACHE="on" if on else "off")


@contextmanager
def _served(application: str, **env: str) -> Iterator[str]:
    """The address of a granian process with this application."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "granian", application, "--interface", "wsgi"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    command += ["--log-level", "warning"]
    process = subprocess.Popen(
        ["taskset", "-c", str(SERVER_CORE), *command], cwd=settings.BASE_DIR,
        env={**os.environ, "LOG_LEVEL": "ERROR", **env}, start_new_session=True,
    )  # fmt: skip
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(port: int) -> None:
    for _try in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("The server does not come up.")


def _get(site: str, path: str) -> bytes:
    with urlopen(f"{site}{path}", timeout=60) as answer:
        return answer.read()


def _load(address: str, seconds: float) -> Rate:
    for each in (1.0, seconds):
        _keep_database_on_its_core()
        command = ["taskset", "-c", str(LOAD_CORE), "wrk", "-t1", f"-c{_CONNECTIONS}"]
        command += [f"-d{max(each, 1):.0f}s", "--latency", address]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate, latency = _RATE.search(said), _LATENCY.search(said)
    if rate is None or latency is None or "Non-2xx" in said:
        raise RuntimeError(f"{address}: {said}")
    return Rate(float(rate[1]), float(latency[1]) * _UNITS[latency[2]])


def _keep_database_on_its_core() -> None:
    """The database works for the server, so it has the server's core."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        for (pid,) in cursor.fetchall():
            with suppress(OSError):
                os.sched_setaffinity(pid, {SERVER_CORE})
