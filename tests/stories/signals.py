"""Signals at random moments to a running server, its group and each of its processes."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress

from .newsroom import Newsroom, family, until

ENDED_WITHIN_SECONDS = 10
_ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_HITS = (*_ENDS, signal.SIGKILL, signal.SIGSTOP, signal.SIGCONT)


def start_and_end(newsroom: Newsroom, dice: random.Random, which: str) -> float:
    """Start the server and end it; returns how many seconds the end took.

    Some signals to its children at random moments, from its very start on or once it serves; then
    up to four that ask the supervisor or its group to end, with more to the children in between.
    """
    server = newsroom.serve_unseen()
    # Before it is the supervisor, the command loads and looks at the port.
    until(lambda: any("delivery.processes" in line for line in family(server.pid)))
    if dice.random() < 0.25:
        until(lambda: newsroom.get("/"))
    for _ in range(dice.randrange(3)):
        time.sleep(dice.uniform(0, 2))
        _hit_a_child(server.pid, dice)
    time.sleep(dice.uniform(0, 3))
    started = time.monotonic()
    for _ in range(dice.randint(1, 4)):
        with suppress(ProcessLookupError):
            kill = dice.choice((os.kill, os.killpg))
            kill(server.pid, dice.choice(_ENDS))
        if dice.random() < 0.5:
            _hit_a_child(server.pid, dice)
        time.sleep(dice.choice((0, 0, 0.01, 0.1, 0.5)))
    while left := family(server.pid):
        taken = time.monotonic() - started
        assert taken < ENDED_WITHIN_SECONDS, f"{which}: {left} still lives after {taken:.1f} s."
        time.sleep(0.05)
    taken = time.monotonic() - started
    code = server.wait(1)
    assert code == 0, f"{which}: the exit code is {code}.\n{newsroom.log()}"
    return taken


def _hit_a_child(leader: int, dice: random.Random) -> None:
    children = [pid for line in family(leader) if (pid := int(line.split()[0])) != leader]
    if children:
        with suppress(ProcessLookupError):
            os.kill(dice.choice(children), dice.choice(_HITS))
