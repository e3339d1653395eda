"""The steps of the workflow: all there is to say of each, in one row.

A row holds what is true of the step for any kind of item. Which states it leads from and to, and
who may take it, are rows of the item type's own table (``workflow.Transition``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.accounts import roles
from newsroom.accounts.roles import DESK, Role

from .visibility import Standing

if TYPE_CHECKING:
    from newsroom.accounts.models import User
    from newsroom.editorial.models import Item

#: Why a step is not possible as things stand; empty if it is.
Guard = Callable[[Standing], str]
#: Why just this user may not take it; empty if they may.
PersonalGuard = Callable[["Item", Standing, "User"], str]


@dataclass(frozen=True)
class Step:
    """A step with what people read of it and what it needs."""

    name: str
    label: Any
    #: What is said once it is taken.
    done: Any
    _: KW_ONLY
    guard: Guard = lambda now: ""
    personal_guard: PersonalGuard = lambda item, now, user: ""
    needs_note: bool = False
    #: Whether it publishes or hands on the text on the screen, which is saved on the way.
    saves_first: bool = False
    #: Whether it asks for a steady hand: such steps come last in the menu.
    is_grave: bool = False
    #: Whether it asks for the password again, unless that was given lately.
    asks_password: bool = False
    #: Whether people who may take every step in between can take it in one click.
    takes_steps: bool = False
    #: Its place among the steps that a person most likely wants; 0 is never the filled button.
    natural: int = 0

    def why_not_person(self, item: Item, now: Standing, user: User | None) -> str:
        """Why just this person may not take it. ``None`` is the system, which nothing stops."""
        return self.personal_guard(item, now, user) if user is not None else ""


def is_legal(user: User | None) -> bool:
    return Role.LEGAL in roles.held(user)


def _publishable(now: Standing) -> str:
    if now.is_killed:
        return _("The item was killed. Reinstate it first, then restore it.")
    if now.is_withheld:
        return _("The item is withheld. Restore it first.")
    return ""


def _reopenable(now: Standing) -> str:
    if now.is_killed:
        return _("The item was killed: its text stays as it was.")
    if now.live and not now.planned:
        return _("The published text is live and nothing else is planned: change it first.")
    return ""


def _can_be_embargoed(now: Standing) -> str:
    if now.is_killed:
        return _("The item was killed: no part of it can be live.")
    return _("It is live already: withhold it instead.") if now.live else ""


def _live(now: Standing) -> str:
    return "" if now.live else _("No part of it is live.")


def _killable(now: Standing) -> str:
    if now.is_killed:
        return _("The item has already been killed.")
    if not now.was_live:
        return _("It was never live: spike it instead.")
    return ""


def _restorable(now: Standing) -> str:
    if not now.is_withheld:
        return _("The item is not withheld.")
    if now.has_missed_its_end:
        return _(
            "Its planned withdrawal has since come due. If readers should see it again,"
            " cancel the planned withdrawal first."
        )
    return ""


def _spikable(now: Standing) -> str:
    if now.live:
        return _("It is live: withdraw it, or discard the update.")
    if now.planned:
        return _("It is scheduled: unschedule it first.")
    return ""


def _four_eyes(item: Item, now: Standing, user: User) -> str:
    if settings.EDITORIAL["FOUR_EYES"] and item.saved_by_id == user.pk:
        return _(
            "You wrote the last change of this text yourself. Somebody else has to approve it."
        )
    return ""


def _theirs_to_restore(item: Item, now: Standing, user: User) -> str:
    """What legal withheld, legal restores; what the desk withheld, the desk restores."""
    if now.takedown is None:
        return ""
    if now.takedown.by_legal:
        return "" if is_legal(user) else _("Legal withheld it. Ask legal to restore it.")
    of_the_desk = bool(DESK & roles.of(user))
    return "" if of_the_desk else _("The desk withheld it. Ask a desk editor to restore it.")


def _another_than_who_killed(item: Item, now: Standing, user: User) -> str:
    if now.takedown and now.takedown.by_id == user.pk:
        return _("You killed it yourself. Somebody else has to reinstate it.")
    return ""


SUBMIT = Step(
    "submit", gettext_lazy("Submit for review"), gettext_lazy("Submitted for review."),
    saves_first=True, natural=4,
)  # fmt: skip
RETURN = Step(
    "return",
    gettext_lazy("Return to the writer"),
    gettext_lazy("Returned to the writer."),
    needs_note=True,
)
SEND_TO_COPY = Step(
    "send_to_copy",
    gettext_lazy("Send to copy edit"),
    gettext_lazy("Sent to copy edit."),
    saves_first=True,
)
APPROVE = Step(
    "approve", gettext_lazy("Approve"), gettext_lazy("Approved."), personal_guard=_four_eyes,
    saves_first=True, takes_steps=True, natural=3,
)  # fmt: skip
SCHEDULE = Step(
    "schedule", gettext_lazy("Schedule"), gettext_lazy("Scheduled."),
    guard=_publishable, saves_first=True, takes_steps=True,
)  # fmt: skip
UNSCHEDULE = Step(
    "unschedule", gettext_lazy("Unschedule"), gettext_lazy("The schedule is deleted."),
    guard=lambda now: "" if now.planned else _("Nothing is scheduled."),
)  # fmt: skip
PUBLISH = Step(
    "publish", gettext_lazy("Publish"), gettext_lazy("Published: readers see it now."),
    guard=_publishable, saves_first=True, takes_steps=True, natural=2,
)  # fmt: skip
PUBLISH_NOW = Step(
    "publish_now", gettext_lazy("Publish without review"),
    gettext_lazy("Published without review: readers see it now."),
    guard=_publishable, needs_note=True, saves_first=True,
)  # fmt: skip
REOPEN = Step(
    "reopen",
    gettext_lazy("Take back from publication"),
    gettext_lazy("Taken back from publication."),
    guard=_reopenable,
)
CORRECT = Step(
    "correct", gettext_lazy("Correct"), gettext_lazy("Published with its correction."),
    guard=_live, needs_note=True, saves_first=True,
)  # fmt: skip
DISCARD_UPDATE = Step(
    "discard_update", gettext_lazy("Discard the update"),
    gettext_lazy("The draft is the published text again. Yours is in the history."),
    guard=lambda now: (
        "" if now.live or now.planned else _("There is no published text to go back to.")
    ),
)  # fmt: skip
WITHDRAW = Step(
    "withdraw",
    gettext_lazy("Withdraw"),
    gettext_lazy("Withdrawn."),
    guard=_live,
    needs_note=True,
    is_grave=True,
)
CANCEL_WITHDRAWAL = Step(
    "cancel_withdrawal", gettext_lazy("Cancel the planned withdrawal"),
    gettext_lazy("The planned withdrawal is cancelled."),
    guard=lambda now: (
        "" if now.planned_takedown or now.holds_an_end else _("No withdrawal is planned.")
    ),
)  # fmt: skip
WITHHOLD = Step(
    "withhold",
    gettext_lazy("Withhold"),
    gettext_lazy("Withheld: its address answers “not found”."),
    guard=_live,
    needs_note=True,
    is_grave=True,
)
RESTORE = Step(
    "restore", gettext_lazy("Restore"), gettext_lazy("Restored: readers see it again."),
    guard=_restorable, personal_guard=_theirs_to_restore, needs_note=True, natural=1,
)  # fmt: skip
KILL = Step(
    "kill",
    gettext_lazy("Kill"),
    gettext_lazy("Killed."),
    guard=_killable,
    needs_note=True,
    is_grave=True,
    asks_password=True,
)
REINSTATE = Step(
    "reinstate",
    gettext_lazy("Reinstate"),
    gettext_lazy("Reinstated as withheld. Restore it to show it again."),
    guard=lambda now: "" if now.is_killed else _("The item was not killed."),
    personal_guard=_another_than_who_killed,
    needs_note=True,
    asks_password=True,
)
SET_EMBARGO = Step(
    "set_embargo",
    gettext_lazy("Set the embargo"),
    gettext_lazy("The embargo is set."),
    guard=_can_be_embargoed,
)
SPIKE = Step(
    "spike", gettext_lazy("Spike"), gettext_lazy("Spiked. It can be taken from the spike again."),
    guard=_spikable, is_grave=True,
)  # fmt: skip
UNSPIKE = Step(
    "unspike", gettext_lazy("Take from the spike"), gettext_lazy("Taken from the spike."), natural=5
)
