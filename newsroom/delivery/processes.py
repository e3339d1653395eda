"""The processes of one machine: the web server and the worker, started and ended together.

Django is not loaded here: what only waits for its children costs neither time nor memory.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class PortTaken(Exception):
    """Something listens at the address already; the sentence says what to do."""


@dataclass(frozen=True)
class Serving:
    """What is served, and by how many. ``manage`` is the path of ``manage.py``."""

    manage: str = "manage.py"
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    threads: int = 4
    web_only: bool = False


def become(serving: Serving) -> None:
    """Let this process go on as the one that waits for the others; does not return."""
    fields = [f"{name}={value}" for name, value in asdict(serving).items()]
    os.execv(sys.executable, [sys.executable, "-m", __name__, *fields])  # noqa: S606


def check_port(host: str, port: int) -> None:
    """Raise ``PortTaken`` where nothing can listen; a port that was just let go of is free."""
    family, kind, protocol, _name, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    )[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise PortTaken(
                f"Port {port} of {host} cannot be used ({error.strerror}). End what listens there, "
                f"or choose another port: PORT={port + 1} make run, or --port {port + 1}."
            ) from error


def run(serving: Serving) -> int:
    """Start the processes and wait; when one ends, or a signal comes, all end.

    Returns the exit code: 0 when they were asked to end.
    """
    children: list[subprocess.Popen] = []
    asked: list[int] = []

    def end(number: int, frame: object) -> None:
        asked.append(number)
        _end(children)

    # Before the first child: a signal at any moment finds somebody who passes it on.
    for number in _SIGNALS:
        signal.signal(number, end)
    for arguments in _commands(serving):
        if asked:
            break
        children.append(_start(arguments))
    if asked:
        # It came while a child was born, before it was known.
        _end(children)
    code = _first_to_end(children)
    _end(children)
    for child in children:
        child.wait()
    return 0 if asked or code == 0 else 1


def _commands(serving: Serving) -> list[list[str]]:
    web = ["-m", "granian", "newsroom.wsgi:application", "--interface", "wsgi"]
    web += ["--host", serving.host, "--port", str(serving.port)]
    web += ["--workers", str(serving.workers), "--blocking-threads", str(serving.threads)]
    web += ["--no-ws", "--respawn-failed-workers", "--log-level", "warning"]
    return [web] if serving.web_only else [web, [serving.manage, "worker"]]


def _start(arguments: list[str]) -> subprocess.Popen:
    # Ctrl-C goes to all of a terminal's processes; a child that still loads would print where it
    # stood. It is ended by us.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, *arguments],
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )


def _end(children: list[subprocess.Popen]) -> None:
    for child in children:
        # Not ``send_signal``: it waits for the child, whom ``os.wait`` waits for already.
        if child.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGTERM)


def _first_to_end(children: list[subprocess.Popen]) -> int:
    """Wait for any child; returns how it ended."""
    while children:
        pid, status = os.wait()
        if ended := next((child for child in children if child.pid == pid), None):
            ended.returncode = os.waitstatus_to_exitcode(status)
            return ended.returncode
    return 0


def _read(fields: list[str]) -> Serving:
    texts = dict(field.split("=", 1) for field in fields)
    return Serving(
        manage=texts["manage"],
        host=texts["host"],
        port=int(texts["port"]),
        workers=int(texts["workers"]),
        threads=int(texts["threads"]),
        web_only=texts["web_only"] == "True",
    )


if __name__ == "__main__":
    raise SystemExit(run(_read(sys.argv[1:])))
