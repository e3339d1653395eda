"""Whoever is killed, what was published is delivered: real processes, real kills."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from tests.requirements import PROJECT
from tests.stories.newsroom import until

from .receivers import receiving

pytestmark = [pytest.mark.slow, pytest.mark.files]

#: Publishes, and is killed at the very commit, before the thread that would purge at once begins.
_PUBLISH_AND_DIE = """
import os, signal
import django
django.setup()
from newsroom.delivery import followers
from newsroom.editorial.publication import ledger
followers.run()
ledger._hearing.insert(0, lambda entries: os.kill(os.getpid(), signal.SIGKILL))
from tests.factories import publish_article
publish_article()
"""


@pytest.fixture
def newsroom(tmp_path):
    """Starts commands of a newsroom of its own, on SQLite, that purges ``url``."""
    started = []

    def start(url, *arguments):
        keep = {n: v for n, v in os.environ.items() if n not in ("DATABASE_URL", "CACHE_URL")}
        more = {"VAR_DIR": str(tmp_path), "PURGE_URL": url, "LOG_LEVEL": "ERROR"}
        more["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
        process = subprocess.Popen([sys.executable, *arguments], cwd=PROJECT, env=keep | more)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_a_publication_whose_process_and_first_worker_are_killed_is_purged(newsroom, tmp_path):
    goes_on = threading.Event()
    with receiving(lambda received: 200 if goes_on.wait(60) else 500) as cache:
        assert newsroom(cache.url, "manage.py", "migrate", "-v", "0").wait() == 0
        assert newsroom(cache.url, "-c", _PUBLISH_AND_DIE).wait() == -signal.SIGKILL
        assert cache.received == []
        worker = newsroom(cache.url, "manage.py", "worker")
        # The cache has the request and does not answer.
        until(lambda: cache.received)
        worker.kill()
        worker.wait()
        goes_on.set()
        with closing(sqlite3.connect(tmp_path / "newsroom.sqlite3")) as rows, rows:
            (attempts, done_at) = rows.execute(
                "SELECT attempts, done_at FROM delivery_delivery ORDER BY id"
            ).fetchone()
            assert (attempts, done_at) == (1, None)
            # The claim of the dead worker ends after a minute.
            rows.execute("UPDATE delivery_delivery SET next_try_at = created_at")
        newsroom(cache.url, "manage.py", "worker")
        until(lambda: len(cache.received) >= 2)
        assert cache.keys[-1] == cache.keys[0]
        assert any(key.startswith("article:") for key in cache.keys[0])
