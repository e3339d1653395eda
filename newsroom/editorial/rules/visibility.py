"""What readers get for an item at an instant: an edition, a takedown's answer, or 404/410."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from newsroom.editorial.models import Edition, Item, Takedown
from newsroom.editorial.models.states import KILLS, TakedownKind

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
#: Takedowns of which readers and followers are told nothing.
SILENT = frozenset({TakedownKind.WITHHELD, TakedownKind.PRIVACY})


#: What lists read of an edition, as far as it has it.
_READ = ("item", "live_from", "live_until", "is_following", "corrected_at")


@dataclass(frozen=True)
class Standing:
    """An item's public side at one instant; ``takedown`` has begun, ``planned_takedown`` not."""

    live: Edition | None = None
    planned: Edition | None = None
    takedown: Takedown | None = None
    planned_takedown: Takedown | None = None
    was_live: bool = False
    #: The first instant after this one at which readers will see something else.
    next_change: datetime | None = None
    #: An end is planned that a withholding or a kill has come before, and whether its time is past.
    holds_an_end: bool = False
    has_missed_its_end: bool = False
    #: (edition, begins, ends) of all that is live or planned; 0 for what follows by itself.
    intervals: frozenset[tuple[int, datetime, datetime | None]] = frozenset()
    #: The editions themselves, without their documents.
    editions: tuple[Edition, ...] = ()

    @property
    def outlook(self) -> tuple[object, ...]:
        """What readers are answered by the clock alone, now and later."""
        return self.intervals, self.takedown, self.planned_takedown

    @property
    def has_following(self) -> bool:
        """Whether something follows by the clock: see ``compilation``."""
        return any(not pk for pk, _begins, _ends in self.intervals)

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
    def removal_note(self) -> str:
        """What followers are told of a removal; nothing where readers are told nothing."""
        if self.takedown is None or self.takedown.kind in SILENT:
            return ""
        return self.takedown.note

    @property
    def is_killed(self) -> bool:
        return self.takedown is not None and self.takedown.kind in KILLS

    @property
    def is_withheld(self) -> bool:
        return self.takedown is not None and self.takedown.kind == TakedownKind.WITHHELD


def standing(item: Item, at: datetime) -> Standing:
    """Two small index reads, three when nothing is live. Editions come without their documents."""
    takedown = Takedown.objects.filter(item_uuid=item.uuid, lifted_at=None).first()
    editions: list[Edition] = list(
        item.editions.not_ended(at).order_by("live_from").defer("card", "body")
    )
    was_live = any(e.live_from <= at for e in editions) or item.editions.begun(at).exists()
    return _standing(item, editions, takedown, at, was_live=was_live)


def of_only(item: Item, edition: Edition, at: datetime, *, was_live: bool) -> Standing:
    """How an item stands of which one edition, stored just now, is live or planned: no query."""
    return _standing(item, [edition], None, at, was_live=was_live or edition.live_from <= at)


def standings(items: Iterable[Item], at: datetime) -> dict[Item, Standing]:
    """``standing`` of many items: a query for each of their types, and one for the takedowns.

    The editions come without their documents: it is for lists of drafts.
    """
    by_type: dict[type[Item], list[Item]] = {}
    for item in items:
        by_type.setdefault(type(item), []).append(item)
    public_ids = [item.uuid for same in by_type.values() for item in same]
    if not public_ids:
        return {}
    open_ones = Takedown.objects.filter(item_uuid__in=public_ids, lifted_at=None)
    takedowns = {takedown.item_uuid: takedown for takedown in open_ones}
    found = {}
    for model, same in by_type.items():
        editions = _editions_of(model, same, at)
        for item in same:
            its = editions.get(item.pk, [])
            current = [e for e in its if e.live_until is None or e.live_until > at]
            found[item] = _standing(
                item, current, takedowns.get(item.uuid), at,
                was_live=any(e.live_from <= at for e in its),
            )  # fmt: skip
    return found


def _editions_of(model: type[Item], items: list[Item], at: datetime) -> dict[int, list[Edition]]:
    """By item: what has not ended, and the first one, which says whether it was ever live."""
    all_of_them = model.editions.rel.related_model.objects
    first = all_of_them.filter(item=OuterRef("item")).order_by("live_from").values("pk")[:1]
    of_items = all_of_them.filter(item__in=items)
    rows = of_items.not_ended(at) | of_items.filter(pk=Subquery(first))
    by_item: dict[int, list[Edition]] = {}
    read = [name for name in _READ if hasattr(all_of_them.model, name)]
    for edition in rows.order_by("live_from").only(*read):
        by_item.setdefault(edition.item_id, []).append(edition)
    return by_item


def _standing(
    item: Item,
    editions: list[Edition],
    takedown: Takedown | None,
    at: datetime,
    *,
    was_live: bool,
) -> Standing:
    has_begun = takedown is not None and takedown.starts_at <= at
    boundaries = [b for e in editions for b in (e.live_from, e.live_until) if b and b > at]
    is_by_choice = takedown is None or takedown.kind == TakedownKind.WITHDRAWN
    held_end = None if is_by_choice else item.ends_at
    return Standing(
        live=next((e for e in editions if e.is_live(at)), None),
        planned=next((e for e in editions if not (e.is_live(at) or e.is_following)), None),
        takedown=takedown if has_begun else None,
        planned_takedown=None if has_begun else takedown,
        was_live=was_live,
        next_change=min(boundaries, default=None),
        holds_an_end=held_end is not None,
        has_missed_its_end=held_end is not None and held_end <= at,
        intervals=frozenset(
            (0 if e.is_following else e.pk, e.live_from, e.live_until) for e in editions
        ),
        editions=tuple(editions),
    )
