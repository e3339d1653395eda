"""Pages of cards, walked by key: nothing here grows with the archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest

from newsroom.editorial.models import Edition, EditionQuerySet, EditionRelation
from newsroom.lib import paging

from .models import ArticleEdition

PAGE_SIZE = 20


@dataclass(frozen=True)
class Listed:
    """One page of cards; ``next_url`` leads to the older ones and is empty at the end."""

    cards: list[dict[str, Any]]
    next_url: str


def page_of(request: HttpRequest, rows: EditionQuerySet, *, size: int) -> tuple[list, bool]:
    """The live editions of one page, and whether older ones follow."""
    place = _asked_place(request)
    if place:
        rows = rows.before(*place)
    found = list(rows.newest_first()[: size + 1])
    return found[:size], len(found) > size


def editions(request: HttpRequest, rows: EditionQuerySet) -> Listed:
    """A page of a queryset of live editions."""
    shown, more = page_of(request, rows, size=PAGE_SIZE)
    return Listed([e.card for e in shown], older(request, shown[-1]) if more else "")


def related(
    request: HttpRequest, model: type[EditionRelation], *, at: datetime, **thing: Any
) -> Listed:
    """A page of the live articles that name a thing, by the relation's own columns.

    Ordered by the edition's columns the same list reads the whole archive.
    """
    manager: Any = model._default_manager
    rows = manager.filter(**thing, published_at__lte=at).filter(
        edition__in=ArticleEdition.objects.live(at)
    )
    place = _asked_place(request)
    if place:
        published_at, item_id = place
        rows = rows.filter(published_at__lte=published_at).filter(
            Q(published_at__lt=published_at) | Q(item_id__lt=item_id)
        )
    rows = rows.order_by("-published_at", "-item_id").select_related("edition")
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    more = len(found) > PAGE_SIZE
    return Listed(
        [row.edition.card for row in shown],
        older(request, shown[-1]) if more else "",
    )


def _asked_place(request: HttpRequest) -> tuple[datetime, int] | None:
    """Where ``?before=`` says the page begins; anything that is no place is a 404."""
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
