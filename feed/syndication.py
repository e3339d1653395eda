"""The feed's posts as RSS, Atom and JSON Feed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.syndication import answer, deleted_entries, extension_of, guid, media_of, videos_of
from newsroom.lib import instants
from newsroom.lib.requests import PublicRequest
from newsroom.lib.syndication import Channel, Entry, Person

from .models import PostEdition

ENTRIES = 50


@require_safe
def posts(request: PublicRequest, file: str) -> HttpResponse:
    """The newest posts."""
    at = request.shell.at
    editions = PostEdition.objects.live(at).newest_first()[:ENTRIES]
    entries = [entry_of(edition.document) for edition in editions]
    deleted = []
    if file == "atom.xml":
        deleted = deleted_entries(request, PostEdition, "post", lambda card: True)
    changes = [e.updated_at for e in entries] + [d.at for d in deleted]
    channel = Channel(
        title=_("%(site)s: feed") % {"site": settings.SITE_NAME},
        path="/feed/",
        description=_("Short news, as it comes."),
        language=settings.LANGUAGE_CODE,
        updated_at=max(changes, default=None),
        entries=entries,
        deleted=deleted,
    )
    return answer(channel, file)


def entry_of(document: dict[str, Any]) -> Entry:
    """A post's document as a feed's entry."""
    return Entry(
        guid=guid(document),
        url=document["url"],
        title=document["headline"],
        summary=document["body"]["text"],
        html=document["body"]["html"],
        text=document["body"]["text"],
        published_at=instants.from_text(document["published_at"]),
        updated_at=instants.from_text(document["updated_at"]),
        authors=[Person(a["name"], a["url"]) for a in document["authors"]],
        tags=[(t["name"], t["url"]) for t in document["tags"]],
        language=document["language"],
        media=media_of(document["image"]),
        external_url=document["source"]["url"],
        videos=videos_of(document),
        extension=extension_of(document, document["image"]),
    )
