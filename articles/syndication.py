"""Articles as feeds: site, section, tag, author."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe

from media.renditions import ratios
from newsroom.editorial.models import Shared, Takedown
from newsroom.editorial.models.states import TakedownKind
from newsroom.editorial.rules import visibility
from newsroom.editorial.rules.public_things import named_publicly
from newsroom.lib import addresses, instants
from newsroom.lib.requests import PublicRequest
from newsroom.lib.syndication import Channel, Deleted, Entry, Media, Person, VideoFile, print_feed

from .models import (
    ArticleEdition,
    ArticleEditionAuthor,
    ArticleEditionTag,
    Author,
    Section,
    Tag,
)

ENTRIES = 30
#: Removed items are told for so long.
DELETED_DAYS = 30
_MOST_DELETED = 50


@require_safe
def site(request: PublicRequest, file: str) -> HttpResponse:
    editions = ArticleEdition.objects.live(_at(request)).newest_first()[:ENTRIES]
    return _answer(
        request,
        file,
        title=settings.SITE_NAME,
        path="/",
        description=settings.SITE_DESCRIPTION,
        editions=list(editions),
        was_in=lambda card: True,
    )


@require_safe
def section(request: PublicRequest, slug: str, file: str) -> HttpResponse:
    found = Section.objects.filter(slug=slug).first()
    rows = ArticleEdition.objects.live(_at(request)).filter(section=found).newest_first()
    return _of_thing(
        request, file, found, list(rows[:ENTRIES]),
        was_in=lambda card: (card["section"] or {}).get("slug") == slug,
    )  # fmt: skip


@require_safe
def tag(request: PublicRequest, slug: str, file: str) -> HttpResponse:
    found = Tag.objects.filter(slug=slug, merged_into=None).first()
    editions = _editions_of(request, ArticleEditionTag, tag=found)
    return _of_thing(request, file, found, editions, was_in=lambda card: _names(card["tags"], slug))


@require_safe
def author(request: PublicRequest, slug: str, file: str) -> HttpResponse:
    found = Author.objects.filter(slug=slug, merged_into=None).first()
    editions = _editions_of(request, ArticleEditionAuthor, author=found)
    return _of_thing(
        request, file, found, editions, was_in=lambda card: _names(card["authors"], slug)
    )


def entry_of(document: dict[str, Any]) -> Entry:
    """An article's document as a feed's entry."""
    return Entry(
        guid=guid(document),
        url=document["url"],
        title=document["headline"],
        summary=document["standfirst"],
        html=document["body"]["html"],
        text="",
        published_at=instants.from_text(document["published_at"]),
        updated_at=instants.from_text(document["updated_at"]),
        authors=[Person(a["name"], a["url"]) for a in document["authors"]],
        tags=[(t["name"], t["url"]) for t in document["tags"]],
        language=document["language"],
        media=media_of(document["lead_image"]),
        videos=videos_of(document),
        extension=extension_of(document, document["lead_image"]),
    )


def guid(document: dict[str, Any]) -> str:
    return addresses.tag_uri(document["type"], document["id"])


def media_of(image: dict[str, Any] | None) -> Media | None:
    """The picture's standard file with its credit, caption and alt text."""
    file = ratios.standard(image) if image else None
    if image is None or file is None:
        return None
    thumbnail, banner = ratios.thumbnail(image), ratios.largest(image, ratios.WIDE)
    return Media(
        url=file["url"],
        type=file["type"],
        width=file["width"],
        height=file["height"],
        bytes=file["bytes"],
        alt=image["alt"],
        caption=strip_tags(image["caption"]),
        credit=image["credit"]["line"],
        copyright=image.get("copyright", ""),
        thumbnail=thumbnail["url"] if thumbnail else "",
        banner=banner["url"] if banner else "",
    )


def videos_of(document: dict[str, Any]) -> list[VideoFile]:
    """The video files of our own that the document shows, each once."""
    blocks = document["body"]["blocks"]
    shown = [*document.get("videos", []), *(b["video"] for b in blocks if b["_type"] == "video")]
    videos = {}
    for video in shown:
        if file := video.get("file"):
            videos[file["url"]] = VideoFile(
                url=file["url"],
                type=file["type"],
                title=video["title"],
                width=file.get("width") or 0,
                height=file.get("height") or 0,
                bytes=file.get("bytes") or 0,
                seconds=video.get("duration_seconds") or 0,
            )
    return list(videos.values())


def extension_of(document: dict[str, Any], image: dict[str, Any] | None) -> dict[str, Any]:
    """What JSON Feed has no member for: ``_newsroom``."""
    members = {
        "kind": document.get("kind"),
        "credit": image["credit"] if image else None,
        "corrections": document["corrections"],
    }
    return {name: value for name, value in members.items() if value}


def answer(channel: Channel, file: str) -> HttpResponse:
    """The channel in the format of the file name."""
    text, content_type = print_feed(channel, file)
    response = HttpResponse(text, content_type=content_type)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def deleted_entries(
    request: PublicRequest, model, type_name: str, was_in: Callable[[dict[str, Any]], bool]
) -> list[Deleted]:
    """What was taken down lately and stood in this list; of a privacy kill only the id is told."""
    at = _at(request)
    last = model.objects.filter(item__uuid=OuterRef("item_uuid")).order_by("-live_from")
    rows = Takedown.objects.filter(
        item_type=type_name,
        kind__in=TakedownKind.values,
        lifted_at=None,
        starts_at__lte=at,
        starts_at__gt=at - timedelta(days=DELETED_DAYS),
    ).annotate(card=Subquery(last.values("card")[:1]))
    deleted = []
    for row in rows.order_by("-starts_at")[:_MOST_DELETED]:
        if row.card and was_in(row.card):
            comment = "" if row.kind in visibility.SILENT else (row.note or row.kind)
            deleted.append(
                Deleted(addresses.tag_uri(type_name, str(row.item_uuid)), row.starts_at, comment)
            )
    return deleted


def _of_thing(
    request: PublicRequest,
    file: str,
    thing: Section | Tag | Author | None,
    editions: list[ArticleEdition],
    *,
    was_in: Callable[[dict[str, Any]], bool],
) -> HttpResponse:
    if thing is None or not (editions or _is_public(request, thing)):
        raise Http404
    return _answer(
        request,
        file,
        title=f"{settings.SITE_NAME}: {thing.name}",
        path=thing.get_absolute_url(),
        description=getattr(thing, "description", "") or getattr(thing, "bio", ""),
        editions=editions,
        was_in=was_in,
    )


def _answer(
    request: PublicRequest,
    file: str,
    *,
    title: str,
    path: str,
    description: str,
    editions: Sequence[ArticleEdition],
    was_in: Callable[[dict[str, Any]], bool],
) -> HttpResponse:
    deleted = []
    if file == "atom.xml":
        deleted = deleted_entries(request, ArticleEdition, "article", was_in)
    entries = [entry_of(edition.document) for edition in editions]
    changes = [e.updated_at for e in entries] + [d.at for d in deleted]
    channel = Channel(
        title=title,
        path=path,
        description=description,
        language=settings.LANGUAGE_CODE,
        updated_at=max(changes, default=None),
        entries=entries,
        deleted=deleted,
    )
    return answer(channel, file)


def _editions_of(request: PublicRequest, model, **thing: Any) -> list[ArticleEdition]:
    at = _at(request)
    rows = model.objects.filter(
        **thing, published_at__lte=at, edition__in=ArticleEdition.objects.live(at)
    )
    rows = rows.order_by("-published_at", "-item_id").select_related("edition")
    return [row.edition for row in rows[:ENTRIES]]


def _names(things: list[dict[str, Any]], slug: str) -> bool:
    return any(thing["slug"] == slug for thing in things)


def _is_public(request: PublicRequest, thing: Shared) -> bool:
    return named_publicly(thing, _at(request))


def _at(request: PublicRequest):
    return request.shell.at
