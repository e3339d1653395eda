"""From a revision's words to an edition's document, stored or only shown."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Model

from . import announcing, registry, revisions
from .models import Correction, Edition, Item, Revision
from .registry import Compiled, Source

if TYPE_CHECKING:
    from newsroom.accounts.models import User

#: The number of the document's shape; a change of it makes ``rebuild_documents`` due.
SCHEMA_NUMBER = 1


def settings_hash() -> str:
    """Of the addresses that documents hold; another one makes ``rebuild_documents`` due."""
    named = f"{settings.SITE_URL}|{settings.FILES_URL}"
    return hashlib.sha256(named.encode()).hexdigest()[:16]


def compile_words(
    item: Item,
    words: dict[str, Any],
    *,
    at: datetime,
    published_at: datetime,
    updated_at: datetime,
    prior: Edition | None,
) -> Compiled:
    """The document of these words as readers would get it at ``at``. Stores nothing."""
    corrections = Correction.objects.filter(item_uuid=item.uuid, at__lte=at).order_by("at", "pk")
    source = Source(
        item=item,
        snapshot=words,
        at=at,
        published_at=published_at,
        updated_at=updated_at,
        prior=prior,
        corrections=list(corrections),
    )
    return registry.type_of(item).compile(source)


def open_edition(
    item: Item,
    revision: Revision,
    *,
    live_from: datetime,
    live_until: datetime | None,
    published_at: datetime,
    updated_at: datetime,
    change: str,
    by: User | None,
    prior: Edition | None,
) -> Edition:
    """Compile the revision and store it as an edition with its relation rows."""
    compiled = compile_words(
        item,
        revisions.words_of(item, revision),
        at=live_from,
        published_at=published_at,
        updated_at=updated_at,
        prior=prior,
    )
    edition = registry.type_of(item).editions.create(
        item=item,
        revision=revision,
        live_from=live_from,
        live_until=live_until,
        published_at=published_at,
        updated_at=updated_at,
        change=change,
        created_by=by,
        card=compiled.card,
        body=compiled.body,
        schema_number=SCHEMA_NUMBER,
        settings_hash=settings_hash(),
        **compiled.columns,
    )
    _write_relations(edition, compiled)
    return edition


def compile_again(edition: Edition, *, at: datetime) -> Compiled:
    """What the edition's document would be if it were compiled now; its words and dates stay."""
    item = edition.item  # type: ignore[attr-defined]
    return compile_words(
        item,
        revisions.words_of(item, edition.revision),  # type: ignore[attr-defined]
        at=max(at, edition.live_from),
        published_at=edition.published_at,
        updated_at=edition.updated_at,
        prior=edition,
    )


def is_current(edition: Edition, compiled: Compiled) -> bool:
    """Whether the stored document is byte for byte what a fresh compile gives."""
    return (
        edition.card == compiled.card
        and edition.body == compiled.body
        and edition.schema_number == SCHEMA_NUMBER
        and edition.settings_hash == settings_hash()
        and all(_column(edition, name) == value for name, value in compiled.columns.items())
        and _stored_relations(edition) == _wanted_relations(compiled)
    )


def replace_document(edition: Edition, compiled: Compiled) -> set[announcing.Named]:
    """Store the new compile in place; returns the shared things that are no longer named."""
    before = announcing.named_by(edition)
    edition.card, edition.body = compiled.card, compiled.body
    edition.schema_number, edition.settings_hash = SCHEMA_NUMBER, settings_hash()
    edition.compile_number += 1
    for name, value in compiled.columns.items():
        setattr(edition, name, value)
    edition.save()
    for model in _relation_models(edition):
        model._default_manager.filter(edition=edition).delete()
    _write_relations(edition, compiled)
    return before - announcing.named_by(edition)


def _write_relations(edition: Edition, compiled: Compiled) -> None:
    by_model: dict[type[Model], list] = {}
    for named in compiled.named:
        row = named.relation(
            edition=edition,  # type: ignore[misc]
            item_id=edition.item_id,  # type: ignore[attr-defined]
            published_at=edition.published_at,
            **named.columns,
        )
        by_model.setdefault(named.relation, []).append(row)
    for model, rows in by_model.items():
        model._default_manager.bulk_create(rows)


def _relation_models(edition: Edition) -> set[type[Model]]:
    item_type = registry.type_of(edition.item).name  # type: ignore[attr-defined]
    return {r.model for r in registry.relations(item_type=item_type) if not r.on_edition}


def _stored_relations(edition: Edition) -> set[tuple]:
    item_type = registry.type_of(edition.item).name  # type: ignore[attr-defined]
    stored = set()
    for relation in registry.relations(item_type=item_type):
        if relation.on_edition:
            continue
        rows = relation.model._default_manager.filter(edition=edition)
        for pk, position in rows.values_list(f"{relation.field}_id", "position"):
            stored.add((relation.model, relation.field, pk, position))
    return stored


def _wanted_relations(compiled: Compiled) -> set[tuple]:
    wanted = set()
    for named in compiled.named:
        for relation in registry.relations():
            if relation.model is named.relation:
                columns = named.columns
                pk = columns.get(f"{relation.field}_id")
                if pk is None:
                    pk = columns[relation.field].pk
                wanted.add((relation.model, relation.field, pk, columns.get("position", 0)))
    return wanted


def _column(edition: Edition, name: str) -> Any:
    return getattr(edition, name)
