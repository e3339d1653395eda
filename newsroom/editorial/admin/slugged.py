"""The forms of shared things that have an address of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from newsroom.editorial import addresses
from newsroom.editorial.acts import shared_things
from newsroom.editorial.models import Shared


class SluggedForm(forms.ModelForm):  # type: ignore[type-arg]
    """An empty slug is made of the name."""

    #: The field that names the thing.
    named_by = "name"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):
            slug.required = False
            slug.help_text = _("Empty: made from the name.")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._refuse_anothers()
        named = self.cleaned_data.get(self.named_by)
        if named and "slug" in self.cleaned_data and not self.cleaned_data["slug"]:
            self.cleaned_data["slug"] = addresses.free_slug(self.instance, named)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Whether another one has the slug is asked once, of addresses, which know of merges."""
        return {*super()._get_validation_exclusions(), "slug"}  # type: ignore[misc]

    def _refuse_anothers(self) -> None:
        slug = self.cleaned_data.get("slug")
        if slug and "slug" in self.changed_data:
            try:
                addresses.refuse_anothers(self.instance, slug)
            except addresses.SlugTaken as taken:
                self.add_error("slug", forms.ValidationError(str(taken), code=taken.code))


def remember_address(thing: Shared, form: forms.ModelForm[Any]) -> None:
    """Call before a changed slug is stored."""
    if thing.pk and "slug" in form.changed_data:
        model: Any = type(thing)
        shared_things.remember_address(model._base_manager.get(pk=thing.pk))
        addresses.take_from_merged(thing, thing.slug)  # type: ignore[attr-defined]
