"""Queries that are written once and asked many times, each by one call of the driver.

PostgreSQL keeps them prepared. A cursor would take ten times as long as the server's own answer
takes to arrive: it looks at the text, adapts the values and waits as a generator.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import count
from sys import intern
from typing import Any

from django.db import DatabaseError, connection

Row = tuple[Any, ...]

#: What one connection keeps prepared; what was asked longest ago goes first.
MOST_PREPARED = 200
_BINARY = 1


class Statement:
    """A query with its values, in the dialect of Django's queries: ``%s`` for each value."""

    def __init__(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self._sql = intern(sql)
        self._parameters = parameters
        #: For PostgreSQL: the text, and the values with their types and formats.
        self._sent: tuple[bytes, list[Any], tuple[int, ...], list[Any]] | None = None

    def rows(self) -> list[Row]:
        """All its rows now, as the driver gives them."""
        connection.ensure_connection()
        raw: Any = connection.connection
        if connection.vendor == "postgresql":
            return _session(raw).rows(*self._sent_to(raw))
        with connection.wrap_database_errors:
            found: list[Row] = raw.execute(_for_sqlite(self._sql), self._parameters).fetchall()
        return found

    def _sent_to(self, raw: Any) -> Any:
        if self._sent is None:
            from psycopg.adapt import PyFormat, Transformer

            adapter = Transformer.from_context(raw)
            values = adapter.dump_sequence(
                self._parameters, [PyFormat.AUTO] * len(self._parameters)
            )
            self._sent = (
                _for_postgresql(self._sql),
                list(values),
                tuple(adapter.types or ()),
                adapter.formats or [],
            )
        return self._sent


def rows(sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """All rows of a query whose values differ each time."""
    return Statement(sql, parameters).rows()


class _Session:
    """What one connection to PostgreSQL has prepared."""

    def __init__(self, raw: Any) -> None:
        from psycopg.adapt import Transformer

        self.raw = raw
        self._server = raw.pgconn
        self._loader = Transformer.from_context(raw)
        self._names: OrderedDict[tuple[bytes, tuple[int, ...]], bytes] = OrderedDict()
        self._numbers = count()

    def rows(
        self, query: bytes, values: Sequence[Any], types: tuple[int, ...], formats: Sequence[Any]
    ) -> list[Row]:
        key = query, types
        name = self._names.get(key) or self._prepare(key)
        self._names.move_to_end(key)
        try:
            result = self._told(_TUPLES, self._server.exec_prepared, name, values, formats, _BINARY)
        except DatabaseError:
            # A plan whose tables have changed is made again the next time.
            self._names.pop(key, None)
            raise
        self._loader.set_pgresult(result)
        found: list[Row] = self._loader.load_rows(0, result.ntuples, tuple)
        return found

    def _prepare(self, key: tuple[bytes, tuple[int, ...]]) -> bytes:
        while len(self._names) >= MOST_PREPARED:
            _key, oldest = self._names.popitem(last=False)
            self._told(_DONE, self._server.exec_, b"DEALLOCATE " + oldest)
        name = b"kept_%d" % next(self._numbers)
        self._told(_DONE, self._server.prepare, name, *key)
        self._names[key] = name
        return name

    def _told(self, status: int, call: Callable[..., Any], *arguments: Any) -> Any:
        """What the server answers. What is wrong is raised as the driver would, so that Django
        gives up a connection that is broken."""
        try:
            result = call(*arguments)
        except Exception as error:
            from psycopg import OperationalError

            with connection.wrap_database_errors:
                raise OperationalError("The connection is lost.") from error
        if result.status != status:
            from psycopg.errors import error_from_result

            with connection.wrap_database_errors:
                raise error_from_result(result)
        return result


# ``ExecStatus`` of libpq, as the driver has it.
_DONE, _TUPLES = 1, 2
_of_thread = threading.local()


def _session(raw: Any) -> _Session:
    """Each thread has a connection of its own, and another after that one was lost."""
    found: _Session | None = getattr(_of_thread, "session", None)
    if found is None or found.raw is not raw:
        found = _of_thread.session = _Session(raw)
    return found


# The same bytes for all statements of one text.
@lru_cache(maxsize=256)
def _for_postgresql(sql: str) -> bytes:
    texts = sql.split("%s")
    numbered = "".join(f"{text}${n}" for n, text in enumerate(texts[:-1], 1)) + texts[-1]
    return numbered.replace("%%", "%").encode()


@lru_cache(maxsize=256)
def _for_sqlite(sql: str) -> str:
    return "%".join(part.replace("%s", "?") for part in sql.split("%%"))
