"""What an address without a live item answers: a redirect, 410, 451 or a 404 that tells nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from newsroom.editorial import registry
from newsroom.editorial.models import Item, Takedown
from newsroom.editorial.models.states import TakedownKind
from newsroom.editorial.rules import visibility
from newsroom.lib.page import Page
from newsroom.lib.requests import PublicRequest

from .models import ArticleEdition, PageEdition, Redirect

#: Old addresses that lead on lead on at once; a chain of them is followed this far.
_LONGEST_CHAIN = 5


def for_item(request: PublicRequest, item: Item) -> HttpResponse:
    """The answer for an item that is not live at the request's instant."""
    standing = visibility.standing(item, request.shell.at)
    takedown = standing.takedown
    if standing.status == 301 and takedown is not None:
        return _redirect(request, takedown)
    if standing.status == 451:
        return unavailable(request, 451)
    if standing.status == 410:
        return unavailable(request, 410, **_tombstone(item, standing))
    raise Http404


def for_slug(request: PublicRequest, slug: str) -> HttpResponse:
    """The answer for a slug that no live item carries: whose was it, and where is that now?"""
    at = request.shell.at
    for model in (ArticleEdition, PageEdition):
        last = model.objects.begun(at).filter(slug=slug).select_related("item").first()
        if last is not None:
            live = model.objects.live(at).filter(item=last.item_id).first()
            if live is not None:
                return HttpResponsePermanentRedirect(live.path)
            return for_item(request, last.item)
    return for_old_path(request)


def for_old_path(request: PublicRequest) -> HttpResponse:
    """A redirect that an importer or an editor wrote down, else 404."""
    found = Redirect.objects.select_related("article", "page").filter(old_path=request.path).first()
    if found is None:
        raise Http404
    item = found.article or found.page
    if item is None:
        if not found.target:
            raise Http404
        return HttpResponsePermanentRedirect(found.target)
    live = item.editions.live(request.shell.at).first()
    if live is not None:
        return HttpResponsePermanentRedirect(live.path)
    return for_item(request, item)


def unavailable(request: PublicRequest, status: int, **context: Any) -> HttpResponse:
    """A 410 or 451 page: says something useful, is not indexed and not kept."""
    titles = {410: _("This story is gone"), 451: _("Unavailable for legal reasons")}
    page = Page(title=titles[status], kind="error", robots="noindex")
    response = render(
        request,
        f"site/{status}.html",
        {"page": page, "contact": settings.CONTACT_EMAIL, **context},
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response


def _tombstone(item: Item, standing: visibility.Standing) -> dict[str, Any]:
    """What readers are told. Of a story killed for privacy: nothing but that."""
    takedown = standing.takedown
    if takedown is None:
        return {}
    told: dict[str, Any] = {"date": takedown.starts_at, "note": standing.removal_note}
    if takedown.kind == TakedownKind.RETRACTED:
        last = item.editions.begun(takedown.starts_at).order_by("-live_from").first()  # type: ignore[attr-defined]
        told["headline"] = last.card["headline"] if last else ""
    return told


def _redirect(request: PublicRequest, takedown: Takedown) -> HttpResponse:
    if takedown.kind == TakedownKind.WITHDRAWN:
        return HttpResponsePermanentRedirect(takedown.redirect_to)
    into, seen = takedown, 0
    while into is not None and seen < _LONGEST_CHAIN:
        survivor = registry.find_item(into.item_type, into.into)
        if survivor is None:
            break
        live = survivor.editions.live(request.shell.at).first()
        if live is not None:
            return HttpResponsePermanentRedirect(live.card["path"])
        into = visibility.standing(survivor, request.shell.at).takedown  # type: ignore[attr-defined, assignment]
        seen += 1
    return unavailable(request, 410)
