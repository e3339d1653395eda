"""Queries that are compiled once and asked again and again: as long as the rows are the same, what
was printed of them holds.

The ORM takes a millisecond to make SQL of a queryset, the database a fraction of it to answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from . import clock

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """A query that reads at an instant. It can be asked again at a later one."""

    sql: str
    parameters: Sequence[Any]
    #: Which of the parameters are the instant.
    instants: tuple[int, ...]
    #: Where the clock is moved, the query asks for that time by value.
    is_moved: bool

    @classmethod
    def of(cls, rows: QuerySet[Any, Any], at: datetime | None = None) -> Witness:
        """What asks for these rows, a ``values_list`` of plain columns that reads at ``at`` or at
        the present in SQL."""
        sql, parameters = rows.query.sql_with_params()
        marked = _adapted(at) if at else None
        instants = [
            place
            for place, value in enumerate(parameters)
            if value == marked or isinstance(value, clock.Present)
        ]
        return cls(_dialect(sql), parameters, tuple(instants), clock.is_moved())

    def with_value(self, place: int, value: Any) -> Witness:
        """The same query with another value as one of its parameters."""
        parameters = [*self.parameters[:place], value, *self.parameters[place + 1 :]]
        return Witness(self.sql, parameters, self.instants, self.is_moved)

    def beside(self, head: str, instant: str) -> str:
        """The same query beside the one row of ``head``, which has the instant as a column: one
        statement for both. Its rows follow the columns of the head; PostgreSQL only."""
        return _beside(self.sql, self.instants, len(self.parameters), head, instant)

    @property
    def others(self) -> list[Any]:
        """The parameters beside the instant."""
        return [value for n, value in enumerate(self.parameters) if n not in self.instants]

    def ask(self, at: datetime) -> list[Row]:
        """The rows at ``at``, as the database's driver gives them."""
        parameters = list(self.parameters)
        for place in self.instants:
            after = getattr(parameters[place], "after", None)
            parameters[place] = _adapted(at + after if after else at)
        return fetch(self.sql, parameters)


class Named(NamedTuple):
    """An address of one item: editions of this type by the column that the address has."""

    item_type: str
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """The rows that an answer was printed from: it holds while the witness gives them again."""

    witness: Witness
    rows: Sequence[Row]
    #: When something in the answer changes by itself that the rows do not tell of.
    until: datetime | None = None
    #: What the answer's address names, where that is all it was printed from.
    named: Named | None = None

    def holds(self, rows: Sequence[Row], at: datetime) -> bool:
        """Whether it holds, if the witness gives these rows at the instant."""
        if self.witness.is_moved != clock.is_moved() or (self.until and self.until <= at):
            return False
        return rows == self.rows


def fetch(sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """All rows of a query in the driver's own dialect, which the server keeps prepared."""
    connection.ensure_connection()
    raw: Any = connection.connection
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            # Django's own cursor sends the values inside the text, so nothing could be prepared.
            import psycopg

            found: Any = psycopg.Cursor(raw).execute(sql, parameters, prepare=True, binary=True)
        else:
            found = raw.execute(sql, parameters)
        rows: list[Row] = found.fetchall()
    return rows


def instant(value: datetime | str) -> datetime:
    """An instant as the driver gives it: SQLite's is text in UTC."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.astimezone(UTC)


@lru_cache(maxsize=256)
def _beside(sql: str, instants: tuple[int, ...], parameters: int, head: str, instant: str) -> str:
    marks = [instant if n in instants else "%s" for n in range(parameters)]
    asked = "".join(piece + mark for piece, mark in zip(sql.split("%s"), [*marks, ""], strict=True))
    return f"SELECT * FROM ({head}) head LEFT JOIN LATERAL ({asked}) rows ON TRUE"  # noqa: S608


def _adapted(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(clock.plain(at))


def _dialect(sql: str) -> str:
    """Django writes every query in the style of PostgreSQL's driver."""
    if connection.vendor == "postgresql":
        return sql
    return "%".join(part.replace("%s", "?") for part in sql.split("%%"))
