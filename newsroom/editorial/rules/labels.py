"""What lists and the bar say of an item beside its state. Derived at an instant, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from newsroom.editorial.models import Item
from newsroom.editorial.models.states import State

from .visibility import Standing

#: An item that has been due for longer is overdue: no worker runs, or it fails.
OVERDUE_AFTER = timedelta(seconds=10)


class Tone(StrEnum):
    """What a label asks of the eye; the word says the rest."""

    GOOD = "good"
    PLANNED = "planned"
    NOTICE = "notice"
    DOWN = "down"


@dataclass(frozen=True)
class Label:
    """A word and, where there is one, the instant it speaks of."""

    word: str
    tone: Tone
    at: datetime | None = None


def of(item: Item, now: Standing, *, at: datetime) -> list[Label]:
    """The item's labels at ``at``, the most important first."""
    found: list[Label] = []
    if now.takedown and not now.live:
        found.append(Label(str(now.takedown.get_kind_display()), Tone.DOWN))
    elif now.live:
        found.append(Label(_("Live"), Tone.GOOD))
        if item.state != State.PUBLISHED:
            found.append(Label(_("Update in progress"), Tone.NOTICE))
        if getattr(now.live, "corrected_at", None):
            found.append(Label(_("Corrected"), Tone.NOTICE))
    elif now.was_live:
        found.append(Label(_("No longer live"), Tone.DOWN))
    if now.planned:
        word = _("Update scheduled for") if now.live else _("Scheduled for")
        found.append(Label(word, Tone.PLANNED, now.planned.live_from))
    if now.planned_takedown:
        found.append(Label(_("Withdrawn at"), Tone.PLANNED, now.planned_takedown.starts_at))
    if item.embargo_until and item.embargo_until > at:
        found.append(Label(_("Embargoed until"), Tone.NOTICE, item.embargo_until))
    if item.next_due_at and item.next_due_at <= at - OVERDUE_AFTER:
        found.append(Label(_("Overdue"), Tone.DOWN, item.next_due_at))
    return found
