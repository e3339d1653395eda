"""Two people edit the form of one thing: neither overwrites what the other wrote.

Each field remembers, in a hidden field beside it, its value when the page was opened. What somebody
else saved meanwhile stays wherever the writer left the field alone. If both changed it differently,
nothing is saved until the writer chooses whose text to keep: see ``conflict``. (Items have
revisions and are compared as a whole: see ``staleness``.)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from newsroom.editorial.admin.form_refusals import RefusalAdmin
from newsroom.editorial.refusals import Refused

from .conflict import THEIRS, Conflict, meet


class TogetherForm(forms.ModelForm):  # type: ignore[type-arg]
    """Goes before a model form's class; ``TogetherAdmin`` puts it there.

    A form that was sent without the hidden fields, by a program, is saved as it is.
    """

    #: A refusal that came while saving, shown on the form with all that was typed.
    refusal: Refused | None = None
    #: Names of the fields to merge; None means all of them.
    remembered: Iterable[str] | None = None
    #: Whether the form is only asked what it would save: then nothing is merged.
    is_trial = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Labels, by name, of the fields that somebody else changed and the writer did not.
        self.kept: dict[str, str] = {}
        #: Fields that both changed, by name.
        self.conflicts: dict[str, Conflict] = {}
        for name, field in self.fields.items():
            # Set for every field: Django itself sets it where a column's default is a function.
            field.show_hidden_initial = bool(
                self.instance.pk and self._remembers(name, field) and self._came_with(name)
            )

    def _remembers(self, name: str, field: forms.Field) -> bool:
        """Files cannot be sent back, and nobody types into hidden fields."""
        return (
            (self.remembered is None or name in self.remembered)
            and not field.disabled
            and not isinstance(field, forms.FileField)
            and not field.widget.is_hidden
            and field.hidden_widget is forms.HiddenInput
        )

    def _came_with(self, name: str) -> bool:
        return not self.is_bound or self[name].html_initial_name in self.data

    @cached_property
    def changed_data(self) -> list[str]:
        """What the writer changed, without the fields where they took the other text."""
        theirs = {name for name, c in self.conflicts.items() if c.choice == THEIRS}
        return [name for name, bound in self._bound_items() if bound._has_changed()  # type: ignore[attr-defined]
                and name not in theirs | self.kept.keys()]  # fmt: skip

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or not self.errors:
            return
        # The form comes back: choices already made appear beside what still needs correcting.
        for name, conflict in self.conflicts.items():
            if conflict.choice:
                self._tell(name, conflict)

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        if not self.is_bound or self.is_trial:
            return
        for name, field in self.fields.items():
            if field.show_hidden_initial and self._is_others(self[name]):
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
        """The writer left it alone: keep the stored value, and show it if the page returns."""
        name = bound.name
        if name in self.errors:
            return
        self.kept[name] = str(bound.label)
        self._take(bound)
        sent: Any = self.data
        data = sent.copy()
        data[bound.html_name] = data[bound.html_initial_name] = _stored(bound)
        self.data = data

    def _take(self, bound: forms.BoundField) -> None:
        name = bound.name
        self._errors.pop(name, None)  # type: ignore[attr-defined]
        if _is_column(self._meta.model, name):
            self.cleaned_data[name] = getattr(self.instance, name)
        else:
            self.cleaned_data[name] = bound.field.clean(_stored(bound))

    def _ask(self, bound: forms.BoundField) -> None:
        name = bound.name
        stored, typed = _stored(bound), "" if bound.data is None else str(bound.data)
        held = getattr(self.instance, name, None) if _is_column(self._meta.model, name) else None
        texts = (
            _readable(bound.field, held, stored),
            _readable(bound.field, self.cleaned_data.get(name), typed),
        )
        conflict = meet(
            self.data, bound.html_name, str(bound.label), texts=texts, values=(stored, typed)
        )
        self.conflicts[name] = conflict
        if not conflict.choice:
            self._tell(name, conflict)
        elif conflict.choice == THEIRS:
            self._take(bound)

    def _tell(self, name: str, conflict: Conflict) -> None:
        # The question is a piece of the form: its radio buttons appear at the field.
        self.add_error(name, ValidationError(conflict.as_html(), code="together"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refusal is not None:
            self.refuse(self.refusal)
        return cleaned

    def refuse(self, refusal: Refused) -> None:
        self.add_error(None, str(refusal))


class TogetherAdmin(RefusalAdmin):
    """An admin whose forms bring together what two people type at once."""

    #: Labels of the fields in which somebody else's text was kept; None before anything is saved.
    kept: list[str] | None = None
    is_unchanged = False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """While a form is saved the row is locked: what is stored stays so until it is written."""
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            self._lock(unquote(object_id))
        return super().get_object(request, object_id, from_field)

    def _lock(self, *object_ids: str) -> None:
        try:
            rows = self.model._base_manager.filter(pk__in=object_ids).order_by("pk")
            list(rows.select_for_update(no_key=True).values_list("pk"))
        except (ValueError, ValidationError):
            # No key at all: nothing is found under it either.
            return

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: Any = None, **kwargs: Any
    ) -> Any:
        kwargs["form"] = _together(kwargs.get("form", self.form))
        return super().get_form(request, obj, change, **kwargs)

    # --- The list, where it is edited in place ---

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["form"] = _together(kwargs.get("form", forms.ModelForm))
        return super().get_changelist_form(request, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Read the rows under their locks, in the transaction that saves them."""
        if not self._saves_list(request):
            return super().changelist_view(request, extra_context)
        with transaction.atomic():
            self._lock(*self._get_edited_object_pks(request, "form"))
            response = super().changelist_view(request, extra_context)
        if isinstance(response, HttpResponse) and response.status_code == 302:
            self._tell_list_saved(request)
        return response

    def _saves_list(self, request: HttpRequest) -> bool:
        return request.method == "POST" and bool(self.list_editable) and "_save" in request.POST

    def _tell_list_saved(self, request: HttpRequest) -> None:
        if self.kept is None:
            messages.info(request, _("Nothing has changed."))
        elif self.kept:
            tell_kept(request, ", ".join(dict.fromkeys(self.kept)))

    # --- Saving ---

    def save_form(self, request: HttpRequest, form: Any, change: Any) -> Any:
        self.kept = [*(self.kept or ()), *form.kept.values()]
        self.is_unchanged = bool(change) and not _changed(form)
        return super().save_form(request, form, change)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Write the columns that the form changed, and no others."""
        if change:
            obj.save(update_fields=[n for n in form.changed_data if _is_column(self.model, n)])
        else:
            super().save_model(request, obj, form, change)

    def message_user(
        self, request: HttpRequest, message: Any, level: Any = messages.INFO, *args: Any,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """Do not report what was saved unchanged as changed."""
        if level == messages.SUCCESS and self.is_unchanged:
            message, level = _("Nothing has changed."), messages.INFO
            self.is_unchanged = False
        super().message_user(request, message, level, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if self.kept:
            tell_kept(request, ", ".join(self.kept))
        return super().response_change(request, obj)


def tell_kept(request: HttpRequest, labels: str) -> None:
    said = _(
        "Somebody else saved these fields in the meantime, and their text was kept: %(fields)s."
    )
    messages.info(request, said % {"fields": labels})


def _together(form: Any) -> Any:
    return type(form)(form.__name__, (TogetherForm, form), {})


def _changed(form: forms.ModelForm[Any]) -> list[str]:
    return [name for name in form.changed_data if not form.fields[name].widget.is_hidden]


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
        return bool(stored != sent)
    return bool(field.has_changed(value, sent))


def _readable(field: forms.Field, value: Any, sent: str) -> str:
    """A value as people read it; the sent value itself if it is already words."""
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(field, forms.BooleanField):
        return _("no") if sent in ("", "False", "false", "0") else _("yes")
    for choice, label in getattr(field, "choices", ()):
        if str(choice) == sent:
            return str(label)
    return sent
