"""The form of an item: it knows from which revision its writer began, and buries nobody's work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from .. import clock, visibility, workflow
from ..models import Item
from ..refusals import Refused

#: Prefix of the choices "mine or theirs" that the comparison of a stale save offers.
TAKE = "take-"
THEIRS = "theirs"


class DateTimeInput(forms.DateTimeInput):
    """The browser's own picker, in the newsroom's zone; seconds only where there are any."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        form = "%Y-%m-%dT%H:%M:%S" if value.second else "%Y-%m-%dT%H:%M"
        return value.strftime(form)


def _zone_help() -> str:
    return _("Time zone: %(zone)s") % {"zone": timezone.get_default_timezone_name()}


#: "Time zone: Europe/Lisbon" — every time in the admin says which.
zone_help = lazy(_zone_help, str)


class InstantField(forms.DateTimeField):
    """An instant typed in the newsroom's zone, which the help text names."""

    widget = DateTimeInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", zone_help())
        super().__init__(**kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        if initial is not None and not isinstance(initial, str):
            initial = timezone.localtime(initial).replace(microsecond=0)
        return super().has_changed(initial, data)


class ItemForm(forms.ModelForm):
    """Base of the items' forms.

    ``user`` is set on the class by the admin. ``stale`` holds the refusal of a save that began from
    an older revision than the one that is stored.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    user: Any = None
    #: A refusal that the database made at the last moment, shown on the form.
    refusal: Refused | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = self.instance.revision
        if not self.instance.pk and "headline" in self.fields:
            self.fields["headline"].widget.attrs["autofocus"] = True
        for name, field in self.fields.items():
            if hasattr(field, "user"):
                field.user = self.user
            if hasattr(field, "held"):
                field.held = getattr(self.instance, name, None)
        self.stale = False
        #: Names of the words of which the writer takes the stored form.
        self.takes_theirs = [
            name.removeprefix(TAKE)
            for name, value in self.data.items()
            if name.startswith(TAKE) and value == THEIRS
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        item: Item = self.instance
        if item.pk and not self._says_anything():
            # The same save again (its answer was lost), or nothing typed: nobody is overwritten.
            cleaned["revision"] = item.revision
        if item.pk and cleaned.get("revision") != item.revision:
            self.stale = True
            self.add_error(None, forms.ValidationError(stale_message(item), code="stale"))
        if self.refusal is not None:
            self.add_error(_field_of(self.refusal, self), str(self.refusal))
        return cleaned

    def _says_anything(self) -> bool:
        """Whether the form would change what is stored."""
        return bool({*self.changed_data} - {"revision", "body_kinds"})

    def began_from(self) -> int | None:
        """The revision that the writer's page showed; None when it did not say."""
        try:
            return int(self.data.get(self.add_prefix("revision"), ""))
        except ValueError:
            return None

    def renew(self) -> None:
        """Let the next save count from what is stored now: the writer has been told."""
        data: Any = dict(self.data.items())
        data[self.add_prefix("revision")] = str(self.instance.revision)
        self.data = data


class EmbargoForm(ItemForm):
    """An item's form with its embargo, which an act sets: see ``EmbargoAdmin``."""

    embargo = InstantField(label=_l("Embargo until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["embargo"]
        field.initial = self.instance.embargo_until
        field.help_text = _l("Nothing may be live before this time. {zone}").format(
            zone=zone_help()
        )
        field.disabled = self.user is None or not self._may_set()

    def _may_set(self) -> bool:
        step = workflow.find(self.instance, "set_embargo")
        return workflow.may(self._asked_item(), step, self.user) and not self._is_live()

    def _asked_item(self) -> Item:
        """A new item is the writer's own."""
        if not self.instance.pk:
            self.instance.created_by = self.user
        return self.instance

    def _is_live(self) -> bool:
        item = self.instance
        return bool(item.pk) and visibility.standing(item, clock.now()).live is not None


def stale_message(item: Item) -> str:
    """Who saved in between, and when; what to do now."""
    who = item.saved_by or _l("Somebody")
    at = timezone.localtime(item.saved_at) if item.saved_at else None
    return _l(
        "{who} saved this at {time} while you were writing (now revision {number}). Nothing of "
        "yours is lost and nothing was written: choose below, then save again."
    ).format(who=who, time=f"{at:%H:%M}" if at else "–", number=item.revision)


def _field_of(refusal: Refused, form: forms.BaseForm) -> str | None:
    field = {"slug_taken": "slug"}.get(refusal.code)
    return field if field in form.fields else None
