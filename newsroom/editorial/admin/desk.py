"""The desk: what one person needs to see when they sit down. Queries are few and bounded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.editorial import registry
from newsroom.editorial.models import Item
from newsroom.editorial.models.states import OPEN, State
from newsroom.editorial.rules import access, labels, visibility

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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
    """My drafts, in review, scheduled, recently published, overdue; of what the user may see."""
    late = _gather(user, at, _overdue)
    lists = [
        DeskList("mine", _("My drafts"), _gather(user, at, _mine), _("Nothing of yours is open.")),
        DeskList(
            "review", _("In review"), _gather(user, at, _in_review), _("Nothing waits for review.")
        ),
        DeskList("scheduled", _("Scheduled"), _gather(user, at, _scheduled, soonest=True),
                 _("Nothing is scheduled.")),
        DeskList("published", _("Recently published"), _gather(user, at, _published),
                 _("Nothing has been published yet.")),
    ]  # fmt: skip
    if late:
        lists.insert(0, DeskList("overdue", _("Overdue: is the worker running?"), late, ""))
    return lists


def _gather(
    user: User, at: datetime, choose: Callable[..., QuerySet[Any]], *, soonest: bool = False
) -> list[Row]:
    rows: list[Row] = []
    for item_type in registry.item_types():
        name = f"{item_type.model._meta.app_label}.view_{item_type.model._meta.model_name}"
        if not user.has_perm(name):
            continue
        drafts = access.visible(item_type.model._default_manager.all(), user)
        items = list(choose(drafts, item_type, user, at).select_related("saved_by")[:LENGTH])
        standings = visibility.standings(items, at)
        rows += [_row(item, item_type, standings[item.pk], at, soonest=soonest) for item in items]
    oldest = datetime.min.replace(tzinfo=at.tzinfo)
    rows.sort(key=lambda row: row.at or oldest, reverse=not soonest)
    return rows[:LENGTH]


def _row(
    item: Item,
    item_type: registry.ItemType,
    now: visibility.Standing,
    at: datetime,
    *,
    soonest: bool,
) -> Row:
    meta = item_type.model._meta
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


def _mine(drafts: QuerySet[Any], kind: registry.ItemType, user: User, at: datetime) -> Any:
    mine = access.own(kind, user).exclude(state__in=[State.PUBLISHED, State.SPIKED])
    return mine.order_by("-saved_at", "-pk")


def _in_review(drafts: QuerySet[Any], kind: registry.ItemType, user: User, at: datetime) -> Any:
    return drafts.filter(state__in=OPEN - {State.DRAFT}).order_by("-saved_at", "-pk")


def _scheduled(drafts: QuerySet[Any], kind: registry.ItemType, user: User, at: datetime) -> Any:
    planned = kind.editions.planned(at).values("item")
    return drafts.filter(pk__in=planned).order_by("next_due_at", "pk")


def _published(drafts: QuerySet[Any], kind: registry.ItemType, user: User, at: datetime) -> Any:
    newest = kind.editions.live(at).newest_first().values_list("item", flat=True)[:LENGTH]
    return drafts.filter(pk__in=list(newest)).order_by("-published_at", "-pk")


def _overdue(drafts: QuerySet[Any], kind: registry.ItemType, user: User, at: datetime) -> Any:
    late = at - labels.OVERDUE_AFTER
    return drafts.filter(next_due_at__lte=late).order_by("next_due_at", "pk")
