"""The web server of one machine: granian's command line, with processes that end by our rules.

Run by the supervisor as ``python -m newsroom.delivery.granian_main DESCRIPTOR …``; the descriptor
is that of the listening socket, which stays open while web servers come and go. The application is
loaded before granian forks: a worker process that dies is followed by another in milliseconds.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import socket
import sys
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import get_resolver
from granian import cli
from granian._granian import SocketHolder
from granian.server import Server

from .bells import Bell
from .children import say_ready
from .handover import Leaving
from .shutdown import GOODBYE_SECONDS, LEAVE, LEAVE_SECONDS, end_with_parent, end_with_supervisor


class _Wakeup(Bell):
    """What granian's main loop waits for. Signals take no lock, and clearing it loses none."""

    def __init__(self, server: _Server) -> None:
        super().__init__()
        self._server = server

    def clear(self) -> None:
        super().clear()
        if self._server.interrupt_signal:
            self.set()


class _Server(Server):  # type: ignore[misc, valid-type]
    #: The descriptor of the listening socket.
    listening: int

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.main_loop_interrupt = _Wakeup(self)

    def serve(self) -> None:
        # A process that is spawned rather than forked has to load everything anyway.
        if multiprocessing.get_start_method() == "fork":
            _load(self.target)
            gc.freeze()
        signal.signal(signal.SIGALRM, self.signal_handler_interrupt)
        signal.signal(LEAVE, self._leave)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [LEAVE])
        super().serve(target_loader=partial(_load_in_worker, os.getpid(), self.listening))

    def _init_shared_socket(self) -> None:
        self._ssp, self._sfd = None, self.listening
        # Its stub lacks the arguments.
        self._shd = SocketHolder(self.listening, uds=False, backlog=self.backlog)  # type: ignore[call-arg]
        # What carries the descriptor into a process that is spawned.
        self._sso = socket.socket(fileno=self.listening)

    def _spawn_workers(self, *args: Any) -> None:
        super()._spawn_workers(*args)
        _note_release()
        say_ready()

    def _leave(self, number: int, frame: object) -> None:
        """Let the processes say goodbye, and then finish what they are answering. Takes no lock."""
        if os.getpid() != self.pid:
            return
        self.workers_kill_timeout = int(LEAVE_SECONDS - GOODBYE_SECONDS)
        for worker in self.wrks:
            with suppress(ProcessLookupError):
                os.kill(worker.inner.pid, LEAVE)
        signal.setitimer(signal.ITIMER_REAL, GOODBYE_SECONDS)


def _note_release() -> None:
    """Write down whose code serves: deploy/upgrade waits for it.

    Not where processes are spawned rather than forked: nothing is loaded here, then.
    """
    if settings.configured:
        (settings.VAR_DIR / "serving").write_text(f"{settings.BASE_DIR}\n", encoding="utf-8")


def _load(target: str) -> Any:
    module, _colon, name = target.partition(":")
    application = getattr(import_module(module), name)
    # Otherwise the first request would wait until all views are loaded.
    _patterns = get_resolver().url_patterns
    return application


def _load_in_worker(parent: int, listening: int, target: str) -> Any:
    """The application, in a process that must not outlive its parent, even one that was killed."""
    end_with_parent(parent)
    return Leaving(_load(target), listening)


if __name__ == "__main__":
    end_with_supervisor()
    _Server.listening = int(sys.argv.pop(1))
    cli.Server = _Server
    cli.entrypoint()
