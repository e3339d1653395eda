"""Two people at the form of one shared thing: neither buries what the other wrote.

Each field remembers, in a hidden one beside it, what stood in it when the page was opened. What
somebody else saved meanwhile stays wherever the writer left the field alone. Where both wrote, and
not the same, nothing is saved yet: the form shows the other text, and saving again takes the
writer's. (Items have revisions and are compared as a whole: see ``staleness``.)
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ..refusals import Refused
from .refusing import RefusalAdmin

#: So much of the other person's text is shown beside the writer's, in characters.
SHOWN = 2000


class TogetherForm(forms.ModelForm):
    """Goes before a model form's class; ``TogetherAdmin`` puts it there.

    A form that was sent without the hidden fields, by a program, is saved as it is.
    """

    #: A refusal that came while saving, shown on the form with all that was typed.
    refusal: Refused | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Labels of the fields that somebody else changed and the writer did not.
        self.kept: list[str] = []
        for name, field in self.fields.items():
            # Set for every field: Django itself sets it where a column's default is a function.
            field.show_hidden_initial = bool(
                self.instance.pk and _remembers(field) and self._came_with(name)
            )

    def _came_with(self, name: str) -> bool:
        return not self.is_bound or self[name].html_initial_name in self.data

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, field in self.fields.items():
            if self.is_bound and field.show_hidden_initial and self._is_others(self[name]):
                self._bring_together(self[name])

    def _is_others(self, bound: forms.BoundField) -> bool:
        """Whether what is stored is no longer what stood there when the page was opened."""
        return _is_other(bound.field, _stored(bound), self.data[bound.html_initial_name])

    def _bring_together(self, bound: forms.BoundField) -> None:
        if not bound._has_changed():  # type: ignore[attr-defined]
            self._keep(bound)
        elif _is_other(bound.field, _stored(bound), bound.data):
            self._ask(bound)

    def _keep(self, bound: forms.BoundField) -> None:
        """The writer left it alone: what is stored stays."""
        name = bound.name
        if name in self.errors:
            return
        self.kept.append(str(bound.label))
        if _is_column(self._meta.model, name):
            self.cleaned_data[name] = getattr(self.instance, name)
        else:
            self.cleaned_data[name] = bound.field.clean(_stored(bound))

    def _ask(self, bound: forms.BoundField) -> None:
        """Both wrote. The next save counts from what is stored now, which the writer then knows."""
        said = _("While this page was open somebody else saved “%(text)s” here. Save again to "
                 "put yours in its place, or take theirs over.")  # fmt: skip
        self.add_error(
            bound.name,
            ValidationError(said, code="together", params={"text": _shown(self, bound)}),
        )
        self.data: Any = {**dict(self.data.items()), bound.html_initial_name: _stored(bound)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refusal is not None:
            self.add_error(None, str(self.refusal))
        return cleaned


class TogetherAdmin(RefusalAdmin):
    """An admin whose forms bring together what two people type at once."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """While a form is saved the row is locked: what is stored stays so until it is written."""
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            self._lock(unquote(object_id))
        return super().get_object(request, object_id, from_field)

    def _lock(self, object_id: str) -> None:
        try:
            rows = self.model._base_manager.filter(pk=object_id)
            rows.select_for_update(no_key=True).values_list("pk").first()
        except (ValueError, ValidationError):
            # No key at all: nothing is found under it either.
            return

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: Any = None, **kwargs: Any
    ) -> Any:
        own = kwargs.get("form", self.form)
        kwargs["form"] = type(own)(own.__name__, (TogetherForm, own), {})
        return super().get_form(request, obj, change, **kwargs)

    def save_form(self, request: HttpRequest, form: Any, change: Any) -> Any:
        # The rows of a list that is edited in place have forms of Django's own.
        request.__dict__["_kept"] = getattr(form, "kept", [])
        return super().save_form(request, form, change)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if kept := request.__dict__.get("_kept"):
            said = _("Saved meanwhile by somebody else, and kept: %(fields)s.")
            messages.info(request, said % {"fields": ", ".join(kept)})
        return super().response_change(request, obj)


def _remembers(field: forms.Field) -> bool:
    """Files cannot be sent back, and what is hidden nobody types."""
    return (
        not field.disabled
        and not isinstance(field, forms.FileField)
        and not field.widget.is_hidden
        and field.hidden_widget is forms.HiddenInput
    )


def _is_column(model: type[models.Model], name: str) -> bool:
    return name in {field.name for field in model._meta.concrete_fields}


def _stored(bound: forms.BoundField) -> str:
    """What is stored, in the form in which a hidden field sends it."""
    value = forms.HiddenInput().format_value(bound.field.prepare_value(bound.initial))
    return "" if value is None else str(value)


def _is_other(field: forms.Field, stored: str, sent: Any) -> bool:
    """Whether two values as forms send them differ; browsers end lines with two characters."""
    sent = sent.replace("\r\n", "\n") if isinstance(sent, str) else sent
    try:
        value = field.to_python(stored.replace("\r\n", "\n"))
    except ValidationError:
        return stored != sent
    return field.has_changed(value, sent)


def _shown(form: forms.ModelForm, bound: forms.BoundField) -> str:
    """What is stored, as people read it."""
    if _is_column(form._meta.model, bound.name):
        held = getattr(form.instance, bound.name)
        if isinstance(held, models.Model):
            return str(held)
        if isinstance(held, bool):
            return _("yes") if held else _("no")
        if label := getattr(form.instance, f"get_{bound.name}_display", None):
            return str(label())
    return Truncator(_stored(bound)).chars(SHOWN)
