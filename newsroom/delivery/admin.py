"""The log of what goes out, for superusers."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from newsroom.editorial.admin.records import ReadOnlyAdmin
from newsroom.lib.keyed_lists import RecentValues

from .models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = [
        "created_at", "channel", "target", "seq", "attempts", "next_try_at", "done_at", "answer",
    ]  # fmt: skip
    list_filter = [("channel", RecentValues), ("done_at", admin.EmptyFieldListFilter)]
    ordering = ["-pk"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
