"""The worker: the clock is on time whatever the slow work does, and one failure stops nothing."""

import threading
import time

import pytest
from django.db import connections

from newsroom.delivery import worker
from newsroom.delivery.jobs import Job, Running

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    monkeypatch.setattr(worker, "_jobs", {})
    monkeypatch.setattr(worker, "_tasks", {})


def until(condition) -> None:
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_task_runs_in_each_tick_and_is_counted():
    worker.register_task("rights", lambda: 3)
    assert worker.tick()["rights"] == 3
    assert worker.tick()["rights"] == 3


def test_a_task_that_fails_is_logged_and_the_tick_goes_on(caplog):
    worker.register_task("broken", lambda: 1 // 0)
    worker.register_task("rights", lambda: 1)
    counts = worker.tick()
    assert counts["rights"] == 1
    assert counts["failed"] == 1
    assert "ZeroDivisionError" in caplog.text


def test_the_clock_goes_on_while_slow_work_is_done(monkeypatch):
    monkeypatch.setattr(worker, "TICK_SECONDS", 0.01)
    stop, slow, ticks = threading.Event(), threading.Event(), []

    def work() -> int:
        slow.wait(30)
        return 0

    worker.register_job("slow", work)
    monkeypatch.setattr(worker, "tick", lambda: ticks.append(1) or {})
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    until(lambda: len(ticks) > 5)
    assert not slow.is_set()
    stop.set()
    assert thread.is_alive(), "what is under way is brought to its end"
    slow.set()
    thread.join(30)
    assert not thread.is_alive()


def test_a_job_that_fails_is_tried_again_and_counted(monkeypatch, caplog):
    monkeypatch.setattr("newsroom.delivery.jobs.IDLE_SECONDS", 0.001)
    stop, calls = threading.Event(), []

    def work() -> int:
        calls.append(1)
        if len(calls) < 3:
            raise ZeroDivisionError
        stop.set()
        return 2

    running = Running([Job("pictures", work)], stop)
    running.start()
    running.join()
    assert running.taken() == {"pictures failed": 2, "pictures": 2}
    assert running.taken() == {}
    assert caplog.text.count("Traceback") == 2


def test_a_job_that_is_seldom_due_rests_and_holds_nobody_up_who_stops():
    stop, calls, others = threading.Event(), [], []

    def work() -> int:
        calls.append(1)
        return 0

    jobs = [Job("seldom", work, 3600), Job("often", lambda: others.append(1) or 0, 0.001)]
    running = Running(jobs, stop)
    running.start()
    until(lambda: len(others) > 50)
    stop.set()
    running.join()
    assert len(calls) == 1


def test_a_job_leaves_no_connection_open():
    stop, seen = threading.Event(), []

    def work() -> int:
        seen.append(connections["default"])
        stop.set()
        return 1

    running = Running([Job("pictures", work)], stop)
    running.start()
    running.join()
    assert seen
    assert seen[0].connection is None
