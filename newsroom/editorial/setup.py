"""What is written after every migrate: permissions, roles, the rule of live intervals, the name."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from newsroom.accounts import roles
from newsroom.lib import planner_statistics

from . import registry
from .models import intervals
from .publication import names
from .rules import access


def after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Runs once, after the last app: all permissions and content types are there by then."""
    with_models = [c for c in apps.get_app_configs() if c.models_module is not None]
    if sender.label != with_models[-1].label:
        return
    keep_intervals(using)
    expect_several_things(using)
    names.choose()
    declare_roles()
    roles.sync()


def declare_roles() -> None:
    """Create the workflow's permissions, and say which roles have them by default."""
    create_permissions()
    grant_transitions()
    grant_records()


def create_permissions() -> None:
    """One permission per item type and transition, one for "on items of their own", and access."""
    for item_type in registry.item_types():
        names = {
            name: name.replace("_", " ").capitalize() for name in access.permissions(item_type)
        }
        for step in item_type.transitions:
            names[step.codename(item_type)] = f"{step.label} ({item_type.name})"
            if step.own_roles:
                own = step.own_permission(item_type).partition(".")[2]
                names[own] = f"{step.label} (own {item_type.name})"
        content_type = ContentType.objects.get_for_model(item_type.model)
        for codename, name in names.items():
            Permission.objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": name[:255]}
            )


def grant_transitions() -> None:
    for item_type in registry.item_types():
        for codename, holders in access.permissions(item_type).items():
            roles.grant(holders, f"{item_type.model._meta.app_label}.{codename}")
        for step in item_type.transitions:
            roles.grant(step.roles, step.permission(item_type))
            roles.grant(step.own_roles, step.own_permission(item_type))


def grant_records() -> None:
    """Log, takedowns and corrections are the desk's and legal's to read; the ledger the chief's."""
    desk = {roles.Role.DESK_EDITOR, roles.Role.LEGAL, roles.Role.MANAGING_EDITOR}
    roles.grant(desk, "editorial.view_logentry", "editorial.view_takedown",
                "editorial.view_correction")  # fmt: skip
    roles.grant({roles.Role.MANAGING_EDITOR}, "editorial.view_ledgerentry",
                "accounts.view_signinentry", "accounts.remove_second_factor",
                "accounts.view_user", "accounts.add_user", "accounts.change_user")  # fmt: skip


def expect_several_things(using: str) -> None:
    """Let lists by a column of the edition, such as a section's, walk that column's index."""
    tables = set(connections[using].introspection.table_names())
    for relation in registry.relations():
        table = relation.model._meta.db_table
        if relation.on_edition and table in tables:
            field: Any = relation.model._meta.get_field(relation.field)
            planner_statistics.expect_several(connections[using], table, field.column)


def keep_intervals(using: str) -> None:
    """Let the database keep every type of item from having two live editions at once."""
    tables = set(connections[using].introspection.table_names())
    for item_type in registry.item_types():
        table = item_type.edition_model._meta.db_table
        if table in tables:
            intervals.keep(connections[using], table)
