"""Django system checks: is the kernel used as it must be, and do documents fit the settings?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import site
from django.core.checks import Error, Tags, Warning, register
from django.db import connections
from django.db.models import Model

from newsroom.lib import planner_statistics

from . import registry
from .admin.items import step_forms
from .drafts import completeness
from .fields import BODY, PARTS
from .models import Edition, Item, Revision
from .publication import compilation
from .rules import who_may, workflow


@register(Tags.models)
def kernel_bases_come_first(app_configs: Any, **kwargs: Any) -> list[Error]:
    """``class Article(Content, Item)`` would silently drop the kernel base's constraints."""
    problems = []
    for item_type in registry.item_types():
        models = {
            Item: item_type.model,
            Edition: item_type.edition_model,
            Revision: item_type.revision_model,
        }
        for base, model in models.items():
            wanted = {c.name % _names(model) for c in base._meta.constraints}
            missing = wanted - {c.name for c in model._meta.constraints}
            if missing:
                problems.append(
                    Error(
                        f"{model.__name__} lacks the constraints {sorted(missing)}.",
                        hint=f"Name {base.__name__} first among the bases, and let Meta inherit "
                        f"from {base.__name__}.Meta.",
                        obj=model,
                        id="editorial.E001",
                    )
                )
    return problems


@register(Tags.models)
def items_are_registered(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A concrete Item that nobody registered cannot be compiled or announced."""
    registered = {t.model for t in registry.item_types()}
    return [
        Error(
            f"{model.__name__} is an Item that is not registered.",
            hint="Call registry.register_item() in the app's ready().",
            obj=model,
            id="editorial.E002",
        )
        for model in _concrete(Item)
        if model not in registered
    ]


@register(Tags.models)
def revisions_keep_the_whole_draft(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A field that no revision keeps is missing from history, comparison and restoring."""
    return [
        Error(
            f"{item_type.model._meta.label}.{name} is a part of the draft that no revision keeps.",
            hint=f"Declare it in the app's item_fields.py. If it does not belong to the text, name "
            f"it in outside_history where the item type {item_type.name!r} is registered.",
            obj=item_type.model,
            id="editorial.E004",
        )
        for item_type in registry.item_types()
        for name in completeness.missing(item_type)
    ]


@register(Tags.admin)
def fields_stand_in_the_form(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A declared field in no group of the form could not be written by anybody."""
    admins = [(each, site._registry.get(each.model)) for each in registry.item_types()]
    return [
        Error(
            f"{item_type.name}.{each.name} is in no group of the form.",
            hint=f"Its group {each.group!r} is none of {type(admin).__name__}.groups.",
            obj=item_type.model,
            id="editorial.E007",
        )
        for item_type, admin in admins
        if admin is not None
        for each in item_type.fields
        if each.group not in {name for name, _title, _classes in admin.groups}  # type: ignore[attr-defined]
    ]


@register(Tags.models)
def transitions_have_acts(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every row of the transition tables is carried out by a function, and asks what it needs."""
    rows = {t.name: t for item_type in registry.item_types() for t in item_type.transitions}
    problems = [
        f"No act carries out the transition {name!r}."
        for name in rows.keys() - workflow.ACTS.keys()
    ]
    problems += [
        f"The form of the transition {name!r} asks for no note, which the step needs."
        for name, transition in rows.items()
        if transition.row.needs_note and "note" not in step_forms.form_class(name).base_fields
    ]
    problems += [
        f"The item type {item_type.name!r} has no transitions."
        for item_type in registry.item_types()
        if not item_type.transitions
    ]
    return [Error(problem, id="editorial.E003") for problem in sorted(problems)]


@register(Tags.security)
def the_table_of_who_may_is_whole(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every role has a cell for every thing, using words that the rule knows."""
    return [
        Error(problem, hint=f"Correct {who_may.FILE.name}.", id="editorial.E005")
        for problem in who_may.problems(who_may.TABLE)
    ]


@register(Tags.models)
def fields_belong_to_a_part(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Nobody could change a column of a shared thing that is assigned to no part, nor one of an
    item whose part the table does not know."""
    problems = [
        f"{kind.name}: {f.name} belongs to no part."
        for kind in registry.shared_types()
        if kind.parts
        for f in kind.model._meta.concrete_fields
        if f.editable and not f.primary_key and f.name not in kind.parts
    ]
    problems += [
        f"{item_type.name}: {each.part} is not a part."
        for item_type in registry.item_types()
        for each in item_type.fields
        if each.part not in (*PARTS, BODY)
    ]
    return [
        Error(problem, hint="Say so where the app declares it.", id="editorial.E006")
        for problem in problems
    ]


@register(Tags.database)
def documents_fit_the_settings(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[Warning]:
    """Documents hold absolute addresses: when SITE_URL or FILES_URL changes they are rebuilt."""
    if not databases or "default" not in databases:
        return []
    tables = set(connections["default"].introspection.table_names())
    for item_type in registry.item_types():
        if item_type.edition_model._meta.db_table not in tables:
            continue
        stale = item_type.editions.filter(superseded=False).exclude(
            settings_hash=compilation.settings_hash(), schema_number=compilation.SCHEMA_NUMBER
        )
        if stale.exists():
            return [
                Warning(
                    "Stored documents hold other addresses than SITE_URL and FILES_URL "
                    f"({settings.SITE_URL}) or an older shape.",
                    hint="Run: python manage.py rebuild_documents",
                    id="editorial.W001",
                )
            ]
    return []


@register(Tags.database)
def big_tables_are_analysed(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[Warning]:
    """A table that was filled at once, or restored, is read whole until its first ANALYZE."""
    if not databases or "default" not in databases:
        return []
    tables = planner_statistics.missing()
    if not tables:
        return []
    return [
        Warning(
            f"PostgreSQL has no statistics of big tables: {', '.join(tables)}. Pages are slow.",
            hint="Run: python manage.py dbshell -- -c ANALYZE",
            id="editorial.W002",
        )
    ]


def _concrete(base: type[Model]) -> list[type[Model]]:
    found: list[type[Model]] = []
    model: type[Model]
    for model in base.__subclasses__():
        found += [model] if not model._meta.abstract else _concrete(model)
    return found


def _names(model: type[Model]) -> dict[str, str]:
    return {"app_label": model._meta.app_label.lower(), "class": model.__name__.lower()}
