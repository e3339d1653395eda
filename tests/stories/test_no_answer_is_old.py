"""Four web processes and two writers: no answer is older than what was published, killed or ended
before it was asked for, whatever dies meanwhile."""

from __future__ import annotations

import os
import signal
import time

import pytest

from . import readers
from .newsroom import PATIENCE_SECONDS, Newsroom, family, until
from .readers import PATHS, Promise, Reader

pytestmark = [pytest.mark.xdist_group("old answers"), pytest.mark.django_db(transaction=True)]

SECONDS = 6


@pytest.fixture
def newsroom(tmp_path):
    found = Newsroom.of_the_run(tmp_path)
    try:
        found.prepare("Ferry", "Tunnel")
        found.serve("--workers", "4", "--threads", "2")
        yield found
    finally:
        found.clean_up()


def test_no_answer_is_older_than_what_was_published_before_it(newsroom, storm):
    seconds = max(SECONDS, storm.seconds)
    writers = [
        newsroom.start("-m", "tests.stories.publisher", str(seconds), *words, pipe=True)
        for words in (
            ("Ferry", "updates", "Kiosk", "kills"),
            ("Tunnel", "updates", "Meadow", "lends"),
        )
    ]
    asking = [Reader(newsroom.port, path) for path in PATHS]
    readers.start(asking)
    _kill_one_web_process(newsroom, after=seconds / 2)
    told = [writer.communicate(timeout=PATIENCE_SECONDS + seconds)[0] for writer in writers]
    time.sleep(0.5)
    readers.stop(asking)

    promises = [Promise.read(line) for text in told for line in text.splitlines()]
    kinds = [promise.kind for promise in promises]
    assert min(kinds.count("shows"), kinds.count("hides")) >= 6, (told, newsroom.log())
    for reader in asking:
        assert reader.statuses == {200}, (reader.path, reader.statuses)
        assert len(reader.seen) > 20, reader.path
        assert reader.hows & {"hit", "joined"}, "the layer is at work"
        broken = reader.broken(promises)
        assert broken == [], f"{reader.path}: {len(broken)} of {len(reader.seen)} answers are old"
    hidden = {promise.sign for promise in promises if promise.kind == "hides"}
    assert any(hidden & seen.shown for seen in asking[0].seen), "what was hidden had been shown"


def _kill_one_web_process(newsroom: Newsroom, *, after: float) -> None:
    time.sleep(after)
    assert newsroom.server
    web = sorted(int(line.split()[0]) for line in family(newsroom.server.pid) if "granian" in line)
    os.kill(web[-1], signal.SIGKILL)
    until(lambda: newsroom.get("/") is not None)
