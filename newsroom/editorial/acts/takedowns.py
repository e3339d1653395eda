"""The acts that take a live item down: withdraw, withhold, kill; and the ways back.

Each ends the live edition and deletes planned ones in the same act; the takedown only chooses what
readers are answered. The stories that card the item are recompiled in the same transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from newsroom.editorial import registry
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import Edition, Item, Takedown
from newsroom.editorial.models.states import KILLS, OPEN, Change, State, TakedownKind
from newsroom.editorial.publication import compilation
from newsroom.editorial.refusals import NotPossible
from newsroom.editorial.rules import steps, workflow

from . import preflight, procedure
from .procedure import Act

if TYPE_CHECKING:
    from newsroom.accounts.models import User

#: What the person types to kill: nobody kills by a slip of the hand.
CONFIRMATION = "kill"


@workflow.act("withdraw")
@transaction.atomic
def withdraw(
    item: Item,
    *,
    by: User | None,
    note: str,
    at: datetime | None = None,
    public_note: str = "",
    redirect_to: str = "",
) -> Takedown:
    """Take the item down by choice, now or at a future ``at``.

    ``redirect_to`` makes its page a 301. A planned end belongs to the item: later editions inherit
    it, plans at or after it are deleted.
    """
    act = procedure.begin(item, "withdraw", by=by, note=note, reaching_cards=True)
    if at is not None:
        return _plan_end(act, at, public_note, redirect_to)
    if act.item.state == State.PUBLISHED:
        act.item.state = State.DRAFT
    takedown = _take_down(act, TakedownKind.WITHDRAWN, note=public_note, redirect_to=redirect_to)
    act.finish()
    return takedown


@workflow.act("cancel_withdrawal")
@transaction.atomic
def cancel_withdrawal(item: Item, *, by: User | None, note: str = "") -> None:
    """Forget the planned end; what is live or planned goes on without one."""
    act = procedure.begin(item, "cancel_withdrawal", by=by, note=note)
    _move_end(act, None)
    _forget_planned(act)
    act.finish()


@workflow.act("withhold")
@transaction.atomic
def withhold(item: Item, *, by: User | None, note: str, public_note: str = "") -> Takedown:
    """Take the item down for now, without a word to readers: its address answers 404."""
    act = procedure.begin(item, "withhold", by=by, note=note, reaching_cards=True)
    takedown = _take_down(act, TakedownKind.WITHHELD, note=public_note)
    act.finish()
    return takedown


@workflow.act("restore")
@transaction.atomic
def restore(item: Item, *, by: User | None, note: str) -> Edition:
    """Show a withheld item again: a new edition of the revision that was withheld."""
    act = procedure.begin(item, "restore", by=by, note=note, reaching_cards=True)
    preflight.refuse_embargoed(act.item, at=act.now)
    takedown, prior = act.takedown, _last(act)
    revision = revisions.get(act.item, takedown.revision_number or prior.revision.number)
    procedure.lift(takedown, act)
    edition = compilation.open_edition(
        act.item, revision, live_from=act.now, live_until=act.item.ends_at,
        published_at=prior.published_at, updated_at=prior.updated_at, change=Change.RESTORED,
        by=by, prior=prior, traces=act.traces,
    )  # fmt: skip
    _plan_again(act)
    if act.item.state in OPEN and procedure.is_newest(act.item, revision):
        act.item.state = State.PUBLISHED
    act.finish()
    return edition


@workflow.act("kill")
@transaction.atomic
def kill(
    item: Item,
    *,
    by: User | None,
    kind: str,
    note: str,
    public_note: str = "",
    into: UUID | None = None,
    confirmation: str = "",
) -> Takedown:
    """Take the item down for good.

    ``kind``: retracted, legal, privacy, or duplicate (``into`` names the survivor). ``note`` is the
    internal reason, ``public_note`` what readers are told.
    """
    if kind not in KILLS:
        raise NotPossible(
            _("“%(kind)s” is not a kind of kill. Choose one of: %(kinds)s.")
            % {"kind": kind, "kinds": ", ".join(sorted(KILLS))}
        )
    if confirmation.strip().casefold() != CONFIRMATION:
        raise NotPossible(_("Type “%(word)s” to confirm.") % {"word": CONFIRMATION})
    act = procedure.begin(item, "kill", by=by, note=note, reaching_cards=True)
    _refuse_bad_survivor(act, kind, into)
    if kind == TakedownKind.RETRACTED and not public_note.strip():
        raise NotPossible(_("A retraction needs a public note: say what was wrong with the story."))
    takedown = _take_down(act, kind, note=public_note, into=into)
    act.finish(kind=kind)
    return takedown


@workflow.act("reinstate")
@transaction.atomic
def reinstate(item: Item, *, by: User | None, note: str) -> Takedown:
    """Turn a kill into a withholding, by another person than the one who killed."""
    act = procedure.begin(item, "reinstate", by=by, note=note)
    killed = act.takedown
    procedure.lift(killed, act)
    takedown = _record(act, TakedownKind.WITHHELD, revision_number=killed.revision_number)
    act.finish()
    return takedown


def _take_down(
    act: Act, kind: str, *, note: str, redirect_to: str = "", into: UUID | None = None
) -> Takedown:
    """End what is live, delete what is planned. A planned end outlasts a withholding or a kill."""
    item, standing = act.item, act.standing
    if standing.planned:
        procedure.drop_plan(act)
        procedure.take_back(act)
    if standing.live:
        procedure.set_end(standing.live, act.now)
    if standing.takedown:
        procedure.lift(standing.takedown, act)
    _forget_planned(act)
    if kind == TakedownKind.WITHDRAWN or (
        standing.takedown and standing.takedown.kind == TakedownKind.WITHDRAWN
    ):
        item.ends_at = None
    return _record(
        act, kind, by_legal=steps.is_legal(act.by), note=note.strip(), into=into,
        redirect_to=redirect_to.strip(), revision_number=_last(act).revision.number,
    )  # fmt: skip


def _record(act: Act, kind: str, *, starts_at: datetime | None = None, **columns: Any) -> Takedown:
    return Takedown.objects.create(
        item_type=registry.type_of(act.item).name, item_uuid=act.item.uuid, kind=kind,
        starts_at=starts_at or act.now, by=act.by, reason=act.note, **columns,
    )  # fmt: skip


def _last(act: Act) -> Edition:
    """The edition that readers saw last."""
    begun = act.item.editions.begun(act.now).select_related("revision")
    last: Edition = begun.order_by("-live_from").first()
    return last


def _plan_end(act: Act, at: datetime, public_note: str, redirect_to: str) -> Takedown:
    procedure.refuse_past(
        act, at, _("That time has passed. Choose a later one, or withdraw it now.")
    )
    _move_end(act, at)
    _forget_planned(act)
    takedown = _record(
        act, TakedownKind.WITHDRAWN, starts_at=at, by_legal=steps.is_legal(act.by),
        note=public_note.strip(), redirect_to=redirect_to.strip(),
    )  # fmt: skip
    act.finish(at=at.isoformat())
    return takedown


def _move_end(act: Act, at: datetime | None) -> None:
    """Set the item's end: a plan from then on is deleted, the last edition before ends there."""
    item, live, planned = act.item, act.standing.live, act.standing.planned
    item.ends_at = at
    if planned and at is not None and planned.live_from >= at:
        procedure.drop_plan(act)
        procedure.take_back(act)
        return
    last = planned or live
    if last and last.live_until != at:
        procedure.set_end(last, at)


def _forget_planned(act: Act) -> None:
    """Lift a planned withdrawal in the instant of its beginning: it was never in force."""
    planned = act.standing.planned_takedown
    if planned:
        planned.lifted_at = planned.starts_at
        planned.save(update_fields=["lifted_at"])


def _plan_again(act: Act) -> None:
    """A withholding is over before the end that was planned: it is planned as it was."""
    item = act.item
    if item.ends_at is None:
        return
    forgotten = Takedown.objects.filter(
        item_uuid=item.uuid, kind=TakedownKind.WITHDRAWN, starts_at=item.ends_at,
        lifted_at=F("starts_at"),
    )  # fmt: skip
    planned = forgotten.order_by("pk").last()
    if planned:
        planned.lifted_at = None
        planned.save(update_fields=["lifted_at"])


def _refuse_bad_survivor(act: Act, kind: str, into: UUID | None) -> None:
    if kind != TakedownKind.DUPLICATE:
        return
    survivor = registry.find_item(registry.type_of(act.item).name, into) if into else None
    if survivor is None or survivor.pk == act.item.pk:
        raise NotPossible(_("Name the story that stays: a duplicate's address leads there."))
    if not survivor.editions.live_of_items(act.now).exists():
        raise NotPossible(_("The story that stays is not live. Publish it first."))
