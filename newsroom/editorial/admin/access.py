"""What Django asks a ModelAdmin, answered by the kernel's rule: ``editorial.access``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest

from newsroom.editorial import registry
from newsroom.editorial.models import Shared
from newsroom.editorial.rules import access
from newsroom.lib.keyed_lists import KeyedListAdmin

from .pages import RequestAdmin, person


class OthersAdmin(KeyedListAdmin):
    """Rows that name the drafts, plans and takedowns of everybody."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_know = access.sees_other_times(person(request))
        return may_know and super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.sees_other_times(person(request)) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_know = access.sees_other_times(person(request))
        return may_know and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_know = access.sees_other_times(person(request))
        return may_know and super().has_delete_permission(request, obj)


class KnownAdmin(RequestAdmin):
    """What the user may not see is absent: it is in no list, and its address leads nowhere."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return access.visible(super().get_queryset(request), person(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not access.why_not_add(self.model, person(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_view_permission(request, obj):
            return False
        return obj is None or access.may_see(obj, person(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return access.changes_some(self.model, person(request))
        return not self.why_not_change(request, obj)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """A read-only field is not prepopulated."""
        found = super().get_prepopulated_fields(request, obj)
        fixed = self.get_readonly_fields(request, obj)
        return {name: sources for name, sources in found.items() if name not in fixed}

    def why_not_change(self, request: HttpRequest, thing: Any) -> str:
        key = (thing.pk, getattr(thing, "revision", None), getattr(thing, "state", None))
        return self.once(
            "why_not_change", key, lambda: access.why_not_change(thing, person(request))
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Someone who may change some fields of a thing sees the others as read-only."""
        fixed = super().get_readonly_fields(request, obj)
        if not isinstance(obj, Shared):
            return fixed
        closed = self._closed(request, obj)
        return [*fixed, *(name for name in closed if name not in fixed)]

    def _closed(self, request: HttpRequest, thing: Shared) -> dict[str, str]:
        return self.once("closed", thing.pk, lambda: access.closed(thing, person(request)))

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        """A read-only field that names another thing names it as the user may know it."""
        form, thing = context["adminform"], context.get("original")
        if isinstance(thing, Shared):
            barred = self.why_not_change(request, thing)
            reasons = [barred] if barred else self._closed(request, thing).values()
            context["closed"] = list(dict.fromkeys(reasons))
        told = {
            name: found
            for name in form.readonly_fields
            if (found := self._told(name, person(request)))
        }
        form.readonly_fields = [*form.readonly_fields, *told.values()]
        form.fieldsets = [
            (title, {**options, "fields": _replaced(options["fields"], told)})
            for title, options in form.fieldsets
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    def _told(self, name: Any, user: Any) -> Callable[[Any], str] | None:
        """A read-only column in place of a foreign key; None for any other field."""
        field = _foreign_key(self.model, name)
        if field is None or not registry.is_known(field.related_model):
            return None

        def told(thing: Any) -> str:
            other = getattr(thing, name)
            return access.name_for(other, user) if other else self.get_empty_value_display()

        told.__name__ = name
        told.short_description = field.verbose_name  # type: ignore[attr-defined]
        return told


def _foreign_key(model: type[Model], name: Any) -> Any:
    fields = {field.name: field for field in model._meta.concrete_fields}
    found = fields.get(name) if isinstance(name, str) else None
    return found if isinstance(found, ForeignKey) else None


def _replaced(fields: Any, told: dict[str, Any]) -> list[Any]:
    return [
        tuple(_replaced(one, told)) if isinstance(one, list | tuple) else told.get(one, one)
        for one in fields
    ]
