"""The acts that change what readers see: the only code that writes editions.

Each takes the item first, is one transaction, checks person, state and visibility itself, and tells
the outside through the ledger. Only editions that have not begun are ever deleted; the interval of
one that has ended is never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from newsroom.editorial import clock, registry
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import Correction, Edition, Item, Revision
from newsroom.editorial.models.states import (
    MOVES_UPDATED_AT,
    Change,
    CorrectionKind,
    State,
    TakedownKind,
)
from newsroom.editorial.publication import compilation
from newsroom.editorial.publication.material import Material
from newsroom.editorial.refusals import NotPossible, PlanInTheWay
from newsroom.editorial.registry import Compiled
from newsroom.editorial.rules import access, workflow

from . import preflight, procedure
from .procedure import Act

if TYPE_CHECKING:
    from newsroom.accounts.models import User

KEEP, DROP = "keep", "drop"


@workflow.act("publish")
@transaction.atomic
def publish(
    item: Item,
    *,
    by: User | None,
    at: datetime | None = None,
    change: str = Change.UPDATE,
    plan: str | None = None,
    note: str = "",
) -> Edition:
    """Publish the newest revision now, or at a future ``at``; returns its edition.

    ``change`` says what an update is to readers (minor, update, substantive). While an update is
    planned, publishing now asks for ``plan``: "keep" (the new edition ends where the plan begins)
    or "drop". Scheduling again replaces the plan. Raises NotAllowed, NotPossible, NotReady,
    PlanInTheWay.
    """
    _refuse_unknown_change(change)
    name = "schedule" if at else "publish"
    act, revision, snapshot = procedure.begin_publishing(item, name, by=by, note=note)
    start = _start(act, at)
    material = Material(act.item, snapshot, at=start, locked=act.locked)
    preflight.refuse_unpublishable(material)
    if not at and act.standing.live and act.standing.live.revision_id == revision.pk:
        raise NotPossible(_("Nothing has changed since this was published."))
    edition = _open(act, revision, material, change=change, plan=plan, is_planned=bool(at))
    act.finish(at=start.isoformat() if at else None, change=edition.change)
    return edition


@workflow.act("schedule")
def schedule(item: Item, *, by: User | None, at: datetime, **arguments: Any) -> Edition:
    """``publish`` at a time to come."""
    if at is None:
        raise NotPossible(_("Say when: scheduling needs a time."))
    return publish(item, by=by, at=at, **arguments)


@workflow.act("publish_now")
@transaction.atomic
def publish_now(
    item: Item,
    *,
    by: User | None,
    note: str,
    change: str = Change.UPDATE,
    plan: str | None = None,
) -> Edition:
    """Break the glass: publish without the steps between, marked in the log for review."""
    _refuse_unknown_change(change)
    act, revision, snapshot = procedure.begin_publishing(item, "publish_now", by=by, note=note)
    material = Material(act.item, snapshot, at=act.now, locked=act.locked)
    preflight.refuse_unpublishable(material)
    edition = _open(act, revision, material, change=change, plan=plan, is_planned=False)
    act.finish(review=True, change=edition.change)
    return edition


@transaction.atomic
def bring_in(
    item: Item,
    *,
    published_at: datetime | None = None,
    updated_at: datetime | None = None,
    at: datetime | None = None,
) -> Edition:
    """Publish an imported item, first or again: its dates are theirs, it is live now or at ``at``.

    Preflight is reported by the importer and refuses nothing but what an embargo bars. Newer words
    replace what is live, up to an update that is planned here; and what is only planned. Raises
    NotPossible once the item has been taken down, NotReady under an embargo.
    """
    act, revision, _snapshot = procedure.begin_publishing(
        item, "schedule" if at else "publish", by=None
    )
    live, planned = act.standing.live, act.standing.planned
    if act.standing.was_live and (at or not live):
        raise NotPossible(_("It has already been public here: it cannot be imported again."))
    start = _start(act, at)
    preflight.refuse_embargoed(act.item, at=start)
    if live:
        procedure.set_end(live, start)
    elif planned:
        procedure.drop_plan(act)
    first = live.published_at if live else min(published_at or start, start)
    act.item.published_at = first
    edition = compilation.open_edition(
        act.item, revision, live_from=start,
        live_until=planned.live_from if live and planned else act.item.ends_at,
        published_at=first,
        updated_at=min(max(updated_at or first, live.updated_at if live else first), start),
        change=Change.IMPORTED, by=None, prior=live, traces=act.traces,
    )  # fmt: skip
    if live and planned:
        _bring_forward(act, planned, edition)
    act.item.state = State.PUBLISHED
    act.finish(imported=True)
    return edition


@workflow.act("correct")
@transaction.atomic
def correct(
    item: Item,
    *,
    by: User | None,
    text: str,
    note: str,
    kind: str = "correction",
    placement: str = "bottom",
    concerns: str = "body",
    reported_by: str = "",
    plan: str | None = None,
) -> Edition:
    """Publish the newest revision with a dated public note; ``note`` is the internal reason."""
    if not text.strip():
        raise NotPossible(_("Write the public text: say what was wrong and what is right."))
    _refuse_unknown(_("kind of correction"), kind, CorrectionKind.values)
    _refuse_unknown(_("place for a correction"), placement, ["top", "bottom"])
    act, revision, snapshot = procedure.begin_publishing(item, "correct", by=by, note=note)
    material = Material(act.item, snapshot, at=act.now, locked=act.locked)
    preflight.refuse_unpublishable(material)
    Correction.objects.create(
        item_type=registry.type_of(act.item).name, item_uuid=act.item.uuid, kind=kind,
        text=text.strip(), placement=placement, concerns=concerns, at=act.now, by=by,
        reason=note, reported_by=reported_by,
    )  # fmt: skip
    edition = _open(act, revision, material, change=Change.CORRECTION, plan=plan, is_planned=False)
    act.finish(kind=kind)
    return edition


@workflow.act("unschedule")
@transaction.atomic
def unschedule(item: Item, *, by: User | None, note: str = "") -> None:
    """Delete the plan; a live edition goes on as if there had been none."""
    _drop_plan(item, "unschedule", by, note)


@workflow.act("reopen")
@transaction.atomic
def reopen(item: Item, *, by: User | None, note: str = "") -> None:
    """Take a text back whose edition is only planned, or has ended."""
    _drop_plan(item, "reopen", by, note)


def _drop_plan(item: Item, name: str, by: User | None, note: str) -> None:
    act = procedure.begin(item, name, by=by, note=note)
    procedure.drop_plan(act)
    procedure.take_back(act)
    act.finish()


@workflow.act("discard_update")
@transaction.atomic
def discard_update(item: Item, *, by: User | None, note: str = "") -> list[str]:
    """Put the draft back to the published text; the discarded text stays in the history.

    Returns sentences about what could not be brought back.
    """
    act = procedure.begin(item, "discard_update", by=by, note=note)
    edition = act.standing.planned or act.standing.live
    item_type = registry.type_of(act.item)
    barred = access.barred(act.item, by)
    left_out = item_type.apply(act.item, revisions.snapshot_of(act.item, edition.revision))  # type: ignore[union-attr]
    revisions.save(act.item, by=by, cause="discarded", barred=barred)
    act.item.state = State.PUBLISHED
    act.finish()
    return left_out


@workflow.act("set_embargo")
@transaction.atomic
def set_embargo(
    item: Item, *, by: User | None, until: datetime | None, note: str = ""
) -> list[str]:
    """Bar the item until then; plans before it are deleted, and the returned sentences say so."""
    act = procedure.begin(item, "set_embargo", by=by, note=note)
    said = []
    act.item.embargo_until = until
    if until and act.standing.planned and act.standing.planned.live_from < until:
        procedure.drop_plan(act)
        procedure.take_back(act)
        said.append(_("It was scheduled before the end of the embargo: the schedule is deleted."))
    act.finish(until=until.isoformat() if until else None)
    return said


def preview(
    item: Item,
    *,
    revision: Revision | None = None,
    at: datetime | None = None,
    looks_ahead: bool = True,
) -> Compiled:
    """The document of a revision (the newest, unless given) as if it were live at ``at``.

    A planned story is shown as it will be then, with whatever else is live by then, unless
    ``looks_ahead`` is false.
    """
    revision = revision or procedure.newest_snapshot(item)[0]
    at = at or clock.now()
    last = item.editions.begun(at).order_by("-live_from").first()
    planned = item.editions.planned(at).order_by("live_from").first()
    first = last.published_at if last else (planned.published_at if planned else at)
    first = first if looks_ahead else min(first, at)
    return compilation.compile_words(
        Material(item, revisions.snapshot_of(item, revision), at=max(at, first)),
        published_at=first,
        updated_at=last.updated_at if last else first,
        prior=last,
    )


def _refuse_unknown_change(change: str) -> None:
    _refuse_unknown(_("change"), change, [Change.MINOR, Change.UPDATE, Change.SUBSTANTIVE])


def _refuse_unknown(word: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise NotPossible(
            _("“%(value)s” is not a %(word)s. Choose one of: %(known)s.")
            % {"value": value, "word": word, "known": ", ".join(known)}
        )


def _start(act: Act, at: datetime | None) -> datetime:
    item = act.item
    if item.ends_at and item.ends_at <= act.now:
        item.ends_at = None
    if at is None:
        return act.now
    procedure.refuse_past(act, at, _("That time has passed. Choose a later one, or publish now."))
    if item.ends_at and at >= item.ends_at:
        raise NotPossible(
            _("It is due to be withdrawn before that time. Move the withdrawal first.")
        )
    return at


def _open(
    act: Act, revision: Revision, material: Material, *, change: str, plan: str | None,
    is_planned: bool,
) -> Edition:  # fmt: skip
    """End what is live at the words' instant, settle the plan, open the new edition."""
    start = material.at
    item, live, planned = act.item, act.standing.live, act.standing.planned
    until = item.ends_at
    if planned and not is_planned:
        if not live:
            plan = DROP
        if plan not in (KEEP, DROP):
            raise PlanInTheWay(
                _("An update is planned. Say whether to keep it after this one, or to drop it.")
            )
        if plan == KEEP:
            until = planned.live_from
    if planned and (is_planned or plan == DROP):
        procedure.drop_plan(act)
    if live:
        procedure.set_end(live, start)
    prior = live
    if prior is None and act.standing.was_live:
        prior = item.editions.begun(act.now).order_by("-live_from").first()
    if prior is None:
        item.published_at = start
        change = Change.FIRST
    takedown = act.standing.takedown
    if takedown and takedown.kind == TakedownKind.WITHDRAWN and not is_planned:
        procedure.lift(takedown, act)
    edition = compilation.open_edition(
        item, revision, live_from=start, live_until=until,
        published_at=prior.published_at if prior else start,
        updated_at=_updated_at(item, prior, change, start), change=change, by=act.by, prior=prior,
        traces=act.traces, material=material,
    )  # fmt: skip
    if planned and plan == KEEP:
        _bring_forward(act, planned, edition)
    item.state = State.PUBLISHED
    return edition


def _bring_forward(act: Act, planned: Edition, edition: Edition) -> None:
    """The kept plan follows this edition: its dates do not go back, a correction stays in it."""
    planned.item = act.item
    planned.updated_at = max(planned.updated_at, edition.updated_at)
    planned.save(update_fields=["updated_at"])
    compilation.refresh(planned, at=act.now, traces=act.traces)


def _updated_at(item: Item, prior: Edition | None, change: str, start: datetime) -> datetime:
    """The last substantive change. Neither a typo fix nor an edit in a post's grace moves it."""
    if prior is None:
        return start
    is_in_grace = start - prior.published_at <= registry.type_of(item).grace()
    if change not in MOVES_UPDATED_AT or (is_in_grace and change != Change.CORRECTION):
        return prior.updated_at
    return start
