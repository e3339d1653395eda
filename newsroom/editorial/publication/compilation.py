"""From a revision's words to an edition's document, stored or only shown.

A document says until when it holds, as when a picture's lease ends. What follows then is planned in
the same transaction, so that the page is right on the second: the same words, without (or with) the
picture. These following editions are derived: every act folds them away first and unfolds them
again at its end, and nothing else needs to know of them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from newsroom.editorial import registry
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import Correction, Edition, Item, Revision, Shared
from newsroom.editorial.models.states import Change
from newsroom.editorial.registry import Compiled, Source

from . import relation_rows
from .relation_rows import SharedKey

if TYPE_CHECKING:
    from newsroom.accounts.models import User

#: The number of the document's shape; a change of it makes ``rebuild_documents`` due.
SCHEMA_NUMBER = 2


def settings_hash() -> str:
    """Of the addresses that documents hold; another one makes ``rebuild_documents`` due."""
    named = f"{settings.SITE_URL}|{settings.FILES_URL}"
    return hashlib.sha256(named.encode()).hexdigest()[:16]


@dataclass
class Traces:
    """What the compiles of one act leave for its end to tell and to check."""

    #: Shared things that documents no longer name.
    dropped: set[SharedKey] = field(default_factory=set)
    #: By item, the shared things that were compiled into its editions, as they were read.
    read: dict[Item, list[Shared]] = field(default_factory=dict)


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
    traces: Traces,
    is_following: bool = False,
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
        holds_until=compiled.holds_until,
        is_following=is_following,
        **compiled.columns,
    )
    _write_relations(edition, compiled, traces)
    return edition


def fold_following(item: Item, *, at: datetime) -> None:
    """Delete what follows after ``at`` and give its time back to the edition before it."""
    ahead: list[Edition] = list(
        item.editions.following(at).order_by("live_from").only("live_from", "live_until")
    )
    if not ahead:
        return
    ends = {edition.live_from: edition.live_until for edition in ahead}
    item.editions.filter(pk__in=[edition.pk for edition in ahead]).delete()
    for edition in item.editions.not_ended(at).defer("card", "body"):
        until = edition.live_until
        while until in ends:
            until = ends.pop(until)
        if until != edition.live_until:
            edition.live_until = until
            edition.save(update_fields=["live_until"])


def unfold_following(item: Item, *, at: datetime, traces: Traces) -> None:
    """Plan what follows each live or planned edition whose document does not hold to its end."""
    editions = item.editions.not_ended(at).filter(holds_until__isnull=False)
    for edition in list(editions.select_related("revision").defer("body")):
        edition.item = item
        while ends_early(edition):
            edition = _follow(edition, traces)


def ends_early(edition: Edition) -> bool:
    """Whether the document ceases to hold while the edition is still live."""
    if edition.holds_until is None:
        return False
    return edition.live_until is None or edition.holds_until < edition.live_until


def compile_again(edition: Edition, *, at: datetime) -> Compiled:
    """What the edition's document would be if it were compiled now; its words and dates stay."""
    item = edition.item
    return compile_words(
        item,
        revisions.words_of(item, edition.revision),
        at=max(at, edition.live_from),
        published_at=edition.published_at,
        updated_at=edition.updated_at,
        prior=edition,
    )


def is_current(edition: Edition, compiled: Compiled) -> bool:
    """Whether the stored document is byte for byte what a fresh compile gives."""
    item_type = registry.type_of(edition.item).name
    return (
        edition.card == compiled.card
        and edition.body == compiled.body
        and edition.schema_number == SCHEMA_NUMBER
        and edition.settings_hash == settings_hash()
        and edition.holds_until == compiled.holds_until
        and all(getattr(edition, name) == value for name, value in compiled.columns.items())
        and relation_rows.stored_rows(edition) == relation_rows.wanted_rows(item_type, compiled)
    )


def refresh(edition: Edition, *, at: datetime, traces: Traces) -> None:
    """Compile a live or planned edition again, in place, unless it is current."""
    compiled = compile_again(edition, at=at)
    if is_current(edition, compiled):
        return
    item_type = registry.type_of(edition.item).name
    before = relation_rows.named_by(item_type, [edition.pk])[edition.pk]
    edition.card, edition.body = compiled.card, compiled.body
    edition.schema_number, edition.settings_hash = SCHEMA_NUMBER, settings_hash()
    edition.holds_until = compiled.holds_until
    edition.compile_number += 1
    for name, value in compiled.columns.items():
        setattr(edition, name, value)
    edition.save()
    for model in relation_models(item_type):
        model._default_manager.filter(edition=edition).delete()
    _write_relations(edition, compiled, traces)
    traces.dropped |= before - relation_rows.named_in(item_type, compiled)


def relation_models(item_type: str) -> list[type[models.Model]]:
    """The models of the rows that editions of this type have, each once."""
    relations = registry.relations(item_type=item_type)
    return list(dict.fromkeys(r.model for r in relations if not r.on_edition))


def _write_relations(edition: Edition, compiled: Compiled, traces: Traces) -> None:
    by_model: dict[type[models.Model], list[models.Model]] = {}
    read = traces.read.setdefault(edition.item, [])
    for named in compiled.named:
        read += [value for value in named.columns.values() if isinstance(value, Shared)]
        row = named.relation(
            edition=edition,  # type: ignore[misc]
            item_id=edition.item_id,
            published_at=edition.published_at,
            **named.columns,
        )
        by_model.setdefault(named.relation, []).append(row)
    for model, rows in by_model.items():
        model._default_manager.bulk_create(rows)


def _follow(edition: Edition, traces: Traces) -> Edition:
    begins, ends = edition.holds_until, edition.live_until
    edition.live_until = begins
    edition.save(update_fields=["live_until"])
    return open_edition(
        edition.item, edition.revision, live_from=begins, live_until=ends,  # type: ignore[arg-type]
        published_at=edition.published_at, updated_at=edition.updated_at, change=Change.RIGHTS,
        by=None, prior=edition, traces=traces, is_following=True,
    )  # fmt: skip
