"""The desk: what one person needs to see when they sit down. Queries are few and bounded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import CharField, QuerySet, TextField, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.accounts import roles
from newsroom.editorial import clock, registry
from newsroom.editorial.models import Item
from newsroom.editorial.models.states import OPEN, State
from newsroom.editorial.rules import access, desks, labels, own_drafts, visibility
from newsroom.editorial.witness import Witness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsroom.accounts.models import User

LENGTH = 8


@dataclass(frozen=True)
class Row:
    """An item as the desk shows it: what it is, where to open it, how it stands, since when."""

    item: Item
    kind: str
    url: str
    labels: list[labels.Label]
    shape: str
    at: datetime | None


@dataclass(frozen=True)
class DeskList:
    """A headed list. ``empty`` is the sentence that stands there when nothing is in it."""

    name: str
    heading: str
    rows: list[Row]
    empty: str


@dataclass(frozen=True)
class Notice:
    """A sentence that somebody should read when they sit down, and where it leads."""

    sentence: str
    url: str


#: Functions that tell a user's notices at an instant; apps above register theirs.
_notices: list[Callable[[User, datetime], Iterable[Notice]]] = []


def register_notices(tell: Callable[[User, datetime], Iterable[Notice]]) -> None:
    if tell not in _notices:
        _notices.append(tell)


def notices(user: User, *, at: datetime) -> list[Notice]:
    """What the apps have to tell the user, in the order of their registration."""
    return [notice for tell in _notices for notice in tell(user, at)]


def desk_lists(user: User, *, at: datetime) -> list[DeskList]:
    """My drafts, in review, scheduled, recently published, overdue; of what the user may see.

    One query finds what is in the lists, one for each type of item reads it, and
    ``visibility.standings`` asks how it stands.
    """
    found = _find(user, at)
    standings = visibility.standings({item for items in found.values() for item in items}, at)

    def rows(name: str, *, soonest: bool = False) -> list[Row]:
        listed = [_row(item, standings[item], at, soonest=soonest) for item in found.get(name, ())]
        oldest = datetime.min.replace(tzinfo=at.tzinfo)
        listed.sort(key=lambda row: row.at or oldest, reverse=not soonest)
        return listed[:LENGTH]

    review, scheduled = _("In review"), _("Scheduled")
    if desks.narrowed(user):
        review, scheduled = _("In review at your desk"), _("Scheduled at your desk")
    lists = [
        DeskList("mine", _("My drafts"), rows("mine"), _("You have no open work.")),
        DeskList("review", review, rows("review"), _("Nothing waits for review.")),
        DeskList("scheduled", scheduled, rows("scheduled", soonest=True),
                 _("Nothing is scheduled.")),
        DeskList("published", _("Recently published"), rows("published"),
                 _("Nothing has been published yet.")),
    ]  # fmt: skip
    if late := rows("overdue"):
        lists.insert(0, DeskList("overdue", _("Overdue: is the worker running?"), late, ""))
    return lists


def _find(user: User, at: datetime) -> dict[str, list[Item]]:
    """The first items of each list, of each type that the user may view."""
    types = {
        each.name: each
        for each in registry.item_types()
        if user.has_perm(f"{each.model._meta.app_label}.view_{each.model._meta.model_name}")
    }
    rights = roles.of(user), *(access.sees_all(kind, user) for kind in types.values())
    keys = _ask(_query(user, tuple(types), (rights, clock.is_moved())), at)
    items = {
        name: _of_lists(kind).in_bulk({pk for _name, of_type, pk in keys if of_type == name})
        for name, kind in types.items()
        if any(of_type == name for _name, of_type, _pk in keys)
    }
    found: dict[str, list[Item]] = {}
    for name, of_type, pk in keys:
        found.setdefault(name, []).append(items[of_type][pk])
    return found


@lru_cache(maxsize=256)
def _query(user: User, types: tuple[str, ...], _facts: tuple[object, ...]) -> Witness | None:
    """What finds them. Making its SQL takes many times as long as asking: it is kept for each user
    as long as these facts, the user's rights among them, are the same."""
    parts = [
        _keys(name, kind, choose(access.visible(_drafts(kind), user), kind, user))
        for name, choose in _LISTS.items()
        for kind in map(registry.item_type, types)
    ]
    # A union falls back on its model's order, which is none of the columns that it has.
    return Witness.of(parts[0].union(*parts[1:], all=True).order_by()) if parts else None


def _ask(query: Witness | None, at: datetime) -> list[tuple[str, str, int]]:
    if query is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(query.sql, query.parameters_at(at))
        found: list[tuple[str, str, int]] = cursor.fetchall()
        return found


def _of_lists(kind: registry.ItemType) -> QuerySet[Any]:
    """The items without their texts."""
    fields = kind.model._meta.concrete_fields
    texts = [field.name for field in fields if isinstance(field, TextField)]
    rows: QuerySet[Any] = kind.model._default_manager.select_related("saved_by").defer(*texts)
    return rows


def _drafts(kind: registry.ItemType) -> QuerySet[Any]:
    rows: QuerySet[Any] = kind.model._default_manager.all()
    return rows


def _keys(name: str, kind: registry.ItemType, chosen: QuerySet[Any]) -> QuerySet[Any, Any]:
    # SQLite takes neither an order nor a limit in the parts of a union, but in their subqueries.
    first = _drafts(kind).order_by().filter(pk__in=chosen.values("pk")[:LENGTH])
    as_text = CharField()
    labelled = first.annotate(
        desk_list=Value(name, output_field=as_text), of_type=Value(kind.name, output_field=as_text)
    )
    keys: QuerySet[Any, Any] = labelled.values_list("desk_list", "of_type", "pk")
    return keys


def _row(item: Item, now: visibility.Standing, at: datetime, *, soonest: bool) -> Row:
    meta = item._meta
    return Row(
        item=item,
        kind=str(meta.verbose_name),
        url=reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[item.pk]),
        labels=labels.of(item, now, at=at),
        shape=State(item.state).shape,
        at=_when(item, now, soonest=soonest),
    )


def _when(item: Item, now: visibility.Standing, *, soonest: bool) -> datetime:
    """When the plan comes, for what is planned; when readers got it, for what is live."""
    if soonest and now.planned:
        return now.planned.live_from
    if now.live and item.state == State.PUBLISHED:
        return now.live.live_from
    return item.saved_at or item.created_at


def _mine(drafts: QuerySet[Any], kind: registry.ItemType, user: User) -> Any:
    mine = drafts.filter(own_drafts.own(kind, user), state__in=OPEN)
    return mine.order_by("-saved_at", "-pk")


def _in_review(drafts: QuerySet[Any], kind: registry.ItemType, user: User) -> Any:
    waiting = drafts.filter(state__in=OPEN - {State.DRAFT})
    return desks.theirs(waiting, user).order_by("-saved_at", "-pk")


def _scheduled(drafts: QuerySet[Any], kind: registry.ItemType, user: User) -> Any:
    is_planned = kind.editions.planned(clock.in_sql()).exist_for_item()
    planned = drafts.filter(is_planned, next_due_at__isnull=False)
    return desks.theirs(planned, user).order_by("next_due_at", "pk")


def _published(drafts: QuerySet[Any], kind: registry.ItemType, user: User) -> Any:
    newest = kind.editions.live().newest_first().values("item")[:LENGTH]
    return drafts.filter(pk__in=newest).order_by("-published_at", "-pk")


def _overdue(drafts: QuerySet[Any], kind: registry.ItemType, user: User) -> Any:
    late = clock.in_sql(-labels.OVERDUE_AFTER)
    return drafts.filter(next_due_at__lte=late).order_by("next_due_at", "pk")


_LISTS: dict[str, Callable[..., QuerySet[Any]]] = {
    "overdue": _overdue,
    "mine": _mine,
    "review": _in_review,
    "scheduled": _scheduled,
    "published": _published,
}
