"""The lists of items: dense, and the same number of queries however long they are."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsroom.editorial import clock, registry
from newsroom.editorial.admin.cells import labelled, said
from newsroom.editorial.admin.pages import ItemPages, person
from newsroom.editorial.drafts import desk_words
from newsroom.editorial.models import Item
from newsroom.editorial.models.states import State
from newsroom.editorial.rules import access, labels, own_drafts, visibility
from newsroom.lib.keyed_lists import KeyedChangeList, tell_cut

#: What the columns that every list of items has read, of the item and of who saved it.
LISTED = (
    "uuid", "state", "embargo_until", "ends_at", "next_due_at", "created_at", "saved_at",
    "saved_by__username", "saved_by__first_name", "saved_by__last_name",
)  # fmt: skip


class ItemChangeList(KeyedChangeList):
    """Gives each row its standing and labels, read together for the whole page."""

    model_admin: Any

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        return self.dressed(super().get_queryset(request, exclude_parameters))

    def dressed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        found = super().dressed(rows).only(*self.model_admin.list_only)
        return found.prefetch_related(*self.model_admin.list_prefetch)

    def first(
        self, request: HttpRequest, rows: QuerySet[Any], count: int, bound: Q
    ) -> QuerySet[Any]:
        # What a search leaves is few.
        return rows[:count] if self.query else super().first(request, rows, count, bound)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        at = clock.now()
        standings = visibility.standings(self.result_list, at)
        for item in self.result_list:
            item.now, item.read_at = standings[item], at
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
        editions: Any = registry.type_of(queryset.model()).edition_model.objects
        at = clock.in_sql()
        match self.value():
            case "live":
                return queryset.filter(editions.live_of_items().exist_for_item())
            case "scheduled":
                due = queryset.filter(next_due_at__isnull=False)
                return due.filter(editions.planned(at).exist_for_item())
            case "update":
                updated = queryset.filter(state__in=[s for s in State if s != State.PUBLISHED])
                return updated.filter(editions.live_of_items().exist_for_item())
            case "never":
                # An item whose editions have begun may not be in the ledger yet; never the reverse.
                return queryset.filter(~editions.begun(at).exist_for_item(), version=0)
        return queryset


class ItemColumns(ItemPages):
    """Mixin of ``ItemAdmin``: the columns that every list of items has, and its search."""

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        looked_for = registry.type_of(self.model()).looked_for
        return [*(looked_for or super().get_search_fields(request))]

    @property
    def reads_rows(self) -> bool:
        """Not where an index of words proposes rows."""
        return not registry.type_of(self.model()).looked_for and super().reads_rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if registry.type_of(self.model()).looked_for:
            newest = desk_words.last_saved_first(queryset)
            newest = self.first(request, newest, desk_words.MOST + 1)
            narrowed = desk_words.narrowed(queryset, found, search_term, newest=newest)
            found = narrowed.rows
            tell_cut(request, is_cut=narrowed.is_cut)
        return found, may_repeat

    def first(
        self, request: HttpRequest, rows: QuerySet[Any], count: int, bound: Q | None = None
    ) -> QuerySet[Any]:
        """Of those who see their own drafts alone, these are walked and no others."""
        user = person(request)
        if access.sees_all(registry.type_of(self.model()), user):
            return super().first(request, rows, count, bound)
        return own_drafts.newest(rows, user, count, bound=bound)

    @admin.display(description=_("state"))
    def state_badge(self, item: Item) -> SafeString:
        return self.once("state_badge", item.state, lambda: _badge(State(item.state)))

    @admin.display(description=_("readers"))
    def label_list(self, item: Any) -> SafeString:
        def told() -> SafeString:
            return labelled(item.labels, now=item.read_at)

        if any(label.at for label in item.labels):
            return told()
        return self.once("label_list", tuple(item.labels), told)

    @admin.display(description=_("due"))
    def due(self, item: Any) -> str:
        """The next instant at which readers see a change."""
        return said(item.next_due_at, now=item.read_at) if item.next_due_at else ""

    @admin.display(description=_("changed"), ordering="saved_at")
    def changed(self, item: Any) -> SafeString:
        instant = said(item.saved_at or item.created_at, now=item.read_at)
        if not item.saved_by:
            return instant
        return format_html('{} <span class="by">{}</span>', instant, item.saved_by)


def _badge(state: State) -> SafeString:
    return format_html(
        '<span class="state state-{}"><span class="state-shape" aria-hidden="true">{}</span> '
        "{}</span>",
        state.value, state.shape, state.label,
    )  # fmt: skip
