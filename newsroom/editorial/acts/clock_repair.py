"""Repairing what a wrong clock wrote.

An act taken while the clock was ahead left its own, still future, instant wherever it wrote "now":
an edition that begins then, a takedown that waits until then. The log distinguishes such an instant
from a plan: no act is ever taken at an instant for which something was planned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.editorial import clock, registry
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import Correction, Item, LedgerEntry, LedgerHead, LogEntry, Takedown
from newsroom.editorial.publication import compilation, ledger, recompilation
from newsroom.editorial.publication.settlement import settle
from newsroom.editorial.rules import visibility
from newsroom.lib import instants

_EDITION_COLUMNS = ("live_from", "live_until", "published_at", "updated_at")
_ITEM_COLUMNS = ("published_at", "ends_at")


@dataclass
class Mended:
    """What was done to an item; ``at`` is the instant of the last act that was moved."""

    at: datetime
    #: The latest instant that was ahead of the clock; None if none was.
    was: datetime | None = None
    #: Instants ahead of the clock, and their replacements.
    moved: dict[datetime, datetime] = field(default_factory=dict)
    #: Instants ahead of the clock that stay: a plan or an embargo comes before them.
    left: list[datetime] = field(default_factory=list)


def mend(item: Item, *, at: datetime, traces: compilation.Traces) -> Mended:
    """Move the locked item's acts that are ahead of ``at`` to ``at``, in order.

    A takedown takes effect at once, whatever else is planned before it. Otherwise plans stay
    planned, and embargoes stay in force. The item's columns are set but not saved: its act, or
    ``settle``, saves them.
    """
    compilation.fold_following(item, at=at)
    moved, left = _moves(item, at)
    ahead = [*moved, *([item.acted_at] if item.acted_at and item.acted_at >= at else [])]
    _move(item, moved)
    last = max(moved.values(), default=at)
    item.acted_at = last
    # A worker whose clock was ahead set these flags: what is live or planned is in every list.
    unflagged = item.editions.not_ended(at).filter(superseded=True).update(superseded=False)
    traces.has_moved |= bool(moved or unflagged)
    recompilation.recompile(item, at=last, traces=traces)
    return Mended(last, max(ahead, default=None), moved, left)


def _moves(item: Item, at: datetime) -> tuple[dict[datetime, datetime], list[datetime]]:
    logged = LogEntry.objects.filter(item_uuid=item.uuid, at__gt=at)
    written = set(_written(item))
    acts = written.intersection(logged.values_list("at", flat=True))
    takedown = Takedown.objects.filter(item_uuid=item.uuid, lifted_at=None, starts_at__in=acts)
    taken_down_at = takedown.values_list("starts_at", flat=True).first()
    if taken_down_at is not None:
        movable = {instant for instant in written if at < instant <= taken_down_at}
        # Later acts, such as planning a return, move as well.
        movable |= acts
    elif item.embargo_until and item.embargo_until > at:
        movable = set()
    else:
        planned = item.editions.planned(at).exclude(live_from__in=acts).order_by("live_from")
        first = planned.values_list("live_from", flat=True).first()
        movable = {act for act in acts if first is None or act < first}
    moved = {one: at + place * clock.TICK for place, one in enumerate(sorted(movable))}
    return moved, sorted(acts - movable)


def _written(item: Item) -> Iterator[datetime]:
    """Every instant at which an edition or a takedown of the item begins or ends."""
    takedowns = Takedown.objects.filter(item_uuid=item.uuid).values_list("starts_at", "lifted_at")
    for pair in [*item.editions.values_list("live_from", "live_until"), *takedowns]:
        yield from (instant for instant in pair if instant is not None)


def _move(item: Item, moved: dict[datetime, datetime]) -> None:
    """In the order of their beginnings, so that two editions are never live at once."""
    if not moved:
        return
    touched = Q(live_from__in=moved) | Q(live_until__in=moved)
    for edition in item.editions.filter(touched).order_by("live_from").defer("card", "body"):
        _replace(edition, _EDITION_COLUMNS, moved)
        edition.save(update_fields=_EDITION_COLUMNS)
    takedowns = Takedown.objects.filter(item_uuid=item.uuid)
    for takedown in takedowns.filter(Q(starts_at__in=moved) | Q(lifted_at__in=moved)):
        _replace(takedown, ("starts_at", "lifted_at"), moved)
        takedown.save(update_fields=["starts_at", "lifted_at"])
    for was, instant in moved.items():
        # The one exception to append-only: the public is not told of a correction still to come.
        Correction._base_manager.filter(item_uuid=item.uuid, at=was).update(at=instant)
    _replace(item, _ITEM_COLUMNS, moved)


def _replace(row: object, columns: tuple[str, ...], moved: dict[datetime, datetime]) -> None:
    for column in columns:
        setattr(row, column, moved.get(getattr(row, column), getattr(row, column)))


def repair(*, is_trial: bool = False) -> list[str]:
    """Repair the ledger's head and every item that a wrong clock dated ahead or told too early.

    Returns sentences about what was done; a trial does everything and rolls it back. Each item is
    its own transaction, so others can publish meanwhile.
    """
    found = list(_candidates(clock.now()))
    said = _repair_ledger(is_trial=is_trial)
    for item_type, pk in found:
        said += _repair_item(item_type, pk, is_trial=is_trial)
    return said


def _candidates(now: datetime) -> Iterator[tuple[registry.ItemType, int]]:
    ahead = now + clock.LEEWAY
    for item_type in registry.item_types():
        told: list[UUID] = list(
            LedgerEntry.objects.filter(type=item_type.name, at__gt=ahead).values_list(
                "uuid", flat=True
            )
        )
        editions = item_type.editions.filter(item=OuterRef("pk"))
        due = OuterRef("next_due_at")
        flagged = editions.filter(superseded=True, live_until__gt=now)
        starts, ends = editions.filter(live_from__gt=now), editions.filter(live_until__gt=now)
        is_due_too_late = (
            Q(Exists(starts.filter(live_from__lt=due)))
            | Q(Exists(ends.filter(live_until__lt=due)))
            | Q(Exists(starts) | Exists(ends), next_due_at=None)
        )
        items = item_type.model._base_manager.filter(
            Q(acted_at__gt=ahead) | Q(uuid__in=told) | Q(Exists(flagged)) | is_due_too_late
        )
        for pk in items.order_by("pk").values_list("pk", flat=True):
            yield item_type, pk


@transaction.atomic
def _repair_item(item_type: registry.ItemType, pk: int, *, is_trial: bool) -> list[str]:
    item = item_type.model._base_manager.filter(pk=pk).first()
    if item is None:
        return []
    locked = revisions.lock([item], cards=recompilation.cards_of_editions(item))
    if not locked or locked[0] != item:
        return []
    item = locked[0]
    version = item.version
    traces = compilation.Traces()
    mended = mend(item, at=ledger.act_instant(ledger.present(), item), traces=traces)
    requests = settle([item], at=mended.at, traces=traces, before=visibility.Standing())
    recompilation.soon(requests)
    if is_trial:
        transaction.set_rollback(True)
    return list(_sentences(item_type, item, mended, is_told=item.version != version))


def _sentences(
    item_type: registry.ItemType, item: Item, mended: Mended, *, is_told: bool
) -> Iterator[str]:
    name = f"{item_type.name} {item.uuid} ({item})"
    if mended.was:
        yield _("%(item)s: what was dated %(was)s is dated %(at)s.") % {
            "item": name, "was": instants.to_text(mended.was), "at": instants.to_text(mended.at),
        }  # fmt: skip
    if mended.left:
        yield _(
            "%(item)s: what is dated %(was)s stays, because a plan or an embargo comes before it. "
            "Look at it in the admin."
        ) % {"item": name, "was": instants.to_text(mended.left[0])}
    if is_told:
        yield _("%(item)s: the ledger now has its current state.") % {"item": name}


@transaction.atomic
def _repair_ledger(*, is_trial: bool) -> list[str]:
    head = LedgerHead.objects.select_for_update(no_key=True).filter(pk=1).first()
    if head is None:
        return []
    now = clock.now()
    ahead, said = now + clock.LEEWAY, []
    if head.at > ahead:
        said.append(
            _("The ledger's head was dated %(was)s and is dated %(at)s.")
            % {"was": instants.to_text(head.at), "at": instants.to_text(now)}
        )
        LedgerHead.objects.filter(pk=1).update(at=now)
    entries = LedgerEntry.objects.filter(at__gt=ahead).update(at=now)
    if entries:
        said.append(
            ngettext(
                "%(count)d entry of the ledger was dated ahead of the clock.",
                "%(count)d entries of the ledger were dated ahead of the clock.",
                entries,
            )
            % {"count": entries}
        )
    if said:
        ledger.raise_plans()
    if is_trial:
        transaction.set_rollback(True)
    return said
