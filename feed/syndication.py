"""The feed's posts as RSS, Atom and JSON Feed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.syndication import entry, of_editions
from newsroom.lib.requests import PublicRequest
from newsroom.lib.syndication import Entry

from .models import PostEdition

ENTRIES = 50


@require_safe
def posts(request: PublicRequest, file: str) -> HttpResponse:
    """The newest posts."""
    return of_editions(
        request,
        file,
        item_type="post",
        editions=PostEdition.objects.live(request.shell.at).newest_first()[:ENTRIES],
        entry_of=entry_of,
        title=_("%(site)s: feed") % {"site": settings.SITE_NAME},
        path="/feed/",
        description=_("Short news, as it comes."),
    )


def entry_of(document: dict[str, Any]) -> Entry:
    """A post's document as a feed's entry."""
    return entry(
        document,
        image=document["image"],
        summary=document["body"]["text"],
        text=document["body"]["text"],
        external_url=document["source"]["url"],
    )
