"""The bases of the reading views. They ask for no user: no credential changes what is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from django.db.models import F, OuterRef, Subquery
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.views import APIView

from newsroom.editorial import registry
from newsroom.editorial.models import LedgerEntry
from newsroom.editorial.publication import ledger
from newsroom.editorial.witness import Vouched, Witness
from newsroom.lib import paging, pieces, surrogate_keys

from . import conditional, documents, fields, gone, limits, moments, pagination, parameters, shapes
from .conditional import MAX_AGE_SECONDS, Freshness
from .errors import ApiProblem
from .limits import Limit, Spent
from .listing import COUNT_LIMIT, Found, Listing
from .moments import Moments
from .parameters import Parameter
from .shapes import Schema

EXPOSED = "ETag, Last-Modified, Link, X-Request-ID, Retry-After, RateLimit, RateLimit-Policy"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}
#: Parameters that say how one resource is printed; a redirect takes them along.
_PRINTING = ("fields", "body", "format")


class ReadView(APIView):
    """A public address that is only read. ``answer`` gets the parameters as they were read."""

    http_method_names = ["get", "head", "options"]
    #: The query parameters it takes; any other is a 400.
    parameters: Sequence[Parameter] = ()
    #: What the documentation calls it, and what it answers besides a 200 and what all answer.
    operation: str = ""
    #: One sentence for the documentation; the first line of the docstring where it is empty.
    summary: str = ""
    limit: Limit = limits.READING
    statuses: Sequence[int] = ()
    #: The shape of what a 410 and a 451 may answer besides a problem document.
    tombstone: Schema | None = None
    #: What the client has left, once this request was counted.
    spent: Spent | None = None

    def operation_id(self) -> str:
        return self.operation

    def answers(self) -> Schema:
        """The shape of its 200."""
        raise NotImplementedError

    def get(self, request: Request, **place: Any) -> HttpResponseBase:
        return self.answer(request, parameters.read(request, self.parameters), **place)

    def options(self, request: Any, *args: Any, **place: Any) -> Any:
        return HttpResponse(status=204, headers=_PREFLIGHT)

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponseBase:
        raise NotImplementedError

    @property
    def default_response_headers(self) -> dict[str, str]:
        """None: an unknown address and an unknown item must not differ by one header."""
        return {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Negotiation alone: asking who the user is would read the session."""
        self.format_kwarg = None
        if request.method == "OPTIONS":
            # A browser's own question: if it were refused, scripts could not read why.
            return
        negotiated = self.perform_content_negotiation(request)
        request.accepted_renderer, request.accepted_media_type = negotiated
        self.spent = limits.count(request, self.limit)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Vary"] = "Accept-Encoding"
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        limits.tell(response, self.spent)
        if response.status_code == 301:
            response["Location"] += _printing_of(request)
        if request.method == "HEAD" and response.streaming:
            response.streaming_content = ()
        elif request.method == "HEAD":
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response


def _printing_of(request: Any) -> str:
    """What was asked about the form of the answer, for the address that it has moved to."""
    kept = [(name, text) for name in _PRINTING for text in request.GET.getlist(name)]
    return f"?{urlencode(kept)}" if kept else ""


class ItemListView(ReadView):
    """``/articles``: documents of live items."""

    listing: Listing = None  # type: ignore[assignment]
    shape: str = ""
    #: Its path under the base, beginning with a slash.
    path: str = ""

    @property
    def parameters(self):  # type: ignore[override]
        return (
            parameters.LIMIT, pagination.CURSOR, pagination.ORDER, *self.listing.parameters,
            fields.fields_parameter(self.shape), fields.BODY, parameters.COUNT,
        )  # fmt: skip

    def operation_id(self) -> str:
        return f"list_{self.path.strip('/')}"

    def answers(self) -> Schema:
        return shapes.page_of(self.shape, shapes.part_name(self.shape), **shapes.TOTAL)

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponse:
        given = parameters.given(request)
        shown = fields.shown(self.shape, asked)
        if asked["cursor"] is not None:
            place_text = pagination.decode(asked["cursor"], self.path, given)
            asked["cursor"] = paging.from_text(place_text)
        found = self.listing.find(asked)
        total = found.total
        if asked["count"] and total is None:
            total = self.listing.count(asked)
        asked_for = sorted(given.items())
        fresh = self._fresh(found, found.facts, total, asked_for)
        if conditional.is_unchanged(request, fresh):
            return conditional.not_modified(fresh)
        printed, facts = documents.of_rows(self.listing.item_type, found.rows, shown)
        fresh = self._fresh(found, facts, total, asked_for)
        next_url = None
        if found.has_more:
            next_url = pagination.next_address(self.path, given, found.next_place)
        response = listed(pagination.envelope(printed, next_url, **total_members(total)), fresh)
        if total is None and facts == found.facts:
            pieces.hold(response, found.vouched)
        return response

    def _fresh(self, found: Found, facts: list, *frame: Any) -> Freshness:
        etag = conditional.etag_of(self.path, facts, found.next_place, frame)
        around = vars(found.moments) if found.moments else {"at": None}
        keys = (surrogate_keys.kind(self.listing.item_type),)
        return Freshness(etag, **around, keys=keys)


class ItemView(ReadView):
    """``/articles/{id}``: one document, or what its takedown answers."""

    item_type: str = ""
    shape: str = ""
    statuses = (301, 404, 410, 451)

    @property
    def parameters(self):  # type: ignore[override]
        return (fields.fields_parameter(self.shape), fields.BODY)

    def operation_id(self) -> str:
        return f"get_{self.item_type}"

    def answers(self) -> Schema:
        return shapes.whole_or_part(self.shape)

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponse:
        shown = fields.shown(self.shape, asked, usual=fields.USUAL)
        return self.one(request, shown, item__uuid=place["public_id"])

    def one(self, request: Request, shown: fields.Shown, **by: Any) -> HttpResponse:
        """The live edition that ``by`` finds. One query."""
        row = self.live(**by)
        if row is None:
            return self.not_live(**by)
        fresh = fresh_item(self.item_type, row, sorted(parameters.given(request).items()))
        if conditional.is_unchanged(request, fresh):
            return conditional.not_modified(fresh)
        document = documents.whole(row["card"], row["body"], row["ledger_number"])
        response = answer_json(shown.pick(document), fresh)
        return pieces.hold(response, self._vouched(row, **by))

    def not_live(self, **by: Any) -> HttpResponse:
        return gone.answer(self.item_type, by["item__uuid"])

    def _vouched(self, row: Mapping[str, Any], **by: Any) -> Vouched:
        editions = registry.item_type(self.item_type).editions
        columns = ("pk", "compile_number", "schema_number", "item__version")
        rows = editions.live_of_items(ledger.instant_in_sql()).filter(**by)
        printed = (row["pk"], row["compile_number"], row["schema_number"], row["ledger_number"])
        return Vouched(Witness.of(rows.values_list(*columns)[:2]), [printed])

    def live(self, **by: Any) -> Mapping[str, Any] | None:
        editions = registry.item_type(self.item_type).editions
        told = LedgerEntry.objects.filter(seq=OuterRef("item__version")).values("at")
        return (
            editions.live_of_items(ledger.instant_in_sql())
            .filter(**by)
            .values(
                "pk", "card", "body", "compile_number", "schema_number", "live_from",
                public_id=F("item__uuid"),
                ledger_number=F("item__version"),
                changed_at=Subquery(told),
                **moments.columns(()),
            )
            .one_or_none()
        )  # fmt: skip


def fresh_item(item_type: str, row: Mapping[str, Any], *frame: Any) -> Freshness:
    """An item's last change is the ledger's newest entry about it, or when it went live."""
    facts = (row["pk"], row["compile_number"], row["schema_number"], row["ledger_number"])
    around = moments.around(row)
    return Freshness(
        etag=conditional.etag_of(item_type, facts, frame),
        at=around.at,
        changed_at=max(filter(None, (row["changed_at"], row["live_from"]))),
        holds_until=around.holds_until,
        keys=(surrogate_keys.thing(item_type, row["public_id"]),),
    )


def answer_json(document: Any, fresh: Freshness) -> HttpResponse:
    """A 200 with what caches may know of it."""
    response = HttpResponse(orjson.dumps(document), content_type="application/json")
    return conditional.tell_caches(response, fresh)


def listed(envelope: dict[str, Any], fresh: Freshness) -> HttpResponse:
    """``answer_json`` of an envelope, with the ``Link`` header of RFC 8288."""
    return _linked(answer_json(envelope, fresh), envelope)


def _linked(response: HttpResponse, envelope: dict[str, Any]) -> HttpResponse:
    if envelope["next"]:
        response["Link"] = f'<{envelope["next"]}>; rel="next"'
    return response


def answer_printed(
    request: Request,
    document: Any,
    *,
    keys: tuple[str, ...],
    around: Moments | None = None,
    max_age_seconds: int = MAX_AGE_SECONDS,
) -> HttpResponse:
    """A 200, or a 304 by the bytes: for what nothing but its printing tells apart."""
    content = orjson.dumps(document)
    fresh = Freshness(
        etag=conditional.etag_of_bytes(content),
        at=around.at if around else None,
        holds_until=around.holds_until if around else None,
        max_age_seconds=max_age_seconds,
        keys=keys,
    )
    if conditional.is_unchanged(request, fresh):
        return conditional.not_modified(fresh)
    response = HttpResponse(content, content_type="application/json")
    return conditional.tell_caches(response, fresh)


def answer_in_parts(
    parts: Iterable[bytes], *, keys: tuple[str, ...], around: Moments
) -> StreamingHttpResponse:
    """A 200 that is printed while it is sent. It has no ETag: that would be known at its end."""
    response = StreamingHttpResponse(parts, content_type="application/json")
    fresh = Freshness("", at=around.at, holds_until=around.holds_until, keys=keys)
    return conditional.tell_caches(response, fresh)


def listed_printed(
    request: Request, envelope: dict[str, Any], *, keys: tuple[str, ...], around: Moments
) -> HttpResponse:
    """``answer_printed`` of an envelope, with its ``Link`` header."""
    return _linked(answer_printed(request, envelope, keys=keys, around=around), envelope)


def total_members(total: int | None) -> dict[str, Any]:
    if total is None:
        return {}
    return {"total": min(total, COUNT_LIMIT), "total_is_lower_bound": total > COUNT_LIMIT}


class UnknownView(ReadView):
    """Every other address under /api/: the same 404, byte for byte, as an unknown item's."""

    schema = None

    http_method_names = ["get", "post", "put", "patch", "delete", "head", "options", "trace"]

    def get(self, request: Request, **place: Any) -> HttpResponse:
        raise ApiProblem("not_found")

    post = put = patch = delete = trace = get
