"""A child process that is restarted whenever it ends, together with whatever it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from .stopping import KILL_SECONDS, SUPERVISOR

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 30.0
#: After a run this long, the pauses start over.
STEADY_SECONDS = 60.0
_LOOK_SECONDS = 0.05


class NotNow(Exception):
    """The process cannot start as things stand; the sentence says why and what to do."""


class Child:
    """``check`` is called before each start and may raise ``NotNow``.

    The process leads its own group: a terminal's Ctrl-C reaches only the supervisor, and whatever
    the process leaves behind is found and killed.
    """

    def __init__(
        self, name: str, arguments: Sequence[str], check: Callable[[], None] | None = None
    ) -> None:
        self.name = name
        #: Why it ended or could not start, each time since it last ran steadily.
        self.failures: list[str] = []
        self._arguments = arguments
        self._check = check
        self._process: subprocess.Popen | None = None
        self._started_at = self._due_at = 0.0

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def look_after(self) -> None:
        """Start it when it is due; see whether it has ended."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._due_at:
                self._start(now)
        elif (code := self._process.poll()) is not None:
            self.has_ended()
            if now - self._started_at >= STEADY_SECONDS:
                self.failures.clear()
            self._fail(now, f"it {_how(code)}")

    def ask_to_end(self) -> None:
        """Send SIGTERM to the process itself, which passes it on; a stopped process is resumed for
        it."""
        if self._process:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(self._process.pid, signal.SIGTERM)
                os.killpg(self._process.pid, signal.SIGCONT)

    def kill(self) -> None:
        """End the process and everything it started, at once."""
        if self._process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def has_ended(self) -> bool:
        """Whether the process has ended; what it left behind is killed."""
        if self._process and self._process.poll() is not None:
            self.kill()
            self._process = None
        return self._process is None

    def _start(self, now: float) -> None:
        try:
            if self._check:
                self._check()
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, *self._arguments],
                process_group=0,
                env={**os.environ, SUPERVISOR: str(os.getpid())},
            )
        except (NotNow, OSError) as error:
            self._fail(now, str(error))
        else:
            self._started_at = now

    def _fail(self, now: float, reason: str) -> None:
        self.failures.append(reason)
        pause = FIRST_PAUSE_SECONDS * 2 ** min(len(self.failures) - 1, 16)
        pause = min(pause, LONGEST_PAUSE_SECONDS)
        self._due_at = now + pause
        say(f"The {self.name} is started again in {pause:g} s: {reason.rstrip('.')}.")


def end(children: Sequence[Child]) -> None:
    """Ask all of them to end; kill what is left after ``KILL_SECONDS``."""
    for child in children:
        child.ask_to_end()
    if not _wait_for(children, KILL_SECONDS):
        left = " and the ".join(child.name for child in children if not child.has_ended())
        say(f"The {left} did not end within {KILL_SECONDS:g} s and is killed.")
    for child in children:
        child.kill()
    _wait_for(children, 1)


def say(sentence: str) -> None:
    # The reader of the output may be gone: ``make run | head``.
    with suppress(OSError):
        print(sentence, file=sys.stderr, flush=True)  # noqa: T201


def _wait_for(children: Sequence[Child], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not all(child.has_ended() for child in children):
        if time.monotonic() >= until:
            return False
        time.sleep(_LOOK_SECONDS)
    return True


def _how(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"
