"""Readers who remember what they were shown and when, and what writers promised them."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from .newsroom import PATIENCE_SECONDS

PATHS = ("/", "/rss.xml", "/api/v1/articles", "/section/city/")
_ENDS = {"/rss.xml": "</rss>", "/api/v1/articles": "}"}
#: A numbered headline of a writer, or what the files of an image are called after.
_SIGNS = re.compile(r"\b(?:Ferry|Tunnel|Kiosk|Meadow) \d+\b|\b[0-9a-f]{32}\b")


@dataclass(frozen=True)
class Promise:
    """From an instant on, answers show a headline or a later one; or no longer show something."""

    kind: str
    sign: str
    at: float

    @classmethod
    def read(cls, line: str) -> Promise:
        kind, sign, at = line.split("\t")
        return cls(kind, sign, float(at))

    def is_kept(self, shown: frozenset[str]) -> bool:
        if self.kind == "hides":
            return self.sign not in shown
        word, _space, number = self.sign.partition(" ")
        return any(int(sign.split()[1]) >= int(number) for sign in shown if sign.startswith(word))


@dataclass(frozen=True)
class Seen:
    """An answer: when it was asked for, and which signs it shows."""

    asked: float
    shown: frozenset[str]


@dataclass
class Reader(threading.Thread):
    """Asks for one address over new connections, so that any of the processes may answer."""

    port: int
    path: str
    seen: list[Seen] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)
    hows: set[str] = field(default_factory=set)
    is_asked_to_stop: bool = False

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        while not self.is_asked_to_stop:
            # A process that is killed takes its open connections with it.
            with suppress(OSError, http.client.HTTPException):
                self._ask()

    def _ask(self) -> None:
        asked = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", self.path)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        self.statuses.add(answer.status)
        self.hows.add(answer.headers.get("X-Page-Cache", ""))
        self.take(asked, text)

    def take(self, asked: float, text: str) -> None:
        """Remember an answer; one that is cut short shows nothing."""
        is_whole = text.rstrip().endswith(_ENDS.get(self.path, "</html>"))
        self.seen.append(Seen(asked, frozenset(_SIGNS.findall(text)) if is_whole else frozenset()))

    def broken(
        self, promises: Iterable[Promise], *, within: float = 0
    ) -> list[tuple[Promise, float]]:
        """What was not kept in answers asked for so many seconds after it was promised."""
        return [
            (promise, seen.asked - promise.at)
            for promise in promises
            for seen in self.seen
            if seen.asked > promise.at + within and not promise.is_kept(seen.shown)
        ]


def start(readers: Iterable[Reader]) -> None:
    for reader in readers:
        reader.start()


def stop(readers: Iterable[Reader]) -> None:
    for reader in readers:
        reader.is_asked_to_stop = True
    for reader in readers:
        reader.join(PATIENCE_SECONDS)
