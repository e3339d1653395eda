"""Pages of cards, walked by key: nothing here grows with the archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from newsroom.editorial.models import Edition, EditionRelation
from newsroom.editorial.witness import Row, Vouched, Witness, instant
from newsroom.lib import paging
from newsroom.lib.requests import PublicRequest

from . import cards as card_pieces
from .cards import Card

PAGE_SIZE = 20


@dataclass(frozen=True)
class Listed:
    """One page of cards; ``next_url`` leads to the older ones and is empty at the end.

    ``vouched`` is what a page of these cards holds by.
    """

    cards: list[Card]
    next_url: str
    vouched: Vouched | None


def page_of(request: HttpRequest, rows: QuerySet, *, size: int) -> tuple[list, bool]:
    """The rows of one page (live editions or relation rows), and whether older ones follow."""
    rows = _from_asked_place(request, rows)
    found = list(rows.order_by("-published_at", "-item_id")[: size + 1])
    return found[:size], len(found) > size


def cards(
    request: PublicRequest, rows: QuerySet, *more: str, until: datetime | None = None
) -> Listed:
    """The page of the articles, which such rows are or name, that the request asks for.

    ``more`` are columns of the rows that the page prints something of, beside its cards; ``until``
    is when something else on it changes by itself.
    """
    return newest(request, _from_asked_place(request, rows), *more, size=PAGE_SIZE, until=until)


def newest(
    request: PublicRequest,
    rows: QuerySet,
    *more: str,
    size: int,
    until: datetime | None = None,
) -> Listed:
    """The newest of such articles."""
    found, vouched = keys(
        request, rows, *more, "published_at", "item_id", size=size + 1, until=until
    )
    shown, next_url = found[:size], ""
    if len(found) > size:
        *_key, published_at, item_id = shown[-1]
        next_url = _older(request, instant(published_at), item_id)
    held = card_pieces.of([(pk, number) for pk, number, *_more in shown])
    if held is None:
        # One was compiled again since: the second time it is found as it is now.
        return newest(request, rows, *more, size=size, until=until)
    return Listed(held, next_url, vouched)


def keys(
    request: PublicRequest,
    rows: QuerySet,
    *more: str,
    size: int,
    until: datetime | None = None,
) -> tuple[list[Row], Vouched | None]:
    """The newest of such rows as (edition, its compile number, more), and what holds by them.

    Nothing holds by a list that is empty: why it is may change.
    """
    edition = "edition__" if hasattr(rows.model, "edition") else ""
    columns = (f"{edition}pk", f"{edition}compile_number", *more)
    ordered = rows.order_by("-published_at", "-item_id").values_list(*columns)
    witness = Witness.of(ordered[:size], request.shell.at)
    found = witness.ask(request.shell.at)
    return found, Vouched(witness, found, until) if found else None


def _from_asked_place(request: HttpRequest, rows: QuerySet) -> QuerySet:
    place = _asked_place(request)
    if place is None:
        return rows
    published_at, item_id = place
    return rows.filter(published_at__lte=published_at).filter(
        Q(published_at__lt=published_at) | Q(item_id__lt=item_id)
    )


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
    return _older(request, last.published_at, last.item_id)  # type: ignore[union-attr]


def _older(request: HttpRequest, published_at: datetime, item_id: int) -> str:
    return f"{request.path}?before={paging.to_text(published_at, item_id)}"
