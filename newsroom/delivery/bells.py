"""What ``threading.Event`` does, without a lock: signal handlers may ring it at any moment.

``Event.set`` takes a lock. A handler that runs while its own thread holds that lock waits for
itself for ever.
"""

from __future__ import annotations

import math
import os
import select
import signal
from collections.abc import Iterable
from contextlib import suppress


class Bell:
    """A pipe: it is set while it holds a byte, which every waiting thread sees."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)

    def __del__(self) -> None:
        for descriptor in (self._read, self._write):
            with suppress(OSError):
                os.close(descriptor)

    def set(self) -> None:
        # A full pipe is already set.
        with suppress(BlockingIOError):
            os.write(self._write, b"!")

    def is_set(self) -> bool:
        return self.wait(0)

    def clear(self) -> None:
        with suppress(BlockingIOError):
            while os.read(self._read, 4096):
                pass

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for it to be set, for at most this many seconds; returns whether it is."""
        poll = select.poll()
        poll.register(self._read, select.POLLIN)
        milliseconds = None if timeout is None else max(0, math.ceil(timeout * 1000))
        return bool(poll.poll(milliseconds))

    def ring_on(self, numbers: Iterable[int]) -> None:
        """Let these signals set it. Call in the main thread.

        The interpreter itself writes the byte, even while the main thread is held up in C code.
        """
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for number in numbers:
            signal.signal(number, _do_nothing)


def _do_nothing(number: int, frame: object) -> None:
    """A no-op: the interpreter writes the byte only if a handler is installed."""
