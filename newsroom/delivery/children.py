"""A child process that is restarted whenever it ends, together with whatever it started."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from .shutdown import KILL_SECONDS, LEAVE, LEAVE_SECONDS, SUPERVISOR

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 30.0
#: After a run this long, the pauses start over.
STEADY_SECONDS = 60.0
#: The descriptor on which a process says that it is ready.
READY = "NEWSROOM_READY"
_LOOK_SECONDS = 0.05


class Child:
    """The process inherits the descriptors that it ``keeps``, and begins in ``folder``.

    It leads its own group: a terminal's Ctrl-C reaches only the supervisor, and whatever the
    process leaves behind is found and killed.
    """

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        keeps: Sequence[int] = (),
        folder: str | None = None,
    ) -> None:
        self.name = name
        #: Why it ended or could not start, each time since it last ran steadily.
        self.failures: list[str] = []
        self._arguments = arguments
        self._keeps = keeps
        self._folder = folder
        self._process: subprocess.Popen | None = None
        self._started_at = self._due_at = 0.0
        self._leaves_by = 0.0
        self._ready: int | None = None
        self._is_renewed = False

    @property
    def is_running(self) -> bool:
        return self._process is not None

    @property
    def is_ready(self) -> bool:
        """Whether the running process has called ``say_ready``."""
        if self._process is None or self._ready is None:
            return False
        poll = select.poll()
        poll.register(self._ready, select.POLLIN)
        return any(what & select.POLLIN for _descriptor, what in poll.poll(0))

    def successor(self) -> Child:
        """Another like it, which is not started."""
        return Child(self.name, self._arguments, keeps=self._keeps, folder=self._folder)

    def look_after(self) -> None:
        """Start it when it is due; see whether it has ended."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._due_at:
                self._start(now)
        elif (code := self._process.poll()) is not None:
            self.has_ended()
            if self._is_renewed:
                self._start(now)
                return
            if now - self._started_at >= STEADY_SECONDS:
                self.failures.clear()
            self._fail(now, f"it {_how(code)}")

    def renew(self) -> None:
        """Ask it to end; ``look_after`` starts it again at once."""
        self._is_renewed = self.is_running
        self.ask_to_end()

    def ask_to_leave(self) -> None:
        """Let it take no more requests, answer those that it has, and end."""
        if self._process:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(self._process.pid, LEAVE)
        self._leaves_by = time.monotonic() + LEAVE_SECONDS

    def has_left(self) -> bool:
        """Whether it has ended after it was asked to leave; if it takes too long, it is killed."""
        if time.monotonic() >= self._leaves_by:
            self.kill()
        return self.has_ended()

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
            self._forget_ready()
        return self._process is None

    def _start(self, now: float) -> None:
        self._is_renewed = False
        self._forget_ready()
        self._ready, told = os.pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, *self._arguments],
                cwd=self._folder,
                process_group=0,
                pass_fds=(*self._keeps, told),
                env={**os.environ, SUPERVISOR: str(os.getpid()), READY: str(told)},
            )
        except OSError as error:
            self._fail(now, str(error))
        else:
            self._started_at = now
        finally:
            os.close(told)

    def _forget_ready(self) -> None:
        if self._ready is not None:
            os.close(self._ready)
            self._ready = None

    def _fail(self, now: float, reason: str) -> None:
        self.failures.append(reason)
        pause = FIRST_PAUSE_SECONDS * 2 ** min(len(self.failures) - 1, 16)
        pause = min(pause, LONGEST_PAUSE_SECONDS)
        self._due_at = now + pause
        say(f"The {self.name} is started again in {pause:g} s: {reason.rstrip('.')}.")


def say_ready() -> None:
    """Tell the supervisor, if there is one, that this process has started."""
    if descriptor := os.environ.pop(READY, ""):
        with suppress(OSError):
            os.write(int(descriptor), b"!")
            os.close(int(descriptor))


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
