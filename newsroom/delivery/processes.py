"""The processes of one machine: the web server and the worker, kept running until asked to end.

Django is not loaded here, so a process that only supervises costs neither time nor memory.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from . import children
from .bells import Bell
from .children import Child, NotNow
from .stopping import SIGNALS, heed_no_more, ring_when_asked

#: A web server that ended this often before it answered once cannot start.
STARTS = 3
_LOOK_SECONDS = 0.2


class PortTaken(NotNow):
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
    """Turn this process into the supervisor of the others; does not return."""
    fields = [f"{name}={value}" for name, value in asdict(serving).items()]
    # A signal that arrives meanwhile waits until a handler is installed.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
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
    """Serve until a signal asks to stop. Returns the exit code: 0 when a signal asked."""
    web = Child("web server", _web(serving), check=lambda: check_port(serving.host, serving.port))
    others = [] if serving.web_only else [Child("worker", [serving.manage, "worker"])]
    return look_after(web, others, answers=lambda: _answers(serving.host, serving.port))


def look_after(web: Child, others: Sequence[Child], *, answers: Callable[[], bool]) -> int:
    """Keep the processes running. Gives up only if the web server never answered at all."""
    asked = Bell()
    ring_when_asked(asked)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    everybody = [web, *others]
    has_answered, code = False, 0
    while not asked.wait(_LOOK_SECONDS if web.is_running else 0.01):
        for child in everybody:
            child.look_after()
        has_answered = has_answered or (web.is_running and answers())
        if not has_answered and len(web.failures) >= STARTS:
            children.say(
                f"The web server cannot start, after {STARTS} attempts: "
                f"{web.failures[-1].rstrip('.')}. Anything that it printed stands above."
            )
            code = 1
            break
    children.end(everybody)
    heed_no_more()
    return code


def _web(serving: Serving) -> list[str]:
    web = ["-m", "newsroom.delivery.granian_main", "newsroom.wsgi:application"]
    web += ["--interface", "wsgi", "--host", serving.host, "--port", str(serving.port)]
    web += ["--workers", str(serving.workers), "--blocking-threads", str(serving.threads)]
    web += ["--workers-kill-timeout", "5", "--no-ws", "--respawn-failed-workers"]
    return [*web, "--log-level", "warning"]


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=0.2):
            return True
    except OSError:
        return False


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
