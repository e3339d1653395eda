"""The worker: the clock is on time whatever the slow work does, and one failure stops nothing."""

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from media.models import ReprintRequest
from media.renditions import image_files
from media.rights import leases
from media.videos import video_files
from newsroom.delivery import worker
from newsroom.delivery.bells import Bell
from newsroom.delivery.jobs import Job, Running
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing
from newsroom.editorial.publication import recompilation
from tests.factories import make_article, publish_post
from tests.media.factories import make_agency, make_image, make_video

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


@pytest.fixture
def turning(monkeypatch):
    """A clockwork without jobs; ``ticks`` lists its ticks, ``counts`` is what each of them did."""

    class Turning(worker.Clockwork):
        ticks: list[float] = []
        counts = {"failed": 0}

    monkeypatch.setattr(Turning, "ticks", [])
    turning = Turning(Running([], Bell()))

    def tick() -> dict[str, int]:
        turning.ticks.append(time.monotonic())
        return dict(turning.counts)

    monkeypatch.setattr(worker, "tick", tick)
    # The test's own transaction is to stay.
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    return turning


def _in_an_hour():
    return clock.now() + timedelta(hours=1)


def _schedule() -> None:
    publishing.publish(make_article(), by=None, at=_in_an_hour())


#: Kinds of work, as acts make it.
WORK = {
    "a scheduled story": lambda image: _schedule(),
    "a public change": lambda image: publish_post(),
    "a request to compile again": lambda image: recompilation.request_items(
        [make_article()], cause="changed"
    ),
    "files to draw": image_files.request,
    "files to settle": lambda image: image_files.settle_soon([image]),
    "rights that end": lambda image: leases.add_lease(
        image, by=None, kind="deny", starts_at=_in_an_hour()
    ),
    "credits to print": lambda image: ReprintRequest.objects.create(agency=make_agency("Mole")),
    "a video to settle": lambda image: video_files.settle_soon([make_video()]),
}


def test_an_idle_worker_asks_one_tiny_query_and_does_not_tick(turning):
    # The first turns settle what the connection itself has committed.
    turning.turn()
    turning.turn()
    ticks = len(turning.ticks)
    with CaptureQueriesContext(connection) as queries:
        rest = turning.turn()
    assert len(queries) == 1
    assert len(turning.ticks) == ticks
    assert rest == worker.LOOK_SECONDS


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_whatever_there_is_to_do_makes_it_tick_at_the_next_look(turning, work):
    image = make_image()
    turning.turn()
    turning.turn()
    before = len(turning.ticks)
    work(image)
    turning.turn()
    assert len(turning.ticks) == before + 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="It reads the plan of SQLite.")
def test_the_look_reads_no_table_through(turning):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {turning._signs._query}")
        plan = [detail for *_numbers, detail in cursor.fetchall()]
    walks = [d for d in plan if d.startswith("SCAN") and d != "SCAN CONSTANT ROW"]
    assert [detail for detail in walks if "INDEX" not in detail] == []


def test_a_failing_story_does_not_hide_one_that_is_scheduled_meanwhile(turning):
    turning.counts["failed"] = 1
    turning.turn()
    with time_machine.travel(clock.now(), tick=False):
        soon = clock.now() + timedelta(seconds=0.1)
        _register(soon)
        assert turning.turn() <= 0.1


def test_it_rests_no_longer_than_until_the_next_boundary_and_ticks_then(turning):
    with time_machine.travel(clock.now(), tick=False) as traveller:
        soon = clock.now() + timedelta(seconds=0.2)
        _register(soon)
        assert 0 < turning.turn() <= 0.2
        before = len(turning.ticks)
        traveller.move_to(soon - timedelta(milliseconds=1))
        assert 0 < turning.turn() <= 0.001
        assert len(turning.ticks) == before
        traveller.move_to(soon)
        assert turning.turn() == worker.LOOK_SECONDS
        assert len(turning.ticks) == before + 1


def _register(soon) -> None:
    """A task that has something to do at an instant."""
    worker.register_task("rights", lambda: 0, next_at=lambda after: soon if soon > after else None)


def test_a_tick_that_did_something_is_followed_by_another_at_once(turning):
    turning.counts["recompiled"] = 20
    assert turning.turn() == 0
    turning.counts["recompiled"] = 0
    turning.turn()
    assert len(turning.ticks) == 2


def test_ticks_that_fail_come_more_and_more_seldom(turning):
    turning.counts["failed"] = 1
    turning.turn()
    turning.turn()
    failed = len(turning.ticks)
    turning.turn()
    assert len(turning.ticks) == failed, "it waits before it tries again"
    for pause in (2, 4, 5, 5, 5, 5):
        began = time.monotonic()
        turning._note(1)
        assert began + pause <= turning._retry_at <= time.monotonic() + pause


def test_the_clock_goes_on_while_slow_work_is_done(monkeypatch):
    monkeypatch.setattr(worker, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(worker.Clockwork, "_look", lambda self: (True, clock.now()))
    stop, slow, ticks = Bell(), threading.Event(), []

    def work() -> int:
        slow.wait(30)
        return 0

    worker.register_job("slow", work)
    monkeypatch.setattr(worker, "tick", lambda: ticks.append(1) or {"failed": 0})
    monkeypatch.setattr(worker, "_next_at", lambda after: None)
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
    monkeypatch.setattr("newsroom.delivery.jobs.RETRY_SECONDS", 0.001)
    stop, calls = Bell(), []

    def work() -> int:
        calls.append(1)
        if len(calls) < 3:
            raise ZeroDivisionError
        stop.set()
        return 2

    running = Running([Job("images", work)], stop)
    running.start()
    until(stop.is_set)
    running.join()
    assert running.taken() == {"images failed": 2, "images": 2}
    assert running.taken() == {}
    assert caplog.text.count("Traceback") == 2


def test_a_job_that_is_idle_rests_until_it_is_woken():
    stop, calls = Bell(), []
    running = Running([Job("images", lambda: calls.append(1) or 0)], stop)
    running.start()
    until(lambda: len(calls) == 1)
    running.wake()
    until(lambda: len(calls) == 2)
    stop.set()
    running.join()


def test_a_job_that_is_woken_while_it_works_looks_again():
    stop, calls = Bell(), []
    running: Running

    def work() -> int:
        calls.append(1)
        if len(calls) == 1:
            running.wake()
        return 0

    running = Running([Job("images", work)], stop)
    running.start()
    until(lambda: len(calls) == 2)
    stop.set()
    running.join()


def test_a_job_that_is_seldom_due_rests_and_holds_nobody_up_who_stops():
    stop, calls, others = Bell(), [], []

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
    stop, seen = Bell(), []

    def work() -> int:
        seen.append(connections["default"])
        stop.set()
        return 1

    running = Running([Job("images", work)], stop)
    running.start()
    until(stop.is_set)
    running.join()
    assert seen
    assert seen[0].connection is None
