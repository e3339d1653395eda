"""Real threads on real connections, started at once; and a way to hold one at a given query."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.db import connection, connections


def at_once(*functions: Callable[[], Any]) -> list[Any]:
    """Run each in a thread of its own, all from the same moment on; returns results or errors."""
    results: list[Any] = [None] * len(functions)
    ready = threading.Barrier(len(functions))

    def run(place: int, function: Callable[[], Any]) -> None:
        try:
            ready.wait(timeout=30)
            results[place] = function()
        except Exception as error:  # noqa: BLE001
            results[place] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(place, function), daemon=True)
        for place, function in enumerate(functions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive(), "a thread hangs"
    return results


def raised(results: list[Any]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]


@contextmanager
def pausing_at(fragment: str, *, seconds: float = 0.3) -> Iterator[None]:
    """Let this thread's queries that hold the fragment wait a while before they are sent."""

    def wrapper(execute, sql, params, many, context):
        if fragment in sql:
            time.sleep(seconds)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield


@contextmanager
def held_at(
    fragment: str, *, reached: threading.Event, go_on: Callable[[], None]
) -> Iterator[None]:
    """Stop this thread before its first query that holds the fragment, until ``go_on`` returns."""

    def wrapper(execute, sql, params, many, context):
        if fragment in sql and not reached.is_set():
            reached.set()
            go_on()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield


def until_somebody_waits(*others: threading.Event) -> None:
    """Return once another connection waits for a lock of this database, or an event has come."""
    deadline = time.monotonic() + 30
    with closing(connections.create_connection("default")) as watching, watching.cursor() as cursor:
        while time.monotonic() < deadline and not any(event.is_set() for event in others):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
