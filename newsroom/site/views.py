"""The site's own pages: front, corrections, health, errors."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import (
    cards,
    elsewhere,
    heads,
    listing,
    structured_data,
    syndication,
)
from articles.models import ArticleEdition
from newsroom.editorial import registry
from newsroom.lib import addresses, paging, pieces, site_settings, surrogate_keys
from newsroom.lib import health as checks
from newsroom.lib.page import NOT_INDEXED, Page
from newsroom.lib.requests import PublicRequest, reads

from . import corrections as correction_list
from . import front as front_rule


@require_safe
def front(request: PublicRequest) -> HttpResponse:
    """The front page."""
    surrogate_keys.carry(request, surrogate_keys.kind("article"), surrogate_keys.WINDOW)
    rows = ArticleEdition.objects.live(request.shell.at)
    newest = listing.newest(request, rows, size=front_rule.NEWEST)
    stories = [
        {**card.facts, **place}
        for card, place in zip(newest.cards, cards.places(newest.cards), strict=True)
    ]
    arranged = front_rule.arrange(stories)
    page = Page(
        description=site_settings.current().description,
        canonical=addresses.absolute("/"),
        kind="front",
        alternates=heads.feeds("/", site_settings.current().name),
        json_ld=structured_data.front(),
        **heads.shared_list(
            [newest.cards[arranged["lead"]["place"]].image] if arranged["lead"] else []
        ),
    )
    context = {**arranged, "page": page}
    return pieces.page(
        request, "site/front.html", context, held=newest.cards, vouched=newest.vouched
    )


@require_safe
@reads("before")
def corrections(request: PublicRequest) -> HttpResponse:
    """What was wrong, newest first."""
    _carry_items(request)
    before = None
    if text := request.GET.get("before"):
        try:
            before = paging.from_text(text)
        except paging.BadPlace as error:
            raise Http404 from error
    entries, more = correction_list.newest(request.shell.at, before=before)
    next_url = f"{request.path}?before={paging.to_text(*entries[-1].place)}" if more else ""
    page = Page(
        title=_("Corrections"),
        description=_("What we got wrong, and what is right."),
        canonical=paging.own_address(request),
        kind="corrections",
        alternates=heads.feeds("/corrections/", _("Corrections")),
        **heads.shared_list([]),
        next=addresses.absolute(next_url) if next_url else "",
    )
    shown = [entry.shown for entry in entries]
    context = {"corrections": shown, "next_url": next_url, "page": page}
    return render(request, "site/corrections.html", context)


@require_safe
def corrections_feed(request: PublicRequest, file: str) -> HttpResponse:
    """The newest corrections as RSS, Atom and JSON Feed."""
    _carry_items(request)
    entries, _more = correction_list.newest(request.shell.at)
    return syndication.answer(correction_list.channel(entries), file)


@require_safe
def health(request: PublicRequest) -> JsonResponse:
    """For a monitor: 200 while every registered check is within its limit, else 503."""
    is_well, told = checks.report()
    response = JsonResponse(told, status=200 if is_well else 503)
    response["Cache-Control"] = "no-store"
    return response


def not_found(request: PublicRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page whether the address is unknown, unpublished or withheld.

    Old addresses of any shape, and mistyped ones, are looked up first.
    """
    if request.method in ("GET", "HEAD") and (found := elsewhere.answer(request)):
        return found
    page = Page(title=_("Page not found"), kind="error", robots=NOT_INDEXED)
    context = {"page": page, "request_id": uuid.uuid4().hex}
    response = render(request, "site/404.html", context, status=404)
    response["Cache-Control"] = "no-store"
    return response


def server_error(request: PublicRequest) -> HttpResponse:
    response = render(request, "site/500.html", {"request_id": uuid.uuid4().hex}, status=500)
    response["Cache-Control"] = "no-store"
    return response


def _carry_items(request: PublicRequest) -> None:
    """Corrections are of items of every type."""
    surrogate_keys.carry(request, *(surrogate_keys.kind(t.name) for t in registry.item_types()))
