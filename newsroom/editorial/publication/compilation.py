"""From a revision's words to an edition: its document, and the rows that say what it names.

A document says until when it holds, as when a picture's lease ends. What follows then is planned in
the same transaction, so that the page is right on the second: the same words, without (or with) the
picture. These following editions are derived: every act folds them away first and unfolds them
again at its end, and nothing else needs to know of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, F, IntegerField, Model, QuerySet, Value
from django.db.models.expressions import BaseExpression

from newsroom.editorial import registry
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import Correction, Edition, Item, Revision, Shared
from newsroom.editorial.models.states import Change
from newsroom.editorial.registry import Compiled, Relation, Source
from newsroom.lib import rows

from .material import Material

if TYPE_CHECKING:
    from newsroom.accounts.models import User

#: Raise it when the shape of documents changes otherwise than by a field's ``member``, which
#: ``settings_hash`` notices: ``rebuild_documents`` is due then.
SCHEMA_NUMBER = 4


def settings_hash() -> str:
    """Of the addresses that documents hold, and of the members that fields fill.

    If they change, ``rebuild_documents`` is due.
    """
    members = [f"{t.name}.{f.member}" for t in registry.item_types() for f in t.fields if f.member]
    named = "|".join([settings.SITE_URL, settings.FILES_URL, *members])
    return hashlib.sha256(named.encode()).hexdigest()[:16]


#: A shared thing as relation rows know it: its type and primary key.
SharedKey = tuple[str, int]

_SHOWN = Value(True, output_field=BooleanField())  # noqa: FBT003


class Row(NamedTuple):
    """One naming. ``relation`` is its place in the registry's list for the item type."""

    relation: int
    edition_id: int
    thing_id: int
    position: int
    is_shown: bool


#: What a document names: the relation, the thing's key, its position, whether it is shown.
NamedThing = tuple[Relation, int, int, bool]


@dataclass
class Traces:
    """What the compiles of one act leave for its end to tell and to check."""

    #: Shared things that documents no longer name.
    dropped: set[SharedKey] = field(default_factory=set)
    #: By item, the shared things that were compiled into its editions, as they were read.
    read: dict[Item, list[Shared]] = field(default_factory=dict)
    #: The editions that were opened.
    stored: list[Edition] = field(default_factory=list)
    #: By the key of an edition that was stored, the shared things that it shows.
    named: dict[int, set[SharedKey]] = field(default_factory=dict)
    #: Whether an edition, live or planned, was stored, or one was moved while a clock was mended.
    has_moved: bool = False


def compile_words(
    material: Material,
    *,
    published_at: datetime,
    updated_at: datetime,
    prior: Edition | None,
) -> Compiled:
    """The document of these words as readers would get it at their instant. Stores nothing."""
    item = material.item
    corrections: list[Correction] = []
    if prior is not None:
        told = Correction.objects.filter(item_uuid=item.uuid, at__lte=material.at)
        corrections = list(told.order_by("at", "pk"))
    source = Source(
        material=material,
        published_at=published_at,
        updated_at=updated_at,
        prior=prior,
        corrections=corrections,
    )
    return replace(registry.type_of(item).compile(source), read=material.read)


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
    material: Material | None = None,
) -> Edition:
    """Compile the revision and store it as an edition with its relation rows.

    ``material`` are its words as of ``live_from``, where they have been read already.
    """
    compiled = compile_words(
        material or Material(item, revisions.snapshot_of(item, revision), at=live_from),
        published_at=published_at,
        updated_at=updated_at,
        prior=prior,
    )
    edition: Edition = registry.type_of(item).editions.create(
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
    traces.stored.append(edition)
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
    snapshot = revisions.snapshot_of(item, edition.revision)
    return compile_words(
        Material(item, snapshot, at=max(at, edition.live_from)),
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
        and stored_rows(edition) == wanted_rows(item_type, compiled)
    )


def refresh(edition: Edition, *, at: datetime, traces: Traces) -> None:
    """Compile a live or planned edition again, in place, unless it is current."""
    compiled = compile_again(edition, at=at)
    if is_current(edition, compiled):
        return
    item_type = registry.type_of(edition.item).name
    before = named_by(item_type, [edition.pk])[edition.pk]
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
    traces.dropped |= before - named_in(item_type, compiled)


def relation_models(item_type: str) -> list[type[Model]]:
    """The models of the rows that editions of this type have, each once."""
    relations = registry.relations(item_type=item_type)
    return list(dict.fromkeys(r.model for r in relations if not r.on_edition))


def _write_relations(edition: Edition, compiled: Compiled, traces: Traces) -> None:
    traces.has_moved = True
    traces.named[edition.pk] = named_in(registry.type_of(edition.item).name, compiled)
    by_model: dict[type[Model], list[Model]] = {}
    traces.read.setdefault(edition.item, []).extend(compiled.read)
    for named in compiled.named:
        row = named.relation(
            edition=edition,  # type: ignore[misc]
            item_id=edition.item_id,
            published_at=edition.published_at,
            **named.columns,
        )
        by_model.setdefault(named.relation, []).append(row)
    rows.insert_together(by_model)


def _follow(edition: Edition, traces: Traces) -> Edition:
    begins, ends = edition.holds_until, edition.live_until
    edition.live_until = begins
    edition.save(update_fields=["live_until"])
    return open_edition(
        edition.item, edition.revision, live_from=begins, live_until=ends,  # type: ignore[arg-type]
        published_at=edition.published_at, updated_at=edition.updated_at, change=Change.RIGHTS,
        by=None, prior=edition, traces=traces, is_following=True,
    )  # fmt: skip


def rows_of(item_type: str, edition_ids: Collection[int]) -> list[Row]:
    """Everything that these editions of one item type name: one query."""
    parts = [
        _part(place, relation, edition_ids)
        for place, relation in enumerate(registry.relations(item_type=item_type))
    ]
    if not parts or not edition_ids:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return [Row(*row) for row in rows if row[2] is not None]


def _part(place: int, relation: Relation, edition_ids: Collection[int]) -> QuerySet[Any]:
    column = "pk" if relation.on_edition else "edition_id"
    return (
        relation.model._default_manager.filter(**{f"{column}__in": edition_ids})
        .order_by()
        .values_list(
            Value(place, output_field=IntegerField()),
            F(column),
            F(f"{relation.field}_id"),
            Value(0, output_field=IntegerField()) if relation.on_edition else F("position"),
            _SHOWN if relation.on_edition else F("is_shown"),
        )
    )


def named_by(item_type: str, edition_ids: Collection[int]) -> dict[int, set[SharedKey]]:
    """The shared things that each of these editions shows."""
    relations = registry.relations(item_type=item_type)
    named: dict[int, set[SharedKey]] = {pk: set() for pk in edition_ids}
    for row in rows_of(item_type, edition_ids):
        target = relations[row.relation].target
        if row.is_shown and not registry.is_item(target):
            named[row.edition_id].add((target, row.thing_id))
    return named


def named_in(item_type: str, compiled: Compiled) -> set[SharedKey]:
    """The shared things that a compiled document shows."""
    return {
        (relation.target, thing_id)
        for relation, thing_id, _position, is_shown in wanted_rows(item_type, compiled)
        if is_shown and not registry.is_item(relation.target)
    }


def wanted_rows(item_type: str, compiled: Compiled) -> set[NamedThing]:
    """Everything that a compiled document names."""
    wanted = set()
    for relation in registry.relations(item_type=item_type):
        if relation.on_edition:
            key = compiled.columns.get(f"{relation.field}_id")
            if key is not None:
                wanted.add((relation, key, 0, True))
            continue
        for named in compiled.named:
            if named.relation is relation.model:
                key = named.columns.get(f"{relation.field}_id")
                key = named.columns[relation.field].pk if key is None else key
                columns = named.columns
                place, is_shown = columns.get("position", 0), columns.get("is_shown", True)
                wanted.add((relation, key, place, is_shown))
    return wanted


def stored_rows(edition: Edition) -> set[NamedThing]:
    """The same of a stored edition."""
    item_type = registry.type_of(edition.item).name
    relations = registry.relations(item_type=item_type)
    rows = rows_of(item_type, [edition.pk])
    return {(relations[row.relation], row.thing_id, row.position, row.is_shown) for row in rows}


def items_naming(thing: Model) -> Iterable[tuple[str, QuerySet[Any]]]:
    """By item type, the public ids of the items with an edition, live or planned, that names it."""
    for relation in relations_to(thing):
        rows = relation.model._default_manager.filter(**{relation.field: thing})
        if relation.on_edition:
            rows = rows.filter(superseded=False)
        yield relation.item_type, rows.order_by().values_list("item__uuid", flat=True).distinct()


def is_named(thing: Model, at: datetime | BaseExpression) -> bool:
    """Whether an edition that is live at ``at`` or planned after it names the thing."""
    for relation in relations_to(thing):
        editions = registry.item_type(relation.item_type).editions.not_ended(at)
        rows = relation.model._default_manager.filter(**{relation.field: thing})
        column = "pk" if relation.on_edition else "edition"
        if rows.filter(**{f"{column}__in": editions.values("pk")}).exists():
            return True
    return False


def relations_to(thing: Model) -> list[Relation]:
    if isinstance(thing, Item):
        return registry.relations(target=registry.type_of(thing).name)
    return registry.relations(target=registry.type_of_shared(thing).name)  # type: ignore[arg-type]


def carding(item: Item) -> list[tuple[str, int, UUID]]:
    """(type, primary key, public id) of the other items whose editions card this one: one query."""
    parts = []
    for relation in registry.relations(target=registry.type_of(item).name):
        rows = relation.model._default_manager.filter(**{f"{relation.field}_id": item.pk})
        name = Value(relation.item_type)
        parts.append(rows.order_by().values_list(name, F("item_id"), F("item__uuid")))
    return sorted(parts[0].union(*parts[1:]) if len(parts) > 1 else set(*parts))
