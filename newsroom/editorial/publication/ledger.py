"""Appending to the ledger and reading from it.

The head's row is locked last in every act and held until commit, so entries become visible in the
order of their numbers: a reader who has seen ``n`` never meets a number below it later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import DateTimeField, Exists, Q, QuerySet, Subquery
from django.db.models.expressions import BaseExpression
from django.db.models.functions import Coalesce, Greatest

from newsroom.editorial import clock
from newsroom.editorial.models import Item, LedgerEntry, LedgerHead, Takedown
from newsroom.editorial.witness import Witness
from newsroom.lib.prepared import Row, Statement

from . import shared_number

_HEAD = LedgerHead._meta.db_table
# ``instant_in_sql`` by hand, as a column that the statement's other part reads.
_BEARABLE = f"CLOCK_TIMESTAMP() + INTERVAL '{clock.LEEWAY.total_seconds()} seconds'"
_HEAD_IN_SQL = (
    "SELECT seq + plans AS number, GREATEST(STATEMENT_TIMESTAMP(), "  # noqa: S608
    f"CASE WHEN at <= {_BEARABLE} THEN at END) AS reads_at, settings FROM {_HEAD} WHERE id = 1"
)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_hearing: list[Callable[[list[LedgerEntry]], None]] = []
_ADVANCE = (
    'UPDATE "{table}" SET "seq" = "seq" + %s, "plans" = "plans" + %s, "at" = {later}("at", %s) '
    'WHERE "id" = 1 RETURNING "seq", "plans", "at"'
)


@dataclass(frozen=True)
class Told:
    """A public change to be announced: what ``append`` gives a number to."""

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
    last, at = advance(len(told), at)
    told_before = Q()
    for change in told:
        if not change.is_first:
            told_before |= Q(type=change.type, uuid=change.uuid)
    if told_before:
        LedgerEntry.objects.filter(told_before, newest=True).update(newest=False)
    entries = LedgerEntry.objects.bulk_create(
        LedgerEntry(
            seq=seq, op=change.op, type=change.type, uuid=change.uuid, at=at, cause=change.cause,
            reason=change.reason, note=change.note, into=change.into, keys=list(change.keys),
        )
        for seq, change in enumerate(told, last - len(told) + 1)
    )  # fmt: skip
    _tell_at_once(entries)
    return entries


def tell_at_once(hear: Callable[[list[LedgerEntry]], None]) -> None:
    """Register a function that gets the entries of each transaction right after its commit.

    The list is empty when only the plan number was raised. This is a hint, given in the same
    process: one that is killed tells nobody, so whatever must happen follows the numbers instead.
    The function must neither wait nor query the database.
    """
    _hearing.append(hear)


def _tell_at_once(entries: list[LedgerEntry]) -> None:
    for hear in _hearing:
        transaction.on_commit(partial(hear, entries), robust=True)


def advance(count: int, at: datetime, *, plans: int = 0) -> tuple[int, datetime]:
    """Lock the head and move it on by so many entries; returns its new number and their time.

    One statement, which Django's queries have no words for.
    """
    column = LedgerHead._meta.get_field("at")
    later = "GREATEST" if connection.vendor == "postgresql" else "MAX"
    statement = _ADVANCE.format(table=_HEAD, later=later)
    with connection.cursor() as cursor:
        cursor.execute(statement, [count, plans, column.get_db_prep_value(at, connection)])
        row = cursor.fetchone()
    if row is None:
        LedgerHead.objects.get_or_create(pk=1, defaults={"at": _BEGINNING})
        return advance(count, at, plans=plans)
    last, planned, told_at = row
    shared_number.write(last + planned)
    told_at = clock.of_driver(told_at)
    if count and told_at != _not_before(told_at, at):
        LedgerHead.objects.filter(pk=1).update(at=at)
        told_at = at
    return last, told_at


def raise_plans() -> None:
    """Count a change that has no entry: to plans, or to what pages read besides documents.

    Call it where ``append`` would be called: last in a transaction.
    """
    advance(0, _BEGINNING, plans=1)
    _tell_at_once([])


def raise_settings(number: int) -> None:
    """The site settings have this number from now on: a change without an entry, of all pages.

    Call it where ``append`` would be called: last in a transaction.
    """
    advance(0, _BEGINNING, plans=1)
    LedgerHead.objects.filter(pk=1).update(settings=number)
    shared_number.write_settings(number)
    _tell_at_once([])


def locked_head() -> LedgerHead:
    """The head's row, locked until the transaction ends: nobody else is about to commit."""
    rows = LedgerHead.objects.select_for_update(no_key=True)
    head, _created = rows.get_or_create(pk=1, defaults={"at": _BEGINNING})
    return head


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
    """What the answers to readers depend on, apart from what the clock changes."""

    #: Both numbers of the head, added. It grows with every public change.
    number: int
    #: The instant at which the public reads, as ``public_instant`` gives it.
    at: clock.PublicInstant
    #: The number of the site settings.
    settings: int = 0


def head_state() -> HeadState:
    """The number and the public instant, in one small query that is asked at every request.

    As long as the number is the same, readers see nothing else before the next boundary.
    """
    rows = _head_now(clock.in_raw_sql()).rows()
    now = clock.of_driver(rows[0][2]) if rows and rows[0][2] else clock.now()
    if not rows:
        return HeadState(0, clock.PublicInstant.of(now))
    number, told_at, _now, settings = rows[0]
    told_at = clock.of_driver(told_at)
    is_bearable = told_at <= now + clock.LEEWAY
    at = clock.PublicInstant.of(max(now, told_at) if is_bearable else now)
    return HeadState(number, at, settings)


@cache
def _head_now(now: str) -> Statement:
    return Statement(f"SELECT seq + plans, at, {now}, settings FROM {_HEAD} WHERE id = 1")  # noqa: S608


def head_and_rows(witness: Witness) -> tuple[HeadState, list[Row]]:
    """The head's state and the rows that a witness gives at its instant: one statement, where
    the database owns the clock."""
    if clock.in_raw_sql() == "NULL" or witness.is_moved:
        state = head_state()
        return state, witness.ask(state.at)
    found = witness.beside(_HEAD_IN_SQL, "head.reads_at").rows()
    if not found:
        return head_state(), []
    number, at, settings = found[0][:3]
    rows = [row[3:] for row in found]
    state = HeadState(number, clock.PublicInstant.of(clock.of_driver(at)), settings)
    # A left join gives a row of nothing where there is none.
    return state, rows if any(rows[0]) else []


def plans() -> int:
    """How many changes there have been that have no entry."""
    return LedgerHead.objects.values_list("plans", flat=True).filter(pk=1).first() or 0


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
    #: Whether one of its editions may begin or end at the instant of an act that begins now.
    is_near_boundary: bool = True


def present(item: Item | None = None) -> Present:
    """Both instants, in one query. Asked once a lock is held, they are later than the wait."""
    about: dict[str, Any] = {}
    if item is not None:
        takedowns = Takedown.objects.filter(item_uuid=item.uuid)
        about["is_untouched"] = ~Exists(item.editions.all()) & ~Exists(takedowns)
        about["is_near_boundary"] = Exists(item.editions.boundaries_within(*_reach_of_an_act()))
    row = (
        LedgerHead.objects.filter(pk=1)
        .annotate(now=clock.in_sql(), public=instant_in_sql(), **about)
        .values("now", "public", *about)
        .first()
    )
    if row is None:
        now = clock.now()
        return Present(now, clock.PublicInstant.of(now))
    return Present(**{**row, "public": clock.PublicInstant.of(row["public"])})


def _reach_of_an_act() -> tuple[BaseExpression, BaseExpression]:
    """No act that begins now has an instant outside of these: see ``act_instant``."""
    return clock.in_sql(), clock.in_sql_this_moment(after=2 * clock.LEEWAY)


def act_instant(read: Present, item: Item, *others: Item) -> datetime:
    """The time of an act on these locked items: after their last acts, at no boundary of the first.

    An act that trusted the clock alone could end an edition before it began, if the clock was set
    back a little, or open one at the very instant at which a plan falls due. The time is never
    before the ledger's newest entry either. ``read`` is asked once they are locked.
    """
    now = _after_acts(read, (item, *others), apart=clock.TICK)
    while read.is_near_boundary and item.editions.boundaries(now).exists():
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
