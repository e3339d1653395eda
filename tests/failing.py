"""What a database says when it cannot, said by the database itself, whichever the tests run on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import NoReturn

from django.db import connection


def away(run: Callable, context: dict) -> None:
    """Nobody answers at its address."""
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            sqlite3.connect("/nowhere/at/all.sqlite3")
        else:
            connection.Database.connect("host=127.0.0.1 port=1 dbname=nowhere")


def busy(run: Callable, context: dict) -> None:
    """Somebody else holds what is to be written."""
    if connection.vendor != "sqlite":
        _say(run, context, "55P03")
    name = "file:failing?mode=memory&cache=shared"
    with (
        closing(sqlite3.connect(name, uri=True, isolation_level=None)) as one,
        closing(sqlite3.connect(name, uri=True, isolation_level=None, timeout=0)) as other,
        connection.wrap_database_errors,
    ):
        one.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")


def full(run: Callable, context: dict) -> None:
    """There is no room on its disk."""
    if connection.vendor != "sqlite":
        _say(run, context, "53100")
    with closing(sqlite3.connect(":memory:")) as small, connection.wrap_database_errors:
        small.execute("PRAGMA max_page_count = 1")
        small.execute("CREATE TABLE large AS SELECT zeroblob(1000000)")


@contextmanager
def failing(how: Callable, *, begins: str | tuple[str, ...] = "", times: int = -1) -> Iterator:
    """Statements that begin so fail like this, the first ``times`` of them."""
    left = times

    def execute(run, sql, params, many, context):
        nonlocal left
        if sql.startswith(begins) and left:
            left -= 1
            how(run, context)
            raise AssertionError("The database should have refused.")
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


def _say(run: Callable, context: dict, state: str) -> NoReturn:
    """PostgreSQL's error of this state."""
    run(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$", None, False, context)
    raise AssertionError
