"""The filters of the list of people: by access and by role."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom.editorial import clock

from . import names, standing
from .standing import Standing


class StandingFilter(admin.SimpleListFilter):
    title = _("access")
    parameter_name = "access"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(each.value, each.word) for each in Standing]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wanted = self.value()
        if wanted not in set(Standing):
            return queryset
        return standing.only(queryset, Standing(wanted), at=clock.now())


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        groups = [(str(group.pk), names.of_group(group)) for group in Group.objects.order_by("pk")]
        return [*groups, ("superuser", _("superuser")), ("none", _("no role"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wanted = self.value() or ""
        if wanted == "superuser":
            return queryset.filter(is_superuser=True)
        if wanted == "none":
            return queryset.filter(groups=None, is_superuser=False)
        if wanted in dict(self.lookup_choices):
            return queryset.filter(groups=wanted)
        return queryset
