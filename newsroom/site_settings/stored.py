"""Where the settings come from, and how a process learns of them: see ``newsroom.lib``."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError
from django.db.backends.signals import connection_created

from newsroom.accounts.roles import Role, grant
from newsroom.editorial.publication import shared_number
from newsroom.lib import site_settings
from newsroom.lib.site_settings import SiteSettings, Source

from .models import SettingsRevision

_LABEL = "site_settings.{}_settingsrevision"


def register() -> None:
    site_settings.read_from(
        Source(shared_number.settings_number, load, shared_number.write_settings)
    )
    grant({Role.MANAGING_EDITOR}, _LABEL.format("view"), _LABEL.format("change"))
    connection_created.connect(_know_from_the_start, dispatch_uid="newsroom.site_settings")


def load() -> SiteSettings:
    """The newest settings: one query."""
    rows = SettingsRevision.objects.values_list("number", "values", "created_at")
    found = rows.order_by("-number").first()
    return SiteSettings(*found) if found else SiteSettings()


def _know_from_the_start(connection: Any, **kwargs: Any) -> None:
    """Commands and workers know language and time zone before they do anything."""
    connection_created.disconnect(dispatch_uid="newsroom.site_settings")
    try:
        site_settings.current()
    except DatabaseError:
        # Before the first migrate there is no table.
        return
