"""The real processes of a server: what dies is restarted, and what is asked to end ends."""

from __future__ import annotations

import http.client
import os
import signal
import threading
import time

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


class Client(threading.Thread):
    """Asks for the front, again and again, over one connection or each time over a new one."""

    def __init__(self, port: int, *, keeps: bool) -> None:
        super().__init__(daemon=True)
        self._port, self._keeps = port, keeps
        self.answers, self.failures, self.is_asked_to_stop = 0, [], False

    def run(self) -> None:
        # It connects again by itself after an answer that says so.
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        while not self.is_asked_to_stop:
            try:
                connection.request("GET", "/")
                answer = connection.getresponse()
                assert answer.status == 200
                assert answer.read().rstrip().endswith(b"</html>")
                self.answers += 1
            except (OSError, http.client.HTTPException, AssertionError) as error:
                self.failures.append(repr(error))
                connection.close()
            if not self._keeps:
                connection.close()
            time.sleep(0.01)
        connection.close()


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
    assert newsroom.get("/").status == 200, "whoever comes meanwhile waits"
    until(lambda: len({*pids(newsroom, "granian")} - {web_worker}) == 2)
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


def test_a_restart_replaces_every_process_and_drops_no_request(newsroom):
    before = {*pids(newsroom, "granian"), *pids(newsroom, "manage.py worker")}
    clients = [Client(newsroom.port, keeps=number % 2 == 0) for number in range(6)]
    for client in clients:
        client.start()
    newsroom.server.send_signal(signal.SIGUSR1)
    until(lambda: "The web server has been replaced." in newsroom.log())
    until(lambda: not before & {*pids(newsroom, "granian"), *pids(newsroom, "manage.py worker")})
    for client in clients:
        client.is_asked_to_stop = True
    for client in clients:
        client.join(PATIENCE_SECONDS)
        assert client.failures == []
        assert client.answers > 10
    until(lambda: is_well(newsroom))
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
