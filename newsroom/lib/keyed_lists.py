"""The admin's lists: a page begins after the last row of the one before, and nothing is counted.

A list costs the same at any size and on any page, as long as an index has its order.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import lookup_spawns_duplicates
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.exceptions import ValidationError
from django.db import DataError, connection
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from . import parts
from .likely import likely
from .text import storable

#: Newest rows among which ``RecentValues`` looks.
_LOOKED_AT = 200
#: So many of the newest rows a search reads where no index finds parts of words.
MOST_READ = 100_000


class KeyedChangeList(ChangeList):
    """``?p=`` is a place in the list: what the last row shown has in the columns of the order.

    The order names columns of the table itself; its last one is unique, which Django sees to. A
    filter whose rows are several ranges of an index names them as ``ranges`` and leaves the
    queryset alone.
    """

    model_admin: Any
    next_url = first_url = ""

    def get_ordering_field(self, field_name: Any) -> Any:
        """An address may ask for any column; the order is only ever one that an index has."""
        return (
            super().get_ordering_field(field_name)
            if field_name in (self.sortable_by or ())
            else None
        )

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """What is sorted by one column runs one way to the end, so that one index has it."""
        names: list[Any] = super().get_ordering(request, queryset.order_by())
        if len(names) == 2 and names[1] in ("pk", "-pk"):
            names[1] = "-pk" if names[0].startswith("-") else "pk"
        return names

    def get_results(self, request: HttpRequest) -> None:
        place = request.GET.get(PAGE_VAR, "")
        rows = self.queryset
        order = _order(rows)
        bound = Q()
        if place:
            values = _from_text(place, order)
            bound = _bound(order, values)
            rows = rows.filter(_after(order, values))
            self.first_url = self.get_query_string()
        try:
            found = self._first(request, rows, self.list_per_page + 1, bound)
        except (OverflowError, DataError) as error:  # A number that no column holds.
            raise IncorrectLookupParameters from error
        shown = found[: self.list_per_page]
        if len(found) > len(shown):
            self.next_url = self.get_query_string({PAGE_VAR: _to_text(shown[-1], order)})
        self.result_list: Any = shown
        if self.list_editable:
            # Cells that are form fields need a queryset.
            self.result_list = self.queryset.filter(pk__in=[row.pk for row in shown])
        # Django's templates ask for these; none of them is about more than this page.
        self.result_count, self.full_result_count = len(shown), None
        self.show_full_result_count = self.can_show_all = self.multi_page = False
        self.show_admin_actions = True
        self.is_cut = getattr(request, "search_is_cut", False)

    def _first(self, request: HttpRequest, rows: QuerySet[Any], count: int, bound: Q) -> list[Any]:
        """The first rows of all, or of the ranges that a filter names.

        An index has the order of each range and none that of several: what comes first is among the
        first of each.
        """
        named = (getattr(spec, "ranges", None) for spec in self.filter_specs)
        ranges: list[Q] | None = next((found for found in named if found is not None), None)
        if ranges is None:
            return list(self.first(request, rows, count, bound))
        parts_of_page = [self.first(request, rows.filter(each), count, bound) for each in ranges]
        if len(parts_of_page) < 2:
            return [row for part in parts_of_page for row in part]
        everything = rows.model._base_manager.order_by()
        # SQLite takes neither an order nor a limit in the parts of a union, but in subqueries.
        firsts = [
            everything.filter(pk__in=part.values("pk")).values_list("pk") for part in parts_of_page
        ]
        keys = [key for (key,) in firsts[0].union(*firsts[1:], all=True)]
        # Without the filters, which the keys have passed: only the keys can lead to these rows.
        found = self.root_queryset.filter(pk__in=keys).order_by(*rows.query.order_by)
        return list(self.dressed(found)[:count])

    def dressed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With what the columns look up."""
        dressed: QuerySet[Any] = self.apply_select_related(rows)
        return dressed

    def first(
        self, request: HttpRequest, rows: QuerySet[Any], count: int, bound: Q
    ) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model_admin.first(request, rows, count, bound)
        return found


def tell_cut(request: HttpRequest, *, is_cut: bool) -> None:
    """Note whether the search of this list leaves out older rows: the page says so."""
    request.search_is_cut = is_cut  # type: ignore[attr-defined]


class KeyedListAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """An admin whose list is walked by key. ``sortable_by`` names what an index can sort."""

    list_per_page = 50
    show_full_result_count = False
    sortable_by: ClassVar[tuple[str, ...]] = ()

    @property
    def reads_rows(self) -> bool:
        """Whether a search reads the rows themselves: SQLite has no index of parts of words."""
        return connection.vendor == "sqlite"

    def _newest(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        keys = rows.order_by("-pk").values_list("pk", flat=True)
        beyond = keys[MOST_READ : MOST_READ + 1].first()
        tell_cut(request, is_cut=beyond is not None)
        return rows if beyond is None else rows.filter(pk__gt=beyond)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeyedChangeList

    def first(
        self, request: HttpRequest, rows: QuerySet[Any], count: int, bound: Q | None = None
    ) -> QuerySet[Any]:
        """The first of rows that are in the list's order; ``bound`` is where an index begins."""
        return rows.filter(bound or Q())[:count]

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *more: Any, **named: Any
    ) -> HttpResponse | None:
        """Boxes whose value is not the key of a row count as not ticked."""
        sent: Any = request.POST.copy()
        ticked = sent.getlist(ACTION_CHECKBOX_NAME)
        sent.setlist(ACTION_CHECKBOX_NAME, [key for key in ticked if _is_key(self.model, key)])
        request.POST = sent
        return super().response_action(request, queryset, *more, **named)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The rows of which each word is a part, without accents and whatever the case.

        A field with ``__exact`` takes the whole word, where it can be a value of the field.
        """
        fields = self.get_search_fields(request)
        words = parts.words_of(search_term) if fields else []
        if words and self.reads_rows:
            queryset = self._newest(request, queryset)
        for word in words:
            queryset = queryset.filter(_said(queryset.model, fields, word))
        return queryset, bool(words) and any(
            lookup_spawns_duplicates(self.opts, field) for field in fields
        )


class RecentValues(admin.AllValuesFieldListFilter):
    """A filter by the values of a column among the newest rows; Django's own reads all rows."""

    def __init__(self, field: Any, request: Any, params: Any, model: Any, model_admin: Any,
                 field_path: Any) -> None:  # fmt: skip
        super().__init__(field, request, params, model, model_admin, field_path)
        newest = model_admin.get_queryset(request).order_by(*model_admin.get_ordering(request))
        values = model_admin.first(request, newest, _LOOKED_AT).values_list(field_path, flat=True)
        self.lookup_choices = cast("Any", sorted({value for value in values if value}))


def _is_key(model: type[Model], text: str) -> bool:
    try:
        model._meta.pk.to_python(text)
    except ValidationError:
        return False
    return True


def _said(model: type[Model], fields: Iterable[str], word: str) -> Q:
    is_exact = {field: field.endswith("__exact") for field in fields}
    said = parts.hold((field for field, exact in is_exact.items() if not exact), word)
    for field in (field for field, exact in is_exact.items() if exact):
        with suppress(ValidationError):
            column: Any = model._meta.get_field(field.removesuffix("__exact"))
            said |= Q(**{field: column.to_python(word)})
    return said or Q(pk__in=[])


Order = list[tuple["Field[Any, Any]", bool]]


def _order(rows: QuerySet[Any]) -> Order:
    """The columns of the queryset's order, and whether each descends."""
    meta = rows.model._meta
    names = [str(name) for name in rows.query.order_by]
    columns = [name.removeprefix("-") for name in names]
    fields = [meta.pk if name == "pk" else meta.get_field(name) for name in columns]
    return [(field, name.startswith("-")) for field, name in zip(fields, names, strict=True)]


def _to_text(row: Model, order: Order) -> str:
    values = [getattr(row, field.attname) for field, _descends in order]
    texts = json.dumps([None if value is None else str(value) for value in values])
    return base64.urlsafe_b64encode(texts.encode()).decode().rstrip("=")


def _from_text(place: str, order: Order) -> list[Any]:
    try:
        texts = storable(json.loads(base64.urlsafe_b64decode(place + "=" * (-len(place) % 4))))
        pairs = zip(order, texts, strict=True)
        values = [field.to_python(text) for (field, _descends), text in pairs]
    except (ValueError, TypeError, ValidationError) as error:
        raise IncorrectLookupParameters from error
    if values[-1] is None:
        raise IncorrectLookupParameters
    return values


def _after(order: Order, values: list[Any]) -> Q:
    """The rows beyond this place; with ``_bound``, one range of an index that has the order."""
    beyond = Q(pk__in=[])
    for (field, descends), value in reversed(list(zip(order, values, strict=True))):
        beyond = _beyond(field, value, descends=descends) | (Q(**{field.name: value}) & beyond)
    return Q(likely(beyond)) if _bound(order, values) else beyond


def _bound(order: Order, values: list[Any]) -> Q:
    """What follows from being beyond this place, and lets an index begin there; empty for none."""
    field, descends = order[0]
    if values[0] is None or _ends_with_null(field, descends=descends):
        return Q()
    return Q(**{f"{field.name}__{'lte' if descends else 'gte'}": values[0]})


def _beyond(field: Field[Any, Any], value: Any, *, descends: bool) -> Q:
    ends_with_null = _ends_with_null(field, descends=descends)
    if value is None:
        return Q(pk__in=[]) if ends_with_null else Q(**{f"{field.name}__isnull": False})
    further = Q(**{f"{field.name}__{'lt' if descends else 'gt'}": value})
    return further | Q(**{f"{field.name}__isnull": True}) if ends_with_null else further


def _ends_with_null(field: Field[Any, Any], *, descends: bool) -> bool:
    """Whether rows without a value come last; the databases differ in that."""
    return field.null and connection.features.nulls_order_largest != descends
