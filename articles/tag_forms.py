"""The forms of tags and authors: they show what has the name already before another one is made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.editorial.admin.slugged import SluggedForm
from newsroom.lib.folding import folded
from newsroom.lib.text import single_line

from . import typed_tags
from .models import Tag, TagAlias
from .widgets import joined, split


class TagForm(SluggedForm):
    aliases = forms.CharField(
        label=gettext_lazy("Other names"), required=False, max_length=2000,
        help_text=gettext_lazy("Separated by commas. Anyone who types one of them gets this tag."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )  # fmt: skip
    is_another = forms.BooleanField(
        label=gettext_lazy("It is a different topic"), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Tag
        fields = ["name", "slug", "description"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "aliases" in self.fields:
            self.initial["aliases"] = joined([each.name for each in self.instance.aliases.all()])

    def clean_name(self) -> str:
        name = single_line(self.cleaned_data["name"])
        self._refuse_taken(name)
        return name

    def clean_aliases(self) -> list[str]:
        names = {
            folded(name): name for name in map(single_line, split(self.cleaned_data["aliases"]))
        }
        for name in names.values():
            if len(name) > typed_tags.LONGEST_NAME:
                raise ValidationError(_("One of the names is too long."), code="too_long")
            self._refuse_taken(name)
        names.pop(folded(self.cleaned_data.get("name", "")), None)
        return list(names.values())

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        name = self.cleaned_data.get("name")
        if name and not self.instance.pk and not self.cleaned_data.get("is_another"):
            self._ask_about_near(name)
        return cleaned

    def keep_aliases(self) -> None:
        """Call once the tag is stored."""
        if "aliases" not in self.cleaned_data:
            return
        wanted = {folded(name): name for name in self.cleaned_data["aliases"]}
        self.instance.aliases.exclude(key__in=wanted).delete()
        known = set(self.instance.aliases.values_list("key", flat=True))
        for key, name in wanted.items():
            if key not in known:
                TagAlias.objects.create(tag=self.instance, name=name)

    def _refuse_taken(self, name: str) -> None:
        """A name or an alias belongs to one tag."""
        key = folded(name)
        others = Tag.objects.exclude(pk=self.instance.pk)
        holder = others.filter(key=key).first() or others.filter(aliases__key=key).first()
        if holder is not None:
            raise ValidationError(
                _("The tag “%(tag)s” already has the name “%(name)s”.")
                % {"tag": holder, "name": name},
                code="unique",
            )

    def _ask_about_near(self, name: str) -> None:
        alike = typed_tags.near(name, by=None)
        if not alike:
            return
        self.fields["is_another"].widget = forms.CheckboxInput()
        self.add_error(
            "is_another",
            _("%(alike)s already exists. If you mean a different topic, tick this and save again.")
            % {"alike": ", ".join(f"“{tag}”" for tag in alike)},
        )
