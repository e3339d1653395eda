"""What readers get for an item at an instant: an edition, a takedown's answer, or 404/410."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from .models import Edition, Item, Takedown
from .states import KILLS, TakedownKind

#: HTTP status of an item's address while a takedown of this kind is open.
ANSWERS = {
    TakedownKind.WITHDRAWN: 410,
    TakedownKind.WITHHELD: 404,
    TakedownKind.RETRACTED: 410,
    TakedownKind.LEGAL: 451,
    TakedownKind.PRIVACY: 410,
    TakedownKind.DUPLICATE: 301,
}
#: The reason that the ledger and ``/changes`` give for a removal.
REASONS = {kind: kind.value for kind in TakedownKind} | {TakedownKind.DUPLICATE: "merged"}


@dataclass(frozen=True)
class Standing:
    """An item's public side at one instant; ``takedown`` has begun, ``planned_takedown`` not."""

    live: Edition | None = None
    planned: Edition | None = None
    takedown: Takedown | None = None
    planned_takedown: Takedown | None = None
    was_live: bool = False

    @property
    def status(self) -> int:
        """The HTTP status of the item's address; a 301 only where a target is known."""
        if self.live:
            return 200
        if self.takedown:
            if self.takedown.kind == TakedownKind.WITHDRAWN and self.takedown.redirect_to:
                return 301
            return ANSWERS[TakedownKind(self.takedown.kind)]
        return 410 if self.was_live else 404

    @property
    def removal_reason(self) -> str:
        """Why nothing is live; empty when something is, or when nothing ever was."""
        if self.live or not self.was_live:
            return ""
        return REASONS[TakedownKind(self.takedown.kind)] if self.takedown else "withdrawn"

    @property
    def is_killed(self) -> bool:
        return self.takedown is not None and self.takedown.kind in KILLS

    @property
    def is_withheld(self) -> bool:
        return self.takedown is not None and self.takedown.kind == TakedownKind.WITHHELD


def standing(item: Item, at: datetime) -> Standing:
    """Five small index reads."""
    open_takedown = Takedown.objects.filter(item_uuid=item.uuid, lifted_at=None).first()
    has_begun = open_takedown is not None and open_takedown.starts_at <= at
    return Standing(
        live=item.editions.live(at).first(),
        planned=item.editions.planned(at).order_by("live_from").first(),
        takedown=open_takedown if has_begun else None,
        planned_takedown=None if has_begun else open_takedown,
        was_live=item.editions.begun(at).exists(),
    )


def standings(items: Sequence[Item], at: datetime) -> dict[int, Standing]:
    """``standing`` of many items of one type, by their primary keys: three queries for any number.

    The editions come without their documents: it is for lists of drafts.
    """
    if not items:
        return {}
    manager = type(items[0]).editions.rel.related_model.objects  # type: ignore[attr-defined]
    editions = manager.filter(item__in=items)
    current: dict[int, list[Edition]] = {}
    for edition in editions.not_ended(at).order_by("live_from").defer("card", "body"):
        current.setdefault(edition.item_id, []).append(edition)
    takedowns = {
        t.item_uuid: t
        for t in Takedown.objects.filter(item_uuid__in=[i.uuid for i in items], lifted_at=None)
    }
    begun = set(editions.begun(at).values_list("item_id", flat=True).distinct())
    return {
        item.pk: _standing(
            current.get(item.pk, []), takedowns.get(item.uuid), at, was_live=item.pk in begun
        )
        for item in items
    }


def _standing(
    editions: list[Edition], takedown: Takedown | None, at: datetime, *, was_live: bool
) -> Standing:
    has_begun = takedown is not None and takedown.starts_at <= at
    return Standing(
        live=next((e for e in editions if e.is_live(at)), None),
        planned=next((e for e in editions if not e.is_live(at)), None),
        takedown=takedown if has_begun else None,
        planned_takedown=None if has_begun else takedown,
        was_live=was_live,
    )


def why_not(name: str, now: Standing) -> str:
    """The sentence that says why the transition is not possible as things stand; empty if it is."""
    guard = _GUARDS.get(name)
    return guard(now) if guard else ""


def _publishable(now: Standing) -> str:
    if now.is_killed:
        return _("The item was killed. Reinstate it first, then restore it.")
    if now.is_withheld:
        return _("The item is withheld. Restore it first.")
    return ""


def _live(now: Standing) -> str:
    return "" if now.live else _("Nothing of it is live.")


def _killable(now: Standing) -> str:
    if now.is_killed:
        return _("The item has been killed already.")
    if not now.was_live:
        return _("It was never live: spike it instead.")
    return ""


def _spikable(now: Standing) -> str:
    if now.live:
        return _("It is live: withdraw it, or discard the update.")
    if now.planned:
        return _("It is scheduled: unschedule it first.")
    return ""


_GUARDS = {
    "publish": _publishable,
    "schedule": _publishable,
    "publish_now": _publishable,
    "unschedule": lambda now: "" if now.planned else _("Nothing is scheduled."),
    "reopen": lambda now: (
        _("The published text is live and nothing else is planned: change it first.")
        if now.live and not now.planned
        else ""
    ),
    "correct": _live,
    "discard_update": lambda now: (
        "" if now.live or now.planned else _("There is no published text to go back to.")
    ),
    "withdraw": _live,
    "cancel_withdrawal": lambda now: "" if now.planned_takedown else _("No withdrawal is planned."),
    "withhold": _live,
    "restore": lambda now: "" if now.is_withheld else _("The item is not withheld."),
    "kill": _killable,
    "reinstate": lambda now: "" if now.is_killed else _("The item was not killed."),
    "set_embargo": lambda now: _("It is live already: withhold it instead.") if now.live else "",
    "spike": _spikable,
}
