"""The processes of one machine: the web server and the worker, kept running until asked to end.

Django is not loaded here, so a process that only supervises costs neither time nor memory.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from . import children
from .bells import Bell
from .children import Child
from .shutdown import LEAVE, SIGNALS, heed_no_more, ring_when_asked

#: A web server that ended this often before it was ready once cannot start.
STARTS = 3
_LOOK_SECONDS = 0.2
#: How many connections wait to be accepted.
_WAITING_CONNECTIONS = 1024
#: The number of the first descriptor that systemd passes.
_FIRST_GIVEN = 3


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
    """Turn this process into the supervisor of the others; does not return."""
    fields = [f"{name}={value}" for name, value in asdict(serving).items()]
    # A signal that arrives meanwhile waits until a handler is installed.
    signal.pthread_sigmask(signal.SIG_BLOCK, (*SIGNALS, LEAVE))
    # Where our modules are found, whatever folder the command was given in.
    if folder := _folder_of_release(serving.manage):
        os.chdir(folder)
    os.execv(sys.executable, [sys.executable, "-m", __name__, *fields])  # noqa: S606


def check_port(host: str, port: int) -> None:
    """Raise ``PortTaken`` where nothing can listen; a port that was just let go of is free."""
    if not _is_given():
        listen(host, port).close()


def listen(host: str, port: int) -> socket.socket:
    """The socket that readers connect to: one that systemd has opened, or our own.

    It outlives every web process, so that connections wait while one is replaced.
    """
    if _is_given():
        return socket.socket(fileno=_FIRST_GIVEN)
    family, kind, protocol, _name, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    )[0]
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(_WAITING_CONNECTIONS)
    except OSError as error:
        listening.close()
        raise PortTaken(
            f"Port {port} of {host} cannot be used ({error.strerror}). End what listens there, "
            f"or choose another port: PORT={port + 1} before make, or --port {port + 1}."
        ) from error
    return listening


def _is_given() -> bool:
    """Whether systemd has passed a socket to this process (sd_listen_fds(3))."""
    return os.environ.get("LISTEN_PID") == str(os.getpid()) and "LISTEN_FDS" in os.environ


def run(serving: Serving) -> int:
    """Serve until a signal asks to stop. Returns the exit code: 0 when a signal asked."""
    try:
        listening = listen(serving.host, serving.port)
    except PortTaken as error:
        children.say(str(error))
        return 1
    listening.settimeout(0)
    folder = _folder_of_release(serving.manage)
    web = Child("web server", _web(serving, listening), keeps=[listening.fileno()], folder=folder)
    worker = Child("worker", [serving.manage, "worker"], folder=folder)
    others = [] if serving.web_only else [worker]
    return Family(web, others).look_after()


def _folder_of_release(manage: str) -> str | None:
    """Where the processes begin, so that they load the code that lies there when they start.

    With a ``manage.py`` behind a link, as /srv/newsroom/current/manage.py, that is the release to
    which the link leads by then; our own working directory stays the one of the first release.
    """
    folder, name = os.path.split(manage)
    return folder if os.path.isabs(folder) and name == "manage.py" else None


class Family:
    """The web server and the other processes of one supervisor."""

    def __init__(self, web: Child, others: Sequence[Child]) -> None:
        self._web = web
        self._others = others
        #: The web server that takes the place of the present one as soon as it is ready.
        self._next: Child | None = None
        self._leaving: list[Child] = []

    def look_after(self) -> int:
        """Keep the processes running until a signal asks to stop; returns the exit code.

        Gives up only if the web server was never ready. A signal of its own asks for a restart.
        """
        asked = Bell()
        ring_when_asked(asked)
        # Only asked for below: it interrupts nothing.
        signal.pthread_sigmask(signal.SIG_BLOCK, [LEAVE])
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        was_ready, code = False, 0
        while not asked.wait(_LOOK_SECONDS if self._web.is_running else 0.01):
            for child in (self._web, *self._others):
                child.look_after()
            self._leaving = [child for child in self._leaving if not child.has_left()]
            was_ready = was_ready or self._web.is_ready
            if not was_ready and len(self._web.failures) >= STARTS:
                children.say(
                    f"The web server cannot start, after {STARTS} attempts: "
                    f"{self._web.failures[-1].rstrip('.')}. Anything that it printed stands above."
                )
                code = 1
                break
            self._replace()
        children.end([self._web, *self._others, *filter(None, [self._next]), *self._leaving])
        heed_no_more()
        return code

    def _replace(self) -> None:
        """Take the restart that was asked for one step further."""
        if LEAVE in signal.sigpending():
            signal.sigwait([LEAVE])
            if self._next is None:
                self._next = self._web.successor()
        if self._next is None:
            return
        self._next.look_after()
        if self._next.failures:
            children.say("The new web server cannot start; the present one goes on.")
            self._next = None
        elif self._next.is_ready:
            self._web.ask_to_leave()
            self._leaving.append(self._web)
            self._web, self._next = self._next, None
            for child in self._others:
                child.renew()
            children.say("The web server has been replaced.")


def _web(serving: Serving, listening: socket.socket) -> list[str]:
    web = ["-m", "newsroom.delivery.granian_main", str(listening.fileno())]
    web += ["newsroom.wsgi:application"]
    web += ["--interface", "wsgi", "--host", serving.host, "--port", str(serving.port)]
    web += ["--workers", str(serving.workers), "--blocking-threads", str(serving.threads)]
    web += ["--workers-kill-timeout", "5", "--no-ws", "--respawn-failed-workers"]
    return [*web, "--log-level", "warning"]


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
