"""Writing the index: it follows the ledger, and begins again when its version changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce

from newsroom.delivery.followers import Follower
from newsroom.delivery.models import FollowerPosition
from newsroom.editorial import clock
from newsroom.editorial.models import LedgerEntry, LedgerHead
from newsroom.editorial.registry import ItemType, SharedType
from newsroom.editorial.rules import public_things
from newsroom.site.models import (
    SearchEntry,
    SearchPostings,
    SearchSpan,
    SearchSpelling,
    SearchState,
)

from . import entries, places, postings, spelling

#: Counts up when keys, fields or places are made in another way.
VERSION = 2
_COLUMNS = ("published_at", "language", *entries.FIELDS, "folded", "facets", "place")

Named = tuple[str, UUID]


def follow(told: list[LedgerEntry]) -> None:
    """Take in what the ledger tells of items and of shared things that are searched.

    What is indexed is what is live now, so an entry that is not its item's newest can wait for it.
    """
    by_type: dict[str, set[UUID]] = defaultdict(set)
    for entry in told:
        if entry.newest:
            by_type[entry.type].add(entry.uuid)
    for item_type in entries.searched():
        if uuids := by_type[item_type.name]:
            write(live(item_type, uuids), {(item_type.name, uuid) for uuid in uuids})
    for thing_type in entries.things():
        if uuids := by_type[thing_type.name]:
            write(public(thing_type, uuids), {(thing_type.name, uuid) for uuid in uuids})


FOLLOWER = Follower("search", follow)


def is_behind() -> bool:
    """Whether something public has changed that the index has yet to take in. One query."""
    taken_in = FollowerPosition.objects.filter(name=FOLLOWER.name).values("seq")
    return LedgerHead.objects.filter(pk=1, seq__gt=Coalesce(Subquery(taken_in), 0)).exists()


def live(item_type: ItemType, uuids: Iterable[UUID]) -> list[SearchEntry]:
    """What is indexed of the items that are live now."""
    editions = item_type.editions.filter(item__uuid__in=uuids).live_of_items(clock.now())
    return [entries.of_edition(item_type, each) for each in editions.select_related("item")]


def public(thing_type: SharedType, uuids: Iterable[UUID]) -> list[SearchEntry]:
    """What is indexed of the shared things that are public now."""
    found = public_things.public(thing_type.name, clock.now()).filter(uuid__in=uuids)
    return [entries.of_thing(thing_type, each) for each in found]


def write(found: Sequence[SearchEntry], named: Iterable[Named]) -> None:
    """Index ``found`` in place of what is indexed under ``named``, which it is a part of."""
    stored = _stored(named)
    edits = _Edits()
    new, changed = [], []
    for entry in found:
        old = stored.get((entry.item_type, entry.item_uuid))
        if old is not None and _is_of_month(old, entry):
            entry.pk, entry.place = old.pk, stored.pop((old.item_type, old.item_uuid)).place
            changed.append(entry)
            edits.note(entry.place, _changes(old, entry))
        else:
            new.append(entry)
    for gone in stored.values():
        edits.note(gone.place, dict.fromkeys(entries.keys(gone), 0))
    SearchEntry.objects.filter(pk__in=[gone.pk for gone in stored.values()]).delete()
    SearchEntry.objects.bulk_update(changed, _COLUMNS)
    edits.write()
    _write_facts(changed, stored.values())
    _learn(changed)
    add(new)


def add(
    new: Sequence[SearchEntry],
    keys: Callable[[SearchEntry], Mapping[str, int]] = entries.keys,
    store: Callable[[Sequence[SearchEntry]], object] = SearchEntry.objects.bulk_create,
) -> None:
    """Index what is not there yet. It sets the entries' places before it has them stored."""
    _place(new)
    edits = _Edits()
    for entry in new:
        edits.note(entry.place, keys(entry))
    store(new)
    edits.write()
    _write_facts(new, ())
    _learn(new)


def languages() -> tuple[str, ...]:
    """The languages of what is indexed. One query."""
    found = SearchState.objects.filter(pk=1).values_list("languages", flat=True).first()
    return tuple(found or ())


def begin_again() -> None:
    """Empty the index and let the follower fill it again from the ledger's beginning."""
    with transaction.atomic():
        FollowerPosition.objects.select_for_update().filter(name=FOLLOWER.name).update(
            seq=0, failures=0, retry_at=None
        )
        for model in (SearchEntry, SearchPostings, SearchSpan, SearchSpelling):
            model._base_manager.all().delete()
        SearchState.objects.update_or_create(pk=1, defaults={"version": VERSION, "languages": []})


def after_migrate(using: str = "default", **kwargs: object) -> None:
    """Begin again if the index was made by another version."""
    if not SearchState.objects.using(using).filter(pk=1, version=VERSION).exists():
        begin_again()


def _stored(named: Iterable[Named]) -> dict[Named, SearchEntry]:
    by_type: dict[str, set[UUID]] = defaultdict(set)
    for type_name, uuid in named:
        by_type[type_name].add(uuid)
    wanted = Q()
    for type_name, uuids in by_type.items():
        wanted |= Q(item_type=type_name, item_uuid__in=uuids)
    rows = SearchEntry.objects.filter(wanted) if wanted else ()
    return {(row.item_type, row.item_uuid): row for row in rows}


def _is_of_month(old: SearchEntry, new: SearchEntry) -> bool:
    span, _number = places.parted(old.place)
    return places.is_in_month(span, entries.first_span(new))


def _changes(old: SearchEntry, new: SearchEntry) -> dict[str, int]:
    before, after = entries.keys(old), entries.keys(new)
    changed = {key: flags for key, flags in after.items() if before.get(key) != flags}
    return changed | dict.fromkeys(before.keys() - after.keys(), 0)


class _Edits:
    """Changes of postings, by span."""

    def __init__(self) -> None:
        self.by_span: dict[int, dict[str, dict[int, int]]] = {}

    def note(self, place: int, changed: Mapping[str, int]) -> None:
        span, number = places.parted(place)
        of_span = self.by_span.setdefault(span, defaultdict(dict))
        for key, flags in changed.items():
            of_span[key][number] = flags

    def write(self) -> None:
        for span in sorted(self.by_span):
            postings.edit(span, self.by_span[span])


def _place(new: Sequence[SearchEntry]) -> None:
    """Give each a free place of its month, the oldest of a batch first."""
    by_month: dict[int, list[SearchEntry]] = defaultdict(list)
    for entry in new:
        by_month[entries.first_span(entry)].append(entry)
    for first, of_month in by_month.items():
        of_month.sort(key=lambda entry: entry.published_at)
        last = SearchSpan.objects.filter(span__gte=first).filter(
            span__lt=first + places.SPANS_OF_A_MONTH
        )
        used = {row.span: len(row.facts) // places.FACTS_SIZE for row in last.order_by("-span")[:1]}
        for entry, place in zip(of_month, places.free(used, first, len(of_month)), strict=True):
            entry.place = places.place(*place)


def _write_facts(here: Iterable[SearchEntry], gone: Iterable[SearchEntry]) -> None:
    by_span: dict[int, dict[int, bytes]] = defaultdict(dict)
    for entry in gone:
        span, number = places.parted(entry.place)
        by_span[span][number] = places.NOTHING
    for entry in here:
        span, number = places.parted(entry.place)
        by_span[span][number] = entries.facts(entry).pack()
    stored = SearchSpan.objects.in_bulk(list(by_span))
    rows = []
    for span, facts in by_span.items():
        whole = bytearray(stored[span].facts if span in stored else b"")
        for number, packed in facts.items():
            start = number * places.FACTS_SIZE
            whole.extend(bytes(max(0, start + places.FACTS_SIZE - len(whole))))
            whole[start : start + places.FACTS_SIZE] = packed
        rows.append(SearchSpan(span=span, facts=bytes(whole)))
    SearchSpan.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["span"], update_fields=["facts"]
    )


def _learn(found: Sequence[SearchEntry]) -> None:
    """Take in their languages, and how their words are spelled."""
    spelling.learn(found)
    known = set(languages())
    new = {entry.language for entry in found if entry.language} - known
    if new:
        SearchState.objects.update_or_create(
            pk=1, defaults={"version": VERSION, "languages": sorted(known | new)}
        )
