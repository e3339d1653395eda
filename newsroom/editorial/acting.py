"""What every act does first and last: lock, read the time, check; record, announce, tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from . import announcing, locking, log, readiness, recompiling, revisions, visibility, workflow
from .ledger import Told
from .models import Item, Revision, Takedown
from .refusals import NotPossible
from .states import State

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
        item.save(
            update_fields=[
                "state", "acted_at", "published_at", "ends_at", "embargo_until", "assigned_to",
            ]
        )  # fmt: skip
        log.record(
            item, self.name, by=self.by, at=self.now, from_state=self.from_state, note=self.note,
            data=data,
        )  # fmt: skip
        told: list[Told] = announcing.announce(item, at=self.now)
        told += recompiling.recompile_and_announce(self.carding, at=self.now)
        announcing.tell(told, at=self.now)
        transaction.on_commit(recompiling.run_some)
        if self._stale is not None:
            item.refresh_from_db(fields=["version"])
            locking.copy_into(self._stale, item)


def begin(
    item: Item,
    name: str,
    *,
    by: User | None,
    note: str = "",
    also: Iterable[Item] = (),
    reaching_cards: bool = False,
) -> Act:
    """Lock the item (and ``also``, and with ``reaching_cards`` who cards it), then check the act.

    Steps on the way to ``name`` are taken and logged. Call inside the act's transaction.
    """
    carding = recompiling.items_carding(item) if reaching_cards else []
    locked = locking.lock([item, *also, *carding])
    if not locked or locked[0].pk != item.pk:
        raise NotPossible(_("The item does not exist any more."))
    fresh = locked[0]
    others = {(type(i), i.pk): i for i in locked[1:]}
    reached = [others[type(i), i.pk] for i in carding if (type(i), i.pk) in others]
    now = locking.instant([fresh, *reached])
    act = Act(
        name, fresh, by, now, visibility.standing(fresh, now), note, fresh.state, reached, item
    )
    if name in workflow.WITH_STEPS:
        for step in workflow.steps_to(fresh, name):
            _take(act, step.name)
    workflow.check(fresh, name, by=by, note=note)
    _guard(act, name)
    act.from_state = fresh.state
    return act


def _take(act: Act, name: str) -> None:
    """One step of the chain, with a log row of its own."""
    step = workflow.check(act.item, name, by=act.by, note=act.note)
    _guard(act, name)
    before, act.item.state = act.item.state, step.target or act.item.state
    log.record(act.item, name, by=act.by, at=act.now, from_state=before)


def _guard(act: Act, name: str) -> None:
    reason = visibility.why_not(name, act.standing)
    if reason:
        raise NotPossible(reason)
    if name == "approve":
        _four_eyes(act)


def _four_eyes(act: Act) -> None:
    newest = revisions.latest(act.item)
    if settings.EDITORIAL["FOUR_EYES"] and act.by and newest and newest.created_by_id == act.by.pk:
        raise NotPossible(
            _("You wrote the last change of this text yourself. Somebody else has to approve it.")
        )


def newest_words(item: Item) -> tuple[Revision, dict[str, Any]]:
    """The draft as it was last saved; publishing speaks of this revision alone."""
    revision = revisions.latest(item)
    if revision is None:
        raise NotPossible(_("The item was never saved as a revision. Save it first."))
    return revision, revisions.words_of(item, revision)


def begin_publishing(
    item: Item, name: str, *, by: User | None, note: str = ""
) -> tuple[Act, Revision, dict[str, Any]]:
    """``begin`` with the items that the newest words card locked as well.

    A story that is killed at this very moment must be met either by this compile or by the kill's
    own recompiling: the lock on it makes the two wait for each other.
    """
    revision, words = newest_words(item)
    act = begin(item, name, by=by, note=note, also=recompiling.cards_shown_by(item, words))
    if act.item.revision != revision.number:
        raise NotPossible(
            _("Somebody saved a new revision at this moment. Look at it, then retry.")
        )
    return act, revision, words


def simple(name: str):
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
    readiness.refuse_unready(act.item, at=act.now)
    act.item.state = State.APPROVED
    act.finish()
    return act.item
