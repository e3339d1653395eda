"""What a request changed in the database, row by row and column by column."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

APPS = ("articles", "feed", "media", "site_settings", "editorial", "accounts", "people", "auth",
        "mfa", "taggit", "first_run")  # fmt: skip
#: What signing in and every request write of themselves, whoever asks.
OF_SIGN_IN = ("accounts.loginsession", "accounts.signinentry", "accounts.signintries")

Row = dict[str, Any]
Dump = dict[str, dict[Any, Row]]


@dataclass(frozen=True)
class Change:
    """A row that was added, changed or deleted; ``now`` holds what changed, by column."""

    label: str
    pk: Any
    kind: str
    #: The row as it was, of an added one as it is.
    row: Row
    now: Row = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.label} {self.pk} {self.kind} {', '.join(self.now)}".strip()


def dump(tables: Collection[str] | None = None) -> Dump:
    """Every row of the newsroom and of its logins, by model and key; of these tables if given."""
    found: Dump = {}
    for app in APPS:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            if tables is None or model._meta.db_table in tables:
                key = model._meta.pk.attname
                rows = model._base_manager.values()
                found[model._meta.label_lower] = {row[key]: row for row in rows}
    for label in OF_SIGN_IN:
        found.pop(label, None)
    for login in found.get("accounts.user", {}).values():
        # Whoever logs in changes this.
        del login["last_login"]
    return found


def between(before: Dump, after: Dump) -> list[Change]:
    found = []
    for label, rows in after.items():
        old = before[label]
        if rows == old:
            continue
        found += [Change(label, pk, "added", row) for pk, row in rows.items() if pk not in old]
        found += [Change(label, pk, "deleted", row) for pk, row in old.items() if pk not in rows]
        for pk, row in rows.items():
            if pk in old and old[pk] != row:
                now = {name: value for name, value in row.items() if old[pk][name] != value}
                found.append(Change(label, pk, "changed", old[pk], now))
    return found
