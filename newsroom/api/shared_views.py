"""The bases of the views of shared things: a list, and one by its id or slug."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from newsroom.editorial.models import Shared
from newsroom.lib import addresses, pieces, surrogate_keys

from . import conditional, fields, gone, pagination, parameters, shapes, shared
from .errors import ApiProblem
from .listing import counted
from .parameters import Parameter, Wrong
from .shapes import Schema
from .views import COUNT_LIMIT, ReadView, answer_json, listed, total_members

IDS = Parameter(
    "ids", parameters.public_ids, _("These ids only, separated by commas; at most 100."),
    parameters.IDS_SCHEMA, max_length=parameters.MAX_IDS * 37, example=[parameters.ID_EXAMPLE],
)  # fmt: skip


def urls(
    type_name: str, shape: str, *, of_all: str, of_one: str, columns: Sequence[str] = ("slug",)
) -> list[URLPattern]:
    """``/tags`` and ``/tags/{id or slug}``, with a sentence on each for the documentation."""
    kind = {"type_name": type_name, "shape": shape}
    every = SharedListView.as_view(**kind, columns=columns, summary=of_all)
    one = SharedItemView.as_view(**kind, summary=of_one)
    return [
        path(f"{type_name}s", every, name=f"api-{type_name}s"),
        path(f"{type_name}s/<str:key>", one, name=f"api-{type_name}"),
    ]


class SharedListView(ReadView):
    """``/tags``: what something live names, in the order of ``columns``."""

    type_name: str = ""
    shape: str = ""
    #: What orders the list, ascending; the last one is unique.
    columns: Sequence[str] = ("slug",)

    @property
    def parameters(self):  # type: ignore[override]
        printing = (fields.fields_parameter(self.shape), parameters.COUNT)
        return (parameters.LIMIT, pagination.CURSOR, IDS, *printing)

    def operation_id(self) -> str:
        return f"list_{self.type_name}s"

    def answers(self) -> Schema:
        return shapes.page_of(self.shape, shapes.part_name(self.shape), **shapes.TOTAL)

    @property
    def path(self) -> str:
        return f"/{self.type_name}s"

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponse:
        given = parameters.given(request)
        shown = fields.shown(self.shape, asked)
        after = None
        if asked["cursor"] is not None:
            begins = pagination.decode(asked["cursor"], self.path, given)
            after = orjson.loads(base64.urlsafe_b64decode(begins))

        def narrow(rows: QuerySet) -> QuerySet:
            rows = rows if after is None else self._after(rows, after)
            return _of(rows, asked["ids"]).order_by(*self.columns)[: asked["limit"] + 1]

        beside, every = {}, []
        if asked["count"]:
            every = [_of(part, asked["ids"]) for part in shared.parts(self.type_name)]
            beside = {"total": counted(every[0]) + counted(every[1])}
        rows = shared.listed(self.type_name, narrow, **beside)
        found: list[Shared] = list(rows)
        things, next_url = found[: asked["limit"]], None
        total = _total(found, every) if asked["count"] else None
        if len(found) > asked["limit"]:
            next_url = pagination.next_address(self.path, given, self._place(things[-1]))
        fresh = shared.freshness(
            self.type_name,
            things,
            next_url,
            total,
            sorted(given.items()),
            keys=(surrogate_keys.kind(self.type_name),),
        )
        if conditional.is_unchanged(request, fresh):
            return conditional.not_modified(fresh)
        printed = [shown.pick(each) for each in shared.documents(self.type_name, things)]
        response = listed(pagination.envelope(printed, next_url, **total_members(total)), fresh)
        return pieces.hold(response, shared.vouched(rows, found) if total is None else None)

    def _place(self, thing: Shared) -> str:
        values = [getattr(thing, column) for column in self.columns]
        return base64.urlsafe_b64encode(orjson.dumps(values)).decode()

    def _after(self, rows: QuerySet, values: list[Any]) -> QuerySet:
        """Rows after these values of the ordering columns, by one index range."""
        condition = Q()
        for column, value in reversed(list(zip(self.columns, values, strict=True))):
            condition = Q(**{f"{column}__gt": value}) | Q(Q(**{column: value}) & condition)
            if column == self.columns[-1]:
                condition = Q(**{f"{column}__gt": value})
        return rows.filter(**{f"{self.columns[0]}__gte": values[0]}).filter(condition)


def _of(rows: QuerySet, ids: list[UUID] | None) -> QuerySet:
    return rows if ids is None else rows.filter(uuid__in=ids)


def _total(found: list[Any], parts: Iterable[QuerySet]) -> int:
    """What the rows have brought along; behind the last page there are none to bring it."""
    if found:
        return found[0].total
    return sum(rows.order_by()[: COUNT_LIMIT + 1].count() for rows in parts)


class SharedItemView(ReadView):
    """``/tags/{id or slug}``: one thing, while something live names it; a merged one leads on."""

    type_name: str = ""
    shape: str = ""
    statuses = (301, 404)

    @property
    def parameters(self):  # type: ignore[override]
        return (fields.fields_parameter(self.shape),)

    def operation_id(self) -> str:
        return f"get_{self.type_name}"

    def answers(self) -> Schema:
        return shapes.whole_or_part(self.shape)

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponse:
        shown = fields.shown(self.shape, asked)
        by = _by(place)
        rows = shared.public(self.type_name).filter(**by)
        thing = rows.first()
        if thing is None:
            return self._moved(**by)
        fresh = shared.freshness(
            self.type_name, [thing], sorted(parameters.given(request).items()),
            keys=(surrogate_keys.thing(self.type_name, thing.uuid),),
        )  # fmt: skip
        if conditional.is_unchanged(request, fresh):
            return conditional.not_modified(fresh)
        printed = shared.documents(self.type_name, [thing])
        if not printed:
            raise ApiProblem("not_found")
        response = answer_json(shown.pick(printed[0]), fresh)
        return pieces.hold(response, shared.vouched(rows[:2], [thing]))

    def _moved(self, **by: Any) -> HttpResponse:
        survivor = shared.moved_to(self.type_name, **by)
        if survivor is None:
            raise ApiProblem("not_found")
        return gone.moved(addresses.api(f"/{self.type_name}s/{survivor}"))


def _by(place: dict[str, Any]) -> dict[str, Any]:
    """The lookup of a public id, or of a key that is an id or a slug."""
    if "public_id" in place:
        return {"uuid": place["public_id"]}
    try:
        key = parameters.slug_or_id(place["key"])
    except Wrong:
        raise ApiProblem("not_found") from None
    return {"slug": key} if isinstance(key, str) else {"uuid": key}
