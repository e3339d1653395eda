"""Lists of items: one query finds the rows of a page and all that its ETag is made of.

Rows are editions, or the relation rows of a tag or an author: these carry ``published_at`` and
``item_id`` of their own, so that either list is one range of one index.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import In, IsNull
from django.utils.translation import gettext as _

from newsroom.editorial import registry
from newsroom.editorial.models import Address, EditionQuerySet, EditionRelation
from newsroom.editorial.publication import ledger
from newsroom.editorial.witness import Vouched, Witness
from newsroom.lib import paging

from . import moments, pagination
from .errors import wrong
from .moments import Moments
from .parameters import Parameter

#: ``count`` counts this far; a list is never counted to its end.
COUNT_LIMIT = 10_000


@dataclass(frozen=True)
class Filter:
    """A parameter that narrows the editions."""

    parameter: Parameter
    narrow: Callable[[EditionQuerySet, Any], EditionQuerySet]
    #: The column in whose order an index finds the first that it leaves.
    first_by: str = "published_at"


@dataclass(frozen=True)
class Through:
    """A parameter whose relation rows the list walks: a tag, an author.

    ``first_only`` keeps the rows where the thing stands first (the primary tag).
    """

    parameter: Parameter
    relation: type[EditionRelation]
    field: str
    first_only: bool = False

    def rows(self, value: str | UUID) -> Any:
        return self._in_place.filter(**{self.field: self._key(value)})

    def names(self, value: str | UUID) -> In:
        """Whether the edition of the row at hand names the thing: the edition's few rows say so.

        Not whether it is among the thing's many rows, so that no planner may begin with those.
        """
        of_edition = self._in_place.filter(edition=OuterRef("edition"))
        return In(self._key(value), of_edition.values(self.field).query)

    @property
    def _in_place(self) -> QuerySet:
        rows = self.relation._default_manager.all()
        return rows.filter(position=0) if self.first_only else rows

    def _key(self, value: str | UUID) -> Subquery | Coalesce:
        return the_key_of(self.relation._meta.get_field(self.field).related_model, value)


def the_key_of(model: type[Model] | Any, value: str | UUID) -> Subquery | Coalesce:
    """The key of the thing with this public id, or that has or had this slug; merges followed.

    As a subquery: PostgreSQL asks it once and then walks one range, where a join would sort the
    whole archive of the thing.
    """
    rows = model._default_manager.all()
    if isinstance(value, UUID):
        return Subquery(rows.filter(uuid=value).values(thing=Coalesce("merged_into_id", "pk"))[:1])
    space = registry.kind_of(model).name
    once = Address.objects.filter(space=space, slug=value).values("uuid")[:1]
    now = Subquery(rows.filter(slug=value, merged_into=None).values("pk")[:1])
    return Coalesce(now, Subquery(rows.filter(uuid=Subquery(once)).values("pk")[:1]))


class _Count(Subquery):
    """How many rows a query gives, as a column of another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def counted(rows: QuerySet) -> Subquery:
    """The number of rows, at most one more than ``COUNT_LIMIT``: no further query is needed."""
    return _Count(rows.order_by().values("pk")[: COUNT_LIMIT + 1])


@dataclass(frozen=True)
class Found:
    """One page of rows, and the moments around the instant it was read at; None if it is empty."""

    #: By ``Listing``'s columns: the live edition of each item, and its place in the list.
    rows: list[dict[str, Any]]
    has_more: bool
    moments: Moments | None
    #: What an answer holds by that prints nothing but these rows; None for an empty page.
    vouched: Vouched | None = None
    #: How many there are on all pages, where that was asked; at most one more than ``COUNT_LIMIT``.
    total: int | None = None

    @property
    def next_place(self) -> str:
        """The place of the page that follows; empty at the end."""
        last = self.rows[-1] if self.has_more else None
        return paging.to_text(last["place_at"], last["place_key"]) if last else ""

    @property
    def facts(self) -> list[tuple[int, ...]]:
        """What the ETag is made of, unless a document is compiled again before it is read."""
        columns = ("edition_key", "compiled", "shaped", "ledger_number")
        return [tuple(row[column] for column in columns) for row in self.rows]


@dataclass(frozen=True)
class Listing:
    """The lists of one item type: by which parameters they narrow and which rows they walk."""

    item_type: str
    filters: Sequence[Filter] = ()
    throughs: Sequence[Through] = ()
    #: Parameters that bound ``published_at``, with their lookups; read on the walked rows.
    bounds: Sequence[tuple[Parameter, str]] = ()

    @property
    def parameters(self) -> Sequence[Parameter]:
        """All that narrow the list."""
        narrowing: list[Through | Filter] = [*self.throughs, *self.filters]
        bounds = (parameter for parameter, _lookup in self.bounds)
        return (*(each.parameter for each in narrowing), *bounds)

    def find(self, asked: Mapping[str, Any]) -> Found:
        """One page, in one query."""
        order = pagination.ORDERS[asked["order"]]
        rows, on_edition = self._rows(asked, order)
        if asked["cursor"] is not None:
            rows = order.after(rows, asked["cursor"])
        one_more = slice(asked["limit"] + 1)
        index = self._index(order.sort(rows), order, on_edition)
        beside: dict[str, Any] = moments.columns([self.item_type])
        if asked["count"]:
            beside["total"] = counted(self._rows(asked, order)[0])
        found = list(index.annotate(**beside)[one_more])
        witness = Witness.of(index.values_list(*_FACTS)[one_more]) if found else None
        return _found(found, asked["limit"], witness)

    def count(self, asked: Mapping[str, Any]) -> int:
        """How many there are on all pages, at most one more than ``COUNT_LIMIT``."""
        rows, _on_edition = self._rows(asked, pagination.ORDERS[asked["order"]])
        return rows.order_by()[: COUNT_LIMIT + 1].count()

    def _rows(self, asked: Mapping[str, Any], order: pagination.Order) -> tuple[QuerySet, str]:
        """The rows to walk, and how they reach the edition ("" where they are it)."""
        at = ledger.instant_in_sql()
        live: Any = registry.item_type(self.item_type).editions.live(at)
        filters = [each for each in self.filters if asked[each.parameter.name] is not None]
        throughs = [each for each in self.throughs if asked[each.parameter.name] is not None]
        rows, on_edition = live, ""
        for each in filters:
            rows = each.narrow(rows, asked[each.parameter.name])
        if throughs:
            _refuse_order(order, throughs[0])
            walked = throughs[0].rows(asked[throughs[0].parameter.name]).live(at)
            if filters:
                walked = walked.filter(_is_any(rows.filter(pk=OuterRef("edition")).order_by()))
            rows, on_edition = walked, "edition__"
        # Asked once: what nothing has or names costs no walk of what many do.
        for each in filters:
            some = each.narrow(live, asked[each.parameter.name])
            rows = rows.filter(_is_any(some.order_by(f"-{each.first_by}", "-item_id")))
        for through in throughs[1:]:
            value = asked[through.parameter.name]
            newest = through.rows(value).order_by("-published_at", "-item_id")
            rows = rows.filter(_is_any(newest), through.names(value))
        for parameter, lookup in self.bounds:
            if asked[parameter.name] is not None:
                rows = rows.filter(**{lookup: asked[parameter.name]})
        return rows, on_edition

    def _index(self, rows: QuerySet, order: pagination.Order, on_edition: str) -> QuerySet:
        return rows.values(
            edition_key=F(f"{on_edition}pk") if not on_edition else F("edition_id"),
            compiled=F(f"{on_edition}compile_number"),
            shaped=F(f"{on_edition}schema_number"),
            ledger_number=F("item__version"),
            place_at=F(order.column),
            place_key=F("item_id"),
        )


def _refuse_order(order: pagination.Order, through: Through) -> None:
    if order.column != "published_at":
        raise wrong(
            "order",
            _("“order=%(order)s” cannot be combined with “%(name)s”: its lists are ordered by "
              "“published_at”.") % {"order": order.name, "name": through.parameter.name},
            "cannot_combine",
        )  # fmt: skip


#: The columns of a row that all printed of it depends on.
_FACTS = ("edition_key", "compiled", "shaped", "ledger_number")


def _found(found: list[dict[str, Any]], limit: int, witness: Witness | None) -> Found:
    if not found or witness is None:
        return Found([], has_more=False, moments=None)
    vouched = Vouched(witness, [tuple(row[name] for name in _FACTS) for row in found])
    around, total = moments.around(found[0]), found[0].get("total")
    return Found(found[:limit], len(found) > limit, around, vouched, total)


def _is_any(rows: QuerySet) -> IsNull:
    """Whether there is one. With an EXISTS, PostgreSQL may read the whole table first."""
    return IsNull(Subquery(rows.values("pk")[:1]), False)  # noqa: FBT003
