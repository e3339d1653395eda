"""What an address without a live item answers: a redirect, 410, 451 or a 404 that tells nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from newsroom.editorial import addresses, registry
from newsroom.editorial.models import Item, Takedown
from newsroom.editorial.models.states import TakedownKind
from newsroom.editorial.rules import public_things, visibility
from newsroom.lib import site_settings
from newsroom.lib.legal import blocked_by
from newsroom.lib.page import Page
from newsroom.lib.requests import PublicRequest

from .slugs import SPACE

#: Old addresses that lead on lead on at once; a chain of them is followed this far.
_LONGEST_CHAIN = 5


def for_item(request: PublicRequest, item: Item) -> HttpResponse:
    """The answer for an item that is not live at the request's instant."""
    standing = visibility.standing(item, request.shell.at)
    takedown = standing.takedown
    if standing.status == 301 and takedown is not None:
        return _redirect(request, takedown)
    if standing.status == 451:
        return unavailable(request, 451, **_tombstone(item, standing))
    if standing.status == 410:
        return unavailable(request, 410, **_tombstone(item, standing))
    raise Http404


def for_slug(request: PublicRequest, slug: str) -> HttpResponse:
    """The answer for a slug that no live item carries: whose was it, and where is that now?"""
    item = addresses.item_once_at(SPACE, slug, request.shell.at)
    if item is None:
        raise Http404
    return where_it_is(request, item)


def for_thing(request: PublicRequest, type_name: str, slug: str, *, rest: str = "") -> HttpResponse:
    """The answer for a slug that no shared thing has now: it was renamed, or merged.

    ``rest`` is what the asked address has behind the thing's own: a feed's file.
    """
    thing = addresses.shared_once_at(type_name, slug)
    if thing is None or not public_things.named_publicly(thing, request.shell.at):
        raise Http404
    return moved(request, thing.get_absolute_url() + rest)


def moved(request: PublicRequest, target: str, asked: QueryDict | None = None) -> HttpResponse:
    """A permanent redirect that keeps what was asked behind the ``?``, or ``asked`` of it.

    What the target says itself comes first: ``/a/?page=2`` does not become another page.
    """
    parts = urlsplit(target)
    own = QueryDict(parts.query)
    rest = (request.GET if asked is None else asked).copy()
    for name in own:
        rest.pop(name, None)
    query = "&".join(filter(None, (parts.query, rest.urlencode())))
    return HttpResponsePermanentRedirect(parts._replace(query=query).geturl())


def where_it_is(request: PublicRequest, item: Any, asked: QueryDict | None = None) -> HttpResponse:
    """A redirect to an item; what ``for_item`` answers while it is not live."""
    live = item.editions.live_of_items(request.shell.at).one_or_none()
    return for_item(request, item) if live is None else moved(request, live.path, asked)


def unavailable(request: PublicRequest, status: int, **context: Any) -> HttpResponse:
    """A 410 or 451 page: says something useful, is not indexed and not kept."""
    titles = {410: _("This story is gone"), 451: _("Unavailable for legal reasons")}
    page = Page(title=titles[status], kind="error", robots="noindex")
    response = render(
        request,
        f"site/{status}.html",
        {"page": page, "contact": site_settings.current().email, **context},
        status=status,
    )
    response["Cache-Control"] = "no-store"
    if status == 451:
        response["Link"] = blocked_by()
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
        told["language"] = last.card["language"] if last else ""
    return told


def _redirect(request: PublicRequest, takedown: Takedown) -> HttpResponse:
    if takedown.kind == TakedownKind.WITHDRAWN:
        return moved(request, takedown.redirect_to)
    into, seen = takedown, 0
    while into is not None and seen < _LONGEST_CHAIN:
        survivor = registry.find_item(into.item_type, into.into)
        if survivor is None:
            break
        live = survivor.editions.live_of_items(request.shell.at).one_or_none()
        if live is not None:
            return moved(request, live.card["path"])
        into = visibility.standing(survivor, request.shell.at).takedown  # type: ignore[attr-defined, assignment]
        seen += 1
    return unavailable(request, 410)
