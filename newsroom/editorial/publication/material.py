"""What words name, read at once: the checks before publishing and the document share it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects

from newsroom.editorial import registry
from newsroom.editorial.fields import followed
from newsroom.editorial.models import Edition, Item, Shared
from newsroom.lib import rows

if TYPE_CHECKING:
    from newsroom.editorial.registry import SharedType

Key = tuple[str, UUID]


class Material:
    """The words of an item as of an instant, with the rows of everything that they name.

    Three queries, however much is named. ``locked`` are items read already; the others are read
    here.
    """

    def __init__(
        self, item: Item, snapshot: dict[str, Any], *, at: datetime, locked: Iterable[Item] = ()
    ) -> None:
        #: The words, as a revision keeps them, upgraded to the present schema.
        self.item, self.snapshot, self.at = item, snapshot, at
        item_type = registry.type_of(item)
        self._items = _items(item_type.cards(snapshot), locked)
        self._live = _live(self._items, at)
        named = list(item_type.mentions(snapshot))
        for (kind, _public_id), edition in self._live.items():
            named += registry.item_type(kind).shown_by_card(edition.card)
        self._things = _things(
            {(kind, UUID(str(each))) for kind, each in named if registry.is_shared(kind)}
        )

    @property
    def read(self) -> list[Shared]:
        """The shared things, as they were read."""
        return list(self._things.values())

    def thing(self, kind: str, public_id: Any) -> Any:
        """The shared thing of this public id, merges followed; None if there is none."""
        return followed(self._things.get((kind, UUID(str(public_id))))) if public_id else None

    def things(self, kind: str, public_ids: Iterable[Any]) -> list[Any]:
        """Those that there are, in this order, merges followed, each once."""
        found = (self.thing(kind, public_id) for public_id in public_ids)
        return list(dict.fromkeys(thing for thing in found if thing is not None))

    def named(self, kind: str, public_id: Any) -> Any:
        """Like ``thing``, but the very one of this public id."""
        return self._things.get((kind, UUID(str(public_id))))

    def card(self, kind: str, public_id: Any) -> Any:
        """The item of this public id, live or not; None if there is none."""
        return self._items.get((kind, UUID(str(public_id))))

    def live(self, kind: str, public_id: Any) -> Any:
        """The edition of this item that is live at the instant, or None."""
        return self._live.get((kind, UUID(str(public_id))))


def _items(wanted: Iterable[tuple[str, Any]], locked: Iterable[Item]) -> dict[Key, Item]:
    found = {(registry.type_of(item).name, item.uuid): item for item in locked}
    keys = dict.fromkeys((kind, UUID(str(each))) for kind, each in wanted if registry.is_item(kind))
    for kind in {kind for kind, _each in keys}:
        missing = [each for name, each in keys if name == kind and (name, each) not in found]
        if missing:
            model: Any = registry.item_type(kind).model
            found |= {(kind, i.uuid): i for i in model._base_manager.filter(uuid__in=missing)}
    return {key: found[key] for key in keys if key in found}


def _live(items: dict[Key, Item], at: datetime) -> dict[Key, Edition]:
    live: dict[Key, Edition] = {}
    for kind in {kind for kind, _each in items}:
        by_pk = {item.pk: item for (name, _each), item in items.items() if name == kind}
        for edition in registry.item_type(kind).editions.filter(item__in=by_pk).live_of_items(at):
            edition.item = by_pk[edition.item_id]
            live[kind, edition.item.uuid] = edition
    return live


def _things(named: set[Key]) -> dict[Key, Shared]:
    """The rows of these things, of what they were merged into, and of what all these show."""
    keys = {kind: _keys(kind, [each for name, each in named if name == kind]) for kind in
            {name for name, _each in named}}  # fmt: skip
    for shared in registry.shared_types():
        if shared.name in keys:
            for column, kind in _shown_things(shared):
                showing: Any = shared.model._base_manager
                showing = showing.filter(pk__in=_united(keys[shared.name])).order_by()
                keys.setdefault(kind, []).append(showing.values(column))
    types = [shared for shared in registry.shared_types() if shared.name in keys]
    beside = [(r, _united(keys[shared.name])) for shared in types for r in _read_beside(shared)]
    read = rows.together(
        *(shared.model._base_manager.filter(pk__in=_united(keys[shared.name])) for shared in types),
        *(r.related_model._default_manager.filter(**{f"{r.field.name}__in": k}) for r, k in beside),
    )
    found = [row for row in read if isinstance(row, Shared)]
    for relation, _keys_of_things in beside:
        _keep_beside(relation, found, read)
    by_pk = {(type(thing), thing.pk): thing for thing in found}
    for shared in types:
        mine = [thing for thing in found if type(thing) is shared.model]
        for name in ["merged_into", *(column for column, _kind in _shown_things(shared))]:
            for thing in mine:
                field: Any = thing._meta.get_field(name)
                other = by_pk.get((field.related_model, getattr(thing, field.attname)))
                if other is not None:
                    setattr(thing, name, other)
        if mine:
            prefetch_related_objects(mine, *shared.reads)
    return {(registry.type_of_shared(thing).name, thing.uuid): thing for thing in found}


def _keys(kind: str, public_ids: list[UUID]) -> list[QuerySet[Any]]:
    """Queries for the keys of these things and of those they were merged into (at once: see
    ``shared_things.merge``)."""
    model: Any = registry.shared_type(kind).model
    named = model._base_manager.filter(uuid__in=public_ids).order_by()
    return [named.values("pk"), named.filter(~Q(merged_into=None)).values("merged_into")]


def _united(queries: list[QuerySet[Any]]) -> QuerySet[Any]:
    return queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]


def _read_beside(shared: SharedType) -> list[Any]:
    """The relations from rows of other tables that documents read beside this thing's own."""
    fields: Any = (shared.model._meta.get_field(path) for path in shared.reads if "__" not in path)
    return [field for field in fields if field.one_to_many]


def _keep_beside(relation: Any, things: Iterable[Any], read: Iterable[Any]) -> None:
    """Give each thing its own rows, as ``prefetch_related_objects`` would."""
    name, field = relation.get_accessor_name(), relation.field
    by_thing: dict[Any, list[Any]] = {}
    for row in read:
        if isinstance(row, relation.related_model):
            by_thing.setdefault(getattr(row, field.attname), []).append(row)
    for thing in things:
        if isinstance(thing, relation.model):
            own = getattr(thing, name).get_queryset()
            own._result_cache, own._prefetch_done = by_thing.get(thing.pk, []), True
            for row in own._result_cache:
                setattr(row, field.name, thing)
            thing.__dict__.setdefault("_prefetched_objects_cache", {})[name] = own


def _shown_things(shared: SharedType) -> list[tuple[str, str]]:
    """(column, kind) of the shared things that this one shows, as an author does a portrait."""
    found = []
    for path in shared.reads:
        name, _separator, beyond = path.partition("__")
        if beyond:
            field: Any = shared.model._meta.get_field(name)
            found.append((name, registry.kind_of(field.related_model).name))
    return found
