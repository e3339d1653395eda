"""``/changes`` of the items that name a tag, an author or a section, and what ceased to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.editorial import registry
from newsroom.editorial.models import LedgerEntry, Shared
from newsroom.editorial.publication import ledger

from . import parameters
from .errors import wrong
from .listing import the_key_of
from .parameters import Parameter

#: Shared things by which the changes can be narrowed.
NAMES = ("tag", "author", "section")
#: How many of the ledger's entries one call looks at, however few of them it lists.
WINDOW = 1000


def filters() -> dict[str, Parameter]:
    """The parameters that narrow the changes to what names one thing, by the thing's type."""
    return {
        name: Parameter(
            name, parameters.slug_or_id,
            gettext_lazy("Only items that name it: its slug or id. An item that ceases to name it "
                         "is told as a removal, “out_of_filter”."),
            parameters.SLUG_OR_ID_SCHEMA, example="transport",
        )
        for name in NAMES
    }  # fmt: skip


@dataclass(frozen=True)
class Page:
    """Entries, each with whether it is listed as it is, or else as one that left the filter.

    ``last`` is the number that the next call begins after; None: there is no more.
    """

    entries: list[tuple[LedgerEntry, bool]]
    last: int | None


def page_of(
    entries: QuerySet[LedgerEntry], wanted: Mapping[str, str | UUID], asked: Mapping[str, Any]
) -> Page:
    """The entries of items that name all of these, or did after ``since``.

    So many of the ledger's entries are looked at in one call, however few of them match: a page
    may be empty while there is more.
    """
    names = _types_naming(wanted, asked["types"])
    window = list(entries.filter(type__in=names)[: WINDOW + 1])
    looked, has_more = window[:WINDOW], len(window) > WINDOW
    found = {name: _thing(name, value, since=asked["since"]) for name, value in wanted.items()}
    things = {name: thing for name, thing in found.items() if thing is not None}
    if not looked or len(things) < len(wanted):
        return Page([], looked[-1].seq if has_more else None)
    inside = _naming(looked, things)
    left = _named_before(looked, things, since=asked["since"])
    told = [
        (entry, entry.uuid in inside or entry.op == LedgerEntry.Op.REMOVE)
        for entry in looked
        if entry.uuid in inside or entry.uuid in left
    ]
    if len(told) > asked["limit"]:
        shown = told[: asked["limit"]]
        return Page(shown, shown[-1][0].seq)
    return Page(told, looked[-1].seq if has_more else None)


def _types_naming(wanted: Iterable[str], types: list[str] | None) -> list[str]:
    """The types of items that can name such things, of those that were asked for."""
    able = [
        each.name
        for each in registry.item_types()
        if all(registry.relations(target=name, item_type=each.name) for name in wanted)
    ]
    if others := sorted(set(types or ()) - set(able)):
        raise wrong(
            "types",
            _("nothing of the type “%(type)s” has what the filter asks for. These have: %(able)s.")
            % {"type": others[0], "able": ", ".join(able)},
            "cannot_combine",
        )
    return types or able


def _thing(name: str, value: str | UUID, *, since: int) -> Shared | None:
    """The thing with this id, or that has or had this slug; merges followed.

    Raises a 400 where it was merged after ``since``: what the other one had before is in the filter
    from now on, and no entry tells of it.
    """
    model: Any = registry.shared_type(name).model
    thing: Shared | None = model._default_manager.filter(pk=the_key_of(model, value)).first()
    if thing is None or not since or value in (thing.slug, thing.uuid):  # type: ignore[attr-defined]
        return thing
    merged = model._base_manager.filter(merged_into=thing).values("uuid")
    removals = LedgerEntry.objects.filter(type=name, seq__gt=since, uuid__in=merged)
    if removals.filter(op=LedgerEntry.Op.REMOVE).exists():
        raise wrong(
            name,
            _("“%(value)s” was merged into “%(slug)s”. Begin again without “since”.")
            % {"value": value, "slug": thing.slug},  # type: ignore[attr-defined]
            "merged",
        )
    return thing


def _naming(entries: Iterable[LedgerEntry], things: Mapping[str, Any]) -> set[UUID]:
    """The items of these entries whose live edition shows all of the things. A query for each
    type."""
    by_type: dict[str, list[UUID]] = defaultdict(list)
    for entry in entries:
        if entry.op == LedgerEntry.Op.UPSERT:
            by_type[entry.type].append(entry.uuid)
    found: set[UUID] = set()
    for type_name, ids in by_type.items():
        rows = registry.item_type(type_name).editions.live_of_items(ledger.instant_in_sql())
        rows = rows.filter(item__uuid__in=ids)
        for name, thing in things.items():
            rows = rows.filter(_shows(type_name, name, thing))
        found.update(rows.values_list("item__uuid", flat=True))
    return found


def _shows(type_name: str, name: str, thing: Shared) -> Q:
    shows = Q()
    for relation in registry.relations(target=name, item_type=type_name):
        if relation.on_edition:
            shows |= Q(**{relation.field: thing})
        else:
            rows = relation.model._default_manager.filter(
                **{relation.field: thing, "is_shown": True}, edition=OuterRef("pk")
            )
            shows |= Q(Exists(rows))
    return shows


def _named_before(
    entries: list[LedgerEntry], things: Mapping[str, Shared], *, since: int
) -> set[UUID]:
    """The items of these entries of which an entry after ``since`` has named all of the things.

    The keys of an entry are those of everything that was or is named.
    """
    ids = {entry.uuid for entry in entries}
    rows = LedgerEntry.objects.filter(seq__gt=since, seq__lte=entries[-1].seq, uuid__in=ids)
    rows = rows.annotate(named=Cast("keys", TextField()))
    for name, thing in things.items():
        rows = rows.filter(named__contains=f'"{name}:{thing.uuid}"')
    return set(rows.values_list("uuid", flat=True))
