"""What each transition asks of the person before it is taken: a short form for each, as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from newsroom.editorial import registry
from newsroom.editorial.acts import publishing
from newsroom.editorial.acts.takedowns import CONFIRMATION
from newsroom.editorial.admin import autocomplete
from newsroom.editorial.models import Item
from newsroom.editorial.models.states import Change, CorrectionKind, TakedownKind
from newsroom.editorial.refusals import NoteRequired, PlanInTheWay, Refused
from newsroom.editorial.rules.visibility import Standing

from .instant_fields import InstantField

CHANGES = [(c.value, c.label) for c in (Change.MINOR, Change.UPDATE, Change.SUBSTANTIVE)]
PLANS = [
    (publishing.KEEP, gettext_lazy("Keep it: it replaces this one at its time")),
    (publishing.DROP, gettext_lazy("Drop it: what you publish now stays")),
]

KILL_CHOICES = [
    (
        TakedownKind.RETRACTED,
        gettext_lazy("Retracted: readers find your note, dated, at its address"),
    ),
    (
        TakedownKind.LEGAL,
        gettext_lazy("Legal: its address answers “451, unavailable for legal reasons”"),
    ),
    (TakedownKind.PRIVACY, gettext_lazy("Privacy: no headline, no name, no trace of it is shown")),
    (TakedownKind.DUPLICATE, gettext_lazy("Duplicate: its address leads to the story that stays")),
]


def _note(label: Any = "") -> forms.Field:
    return forms.CharField(
        label=label or gettext_lazy("Reason, for the newsroom"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Goes into the log. Readers never see it."),
    )


def _public_note(help_text: Any) -> forms.Field:
    return forms.CharField(
        label=gettext_lazy("Public note"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )  # fmt: skip


class StepForm(forms.Form):
    """A transition without questions. Fields of a subclass are the act's arguments by name."""

    #: What happens, in a sentence above the fields.
    intro: Any = ""

    def __init__(
        self, *args: Any, item: Item, now: Standing, user: Any, instant: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.now, self.user, self.instant = item, now, user, instant
        if not now.was_live:
            self.fields.pop("change", None)
        if not (now.live and now.planned):
            self.fields.pop("plan", None)
        self.shape()

    def shape(self) -> None:
        """Fit the fields to the item; questions that do not arise have gone already."""

    @property
    def asks(self) -> bool:
        """Whether there is anything to fill in; without it one click does."""
        return bool(self.fields)

    def arguments(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def refuse(self, refusal: Refused) -> None:
        """Put the act's refusal beside the field where it can be fixed."""
        names: Mapping[type, str] = {NoteRequired: "note", PlanInTheWay: "plan"}
        name = names.get(type(refusal))
        if isinstance(refusal, PlanInTheWay) and "plan" not in self.fields:
            self.fields["plan"] = _plan()
        self.add_error(name if name in self.fields else None, str(refusal))


def _plan() -> forms.Field:
    return forms.ChoiceField(
        label=gettext_lazy("An update is planned. What should happen to it?"), choices=PLANS,
        widget=forms.RadioSelect,
    )  # fmt: skip


class PublishForm(StepForm):
    """The first publication asks nothing; an update says what it is to its readers."""

    intro = gettext_lazy("Readers see the text as it was last saved.")
    change = forms.ChoiceField(
        label=gettext_lazy("What is this change to its readers?"),
        choices=CHANGES,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("A minor change moves no date. The others show “Updated”."),
    )
    plan = _plan()


class PublishNowForm(PublishForm):
    intro = gettext_lazy(
        "It goes live without the steps between. The log marks it for review after publication."
    )
    note = _note()


class ScheduleForm(StepForm):
    intro = gettext_lazy("It appears at that time, whether or not anybody is here.")
    at = InstantField(label=gettext_lazy("Time"))
    change = forms.ChoiceField(
        label=gettext_lazy("What is this change to its readers?"),
        choices=CHANGES,
        widget=forms.RadioSelect,
    )

    def shape(self) -> None:
        if self.item.embargo_until and self.item.embargo_until > self.instant:
            self.fields["at"].initial = self.item.embargo_until


class NoteForm(StepForm):
    note = _note()


class ReturnForm(StepForm):
    intro = gettext_lazy("It goes back to the writer as a draft.")
    note = _note(gettext_lazy("What should the writer do?"))


class CorrectForm(StepForm):
    intro = gettext_lazy("Publishes the text as last saved, with a dated note that readers see.")
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=CorrectionKind.choices)
    text = forms.CharField(
        label=gettext_lazy("Public text"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Say what was wrong and what is right."),
    )  # fmt: skip
    placement = forms.ChoiceField(
        label=gettext_lazy("Where"),
        choices=[
            ("bottom", gettext_lazy("Below the text")),
            ("top", gettext_lazy("Above the text")),
        ],
    )
    concerns = forms.ChoiceField(
        label=gettext_lazy("What it concerns"),
        choices=[
            ("body", gettext_lazy("The text")),
            ("headline", gettext_lazy("The headline")),
            ("picture", gettext_lazy("A picture or its caption")),
            ("byline", gettext_lazy("The byline")),
        ],
    )
    note = _note()
    reported_by = forms.CharField(label=gettext_lazy("Reported by"), required=False, max_length=200)
    plan = _plan()


class WithdrawForm(StepForm):
    intro = gettext_lazy(
        "Takes it down by choice. Its address answers “410 gone” with your note, or leads "
        "elsewhere."
    )
    note = _note()
    at = InstantField(
        label=gettext_lazy("When"),
        required=False,
        help_text=gettext_lazy("Empty: now. A later time schedules it."),
    )
    public_note = _public_note(gettext_lazy("What readers find at its address."))
    redirect_to = forms.CharField(
        label=gettext_lazy("Lead readers to"),
        required=False,
        max_length=500,
        help_text=gettext_lazy(
            "A path of this site (“/2026/03/…/”) or an address. Empty: nowhere."
        ),
    )

    def clean_redirect_to(self) -> str:
        target: str = self.cleaned_data["redirect_to"].strip()
        if target and not _is_address(target):
            raise ValidationError(
                gettext_lazy("Begin it with one slash, or with http:// or https://."),
                code="address",
            )
        return target


class WithholdForm(StepForm):
    intro = gettext_lazy(
        "Takes it down for now, without a word to readers: its address answers “not found”."
    )
    note = _note()


class KillForm(StepForm):
    intro = gettext_lazy(
        "Takes it down for good, everywhere: pages, lists, cards in other stories, "
        "pictures used nowhere else. Only a managing editor can bring it back."
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), widget=forms.RadioSelect, choices=KILL_CHOICES
    )
    note = _note()
    public_note = _public_note(
        gettext_lazy("A retraction needs one: say what was wrong with the story.")
    )
    into = forms.CharField(
        label=gettext_lazy("The story that stays"), required=False,
        help_text=gettext_lazy("For a duplicate: its slug, or choose from the list."),
    )  # fmt: skip
    confirmation = forms.CharField(
        label=gettext_lazy("Type “{word}” to confirm").format(word=CONFIRMATION),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def shape(self) -> None:
        kind = registry.type_of(self.item).name
        if kind in autocomplete.kinds():
            self.fields["into"].widget.attrs["data-pick"] = kind

    def clean_into(self) -> Any:
        text = self.cleaned_data["into"].strip()
        if not text:
            return None
        kind = registry.type_of(self.item).name
        return autocomplete.resolve(kind, self.user, text).uuid


class EmbargoForm(StepForm):
    intro = gettext_lazy("A bar, not a plan: nothing of it may be live before this time.")
    until = InstantField(label=gettext_lazy("Embargo until"), required=False)

    def shape(self) -> None:
        self.fields["until"].initial = self.item.embargo_until


FORMS: Mapping[str, type[StepForm]] = {
    "publish": PublishForm,
    "publish_now": PublishNowForm,
    "schedule": ScheduleForm,
    "correct": CorrectForm,
    "return": ReturnForm,
    "withdraw": WithdrawForm,
    "withhold": WithholdForm,
    "restore": NoteForm,
    "kill": KillForm,
    "reinstate": NoteForm,
    "set_embargo": EmbargoForm,
}


def form_class(name: str) -> type[StepForm]:
    """The form of a transition; one that asks nothing where the table has none."""
    return FORMS.get(name, StepForm)


def _is_address(text: str) -> bool:
    is_path = text.startswith("/") and not text.startswith("//")
    return is_path or text.startswith(("http://", "https://"))
