"""An image's words saved field by field, from the upload page and from inside the editor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from media import image_fields
from media.credits import agencies
from media.credits.lines import credit_fields
from media.library import collections, editing
from media.models import Image
from newsroom.accounts.models import User
from newsroom.editorial.admin.conflicts.together import TogetherForm
from newsroom.editorial.admin.pick_fields import joined, split


class KeywordsField(forms.CharField):
    """Words between commas; a comma inside quotation marks belongs to the word."""

    def prepare_value(self, value: Any) -> Any:
        return joined(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        words = list(dict.fromkeys(split(super().clean(value))))
        if any(len(word) > 200 for word in words):
            raise ValidationError(_("A keyword has at most 200 characters."), code="keyword")
        return words

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != (data or "")


class QuickForm(TogetherForm):
    """The words of an image. Bound, it takes the fields that were sent and leaves the others.

    With ``initial-`` before a field's name goes what stood there when it was shown.

    ``credit`` is a printed line that is taken apart into its parts.
    """

    credit = forms.CharField(
        label=_("Credit"),
        required=False,
        max_length=1000,
        help_text=_(
            "As it is printed: “Ana Ruiz/Pool/AFP via Getty Images”. It is split into its parts."
        ),
    )
    keywords = KeywordsField(
        label=_("Keywords"), required=False, help_text=_("Separated by commas.")
    )

    #: The name of a collection that the image is put into, made where there is none.
    collection = forms.CharField(label=_("Collection"), required=False, max_length=200)

    class Meta:
        model = Image
        fields = image_fields.names(quick=True)
        widgets = {
            "alt_text": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 3}),
            "restrictions": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["credit"] = self.instance.printed_credit
        if self.is_bound:
            self.fields = {name: f for name, f in self.fields.items() if name in self.data}
        if "is_decorative" in self.fields:
            self.fields["is_decorative"].help_text = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        line = cleaned.get("credit")
        if line and line != self.instance.printed_credit:
            for name, value in credit_fields(line, names=agencies.known().names).items():
                setattr(self.instance, name, value)
        return cleaned


@dataclass(frozen=True)
class Answer:
    """What has to be corrected, by field; if it is empty, everything was saved."""

    errors: dict[str, str] = field(default_factory=dict)
    #: The question whose words to keep, by field, as HTML for the form.
    questions: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def save(image: Image, sent: QueryDict, *, by: User) -> Answer:
    """Save the words that were sent, and put the image into the collection: both or neither.

    Raises ``refusals.Refused``.
    """
    form = QuickForm(sent, instance=editing.locked(image))
    if not form.is_valid():
        return _refused(form)
    if name := form.cleaned_data.get("collection"):
        collection = collections.find_or_create(name, by=by)
        collections.add(collection, [form.instance], by=by)
    editing.save(form.instance, by=by)
    return Answer()


def _refused(form: QuickForm) -> Answer:
    errors = {name: " ".join(map(str, found)) for name, found in form.errors.items()}
    asked = form.conflicts
    return Answer(
        errors | {name: conflict.sentence for name, conflict in asked.items()},
        {name: conflict.as_html() for name, conflict in asked.items()},
    )
