"""What an item that is not live answers: the table "Public answers" of the workflow."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.cache import patch_cache_control

from newsroom.editorial import registry
from newsroom.editorial.models import Item
from newsroom.editorial.models.states import TakedownKind
from newsroom.editorial.publication import ledger
from newsroom.editorial.rules import visibility
from newsroom.lib import addresses, instants, site_settings
from newsroom.lib.legal import blocked_by

from .conditional import MAX_AGE_SECONDS
from .errors import ApiProblem


def answer(item_type: str, public_id: UUID) -> HttpResponse:
    """A redirect to the survivor of a duplicate; else raises the problem."""
    item = registry.find_item(item_type, public_id)
    if item is None:
        raise ApiProblem("not_found")
    return of_item(item_type, item)


def of_item(item_type: str, item: Item) -> HttpResponse:
    """``answer`` for an item at hand that is not live."""
    standing = visibility.standing(item, ledger.public_instant())
    takedown = standing.takedown
    if not standing.removal_reason or standing.is_withheld:
        # Never live, planned, embargoed or withheld: nothing tells them from an unknown address.
        raise ApiProblem("not_found")
    if takedown is not None and takedown.kind == TakedownKind.DUPLICATE and takedown.into:
        return moved(addresses.api(f"/{item_type}s/{takedown.into}"))
    raise _problem(item, standing)


def moved(address: str) -> HttpResponse:
    """A permanent redirect that caches keep no longer than anything else."""
    response = HttpResponse(status=301, headers={"Location": address})
    del response["Content-Type"]
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    return response


def _problem(item: Item, standing: visibility.Standing) -> ApiProblem:
    takedown = standing.takedown
    kind = TakedownKind(takedown.kind) if takedown else TakedownKind.WITHDRAWN
    more: dict[str, Any] = {"reason": visibility.REASONS[kind]}
    if takedown is not None:
        more["at"] = instants.to_text(takedown.starts_at)
        if standing.removal_note:
            more["note"] = standing.removal_note
    if kind == TakedownKind.RETRACTED and takedown is not None:
        last = item.editions.begun(takedown.starts_at).order_by("-live_from").first()  # type: ignore[attr-defined]
        more["headline"] = last.card["headline"] if last else ""
    if site_settings.current().email:
        more["contact"] = site_settings.current().email
    headers = {"Link": blocked_by()} if kind == TakedownKind.LEGAL else {}
    return ApiProblem(_CODES.get(kind, "withdrawn"), more=more, headers=headers)


_CODES = {
    TakedownKind.WITHDRAWN: "withdrawn",
    TakedownKind.RETRACTED: "retracted",
    TakedownKind.PRIVACY: "privacy",
    TakedownKind.LEGAL: "legal",
}
