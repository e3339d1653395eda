"""The feed's posts as RSS, Atom and JSON Feed."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import listing, syndication
from newsroom.lib import site_settings
from newsroom.lib.requests import PublicRequest
from newsroom.lib.syndication import Entry

from .models import PostEdition
from .shapes import PostDocument

ENTRIES = 50


@require_safe
def posts(request: PublicRequest, file: str) -> HttpResponse:
    """The newest posts."""
    rows = PostEdition.objects.live(request.shell.at)
    return syndication.feed(
        request,
        file,
        title=_("%(site)s: feed") % {"site": site_settings.current().name},
        path="/feed/",
        description=_("Short news, as it comes."),
        keys=listing.keys(request, rows, size=ENTRIES),
        item_type="post",
        entry_of=entry_of,
    )


def entry_of(document: PostDocument) -> Entry:
    """A post's document as a feed's entry."""
    text = document["body"]["text"]
    return syndication.entry(
        document,
        document["image"],
        summary=text,
        text=text,
        external_url=document["source"]["url"],
    )
