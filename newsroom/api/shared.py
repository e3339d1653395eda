"""Shared things (authors, tags, pictures …): public while a live edition names them, exactly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Expression, OuterRef, Q, QuerySet

from newsroom.editorial import ledger, registry
from newsroom.editorial.models import Shared


def named(type_name: str, at: datetime | Expression) -> QuerySet:
    """The things of a type that an edition names which is live at ``at``."""
    condition = Q(pk__in=[])
    for relation in registry.relations(target=type_name):
        live = registry.item_type(relation.item_type).editions.live(at)
        if relation.on_edition:
            condition |= Exists(live.filter(**{relation.field: OuterRef("pk")}))
        else:
            rows = relation.model._default_manager.filter(**{relation.field: OuterRef("pk")})
            condition |= Exists(rows.filter(edition__in=live))
    shared_type = _type(type_name)
    rows = shared_type.model._default_manager.filter(condition)
    return rows.prefetch_related(*shared_type.reads)


def document(type_name: str, thing: Shared) -> dict[str, Any]:
    """The public document with its type and version printed in."""
    return {**_type(type_name).compile(thing), "type": type_name, "version": thing.version}


def public_by_id(type_name: str, public_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """The documents of these things, of those that are public now."""
    rows = named(type_name, ledger.instant_in_sql()).filter(uuid__in=list(public_ids))
    return {thing.uuid: document(type_name, thing) for thing in rows}


def _type(type_name: str) -> registry.SharedType:
    shared_type = registry.shared_type(type_name)
    if shared_type is None:
        raise LookupError(f"{type_name} is no shared type.")
    return shared_type
