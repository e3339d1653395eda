"""The desk's filter of the list of articles: those of the desks that the user belongs to."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom.editorial.admin.pages import person

from .models import Section


class DeskFilter(admin.SimpleListFilter):
    """By one of one's own desks. Nobody else is offered it, and nothing is asked for it."""

    title = _("desk")
    parameter_name = "desk"
    #: A range of an index for each section of the desk; None for whoever does not filter.
    ranges: list[Q] | None = None

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        desks = sorted(person(request).held.desks.items(), key=lambda desk: desk[1])
        return [(str(key), name) for key, name in desks]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """``KeyedChangeList`` narrows it to the ranges."""
        wanted = self.value()
        if wanted in {key for key, _name in self.lookup_choices}:
            sections = Section.objects.filter(desk_id=wanted).values_list("pk", flat=True)
            self.ranges = [Q(section=section) for section in sections]
        return queryset
