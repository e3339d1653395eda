"""The form of an item: it knows which revision its writer began from and overwrites nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy

from newsroom.editorial import clock, registry
from newsroom.editorial.admin.conflicts import staleness
from newsroom.editorial.admin.conflicts.together import TogetherForm
from newsroom.editorial.models import Item
from newsroom.editorial.refusals import Refused
from newsroom.editorial.rules import access, visibility, workflow

from .instant_fields import InstantField, zone_help


class ItemForm(TogetherForm):
    """Base of the items' forms.

    A save that began from an older revision is compared with what others saved since: see
    ``staleness``. What is not in revisions, such as whose story it is, is merged field by field.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    #: The revision that the page showed a writer who had begun from an older one.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    #: Set on the class by the admin, as ``typed_snapshot`` is: what the form would save.
    user: Any = None
    typed_snapshot: Callable[[ItemForm], staleness.Snapshot | None] | None = None
    remembered = frozenset({"assigned_to", "embargo"})

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
        self._show_lists()
        self._close_assignment()
        self.stale = False
        #: What others saved before a stale save; None if the form has its own errors.
        self.meeting: staleness.Meeting | None = None

    def _show_lists(self) -> None:
        """What is in a list may stay there, though nobody would be offered it now."""
        for each in self.item_type.lists if self.instance.pk else ():
            if each.typed_as in self.fields:
                entries = each.current(self.instance)
                self.initial[each.typed_as] = entries
                self.fields[each.typed_as].kept = each.things(entries)  # type: ignore[attr-defined]

    def save_lists(self) -> None:
        """Store the lists that were typed; call once the item is saved."""
        for each in self.item_type.lists:
            if each.typed_as in self.cleaned_data:
                each.set(self.instance, self.cleaned_data[each.typed_as])

    @property
    def item_type(self) -> registry.ItemType:
        return registry.type_of(self.instance)

    def _close_assignment(self) -> None:
        """The desk assigns stories: for everybody else the field is read-only, and says so."""
        field = self.fields.get("assigned_to")
        if field is None or self.user is None:
            return
        if reason := access.why_not_assign(self.instance, self.user):
            field.disabled, field.help_text = True, reason

    @property
    def takes_theirs(self) -> list[str]:
        """Names of the words whose stored text stays."""
        return self.meeting.theirs if self.meeting else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_trial or not self.instance.pk:
            return cleaned
        if self.began_from() != self.instance.revision:
            self._meet_others(cleaned)
        return cleaned

    def _meet_others(self, cleaned: dict[str, Any]) -> None:
        """Nothing is written before the writer has seen what others saved, and has chosen."""
        item, seen = self.instance, cleaned.get("seen")
        mine = self.typed_snapshot(self) if self.typed_snapshot else None
        if mine is not None and staleness.is_stored(item, mine):
            # The same save again, after its answer was lost: there is nothing to ask.
            return
        if mine is not None:
            self.meeting = staleness.compare(
                item, mine, began_from=self.began_from(), seen=seen, sent=self.data, user=self.user
            )
            if seen == item.revision and not self.meeting.open:
                return
        self.stale = True
        self.add_error(None, forms.ValidationError(stale_message(item), code="stale"))

    def refuse(self, refusal: Refused) -> None:
        self.add_error(_field_of(refusal, self), str(refusal))

    def began_from(self) -> int | None:
        """The revision that the writer's page began from; None if the page did not say."""
        try:
            return int(self.data.get(self.add_prefix("revision"), ""))
        except ValueError:
            return None

    def is_only_stale(self) -> bool:
        """Whether only the other person's save keeps it from being saved."""
        codes = {error.code for errors in self.errors.as_data().values() for error in errors}
        return codes == {"stale"}

    def show_meeting(self) -> None:
        """Show theirs in fields that the writer left alone, and begin from that revision."""
        if self.meeting is None:
            return
        for shown in self.meeting.kept:
            for name in [shown.name, *self.item_type.belonging(shown.name)]:
                self._show_stored(self.item_type.field(name).typed_as)
        self._show("seen", self.instance.revision)

    def _show_stored(self, name: str) -> None:
        if name in self.fields:
            self._show(name, self.get_initial_for_field(self.fields[name], name))

    def _show(self, name: str, value: Any) -> None:
        field: Any = self.fields[name]
        field.bound_data = lambda data, initial: value


class EmbargoForm(ItemForm):
    """An item's form with its embargo, which an act of its own sets after the save."""

    embargo = InstantField(label=gettext_lazy("Embargo until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "embargo" not in self.fields:
            # Read-only for somebody whose roles may not change the text.
            return
        field = self.fields["embargo"]
        field.initial = self.instance.embargo_until
        field.help_text = gettext_lazy("Nothing may be live before this time. {zone}").format(
            zone=zone_help()
        )
        field.disabled = self.user is None or not self._may_set(self.instance)

    def _may_set(self, item: Item) -> bool:
        if not item.pk:
            # A new item is the writer's own.
            item.created_by = self.user
        elif visibility.standing(item, clock.now()).live:
            return False
        return workflow.may(item, workflow.find(item, "set_embargo"), self.user)


def stale_message(item: Item) -> str:
    """Who saved in between, and when; what to do now."""
    who = item.saved_by or gettext_lazy("Somebody")
    at = timezone.localtime(item.saved_at) if item.saved_at else None
    return gettext_lazy(
        "{who} saved this at {time} while you were writing (now revision {number}). "
        "None of your text is lost and nothing was written: look below, then save "
        "again."
    ).format(who=who, time=time_format(at) if at else "–", number=item.revision)


def _field_of(refusal: Refused, form: forms.BaseForm) -> str | None:
    field = {"slug_taken": "slug"}.get(refusal.code) or getattr(refusal, "field", None)
    return field if field in form.fields else None
