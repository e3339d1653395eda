"""Where a draft stands. Whether readers see anything is another axis: see ``rules.visibility``."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Each with its shape, which goes with the word for those who do not see the colour."""

    shape: str

    DRAFT = "draft", "○", _("Draft")
    IN_REVIEW = "in_review", "◔", _("In review")
    IN_COPYEDIT = "in_copyedit", "◑", _("In copy edit")
    APPROVED = "approved", "◕", _("Approved")
    PUBLISHED = "published", "●", _("Published")
    SPIKED = "spiked", "✕", _("Spiked")

    def __new__(cls, value: str, shape: str = "") -> "State":
        if not shape:
            raise TypeError(f"The state {value!r} has no shape.")
        state = str.__new__(cls, value)
        state._value_, state.shape = value, shape
        return state


OPEN = frozenset({State.DRAFT, State.IN_REVIEW, State.IN_COPYEDIT, State.APPROVED})


class Change(models.TextChoices):
    """What an edition is to its readers, declared by who publishes it."""

    FIRST = "first", _("First publication")
    MINOR = "minor", _("Minor: a typo fix, no fact changes")
    UPDATE = "update", _("Update: something new")
    SUBSTANTIVE = "substantive", _("Substantive: the story says something else")
    CORRECTION = "correction", _("Correction: something was wrong")
    RESTORED = "restored", _("Restored after it was withheld")
    IMPORTED = "imported", _("Brought in from elsewhere")
    RIGHTS = "rights", _("A picture's rights began or ended")


# A typo fix moves no date, and neither does coming back unchanged.
MOVES_UPDATED_AT = frozenset({Change.UPDATE, Change.SUBSTANTIVE, Change.CORRECTION})


class TakedownKind(models.TextChoices):
    WITHDRAWN = "withdrawn", _("Withdrawn")
    WITHHELD = "withheld", _("Withheld")
    RETRACTED = "retracted", _("Killed: retracted")
    LEGAL = "legal", _("Killed: legal")
    PRIVACY = "privacy", _("Killed: privacy")
    DUPLICATE = "duplicate", _("Killed: duplicate")


KILLS = frozenset(
    {TakedownKind.RETRACTED, TakedownKind.LEGAL, TakedownKind.PRIVACY, TakedownKind.DUPLICATE}
)


class CorrectionKind(models.TextChoices):
    CORRECTION = "correction", _("Correction")
    CLARIFICATION = "clarification", _("Clarification")
    UPDATE = "update", _("Update")
    EDITORS_NOTE = "editors_note", _("Editor’s note")
    RETRACTION = "retraction", _("Retraction")
