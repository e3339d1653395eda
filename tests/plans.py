"""How PostgreSQL would answer a query, whatever it knows of its tables."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from newsroom.lib import database_limits

#: Without statistics, how many rows a table has is guessed from its blocks. One that costs less may
#: then be read whole: it has less than so many blocks, of a few rows each by that guess.
SMALL_COST = 300


@pytest.fixture
def served_plans(db):
    """Plans as web processes have them, in tables without the dead rows of earlier tests."""
    if connection.vendor != "postgresql":
        return
    parameters = connection.get_connection_params()
    wanted = {name: parameters.get(name) for name in ("dbname", "host", "port", "user", "password")}
    with psycopg.connect(**wanted, autocommit=True) as sweeping:
        sweeping.execute("VACUUM")
    with connection.cursor() as cursor:
        for name, value in database_limits.PLANNING.items():
            cursor.execute(f"SET LOCAL {name} = {value}")


@dataclass(frozen=True)
class Asked:
    """A query that an address asked: ``values`` for a prepared one, ``most`` rows for each node."""

    address: str
    sql: str
    most: int
    values: list[Any] | None = field(default=None, compare=False)


def asked_by(ask: Callable[[str], Any], address: str, most: int) -> tuple[Any, list[Asked]]:
    """The answer, and what it was asked for."""
    with CaptureQueriesContext(connection) as queries:
        answer = ask(address)
    said = dict.fromkeys(query["sql"] for query in queries)
    return answer, [Asked(address, sql, most) for sql in said if re.match(r"\(*SELECT", sql)]


def assert_narrow(
    asked: Iterable[Asked], bloat: Callable[[], object], *, analysed: Iterable[Asked] = ()
) -> None:
    """No node of any plan reads more rows than its query may, whatever is known of the tables.

    ``bloat`` stores many rows, which are taken back. ``analysed`` are queries for which statistics
    decide: a search for a word reads an index of words if it is rare and the list's if it is not.
    """
    queries = list(asked)
    assert queries
    for known in _whatever_is_known(bloat):
        for each in [*queries, *(analysed if known == "all" else ())]:
            wide = [node for node in _plan(each) if rows_read(node) > each.most]
            if known != "all" and any(_seems_small(node, each.most) for node in wide):
                continue
            told = [(known, each.address, n["Node Type"], rows_read(n), each.sql) for n in wide]
            assert not told, told


def _whatever_is_known(bloat: Callable[[], object]) -> Iterator[str]:
    yield "nothing"
    with suppress(_TakenBack), transaction.atomic():
        bloat()
        raise _TakenBack
    yield "nothing, with dead rows"
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    yield "all"


class _TakenBack(Exception):
    pass


def _plan(asked: Asked) -> list[dict[str, Any]]:
    if asked.values is None:
        return explained(asked.sql)
    return _explained_as_prepared(asked.sql, asked.values)


def _explained_as_prepared(sql: str, values: list[Any]) -> list[dict[str, Any]]:
    """A generic plan: the server does not look at the values."""
    places = iter(range(1, len(values) + 1))
    numbered = re.sub("%s", lambda _mark: f"${next(places)}", sql).replace("%%", "%")
    with connection.cursor() as cursor:
        cursor.execute(f"PREPARE asked AS {numbered}")
    try:
        marks = ", ".join(["%s"] * len(values))
        return explained(f"EXECUTE asked({marks})" if values else "EXECUTE asked", values or None)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE asked")


def explained(sql: str, values: Any = None) -> list[dict[str, Any]]:
    """All nodes of the plan by which a query has just been answered."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
        answer = cursor.fetchone()[0]
    plan = answer if isinstance(answer, list) else json.loads(answer)
    return list(_nodes(plan[0]["Plan"]))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)


def rows_read(node: dict[str, Any]) -> int:
    read: int = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return read * node.get("Actual Loops", 1)  # type: ignore[no-any-return]


def _seems_small(node: dict[str, Any], most: int) -> bool:
    """Whether it reads the whole of a table, or of an index, that has few blocks, or few rows by
    PostgreSQL's guess."""
    is_whole = node["Node Type"] in ("Seq Scan", "Hash") or (
        node["Node Type"] == "Index Only Scan" and "Index Cond" not in node
    )
    is_guessed_small = node["Total Cost"] < SMALL_COST or node["Plan Rows"] <= most
    return is_whole and is_guessed_small and node["Actual Loops"] == 1
