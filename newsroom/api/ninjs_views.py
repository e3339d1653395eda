"""The API's answers in ninjs: an item, and what tells partners to remove their copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from newsroom.lib import pieces

from . import conditional, documents, errors, ninjs, parameters, shapes
from .errors import ApiProblem
from .parameters import Parameter
from .views import ItemView, fresh_item

FORMAT = Parameter(
    "format", parameters.choice(("json", ninjs.NAME)),
    gettext_lazy("In which form: the documents of this API, or IPTC ninjs 3.1."),
    {"type": "string", "enum": ["json", ninjs.NAME], "default": "json"}, default="json",
)  # fmt: skip


class NinjsItemView(ItemView):
    """An item that ``format=ninjs`` prints as ninjs too."""

    tombstone = shapes.ref("Ninjs")
    #: Prints a whole document, its body included, as ninjs.
    ninjs: Any = None

    @property
    def parameters(self):  # type: ignore[override]
        return (*super().parameters, FORMAT)

    def answers(self) -> shapes.Schema:
        own = super().answers()
        return {"anyOf": [*own["anyOf"], shapes.ref("Ninjs")]}

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponse:
        if asked["format"] != ninjs.NAME:
            return super().answer(request, asked, **place)
        _refuse_choices(asked)
        row = self.live(item__uuid=place["public_id"])
        if row is None:
            return self._gone(place["public_id"])
        document = documents.whole(row["card"], row["body"], row["ledger_number"])
        content = orjson.dumps(self.ninjs(document))
        fresh = replace(fresh_item(self.item_type, row), etag=conditional.etag_of_bytes(content))
        if conditional.is_unchanged(request, fresh):
            return conditional.not_modified(fresh)
        response = conditional.tell_caches(_printed(content), fresh)
        return pieces.hold(response, self._vouched(row, item__uuid=place["public_id"]))

    def _gone(self, public_id: UUID) -> HttpResponse:
        """The status of the other form, with a canceled item instead of the problem document."""
        try:
            return self.not_live(item__uuid=public_id)
        except ApiProblem as problem:
            if problem.status not in (410, 451):
                raise
            content = orjson.dumps(canceled(self.item_type, str(public_id), problem))
            response = _printed(content, status=problem.status, headers=problem.headers)
            response["Cache-Control"] = "no-store"
            return response


def canceled(type_name: str, public_id: str, problem: ApiProblem) -> dict[str, Any]:
    """What tells partners to remove their copy: no word of the item but those of the tombstone."""
    headline = problem.more.get("headline")
    notes = [str(errors.KINDS[problem.code].meaning), problem.more.get("note")]
    return ninjs.filled(
        {
            "uri": ninjs.uri(type_name, public_id),
            "standard": ninjs.STANDARD,
            "type": "text",
            "representationType": "partial",
            "pubStatus": "canceled",
            "versionCreated": problem.more.get("at"),
            "headlines": [ninjs.text("main", headline)] if headline else [],
            "edNote": " ".join(filter(None, notes)),
        }
    )


def _refuse_choices(asked: Mapping[str, Any]) -> None:
    for name in ("fields", "body"):
        if asked.get(name) is not None:
            raise errors.wrong(
                name,
                _("“%(name)s” chooses among the members of our own documents. With “format=ninjs” "
                  "leave it out.") % {"name": name},
            )  # fmt: skip


def _printed(
    content: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    return HttpResponse(
        content, content_type="application/json", status=status, headers=dict(headers or {})
    )
