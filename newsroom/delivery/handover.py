"""How a web process leaves while another takes its place: no request is dropped.

It takes no more connections, and ends those that it has with their next answer. What stays open
after that is idle: clients know that an idle connection may end, and ask again on another.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from .bells import Bell
from .shutdown import LEAVE

_CLOSE = ("Connection", "close")


class Leaving:
    """A WSGI application that says goodbye to its clients once the process is asked to leave.

    Make it in the main thread. ``listening`` is the descriptor of the listening socket, which other
    processes share.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]], listening: int) -> None:
        self._application = application
        self._listening = listening
        self._is_leaving = False
        self._asked = Bell()
        signal.signal(LEAVE, lambda number, frame: self._asked.set())
        threading.Thread(target=self._wait, name="leave", daemon=True).start()

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        if not self._is_leaving:
            return self._application(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [*headers, _CLOSE], *more)

        return self._application(environ, start)

    def _wait(self) -> None:
        self._asked.wait()
        self._is_leaving = True
        stop_accepting(self._listening)


def stop_accepting(listening: int) -> None:
    """Let this process accept no more connections, while others that share the socket do.

    The server keeps its descriptors for itself and would close new connections together with idle
    ones. So a socket that nobody connects to takes the place of the one that all share.
    """
    shared = os.fstat(listening)
    nobody = socket.socket()
    nobody.bind(("127.0.0.1", 0))
    nobody.listen()
    nobody.settimeout(0)
    for name in os.listdir("/dev/fd"):
        # The listing itself had a descriptor, which is now closed.
        with suppress(OSError):
            if os.path.samestat(os.fstat(int(name)), shared):
                os.dup2(nobody.fileno(), int(name), inheritable=False)
    nobody.detach()
