"""How one of our processes ends: promptly when asked to, and soon after its parent is gone.

Django is not loaded here. Everything may be killed at any time (docs/operations.md), so a process
that does not end by itself is cut short.
"""

from __future__ import annotations

import os
import signal
import threading
import time

from .bells import Bell

#: What ends a process. A closed terminal sends SIGHUP.
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
#: What asks the supervisor for a restart, and its web server to leave.
LEAVE = signal.SIGUSR1
#: A web server that leaves still answers on connections that it has for this long.
GOODBYE_SECONDS = 2.0
#: Whatever it is answering after that is cut short when this time is over, goodbye included.
LEAVE_SECONDS = 60.0
#: Work under way has this long to finish.
GRACE_SECONDS = 5.0
#: The processes of one server are killed after this long, whatever they do.
KILL_SECONDS = 8.0
#: This value tells a supervised process whose child it is.
SUPERVISOR = "NEWSROOM_SUPERVISOR"
_LOOK_SECONDS = 1.0


def ring_when_asked(bell: Bell) -> None:
    """Let the signals that end a process ring the bell.

    SIGHUP stays ignored if it was ignored before us, as ``nohup`` does.
    """
    ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    bell.ring_on(number for number in SIGNALS if number != signal.SIGHUP or not ignored)


def heed_no_more() -> None:
    """The process is ending: keep another signal from spoiling the exit code.

    As it shuts down, the interpreter restores the default handlers, which kill.
    """
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def leave_in_time(asked: Bell, *, seconds: float = KILL_SECONDS) -> None:
    """End this process ``seconds`` after the bell rang, even if its main thread is stuck."""

    def watch() -> None:
        asked.wait()
        time.sleep(seconds)
        os._exit(0)

    threading.Thread(target=watch, name="leave in time", daemon=True).start()


def end_with_parent(parent: int) -> None:
    """End this process's group soon after the process ``parent`` is gone.

    A killed parent cannot say so, so a thread checks. Call in a process that has its own group or
    shares that of ``parent``.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(KILL_SECONDS)
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=watch, name="end with parent", daemon=True).start()


def end_with_supervisor() -> None:
    """``end_with_parent`` if a supervisor started this process; otherwise nothing."""
    if parent := os.environ.get(SUPERVISOR):
        end_with_parent(int(parent))
