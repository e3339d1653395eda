"""Servers to measure, each on one core together with its database; wrk asks from another.

What they take of the core is read from ``/proc``: it counts what a busy machine hides.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import connection

SERVER_CORE, LOAD_CORE = 0, 1
_CONNECTIONS = 16
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_LATENCY = r"{}%\s+([\d.]+)(us|ms|s)"
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}
_NGINX = """
daemon off; pid {folder}/pid; error_log stderr; worker_processes 1;
events {{ worker_connections 1024; }}
http {{ access_log off; server {{ listen 127.0.0.1:{port}; root {folder}/pages; }} }}
"""


@dataclass(frozen=True)
class Rate:
    """Requests a second; the middle and the 99th percentile of the time for one in milliseconds;
    what the server and its database took of the core for one, in milliseconds."""

    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float


@dataclass(frozen=True)
class Server:
    url: str
    pid: int
    #: The database whose server processes work for it; empty for none.
    database: str = ""

    def get(self, path: str, headers: Mapping[str, str] = {}) -> bytes:
        with urlopen(Request(f"{self.url}{path}", headers=dict(headers)), timeout=60) as answer:
            return answer.read()

    def load(self, path: str, *, seconds: float, headers: Mapping[str, str] = {}) -> Rate:
        """What wrk measures, after a first second that does not count."""
        self.get(path, headers)
        _wrk(f"{self.url}{path}", 1, headers)
        self._keep_database_on_its_core()
        before = self.cpu_seconds()
        said = _wrk(f"{self.url}{path}", seconds, headers)
        cpu = self.cpu_seconds() - before
        rate, count = _RATE.search(said), re.search(r"(\d+) requests in", said)
        if rate is None or count is None or "Non-2xx" in said:
            raise RuntimeError(f"{path}: {said}")
        p50, p99 = (_latency(said, percent) for percent in (50, 99))
        return Rate(float(rate[1]), p50, p99, cpu * 1000 / max(int(count[1]), 1))

    def cpu_seconds(self) -> float:
        return sum(_cpu_seconds(pid) for pid in (*_family(self.pid), *self._backends()))

    def megabytes(self) -> float:
        """The resident memory of its largest process."""
        found = [
            re.search(r"VmRSS:\s+(\d+)", _read(f"/proc/{pid}/status")) for pid in _family(self.pid)
        ]
        return max((int(each[1]) / 1024 for each in found if each), default=0)

    def _backends(self) -> list[int]:
        if not self.database or connection.vendor != "postgresql":
            return []
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                [self.database],
            )
            return [pid for (pid,) in cursor.fetchall()]

    def _keep_database_on_its_core(self) -> None:
        for pid in self._backends():
            with suppress(OSError):
                os.sched_setaffinity(pid, {SERVER_CORE})


@contextmanager
def newsroom(
    *, page_cache: bool = True, application: str = "newsroom.wsgi:application"
) -> Iterator[Server]:
    """The newsroom under granian, one process, on the database of this process."""
    with granian(
        application, PAGE_CACHE="on" if page_cache else "off", DATABASE_URL=_database_url()
    ) as server:
        yield Server(server.url, server.pid, str(connection.settings_dict["NAME"]))


@contextmanager
def granian(application: str, **env: str) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "granian", application, "--interface", "wsgi"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    command += ["--log-level", "warning"]
    with running(command, port, settings.BASE_DIR, LOG_LEVEL="ERROR", **env) as server:
        yield server


@contextmanager
def nginx(folder: Path, pages: Mapping[str, bytes]) -> Iterator[Server]:
    """nginx with these bytes in files, by their names."""
    port = free_port()
    (folder / "pages").mkdir(parents=True)
    folder.chmod(0o755)
    for name, content in pages.items():
        (folder / "pages" / name).write_bytes(content)
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port))
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-g", "user root;"]
    with running(command, port, folder) as server:
        yield server


@contextmanager
def running(command: Sequence[str], port: int, folder: Path, **env: str) -> Iterator[Server]:
    process = subprocess.Popen(
        ["taskset", "-c", str(SERVER_CORE), *command], cwd=folder, env={**os.environ, **env},
        start_new_session=True,
    )  # fmt: skip
    try:
        _wait_for(port, process)
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _database_url() -> str:
    at = connection.settings_dict
    if connection.vendor != "postgresql":
        return f"sqlite:///{at['NAME']}"
    login = ":".join(str(at[part]) for part in ("USER", "PASSWORD") if at[part])
    return f"postgres://{login}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen) -> None:
    for _try in range(1200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not come up.")


def _wrk(address: str, seconds: float, headers: Mapping[str, str]) -> str:
    command = ["taskset", "-c", str(LOAD_CORE), "wrk", "-t1", f"-c{_CONNECTIONS}"]
    command += [f"-d{max(seconds, 1):.0f}s", "--timeout", "30s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    return subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout


def _latency(said: str, percent: int) -> float:
    found = re.search(_LATENCY.format(percent), said)
    return float(found[1]) * _UNITS[found[2]] if found else 0.0


def _family(leader: int) -> list[int]:
    """The processes of the session that a server leads."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        fields = _read(folder / "stat").rpartition(")")[2].split()
        if len(fields) > 3 and int(fields[3]) == leader:
            found.append(int(folder.name))
    return found


def _cpu_seconds(pid: int) -> float:
    fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    if not fields:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _read(path: str | Path) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
