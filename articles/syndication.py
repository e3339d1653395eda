"""Articles as feeds: site, section, tag, author."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe

from media.renditions import ratios
from media.shapes import ImageDocument
from newsroom.editorial import registry
from newsroom.editorial.models import Takedown
from newsroom.editorial.models.states import TakedownKind
from newsroom.editorial.publication import names
from newsroom.editorial.rules import visibility
from newsroom.editorial.rules.public_things import named_publicly
from newsroom.editorial.witness import Vouched
from newsroom.lib import instants, languages, pieces, site_settings, surrogate_keys
from newsroom.lib.prepared import Row
from newsroom.lib.requests import PublicRequest
from newsroom.lib.syndication import Channel, Deleted, Entry, Media, Person, VideoFile, print_feed

from . import answers, bylines, full_text, listing, shown_videos
from .lists import LISTS
from .models import ArticleEdition
from .shapes import ArticleDocument

ENTRIES = 30
#: For how long removed items are listed.
DELETED_DAYS = 30
_MOST_DELETED = 50


@require_safe
def site(request: PublicRequest, file: str) -> HttpResponse:
    return feed(
        request,
        file,
        title=site_settings.current().name,
        path="/",
        description=site_settings.current().description,
        keys=listing.keys(request, ArticleEdition.objects.live(request.shell.at), size=ENTRIES),
    )


@require_safe
def of_thing(request: PublicRequest, name: str, slug: str, file: str) -> HttpResponse:
    """The newest articles of a section, a tag or an author."""
    of, at = LISTS[name], request.shell.at
    thing = of.find(slug)
    if thing is None or thing.merged_into:
        return answers.for_thing(request, name, slug, rest=file)
    keys = listing.keys(request, of.rows(thing, at), f"{name}__version", size=ENTRIES)
    if not keys[0] and not named_publicly(thing, at):
        raise Http404
    surrogate_keys.carry(request, surrogate_keys.thing(name, thing.uuid))
    document = of.document(thing, at)
    return feed(
        request,
        file,
        title=f"{site_settings.current().name}: {thing.name}",
        path=thing.get_absolute_url(),
        description=document.get("description") or document.get("bio", ""),
        keys=keys,
        was_in=lambda card: any(each["id"] == document["id"] for each in of.named_in(card)),
    )


def entry_of(document: ArticleDocument) -> Entry:
    """An article's document as a feed's entry."""
    return entry(document, document["lead_image"], summary=document["standfirst"])


def entry(
    document: Mapping[str, Any], image: ImageDocument | None = None, *, summary: str, **more: Any
) -> Entry:
    """What the entries of all types of items have; ``more`` are members of their own."""
    authors = document.get("authors", ())
    return Entry(
        guid=guid(document),
        url=document["url"],
        title=document["headline"],
        summary=summary,
        html=full_text.html(document, image),
        published_at=instants.from_text(document["published_at"]),
        updated_at=instants.from_text(document["updated_at"]),
        authors=[_person(each) for each in bylines.wrote(authors)],
        contributors=[_person(each) for each in bylines.contributed(authors)],
        tags=[(t["name"], t["url"]) for t in document.get("tags", ())],
        language=document["language"],
        media=media_of(image),
        videos=videos_of(document),
        extension=extension_of(document, image),
        **more,
    )


def _person(author: Mapping[str, Any]) -> Person:
    return Person(author["name"], author["url"])


def guid(document: Mapping[str, Any]) -> str:
    return names.tag_uri(document["type"], document["id"])


def media_of(image: ImageDocument | None) -> Media | None:
    """The image's standard file with its credit, caption and alt text."""
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
        photographer=image["credit"]["creator"],
        copyright=image.get("copyright", ""),
        thumbnail=thumbnail["url"] if thumbnail else "",
        banner=banner["url"] if banner else "",
    )


def videos_of(document: Mapping[str, Any]) -> list[VideoFile]:
    """The video files of our own that the document shows, each once."""
    videos = {}
    for video in shown_videos.each_once(document):
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


def extension_of(document: Mapping[str, Any], image: ImageDocument | None) -> dict[str, Any]:
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
    request: PublicRequest, type_name: str, was_in: Callable[[Any], bool]
) -> list[Deleted]:
    """What was taken down lately and stood in this list; a privacy kill shows its id alone."""
    deleted = []
    for row in _taken_down(request, type_name):
        if row.card and was_in(row.card):
            comment = "" if row.kind in visibility.SILENT else (row.note or row.kind)
            deleted.append(
                Deleted(names.tag_uri(type_name, str(row.item_uuid)), row.starts_at, comment)
            )
    return deleted


#: The columns of a takedown that a feed tells, and which card it had last.
_TOLD = ("pk", "kind", "note", "last_edition", "last_compiled")


def _taken_down(request: PublicRequest, type_name: str) -> QuerySet:
    at = request.shell.at
    editions = registry.item_type(type_name).editions
    last = editions.filter(item__uuid=OuterRef("item_uuid")).order_by("-live_from")
    rows = Takedown.objects.filter(
        item_type=type_name,
        kind__in=TakedownKind.values,
        lifted_at=None,
        starts_at__lte=at,
        starts_at__gt=at - timedelta(days=DELETED_DAYS),
    ).annotate(
        card=Subquery(last.values("card")[:1]),
        last_edition=Subquery(last.values("pk")[:1]),
        last_compiled=Subquery(last.values("compile_number")[:1]),
    )
    return rows.order_by("-starts_at")[:_MOST_DELETED]


def feed(
    request: PublicRequest,
    file: str,
    *,
    title: str,
    path: str,
    description: str,
    keys: tuple[list[Row], Vouched | None],
    was_in: Callable[[Any], bool] = lambda card: True,
    item_type: str = "article",
    entry_of: Callable[[Any], Entry] = entry_of,
) -> HttpResponse:
    """The editions of ``listing.keys`` as a feed; Atom also tells of what was taken down and
    ``was_in`` it."""
    rows, vouched = keys
    stored = registry.item_type(item_type).editions.in_bulk([pk for pk, *_more in rows])
    entries = [entry_of(stored[pk].document) for pk, *_more in rows if pk in stored]
    tells_of_deleted = file == "atom.xml"
    deleted = deleted_entries(request, item_type, was_in) if tells_of_deleted else []
    if tells_of_deleted:
        surrogate_keys.carry(request, surrogate_keys.WINDOW)
    # One of a thing carries the thing: its entries name it.
    if not set(surrogate_keys.carried(request)) - {surrogate_keys.WINDOW}:
        surrogate_keys.carry(request, surrogate_keys.kind(item_type))
    changes = [e.updated_at for e in entries] + [d.at for d in deleted]
    channel = Channel(
        title=title,
        path=path,
        description=description,
        language=languages.of_site(),
        updated_at=max(changes, default=None),
        entries=entries,
        deleted=deleted,
    )
    # What was taken down is listed for some days.
    first = min((each.at for each in deleted), default=None)
    until = first and first + timedelta(days=DELETED_DAYS)
    if tells_of_deleted and vouched is not None:
        taken = Vouched.of(_taken_down(request, item_type).values_list(*_TOLD), request.shell.at)
        vouched = replace(vouched, until=until, also=[taken])
    return pieces.hold(answer(channel, file), vouched, until=until)
