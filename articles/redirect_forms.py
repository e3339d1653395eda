"""The form of a redirect, which each line of an import passes too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import redirect_checks
from .models import Redirect


class RedirectForm(forms.ModelForm):
    class Meta:
        model = Redirect
        fields = ["old_path", "target", "article", "page"]

    def clean_old_path(self) -> str:
        typed = self.cleaned_data["old_path"]
        if self.instance.pk and typed == self.instance.old_path:
            return typed
        stored = redirect_checks.stored_path(typed)
        if Redirect.objects.filter(old_path=stored).exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                _("“%(path)s” already leads somewhere.") % {"path": stored}, code="unique"
            )
        return stored

    def clean_target(self) -> str:
        typed = self.cleaned_data["target"]
        return redirect_checks.stored_target(typed) if typed.strip() else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        old, target = cleaned.get("old_path"), cleaned.get("target")
        if old and target:
            try:
                redirect_checks.refuse_circle(old, target)
            except ValidationError as error:
                self.add_error("target", error)
        leads_to = [cleaned.get(name) for name in ("target", "article", "page")]
        if not self.errors and sum(map(bool, leads_to)) != 1:
            raise ValidationError(
                _("Say where it leads: give a target, an article or a page, but only one of them."),
                code="nowhere",
            )
        return cleaned

    @property
    def is_dead(self) -> bool:
        """Whether readers who are led on find nothing at present."""
        return not redirect_checks.is_there(self.instance.target or "/")
