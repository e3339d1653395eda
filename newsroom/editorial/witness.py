"""Queries that are compiled once and asked again and again: as long as the rows are the same, what
was printed of them holds.

The ORM takes a millisecond to make SQL of a queryset, the database a fraction of it to answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Aggregate, QuerySet, TextField, Value

from newsroom.lib import prepared
from newsroom.lib.prepared import Row, Statement

from . import clock


@dataclass(frozen=True)
class Witness:
    """A query that reads at an instant. It can be asked again at a later one."""

    sql: str
    parameters: Sequence[Any]
    #: Which of the parameters are the instant.
    instants: tuple[int, ...]
    #: Where the clock is moved, the query asks for that time by value.
    is_moved: bool
    #: Made when it is first asked beside a head.
    _beside: dict[str, Statement] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, rows: QuerySet[Any, Any], at: datetime | None = None) -> Witness:
        """What asks for these rows, a ``values_list`` of plain columns that reads at ``at`` or at
        the present in SQL."""
        sql, parameters = rows.query.sql_with_params()
        return cls.of_sql(sql, parameters, at)

    @classmethod
    def of_sql(cls, sql: str, parameters: Sequence[Any], at: datetime | None = None) -> Witness:
        """The same of a query that is written as Django's are, with ``%s`` for each value."""
        marked = _adapted(at) if at else None
        instants = [
            place
            for place, value in enumerate(parameters)
            if value == marked or isinstance(value, clock.Present)
        ]
        return cls(intern(sql), parameters, tuple(instants), clock.is_moved())

    def with_value(self, place: int, value: Any) -> Witness:
        """The same query with another value as one of its parameters."""
        parameters = [*self.parameters[:place], value, *self.parameters[place + 1 :]]
        return Witness(self.sql, parameters, self.instants, self.is_moved)

    def beside(self, head: str, instant: str) -> Statement:
        """The same query beside the one row of ``head``, which has the instant as a column: one
        statement for both. Its rows follow the columns of the head; PostgreSQL only."""
        found = self._beside.get(head)
        if found is None:
            sql = _sql_beside(self.sql, self.instants, len(self.parameters), head, instant)
            others = [value for n, value in enumerate(self.parameters) if n not in self.instants]
            found = self._beside[head] = Statement(sql, others)
        return found

    def ask(self, at: datetime) -> list[Row]:
        """The rows at ``at``, as the database's driver gives them."""
        return prepared.rows(self.sql, self.parameters_at(at))

    def parameters_at(self, at: datetime) -> list[Any]:
        parameters = list(self.parameters)
        for place in self.instants:
            after = getattr(parameters[place], "after", None)
            parameters[place] = _adapted(at + after if after else at)
        return parameters


class NamedItem(NamedTuple):
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
    named: NamedItem | None = None
    #: The rows of other queries that it was printed from too.
    also: Sequence[Vouched] = ()

    @classmethod
    def of(cls, rows: QuerySet[Any, Any], at: datetime, **more: Any) -> Vouched:
        """By what these rows, a ``values_list`` that reads at ``at``, are now."""
        witness = Witness.of(rows, at)
        return cls(witness, witness.ask(at), **more)

    def holds(self, rows: Sequence[Row], at: datetime) -> bool:
        """Whether it holds, if the witness gives these rows at the instant."""
        if self.witness.is_moved != clock.is_moved() or (self.until and self.until <= at):
            return False
        return rows == self.rows and all(each.holds(each.witness.ask(at), at) for each in self.also)


class _Digest(Aggregate):
    """Of all rows' columns, in the order of the first."""

    output_field = TextField()
    template = "MD5(GROUP_CONCAT(%(expressions)s))"
    arg_joiner = " || ':' || "
    template_of_postgresql = "MD5(STRING_AGG(%(expressions)s, ',' ORDER BY %(first)s))"

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        first, _values = compiler.compile(self.source_expressions[0])
        template = self.template_of_postgresql
        return self.as_sql(compiler, connection, template=template, first=first, **more)


def digest_of(rows: QuerySet[Any, Any], *columns: str) -> QuerySet[Any, Any]:
    """One row with a digest of these columns of all rows, for a list too long to be kept."""
    whole = rows.order_by().annotate(all=Value(1)).values("all")
    digest: QuerySet[Any, Any] = whole.annotate(digest=_Digest(*columns)).values_list("digest")
    return digest


@lru_cache(maxsize=256)
def _sql_beside(
    sql: str, instants: tuple[int, ...], parameters: int, head: str, instant: str
) -> str:
    marks = [instant if n in instants else "%s" for n in range(parameters)]
    asked = "".join(piece + mark for piece, mark in zip(sql.split("%s"), [*marks, ""], strict=True))
    return f"SELECT * FROM ({head}) head LEFT JOIN LATERAL ({asked}) rows ON TRUE"  # noqa: S608


def _adapted(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(clock.plain(at))
