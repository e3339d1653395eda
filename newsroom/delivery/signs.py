"""Whether there may be something new to do: one tiny query for everything the worker waits for.

A sign is the least or the greatest value of an indexed column: for a queue the newest request, for
boundaries the first. Nothing has to be sent, so nothing can be lost, and a connection pool or a
busy neighbour on the same database server changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Model

from newsroom.editorial import clock


@dataclass(frozen=True)
class Sign:
    """A database column of the model, with an index; ``function`` is MIN or MAX."""

    model: type[Model]
    column: str
    function: str = "MAX"

    def as_sql(self) -> str:
        quote = connection.ops.quote_name
        column = quote(self.column)
        table = quote(self.model._meta.db_table)
        # The condition lets SQLite use an index that leaves out empty columns.
        return f"SELECT {self.function}({column}) FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608


class Signs:
    """The signs as they stood at the last look."""

    def __init__(self, signs: Iterable[Sign]) -> None:
        self._query = "SELECT " + ", ".join(f"({sign.as_sql()})" for sign in signs)
        self._seen: object = None

    def look(self) -> tuple[bool, datetime]:
        """Whether a sign has changed since the last look, and the present; at first all have."""
        with connection.cursor() as cursor:
            cursor.execute(f"{self._query}, {clock.in_raw_sql()}")
            *found, now = cursor.fetchone()
        before, self._seen = self._seen, found
        return before != found, now.astimezone(UTC) if now else clock.now()
