"""The lists of items: dense, and the same number of queries however long they are."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsroom.editorial import clock, registry
from newsroom.editorial.admin.pages import ItemPages
from newsroom.editorial.models import Item
from newsroom.editorial.models.states import State
from newsroom.editorial.rules import labels, visibility


class ItemChangeList(ChangeList):
    """Gives each row its standing and labels, read together for the whole page."""

    model_admin: Any

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        found = super().get_queryset(request, exclude_parameters)
        found = found.defer(*self.model_admin.list_defer)
        return found.prefetch_related(*self.model_admin.list_prefetch)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = items = list(self.result_list)
        at = clock.now()
        standings = visibility.standings(items, at)
        for item in items:
            item.now, item.read_at = standings[item.pk], at
            item.labels = labels.of(item, item.now, at=at)


class VisibilityFilter(admin.SimpleListFilter):
    """What readers have of it at this moment."""

    title = _("readers")
    parameter_name = "readers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            ("live", _("see it")),
            ("scheduled", _("will see it")),
            ("update", _("see it, an update is in progress")),
            ("never", _("have never seen it")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        at = clock.now()
        editions: Any = registry.type_of(queryset.model()).edition_model.objects
        live = editions.live(at).values("item")
        match self.value():
            case "live":
                return queryset.filter(pk__in=live)
            case "scheduled":
                return queryset.filter(pk__in=editions.planned(at).values("item"))
            case "update":
                return queryset.filter(pk__in=live).exclude(state="published")
            case "never":
                return queryset.exclude(pk__in=editions.begun(at).values("item"))
        return queryset


class ItemColumns(ItemPages):
    """Mixin of ``ItemAdmin``: the columns that every list of items has."""

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, item: Item) -> SafeString:
        return format_html(
            '<span class="state state-{}"><span class="state-shape" aria-hidden="true">{}</span> '
            "{}</span>",
            item.state, State(item.state).shape, item.get_state_display(),
        )  # fmt: skip

    @admin.display(description=_("readers"))
    def label_list(self, item: Any) -> str:
        return render_to_string(
            "editorial/_labels.html", {"labels": item.labels, "read_at": item.read_at}
        )

    @admin.display(description=_("due"), ordering="next_due_at")
    def due(self, item: Any) -> str:
        """The next instant at which readers see a change."""
        if item.next_due_at is None:
            return ""
        return render_to_string(
            "editorial/_instant.html", {"at": item.next_due_at, "read_at": item.read_at}
        )

    @admin.display(description=_("changed"), ordering="saved_at")
    def changed(self, item: Any) -> str:
        return render_to_string(
            "editorial/_instant.html",
            {
                "at": item.saved_at or item.created_at,
                "who": item.saved_by,
                "read_at": item.read_at,
            },
        )
