"""What every act does first and last: lock, read the time, check; record, announce, tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.editorial import registry
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import Edition, Item, LogEntry, Revision, Takedown
from newsroom.editorial.models.states import State
from newsroom.editorial.publication import compilation, ledger, recompilation, settlement
from newsroom.editorial.refusals import NotAllowed, NotPossible
from newsroom.editorial.rules import visibility, workflow

from . import clock_repair, preflight

if TYPE_CHECKING:
    from newsroom.accounts.models import User


@dataclass
class Act:
    """An act under way on a locked item at one instant."""

    name: str
    item: Item
    by: User | None
    now: datetime
    standing: visibility.Standing
    note: str = ""
    from_state: str = ""
    #: Items that card this one, locked too when the act must reach them in the same transaction.
    carding: list[Item] = field(default_factory=list)
    traces: compilation.Traces = field(default_factory=compilation.Traces)
    #: How the item stood before what follows by the clock was folded away.
    before: visibility.Standing = field(default_factory=visibility.Standing)
    #: Whether the item had never been published, planned or taken down.
    is_first: bool = False
    #: The items that were locked with it, as they were read.
    locked: list[Item] = field(default_factory=list)
    _log: list[LogEntry] = field(default_factory=list)
    _stale: Item | None = None

    @property
    def takedown(self) -> Takedown:
        """The open takedown, where the act's guard has made sure that there is one."""
        if self.standing.takedown is None:
            raise NotPossible(_("Nothing has been taken down."))
        return self.standing.takedown

    def finish(self, **data: Any) -> None:
        """Save the item, write the log, bring the ledger up to date: the end of every act."""
        item = self.item
        item.acted_at = self.now
        self.record(self.name, from_state=self.from_state, note=self.note, data=data)
        LogEntry.objects.bulk_create(self._log)
        stands = self._unfolded()
        stirred = [
            other
            for other in self.carding
            if recompilation.recompile(other, at=self.now, traces=self.traces)
        ]
        requests = settlement.settle(
            [item, *self.carding],
            at=self.now,
            traces=self.traces,
            before=self.before,
            after=stands,
            reached=[other.uuid for other in self.carding],
            stirred=stirred,
        )
        if requests:
            recompilation.soon(requests)
        if self._stale is not None:
            revisions.copy_into(self._stale, item)

    def _unfolded(self) -> visibility.Standing:
        """Plan what follows by the clock; returns how the item stands then."""
        stored = self.traces.stored
        if len(stored) == 1 and (self.is_first or self._is_replaced_alone):
            stands = visibility.of_only(
                self.item, stored[0], self.now, was_live=self.standing.was_live
            )
        else:
            stands = visibility.standing(self.item, self.now)
        if any(compilation.ends_early(edition) for edition in stands.editions):
            compilation.unfold_following(self.item, at=self.now, traces=self.traces)
            stands = visibility.standing(self.item, self.now)
        return stands

    @property
    def _is_replaced_alone(self) -> bool:
        """Whether the act has ended what was live, and nothing else was live, planned or closed."""
        stood, live = self.standing, self.standing.live
        return (
            live is not None
            and live.live_until is not None
            and live.live_until <= self.now
            and stood.editions == (live,)
            and stood.takedown is None
            and stood.planned_takedown is None
        )

    def record(
        self, name: str, *, from_state: str, note: str = "", data: dict[str, Any] | None = None
    ) -> None:
        """Add a row to what the act will have logged. ``data`` is JSON: the time planned, say."""
        item = self.item
        self._log.append(
            LogEntry(
                at=self.now, by=self.by, act=name, note=note, data=data or {},
                item_type=registry.type_of(item).name, item_uuid=item.uuid,
                from_state=from_state, to_state=item.state,
                revision_number=item.revision or None,
            )
        )  # fmt: skip


def begin(
    item: Item,
    name: str,
    *,
    by: User | None,
    note: str = "",
    cards: Iterable[tuple[str, Any]] = (),
    reaching_cards: bool = False,
) -> Act:
    """Lock the item (``cards``, and with ``reaching_cards`` who cards it), then check the act.

    Steps on the way to ``name`` are taken and logged. Call inside the act's transaction.
    """
    carding = _items_carding(item) if reaching_cards else []
    locked = revisions.lock([item, *carding], cards=cards)
    if not locked or locked[0] != item:
        raise NotPossible(_("The item no longer exists."))
    fresh = locked[0]
    reached = [other for other in locked[1:] if other in carding]
    if reaching_cards:
        reached += _carding_since(fresh, locked)
    traces = compilation.Traces()
    read = ledger.present(fresh)
    now = _instant(read, fresh, reached, traces)
    before = standing = visibility.Standing() if read.is_untouched else _standing(fresh, now)
    if before.has_following:
        compilation.fold_following(fresh, at=now)
        standing = _standing(fresh, now)
    act = Act(
        name, fresh, by, now, standing, note, fresh.state, reached, traces,
        before=before, is_first=read.is_untouched, locked=locked, _stale=item,
    )  # fmt: skip
    if workflow.find(fresh, name).row.takes_steps:
        for step in workflow.steps_to(fresh, name):
            _take(act, step.name)
    _guard(act, workflow.check(fresh, name, by=by, note=note))
    act.from_state = fresh.state
    return act


def _items_carding(item: Item) -> list[Item]:
    """Types and keys of the items whose live or planned editions card this one, to be locked."""
    found: list[Item] = []
    for name, pk, public_id in compilation.carding(item):
        model: Any = registry.item_type(name).model
        if public_id != item.uuid:
            found.append(model(pk=pk, uuid=public_id))
    return found


def _carding_since(item: Item, locked: list[Item]) -> list[Item]:
    """Who began to card the item while its lock was waited for.

    Not waited for: locks are taken in order, and these come late. One that is held by somebody else
    meets the request that every act writes for those who card the item.
    """
    late = [other for other in _items_carding(item) if other not in locked]
    return revisions.lock(late, wait=False) if late else []


def _instant(
    read: ledger.Present, item: Item, reached: list[Item], traces: compilation.Traces
) -> datetime:
    """The act's time. No act, least of all a kill, waits for what a wrong clock wrote."""
    now = ledger.act_instant(read, item, *reached)
    if item.acted_at and item.acted_at >= now:
        clock_repair.mend(item, at=now, traces=traces)
        now = ledger.act_instant(ledger.present(), item, *reached)
    return now


def _standing(item: Item, now: datetime) -> visibility.Standing:
    """How the item stands; a withdrawal that a planned return has overtaken is lifted first."""
    standing = visibility.standing(item, now)
    if standing.live and standing.takedown:
        settlement.lift_overtaken(standing)
        standing = replace(standing, takedown=None)
    return standing


def _take(act: Act, name: str) -> None:
    step = workflow.check(act.item, name, by=act.by, note=act.note)
    _guard(act, step)
    before, act.item.state = act.item.state, step.target or act.item.state
    act.record(name, from_state=before)


def _guard(act: Act, step: workflow.Transition) -> None:
    if reason := step.row.guard(act.standing):
        raise NotPossible(reason)
    if reason := step.row.why_not_person(act.item, act.standing, act.by):
        raise NotAllowed(reason)


def refuse_past(act: Act, at: datetime, message: str) -> None:
    if timezone.is_naive(at):
        raise NotPossible(_("Give the time with its zone."))
    if at <= act.now:
        raise NotPossible(message)


def drop_plan(act: Act) -> None:
    """Delete what has not begun and let the live edition go on to the item's own end."""
    planned, live = act.standing.planned, act.standing.live
    if planned is None:
        return
    act.item.editions.planned(act.now).delete()
    if live and live.live_until != act.item.ends_at:
        set_end(live, act.item.ends_at)
    if not act.standing.was_live:
        act.item.published_at = None


def set_end(edition: Edition, until: datetime | None) -> None:
    edition.live_until = until
    edition.save(update_fields=["live_until"])


def lift(takedown: Takedown, act: Act) -> None:
    takedown.lifted_at = act.now
    takedown.save(update_fields=["lifted_at"])


def take_back(act: Act) -> None:
    """A draft that equalled the plan is approved text again.

    One edited since stays where it is, and so does one that is what readers see.
    """
    live = act.standing.live
    if act.item.state == State.PUBLISHED and not (live and is_newest(act.item, live.revision)):
        act.item.state = workflow.find(act.item, "unschedule").target or act.item.state


def is_newest(item: Item, revision: Revision) -> bool:
    """Whether the draft, as it was last saved, says what this revision says."""
    if revision.number == item.revision:
        return True
    newest = revisions.latest(item)
    return newest is not None and revisions.snapshot_of(item, newest) == revisions.snapshot_of(
        item, revision
    )


def newest_snapshot(item: Item) -> tuple[Revision, dict[str, Any]]:
    """The draft as it was last saved; publishing speaks of this revision alone."""
    revision = revisions.latest(item)
    if revision is None:
        raise NotPossible(_("The item was never saved as a revision. Save it first."))
    return revision, revisions.snapshot_of(item, revision)


def begin_publishing(
    item: Item, name: str, *, by: User | None, note: str = ""
) -> tuple[Act, Revision, dict[str, Any]]:
    """``begin`` with the items that the newest words card locked as well.

    A story that is killed at this very moment must be met either by this compile or by the kill's
    own recompiling: the lock on it makes the two wait for each other.
    """
    revision, snapshot = newest_snapshot(item)
    act = begin(item, name, by=by, note=note, cards=registry.type_of(item).cards(snapshot))
    if act.item.revision != revision.number:
        raise NotPossible(
            _("Somebody saved a new revision at this moment. Check it, then try again.")
        )
    return act, revision, snapshot


def simple(name: str) -> Callable[..., Item]:
    """An act that only moves the state: registered under its transition's name."""

    def take(item: Item, *, by: User | None, note: str = "") -> Item:
        with transaction.atomic():
            act = begin(item, name, by=by, note=note)
            target = workflow.find(act.item, name).target
            act.item.state = target or act.item.state
            act.finish()
            return act.item

    take.__name__ = name
    take.__doc__ = f"Take the transition “{name}”."
    return workflow.act(name)(wraps(take)(take))


submit = simple("submit")
return_to_writer = simple("return")
send_to_copy = simple("send_to_copy")
spike = simple("spike")
unspike = simple("unspike")


@workflow.act("approve")
@transaction.atomic
def approve(item: Item, *, by: User | None, note: str = "") -> Item:
    """Approve the text; preflight's blocking problems refuse it."""
    act = begin(item, "approve", by=by, note=note)
    preflight.refuse_unready(act.item, at=act.now)
    act.item.state = State.APPROVED
    act.finish()
    return act.item
