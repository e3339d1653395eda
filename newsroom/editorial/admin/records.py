"""Records that are written once and only read: log, takedowns, corrections, ledger."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from newsroom.editorial.models import Correction, LedgerEntry, LogEntry, Takedown
from newsroom.lib.keyed_lists import RecentValues

from .access import OthersAdmin


class ReadOnlyAdmin(OthersAdmin):
    desk_group = "setup"
    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "act", "item_type", "item_uuid", "from_state", "to_state", "note"]
    list_filter = [("item_type", RecentValues), ("act", RecentValues)]
    list_select_related = ["by"]
    search_fields = ["item_uuid__exact", "note"]
    ordering = ["-id"]


@admin.register(Takedown)
class TakedownAdmin(ReadOnlyAdmin):
    list_display = ["starts_at", "kind", "item_type", "item_uuid", "by", "reason", "lifted_at"]
    list_filter = ["kind", ("item_type", RecentValues)]
    list_select_related = ["by"]
    search_fields = ["item_uuid__exact", "reason", "note"]
    ordering = ["-starts_at", "-id"]


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ["at", "kind", "text", "item_type", "item_uuid", "by"]
    list_filter = ["kind", ("item_type", RecentValues)]
    list_select_related = ["by"]
    search_fields = ["item_uuid__exact", "text"]
    ordering = ["-at", "-id"]


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    list_display = ["seq", "at", "op", "type", "uuid", "cause", "reason", "newest"]
    list_filter = ["op", ("type", RecentValues)]
    search_fields = ["uuid__exact"]
    ordering = ["-seq"]
