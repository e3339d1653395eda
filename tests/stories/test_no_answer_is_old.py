"""Four web processes and two writers: no answer is older than what was published before it was
asked for, whatever dies meanwhile."""

from __future__ import annotations

import http.client
import os
import re
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from .newsroom import PATIENCE_SECONDS, Newsroom, family, until

pytestmark = [pytest.mark.xdist_group("old answers"), pytest.mark.django_db]

WORDS = ("Ferry", "Tunnel")
PATHS = ("/", "/rss.xml", "/api/v1/articles", "/section/city/")
SECONDS = 6


@pytest.fixture
def newsroom(tmp_path):
    found = Newsroom(tmp_path)
    try:
        found.prepare(*WORDS)
        found.serve("--workers", "4", "--threads", "2")
        yield found
    finally:
        found.clean_up()


@dataclass
class Reader(threading.Thread):
    """Asks for one address over new connections, so that any of the processes may answer."""

    newsroom: Newsroom
    path: str
    #: When it was asked, and the numbers in the answer by word.
    seen: list[tuple[float, dict[str, int]]] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)
    hows: set[str] = field(default_factory=set)
    is_asked_to_stop: bool = False

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        while not self.is_asked_to_stop:
            asked = time.monotonic()
            # A process that is killed takes its open connections with it.
            with suppress(OSError, http.client.HTTPException):
                self._ask(asked)

    def _ask(self, asked: float) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.newsroom.port, timeout=30)
        connection.request("GET", self.path)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        self.statuses.add(answer.status)
        self.hows.add(answer.headers.get("X-Page-Cache", ""))
        numbers = {
            word: max(map(int, re.findall(rf"{word} (\d+)\b", text)), default=-1) for word in WORDS
        }
        self.seen.append((asked, numbers))


def test_no_answer_is_older_than_what_was_published_before_it(newsroom, storm):
    seconds = max(SECONDS, storm.seconds)
    writers = [
        newsroom.start("-m", "tests.stories.publisher", word, str(seconds), pipe=True)
        for word in WORDS
    ]
    readers = [Reader(newsroom, path) for path in PATHS]
    for reader in readers:
        reader.start()
    _kill_one_web_process(newsroom, after=seconds / 2)
    told = {
        word: writer.communicate(timeout=PATIENCE_SECONDS + seconds)[0].split("\n")[:-1]
        for word, writer in zip(WORDS, writers, strict=True)
    }
    for reader in readers:
        reader.is_asked_to_stop = True
    for reader in readers:
        reader.join(PATIENCE_SECONDS)

    published = {
        word: [(int(line.split()[0]), float(line.split()[1])) for line in lines]
        for word, lines in told.items()
    }
    assert all(len(each) >= 3 for each in published.values()), (told, newsroom.log())
    for reader in readers:
        assert reader.statuses == {200}, (reader.path, reader.statuses)
        assert len(reader.seen) > 20, reader.path
        assert reader.hows & {"hit", "joined"}, "the layer is at work"
        late = [
            (asked, word, numbers[word], newest)
            for asked, numbers in reader.seen
            for word, newest in _newest_before(published, asked).items()
            if numbers[word] < newest
        ]
        assert late == [], f"{reader.path}: {len(late)} of {len(reader.seen)} answers are old"


def _newest_before(published: dict[str, list[tuple[int, float]]], asked: float) -> dict[str, int]:
    return {
        word: max((number for number, at in editions if at < asked), default=-1)
        for word, editions in published.items()
    }


def _kill_one_web_process(newsroom: Newsroom, *, after: float) -> None:
    time.sleep(after)
    assert newsroom.server
    web = sorted(int(line.split()[0]) for line in family(newsroom.server.pid) if "granian" in line)
    os.kill(web[-1], signal.SIGKILL)
    until(lambda: newsroom.get("/") is not None)
