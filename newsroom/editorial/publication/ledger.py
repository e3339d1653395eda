"""Appending to the ledger and reading from it.

The head's row is locked last in every act and held until commit, so entries become visible in the
order of their numbers: a reader who has seen ``n`` never meets a number below it later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, DateTimeField, Exists, F, Q, QuerySet, Subquery, Value
from django.db.models.expressions import BaseExpression
from django.db.models.functions import Coalesce, Greatest

from newsroom.editorial import clock
from newsroom.editorial.models import Item, LedgerEntry, LedgerHead, Takedown

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_ADVANCE = (
    'UPDATE "{table}" SET "seq" = "seq" + %s, "at" = {later}("at", %s) '
    'WHERE "id" = 1 RETURNING "seq", "at"'
)


@dataclass(frozen=True)
class Told:
    """A public change to be told: what ``append`` gives a number to."""

    op: str
    type: str
    uuid: UUID
    cause: str = ""
    reason: str = ""
    note: str = ""
    into: UUID | None = None
    #: Whether nothing was ever told of it before.
    is_first: bool = False
    #: ``type:uuid`` of everything whose pages the change touches.
    keys: Sequence[str] = field(default_factory=tuple)


def append(told: Sequence[Told], *, at: datetime) -> list[LedgerEntry]:
    """Number and store the changes. Call last in a transaction: nothing may lock after it."""
    # One entry for each resource: the last one said is what holds.
    told = list({(change.type, change.uuid): change for change in told}.values())
    if not told:
        return []
    last, at = _advance(len(told), at)
    told_before = Q()
    for change in told:
        if not change.is_first:
            told_before |= Q(type=change.type, uuid=change.uuid)
    if told_before:
        LedgerEntry.objects.filter(told_before, newest=True).update(newest=False)
    return LedgerEntry.objects.bulk_create(
        LedgerEntry(
            seq=seq, op=change.op, type=change.type, uuid=change.uuid, at=at, cause=change.cause,
            reason=change.reason, note=change.note, into=change.into, keys=list(change.keys),
        )
        for seq, change in enumerate(told, last - len(told) + 1)
    )  # fmt: skip


def _advance(count: int, at: datetime) -> tuple[int, datetime]:
    """Lock the head and move it on by so many entries; returns its new number and time.

    One statement, which Django's queries have no words for.
    """
    column = LedgerHead._meta.get_field("at")
    later = "GREATEST" if connection.vendor == "postgresql" else "MAX"
    statement = _ADVANCE.format(table=LedgerHead._meta.db_table, later=later)
    with connection.cursor() as cursor:
        cursor.execute(statement, [count, column.get_db_prep_value(at, connection)])
        row = cursor.fetchone()
    if row is None:
        LedgerHead.objects.get_or_create(pk=1, defaults={"at": _BEGINNING})
        return _advance(count, at)
    last, told_at = row
    for convert in connection.ops.get_db_converters(column.cached_col):
        told_at = convert(told_at, column, connection)
    if told_at != _not_before(told_at, at):
        LedgerHead.objects.filter(pk=1).update(at=at)
        told_at = at
    return last, told_at


def raise_plans() -> None:
    """Number a change that has no entry, to what is planned or to what pages read beside documents.

    Call it where ``append`` would be called: last in a transaction.
    """
    one_more = F("plans") + 1
    if not LedgerHead.objects.filter(pk=1).update(plans=one_more):
        _head, is_new = LedgerHead.objects.get_or_create(
            pk=1, defaults={"at": _BEGINNING, "plans": 1}
        )
        if not is_new:
            LedgerHead.objects.filter(pk=1).update(plans=one_more)


def _not_before(told_at: datetime, at: datetime) -> datetime:
    """Entries' times never go back, except behind a wrong clock's entry, which is left alone."""
    if told_at > at + clock.LEEWAY and told_at > clock.now() + clock.LEEWAY:
        return at
    return max(told_at, at)


def head() -> int:
    """The number of the newest entry; 0 before the first."""
    return LedgerHead.objects.values_list("seq", flat=True).filter(pk=1).first() or 0


@dataclass(frozen=True)
class HeadState:
    """What the answers to readers depend on, apart from the clock. Both numbers only grow."""

    #: The number of the newest entry; 0 before the first.
    seq: int
    #: How many changes there have been that have no entry.
    plans: int
    #: The instant at which the public reads, as ``public_instant`` gives it.
    at: clock.PublicInstant


def head_state() -> HeadState:
    """Both numbers and the public instant, in one query.

    As long as the numbers are the same, readers see nothing else before the next boundary.
    """
    heads = LedgerHead.objects.filter(pk=1).annotate(public=instant_in_sql())
    row = heads.values_list("seq", "plans", "public").first()
    seq, plans, at = row or (0, 0, clock.now())
    return HeadState(seq, plans, clock.PublicInstant.of(at))


def public_instant() -> clock.PublicInstant:
    """The instant at which the public reads: the present, never before the newest entry.

    The newest entry may be a moment newer than the instant at which a statement began; without the
    ledger's own time, readers would see less than followers were told. A time ahead of the clock
    was written by a wrong clock and does not count.
    """
    return present().public


@dataclass(frozen=True)
class Present:
    """The clock's own time, and the instant at which the public reads."""

    now: datetime
    public: clock.PublicInstant
    #: Whether the item that was asked about was never published, planned or taken down.
    is_untouched: bool = False


def present(item: Item | None = None) -> Present:
    """Both instants, in one query. Asked once a lock is held, they are later than the wait."""
    is_untouched: Any = Value(False, BooleanField())  # noqa: FBT003
    if item is not None:
        takedowns = Takedown.objects.filter(item_uuid=item.uuid)
        is_untouched = ~Exists(item.editions.all()) & ~Exists(takedowns)
    row: Any = (
        LedgerHead.objects.filter(pk=1)
        .annotate(now=clock.in_sql(), public=instant_in_sql(), is_untouched=is_untouched)
        .values_list("now", "public", "is_untouched")
        .first()
    )
    if row is None:
        now = clock.now()
        row = now, now, False
    now, public, untouched = row
    return Present(now, clock.PublicInstant.of(public), untouched)


def act_instant(read: Present, item: Item, *others: Item) -> datetime:
    """The time of an act on these locked items: after their last acts, at no boundary of the first.

    An act that trusted the clock alone could end an edition before it began, if the clock was set
    back a little, or open one at the very instant at which a plan falls due. The time is never
    before the ledger's newest entry either. ``read`` is asked once they are locked.
    """
    now = _after_acts(read, (item, *others), apart=clock.TICK)
    while not read.is_untouched and item.editions.boundaries(now).exists():
        now += clock.TICK
    return now


def act_present(*items: Item) -> datetime:
    """The instant at which the public reads, not before the locked items' last acts."""
    return _after_acts(present(), items, apart=timedelta())


def _after_acts(read: Present, items: Iterable[Item], *, apart: timedelta) -> datetime:
    """A wrong clock wrote any act that is ahead of the clock: nothing waits for it."""
    bearable = read.now + clock.LEEWAY
    acted = [i.acted_at for i in items if i.acted_at and i.acted_at <= bearable]
    return max([clock.plain(read.public), *(at + apart for at in acted)])


def instant_in_sql() -> BaseExpression:
    """``public_instant`` as an expression, for a query that must not wait for another one.

    Such a query also selects it as a column if later queries must read at the same instant.
    """
    now = clock.in_sql()
    return Greatest(now, Coalesce(told_at_in_sql(), now), output_field=DateTimeField())


def told_at_in_sql() -> Subquery:
    """The head's time as a column of another query; None without a head, or if it is ahead."""
    bearable = clock.in_sql_this_moment(after=clock.LEEWAY)
    return Subquery(LedgerHead.objects.filter(pk=1, at__lte=bearable).values("at"))


def head_ahead() -> timedelta:
    """How far the head's time is ahead of the clock; zero if it is not."""
    heads = LedgerHead.objects.filter(pk=1).annotate(now=clock.in_sql_this_moment())
    row = heads.values_list("at", "now").first()
    return max(row[0] - row[1], timedelta()) if row else timedelta()


def since(seq: int, *, types: Iterable[str] | None = None) -> QuerySet[LedgerEntry]:
    """Entries after ``seq``, compacted: of each resource only the newest one."""
    entries = LedgerEntry.objects.filter(seq__gt=seq, newest=True).order_by("seq")
    return entries.filter(type__in=list(types)) if types is not None else entries


def every_entry_since(seq: int) -> QuerySet[LedgerEntry]:
    """Entries after ``seq``, all of them: what followers walk."""
    return LedgerEntry.objects.filter(seq__gt=seq).order_by("seq")


def newest(type_name: str, public_id: UUID) -> LedgerEntry | None:
    """The newest entry of one resource."""
    return LedgerEntry.objects.filter(type=type_name, uuid=public_id, newest=True).first()
