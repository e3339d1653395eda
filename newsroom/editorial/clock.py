"""The only place that asks the time. Everything else calls ``clock.now()`` or is given ``at``.

Machines' clocks differ, so the database owns the clock: what its server says is the time for every
process. SQLite has no server; there the machine's own clock is the only one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, Func, Value
from django.db.models.expressions import BaseExpression
from django.db.models.functions import Now
from django.utils import timezone

TICK = timedelta(microseconds=1)
#: A stored "now" that is further ahead of the clock than this was written by a wrong clock.
LEEWAY = timedelta(seconds=2)

_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)


class PublicInstant(datetime):
    """An instant at which the public reads: never before the ledger's newest entry.

    Only ``ledger`` makes them. Editions flagged as superseded ended before it, so a read at such an
    instant may leave them out and walk the smaller index. An instant calculated from one is a plain
    datetime again, because this is not true of earlier instants.
    """

    @classmethod
    def of(cls, at: datetime) -> "PublicInstant":
        return cls(
            at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, at.tzinfo
        )

    def __add__(self, other: timedelta) -> Any:
        return plain(self) + other

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return plain(self) - other


class Present:
    """A parameter of a compiled query that stands for the present, ``after`` added."""

    after: timedelta


class _PresentInstant(Present, datetime):
    pass


class _PresentText(Present, str):
    pass


class _PresentValue(Value):
    """The present by value. The query, once compiled, still says which of its values it is."""

    def __init__(self, after: timedelta) -> None:
        super().__init__(now() + after, output_field=DateTimeField())
        self.after = after

    def as_sql(self, *compiler_and_connection: Any) -> Any:
        sql, values = super().as_sql(*compiler_and_connection)
        value: Any = values[0]
        marked: Any = (
            _PresentText(value)
            if isinstance(value, str)
            else _PresentInstant.fromisoformat(value.isoformat())
        )
        marked.after = self.after
        return sql, [marked]


def plain(at: datetime) -> datetime:
    """The same instant without the promise of ``PublicInstant``."""
    if type(at) is datetime:
        return at
    return datetime(
        at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, at.tzinfo,
        fold=at.fold,
    )  # fmt: skip


def of_driver(value: datetime | str) -> datetime:
    """An instant as the driver gives it: SQLite's is text in UTC."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.astimezone(UTC)


def now() -> datetime:
    """The present instant, aware, in UTC; on PostgreSQL one small query.

    Moving the clock, with ``standing_at`` or by replacing this function, also moves the expressions
    of ``in_sql``.
    """
    moved = moved_to()
    return _present() if moved is None else moved


_unmoved_now = now


def in_sql(after: timedelta = timedelta()) -> BaseExpression:
    """The present, or an instant that long after it, for a query that need not ask for it first.

    It is the instant at which the statement reached the database: the same throughout the
    statement, so an index can be searched by it.
    """
    return _expression(Now(), after)


def in_sql_this_moment(after: timedelta = timedelta()) -> BaseExpression:
    """Like ``in_sql``, but the instant at which the database evaluates the expression.

    A statement that waited for a lock began before the data it then reads was written.
    """
    return _expression(Func(function="CLOCK_TIMESTAMP", output_field=DateTimeField()), after)


def in_raw_sql() -> str:
    """The present as SQL for a handwritten query; NULL if ``now`` does not ask the database."""
    return "NULL" if is_moved() or not _has_a_server() else "CLOCK_TIMESTAMP()"


def moved_to() -> datetime | None:
    """The instant the clock was moved to; None while it runs by itself."""
    return _moved.get()


@contextmanager
def standing_at(at: datetime) -> Iterator[None]:
    """The clock stands at ``at`` for what is done inside: how a made-up past is acted out.

    For loaders that replay the acts of a past in their order, such as the demo's. It holds in this
    thread alone and for no longer than the block.
    """
    if at > _present():
        raise ValueError("The clock can stand in the past only.")
    token = _moved.set(at)
    try:
        yield
    finally:
        _moved.reset(token)


def machine_skew() -> timedelta:
    """How far this machine's clock is ahead of the database's; negative where it is behind.

    Wrong by at most half of the quickest of three round trips.
    """
    if is_moved() or not _has_a_server():
        return timedelta()
    trips = []
    for _time in range(3):
        sent = _of_machine()
        answered, received = _of_database(), _of_machine()
        trips.append((received - sent, sent + (received - sent) / 2 - answered))
    return min(trips)[1]


def _present() -> datetime:
    return _of_database() if _has_a_server() else _of_machine()


def _of_machine() -> datetime:
    return timezone.now()


def _of_database() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT CLOCK_TIMESTAMP()")
        at: datetime = cursor.fetchone()[0]
    return at.astimezone(UTC)


def _has_a_server() -> bool:
    return connection.vendor == "postgresql"


def is_moved() -> bool:
    """Whether the clock stands, or was set to another time."""
    return moved_to() is not None or now is not _unmoved_now


def _expression(of_database: Func, after: timedelta) -> BaseExpression:
    if is_moved() or not _has_a_server():
        return _PresentValue(after)
    if not after:
        return of_database
    later = of_database + Value(after, output_field=DurationField())
    return ExpressionWrapper(later, output_field=DateTimeField())
