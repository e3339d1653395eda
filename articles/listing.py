"""Pages of cards, walked by key: nothing here grows with the archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from newsroom.editorial import clock
from newsroom.editorial.witness import Vouched, Witness
from newsroom.lib import paging
from newsroom.lib.prepared import Row
from newsroom.lib.requests import PublicRequest

from . import cards as card_pieces
from .cards import Card

PAGE_SIZE = 20
_PLACE = ("published_at", "item_id")


@dataclass(frozen=True)
class Listed:
    """One page of cards; ``next_url`` leads to the older ones and is empty at the end.

    ``vouched`` is what a page of these cards holds by.
    """

    cards: list[Card]
    next_url: str
    vouched: Vouched | None


@dataclass(frozen=True)
class Editions:
    """One page of live editions, as ``Listed`` is one of cards."""

    found: list[Any]
    next_url: str
    vouched: Vouched


def page_of(request: PublicRequest, rows: QuerySet, *, size: int) -> Editions:
    """The page of these live editions that the request asks for."""
    rows = _from_asked_place(request, rows).order_by("-published_at", "-item_id")[: size + 1]
    found = list(rows)
    witness = Witness.of(rows.values_list("pk", "compile_number"), request.shell.at)
    vouched = Vouched(witness, [(e.pk, e.compile_number) for e in found])
    next_url = ""
    if len(found) > size:
        last = found[size - 1]
        next_url = _older(request, last.published_at, last.item_id)
    return Editions(found[:size], next_url, vouched)


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
    found, vouched = keys(request, rows, *more, size=size + 1, until=until)
    shown, next_url = found[:size], ""
    if len(found) > size:
        *_key, published_at, item_id = shown[-1]
        next_url = _older(request, clock.of_driver(published_at), item_id)
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
    """The newest of such rows as (edition, its compile number, more, its place), and what holds by
    them.

    Nothing holds by a list that is empty: why it is may change.
    """
    edition = "edition__" if hasattr(rows.model, "edition") else ""
    columns = (f"{edition}pk", f"{edition}compile_number", *more)
    ordered = rows.order_by("-published_at", "-item_id")[:size]
    found = Witness.of(ordered.values_list(*columns, *_PLACE), request.shell.at).ask(
        request.shell.at
    )
    # An edition's place never changes, so nobody has to ask for that again.
    witness = Witness.of(ordered.values_list(*columns), request.shell.at)
    told = [row[: -len(_PLACE)] for row in found]
    return found, Vouched(witness, told, until) if found else None


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


def _older(request: HttpRequest, published_at: datetime, item_id: int) -> str:
    return f"{request.path}?before={paging.to_text(published_at, item_id)}"
