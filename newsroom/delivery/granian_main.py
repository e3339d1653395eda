"""The web server of one machine: granian's command line, with processes that end by our rules.

Run by the supervisor as ``python -m newsroom.delivery.granian_main``. The application is loaded
before granian forks: a worker process that dies is followed by another in milliseconds.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from functools import partial
from importlib import import_module
from typing import Any

from django.urls import get_resolver
from granian import cli
from granian.server import Server

from .bells import Bell
from .stopping import end_with_parent, end_with_supervisor


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
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.main_loop_interrupt = _Wakeup(self)

    def serve(self) -> None:
        # A process that is spawned rather than forked has to load everything anyway.
        if multiprocessing.get_start_method() == "fork":
            _load(self.target)
            gc.freeze()
        super().serve(target_loader=partial(_load_in_worker, os.getpid()))


def _load(target: str) -> Any:
    module, _colon, name = target.partition(":")
    application = getattr(import_module(module), name)
    # Otherwise the first request would wait until all views are loaded.
    _patterns = get_resolver().url_patterns
    return application


def _load_in_worker(parent: int, target: str) -> Any:
    """The application, in a process that must not outlive its parent, even one that was killed."""
    end_with_parent(parent)
    return _load(target)


if __name__ == "__main__":
    end_with_supervisor()
    cli.Server = _Server
    cli.entrypoint()
