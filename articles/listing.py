"""Pages of cards, walked by key: nothing here grows with the archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from newsroom.editorial.models import Edition, EditionRelation
from newsroom.lib import paging

PAGE_SIZE = 20


@dataclass(frozen=True)
class Listed:
    """One page of cards; ``next_url`` leads to the older ones and is empty at the end."""

    cards: list[dict[str, Any]]
    next_url: str


def page_of(request: HttpRequest, rows: QuerySet, *, size: int) -> tuple[list, bool]:
    """The rows of one page (live editions or relation rows), and whether older ones follow."""
    place = _asked_place(request)
    if place:
        published_at, item_id = place
        rows = rows.filter(published_at__lte=published_at).filter(
            Q(published_at__lt=published_at) | Q(item_id__lt=item_id)
        )
    found = list(rows.order_by("-published_at", "-item_id")[: size + 1])
    return found[:size], len(found) > size


def cards(request: HttpRequest, rows: QuerySet) -> Listed:
    """A page of the articles that such rows are or name."""
    shown, more = page_of(request, rows, size=PAGE_SIZE)
    next_url = older(request, shown[-1]) if more else ""
    return Listed([edition_of(row).card for row in shown], next_url)


def edition_of(row: Any) -> Any:
    """The edition that a row of a list is or names."""
    return getattr(row, "edition", row)


def _asked_place(request: HttpRequest) -> tuple[datetime, int] | None:
    """Where ``?before=`` says the page begins; anything else is a 404."""
    before = request.GET.get("before")
    if not before:
        return None
    try:
        return paging.from_text(before)
    except paging.BadPlace as error:
        raise Http404 from error


def older(request: HttpRequest, last: Edition | EditionRelation) -> str:
    """The address of the page that begins after ``last``."""
    place = paging.to_text(last.published_at, last.item_id)  # type: ignore[union-attr]
    return f"{request.path}?before={place}"
