"""The real processes of a server: what dies is restarted, and what is asked to end ends."""

from __future__ import annotations

import os
import signal

import pytest

from .newsroom import PATIENCE_SECONDS, Newsroom, family, until
from .signals import start_and_end

pytestmark = pytest.mark.xdist_group("processes")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    newsroom = Newsroom(tmp_path_factory.mktemp("processes"))
    newsroom.prepare()
    try:
        yield newsroom
    finally:
        newsroom.clean_up()


@pytest.fixture
def newsroom(prepared):
    prepared.serve()
    until(lambda: is_well(prepared))
    yield prepared
    prepared.clean_up()


def health(newsroom: Newsroom) -> dict:
    answer = newsroom.get("/healthz")
    return answer.json() if answer else {"status": "nobody answers", "checks": {}}


def is_well(newsroom: Newsroom) -> bool:
    return health(newsroom)["status"] == "ok"


def pids(newsroom: Newsroom, word: str) -> list[int]:
    """The oldest first."""
    assert newsroom.server
    return sorted(int(line.split()[0]) for line in family(newsroom.server.pid) if word in line)


def test_each_process_that_is_killed_is_there_again(newsroom):
    worker = pids(newsroom, "manage.py worker")[0]
    web, web_worker = pids(newsroom, "granian")
    os.kill(worker, signal.SIGKILL)
    assert newsroom.get("/").status == 200, "the web server knows nothing of it"
    until(lambda: pids(newsroom, "manage.py worker") not in ([], [worker]))

    os.kill(web_worker, signal.SIGKILL)
    until(lambda: len({*pids(newsroom, "granian")} - {web_worker}) == 2 and newsroom.get("/"))
    assert pids(newsroom, "granian")[0] == web, "granian itself starts its worker again"

    left = pids(newsroom, "granian")[1]
    os.kill(web, signal.SIGKILL)
    until(lambda: len({*pids(newsroom, "granian")} - {web, left}) == 2)
    until(lambda: newsroom.get("/") and is_well(newsroom))
    assert left not in pids(newsroom, "granian"), "what it left behind does not stay"
    assert newsroom.end(newsroom.server) == 0


def test_a_worker_that_was_killed_is_forgotten_and_the_new_one_is_told_of(newsroom):
    worker = pids(newsroom, "manage.py worker")[0]
    os.kill(worker, signal.SIGKILL)
    until(lambda: pids(newsroom, "manage.py worker") not in ([], [worker]))
    until(lambda: len(health(newsroom)["checks"]["workers"]["ages"]) == 1)
    assert newsroom.end(newsroom.server) == 0


def test_nothing_outlives_a_supervisor_that_was_killed(newsroom):
    assert newsroom.end(newsroom.server, signal.SIGKILL) == -signal.SIGKILL


def test_an_application_that_cannot_be_loaded_is_told_with_the_reason(prepared):
    server = prepared.serve_without_settings()
    assert server.wait(PATIENCE_SECONDS) == 1
    assert "No module named 'no_such_settings'" in prepared.log()
    assert "The web server cannot start, after 3 attempts" in prepared.log()


def test_whatever_signals_come_everything_ends_within_ten_seconds(prepared, storm):
    taken = []
    for round_ in storm.rounds():
        for run in range(3):
            which = f"seed {storm.seed}, round {round_}, run {run}"
            taken.append(start_and_end(prepared, storm.dice(round_, run), which))
    if storm.is_long:
        print(f"\n{len(taken)} starts and ends, the longest end {max(taken):.1f} s")  # noqa: T201
