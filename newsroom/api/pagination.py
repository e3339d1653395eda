"""Cursors: a place in a list, signed together with what selects and orders the list.

The place is (instant, item's key): publishing while somebody pages neither repeats nor drops a row,
equal instants included.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.lib import addresses

from .errors import wrong
from .parameters import Parameter, choice, plain_text

#: These print a list in another way; a cursor does not depend on them.
_PRINTING_ONLY = frozenset({"cursor", "limit", "fields", "body", "count"})
_SIGNATURE_BYTES = 9

CURSOR = Parameter(
    "cursor", plain_text,
    gettext_lazy("Where the page begins: taken from “next”, with the same other parameters."),
    {"type": "string", "minLength": 1, "maxLength": 400}, max_length=400,
)  # fmt: skip


@dataclass(frozen=True)
class Order:
    """``name`` as in the parameter, the column that orders, and which way."""

    name: str
    column: str
    is_descending: bool

    def sort(self, rows: QuerySet) -> QuerySet:
        sign = "-" if self.is_descending else ""
        return rows.order_by(f"{sign}{self.column}", f"{sign}item_id")

    def after(self, rows: QuerySet, place: tuple[datetime, int]) -> QuerySet:
        """Rows after the place, by one index range: the bound first, then the tie."""
        at, key = place
        less = "lt" if self.is_descending else "gt"
        tie = Q(**{f"{self.column}__{less}": at}) | Q(**{f"item_id__{less}": key})
        return rows.filter(**{f"{self.column}__{less}e": at}).filter(tie)


ORDERS = {
    order.name: order
    for order in (
        Order("-published_at", "published_at", is_descending=True),
        Order("published_at", "published_at", is_descending=False),
        Order("updated_at", "updated_at", is_descending=False),
        Order("-updated_at", "updated_at", is_descending=True),
    )
}
ORDER = Parameter(
    "order", choice(tuple(ORDERS)),
    gettext_lazy(
        "With “updated_at”, an item that changes while you page moves on and you meet it later; "
        "with “-updated_at” you may miss it. Neither can be combined with “tag”, “primary_tag” or "
        "“author”."
    ),
    {"type": "string", "enum": list(ORDERS), "default": "-published_at"},
    default="-published_at",
)  # fmt: skip


def encode(place: str, path: str, asked: Mapping[str, str]) -> str:
    """The cursor of a place for this list and these parameters."""
    signature = base64.urlsafe_b64encode(_signature(place, path, asked)).decode()
    return f"{place}.{signature}"


def decode(cursor: str, path: str, asked: Mapping[str, str]) -> str:
    """The place; raises a 400 for a cursor that was not made for this list and parameters."""
    place, _dot, signature = cursor.rpartition(".")
    try:
        given = base64.b64decode(signature, altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        given = b""
    if not hmac.compare_digest(given, _signature(place, path, asked)):
        raise wrong(
            "cursor",
            _("This cursor was made for another list or other parameters. Follow “next” as it is, "
              "or begin again without a cursor."),
            "foreign_cursor",
        )  # fmt: skip
    return place


def next_address(path: str, asked: Mapping[str, str], place: str) -> str:
    """The absolute address of the page after the place, with the parameters as they were given."""
    kept = {name: text for name, text in asked.items() if name != "cursor"}
    cursor = encode(place, path, asked)
    return addresses.api(f"{path}?{urlencode({**kept, 'cursor': cursor})}")


def envelope(data: list[Any], next_url: str | None, **more: Any) -> dict[str, Any]:
    return {"data": data, "next": next_url, **more}


def _signature(place: str, path: str, asked: Mapping[str, str]) -> bytes:
    bound = {name: text for name, text in asked.items() if name not in _PRINTING_ONLY}
    message = f"{place}\n{path}\n{urlencode(sorted(bound.items()))}"
    digest = salted_hmac("newsroom.api.cursor", message, algorithm="sha256").digest()
    return digest[:_SIGNATURE_BYTES]
