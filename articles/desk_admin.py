"""Desks in the admin: managing editors say who belongs to them and which sections they have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom.accounts import desks
from newsroom.accounts.models import Desk, User
from newsroom.editorial.admin.pages import RequestAdmin, person

from . import desk_sections
from .models import Section


class _Many(forms.ModelMultipleChoiceField):
    """Boxes to tick. What was ticked when the page was opened comes along, so that two people who
    edit one desk at once do not take back what the other has ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **more: Any) -> None:
        super().__init__(None, required=False, show_hidden_initial=True, **more)


class DeskForm(forms.ModelForm):
    sections = _Many(
        label=_("Sections"),
        help_text=_("A section has one desk at most: ticking one that another desk has moves it."),
    )
    people = _Many(label=_("People"), help_text=_("People may belong to several desks."))

    class Meta:
        model = Desk
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        desk = self.instance
        self.fields["name"].show_hidden_initial = bool(desk.pk)
        here = [*desk.members.values_list("pk", flat=True)] if desk.pk else []
        users = User.objects.filter(Q(is_active=True, is_staff=True) | Q(pk__in=here))
        self._offer("people", users.order_by("first_name", "last_name", "username"), here)
        held = [*desk.sections.values_list("pk", flat=True)] if desk.pk else []
        sections = Section.objects.filter(Q(retired_at=None) | Q(pk__in=held), merged_into=None)
        self._offer("sections", sections.select_related("desk"), held)
        self.fields["sections"].label_from_instance = self._section_name  # type: ignore[attr-defined]

    def _offer(self, name: str, rows: Any, ticked: list[int]) -> None:
        field: Any = self.fields[name]
        field.queryset, self.initial[name] = rows, ticked

    def _section_name(self, section: Section) -> str:
        if section.desk is None or section.desk_id == self.instance.pk:
            return section.name
        return f"{section.name} ({section.desk})"

    def change_of(self, name: str) -> dict[str, list[Any]]:
        """What somebody has ticked and unticked since the page was opened."""
        offered = {str(row.pk): row for row in self.fields[name].queryset}  # type: ignore[attr-defined]
        sent: Any = self.data
        before = {
            offered[key] for key in sent.getlist(self.add_initial_prefix(name)) if key in offered
        }
        ticked = set(self.cleaned_data[name])
        return {"add": [*ticked - before], "remove": [*before - ticked]}


@admin.register(Desk)
class DeskAdmin(RequestAdmin):
    form = DeskForm
    list_display = ["name", "section_names"]
    search_fields = ["name"]
    fields = ["name", "sections", "people"]
    ordering = ["name"]
    actions = None

    def asks_password(self, request: HttpRequest) -> bool:
        return True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("sections")

    @admin.display(description=_("sections"))
    def section_names(self, desk: Desk) -> str:
        names = [section.name for section in desk.sections.all() if not section.merged_into_id]
        return ", ".join(names) or self.get_empty_value_display()

    def save_model(self, request: HttpRequest, obj: Desk, form: Any, change: Any) -> None:
        if not change:
            super().save_model(request, obj, form, change)
        elif "name" in form.changed_data:
            obj.save(update_fields=["name"])
            desks.log(obj, person(request), [gettext("Renamed to %(name)s.") % {"name": obj}])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        super().save_related(request, form, formsets, change)
        desk, by = form.instance, person(request)
        desks.change_members(desk, **form.change_of("people"), by=by)
        desk_sections.change_sections(desk, **form.change_of("sections"), by=by)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """What was changed, and whom it concerns, is logged where it is written."""
