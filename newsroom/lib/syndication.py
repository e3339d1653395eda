"""RSS 2.0, Atom and JSON Feed, printed from one neutral entry.

Django's feed generators are extended by what they lack: full content, several authors, updated
times, media with credit, deleted entries (RFC 6721).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc2822_date, rfc3339_date

from . import addresses, languages, publisher, site_settings
from .html import tag

MEDIA = "http://search.yahoo.com/mrss/"
_TTL_MINUTES = "5"
_RSS_IMAGE_SIDE = "88"
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
# Characters that XML 1.0 cannot carry.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Person:
    name: str
    url: str = ""


@dataclass(frozen=True)
class Media:
    """An image: its file, caption, and the credit exactly as the page prints it.

    ``photographer`` is who made it, empty where nobody is named. ``thumbnail`` and ``banner`` are
    addresses of its smallest file and of a wide crop.
    """

    url: str
    type: str
    width: int
    height: int
    bytes: int
    alt: str
    caption: str
    credit: str
    photographer: str = ""
    copyright: str = ""
    thumbnail: str = ""
    banner: str = ""


@dataclass(frozen=True)
class VideoFile:
    """A video file of our own; its measures are 0 where they are not known."""

    url: str
    type: str
    title: str
    width: int = 0
    height: int = 0
    bytes: int = 0
    seconds: int = 0


@dataclass(frozen=True)
class Entry:
    """One item. ``guid`` is stable over every change of its address."""

    guid: str
    url: str
    title: str
    summary: str
    html: str
    published_at: datetime
    updated_at: datetime
    text: str = ""
    authors: Sequence[Person] = ()
    #: Who took part, but did not write it.
    contributors: Sequence[Person] = ()
    tags: Sequence[tuple[str, str]] = ()
    language: str = ""
    media: Media | None = None
    videos: Sequence[VideoFile] = ()
    external_url: str = ""
    extension: dict[str, Any] = field(default_factory=dict)

    @property
    def directed_html(self) -> str:
        """The HTML; of what is written from right to left, in an element that says so."""
        if not self.html or languages.direction(self.language) == "ltr":
            return self.html
        return tag("div", languages.pair(self.language), self.html)


@dataclass(frozen=True)
class Deleted:
    """An item that is gone; ``comment`` says why and stays empty where nothing may be said."""

    guid: str
    at: datetime
    comment: str = ""


@dataclass(frozen=True)
class Channel:
    """A list as a feed; ``path`` is the page it goes with."""

    title: str
    path: str
    description: str
    language: str
    updated_at: datetime | None
    entries: Sequence[Entry]
    deleted: Sequence[Deleted] = ()


class _Languages:
    """Entries that say in which language they are."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        language = languages.pair(item["entry"].language).get("lang")
        return {"xml:lang": language} if language else {}


class _Rss(_Languages, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": MEDIA,
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("ttl", _TTL_MINUTES)
        if site_settings.current().managing_editor:
            handler.addQuickElement("managingEditor", site_settings.current().managing_editor)
        handler.startElement("image", {})
        handler.addQuickElement("url", publisher.feed_image())
        handler.addQuickElement("title", self.feed["title"])
        handler.addQuickElement("link", self.feed["link"])
        # As it is shown: readers know no more than 144 pixels (RSS 2.0).
        for side in ("width", "height"):
            handler.addQuickElement(side, _RSS_IMAGE_SIDE)
        handler.endElement("image")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        entry: Entry = item["entry"]
        handler.addQuickElement("title", entry.title)
        handler.addQuickElement("link", entry.url)
        if entry.summary:
            handler.addQuickElement("description", entry.summary)
        handler.addQuickElement("guid", entry.guid, {"isPermaLink": "false"})
        handler.addQuickElement("pubDate", rfc2822_date(entry.published_at))
        handler.addQuickElement("atom:updated", rfc3339_date(entry.updated_at))
        for author in entry.authors:
            handler.addQuickElement("dc:creator", author.name)
        for contributor in entry.contributors:
            handler.addQuickElement("dc:contributor", contributor.name)
        for name, url in entry.tags:
            handler.addQuickElement("category", name, {"domain": url} if url else {})
        handler.addQuickElement("content:encoded", entry.directed_html)
        _all_media(handler, entry)


class _Atom(_Languages, Atom1Feed):
    def root_attributes(self) -> dict[str, str]:
        return {
            **super().root_attributes(),
            "xmlns:media": MEDIA,
            "xmlns:at": "http://purl.org/atompub/tombstones/1.0",
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        # The feed as a whole needs an author where an entry has none (RFC 4287, 4.2.1).
        handler.startElement("author", {})
        handler.addQuickElement("name", site_settings.current().name)
        handler.endElement("author")
        handler.addQuickElement("icon", publisher.feed_image())
        for deleted in self.feed["deleted"]:
            attributes = {"ref": deleted.guid, "when": rfc3339_date(deleted.at)}
            handler.startElement("at:deleted-entry", attributes)
            if deleted.comment:
                handler.addQuickElement("at:comment", deleted.comment)
            handler.endElement("at:deleted-entry")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        entry: Entry = item["entry"]
        handler.addQuickElement("id", entry.guid)
        handler.addQuickElement("title", entry.title)
        handler.addQuickElement("link", "", {"rel": "alternate", "href": entry.url})
        handler.addQuickElement("published", rfc3339_date(entry.published_at))
        handler.addQuickElement("updated", rfc3339_date(entry.updated_at))
        for author in entry.authors:
            _person(handler, "author", author)
        for contributor in entry.contributors:
            _person(handler, "contributor", contributor)
        for name, url in entry.tags:
            handler.addQuickElement(
                "category", "", {"term": name, "scheme": url or "", "label": name}
            )
        if entry.summary:
            handler.addQuickElement("summary", entry.summary)
        handler.addQuickElement("content", entry.directed_html, {"type": "html"})
        for file in (entry.media, *entry.videos):
            if file:
                handler.addQuickElement("link", "", _enclosure(file))
        _all_media(handler, entry)


def _person(handler: Any, element: str, person: Person) -> None:
    handler.startElement(element, {})
    handler.addQuickElement("name", person.name)
    if person.url:
        handler.addQuickElement("uri", person.url)
    handler.endElement(element)


def _all_media(handler: Any, entry: Entry) -> None:
    """Media RSS, in both formats alike. Source: Media RSS 1.5.1."""
    if entry.media:
        _picture(handler, entry.media)
    for video in entry.videos:
        _video(handler, video)


def _picture(handler: Any, media: Media) -> None:
    attributes = {
        "url": media.url,
        "medium": "image",
        "type": media.type,
        "width": str(media.width),
        "height": str(media.height),
        "fileSize": str(media.bytes),
    }
    handler.startElement("media:content", attributes)
    if media.alt:
        handler.addQuickElement("media:title", media.alt, {"type": "plain"})
    if media.caption:
        handler.addQuickElement("media:description", media.caption, {"type": "plain"})
    if media.photographer:
        role = {"role": "photographer", "scheme": "urn:ebu"}
        handler.addQuickElement("media:credit", media.photographer, role)
    if media.credit not in ("", media.photographer):
        handler.addQuickElement("media:credit", media.credit)
    if media.copyright:
        handler.addQuickElement("media:copyright", media.copyright)
    if media.thumbnail:
        handler.addQuickElement("media:thumbnail", "", {"url": media.thumbnail})
    handler.endElement("media:content")


def _video(handler: Any, video: VideoFile) -> None:
    measures = {
        "width": video.width,
        "height": video.height,
        "fileSize": video.bytes,
        "duration": video.seconds,
    }
    attributes = {"url": video.url, "medium": "video", "type": video.type}
    attributes |= {name: str(value) for name, value in measures.items() if value}
    handler.startElement("media:content", attributes)
    handler.addQuickElement("media:title", video.title, {"type": "plain"})
    handler.endElement("media:content")


def _enclosure(file: Media | VideoFile) -> dict[str, str]:
    """The attributes of Atom's link to a file."""
    size = {"length": str(file.bytes)} if file.bytes else {}
    return {"rel": "enclosure", "href": file.url, "type": file.type, **size}


def _xml(generator: type[Rss201rev2Feed] | type[Atom1Feed], channel: Channel, feed_url: str) -> str:
    feed = generator(
        title=_xml_text(channel.title),
        link=addresses.absolute(channel.path),
        description=_xml_text(channel.description or channel.title),
        language=channel.language,
        feed_url=feed_url,
        feed_copyright=f"© {_xml_text(site_settings.current().name)}",
        deleted=channel.deleted,
    )
    for entry in channel.entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.summary,
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            entry=entry,
        )
    # Of an empty feed Django would say that it was updated just now, each time.
    feed.latest_post_date = lambda: channel.updated_at or _NEVER  # type: ignore[method-assign]
    return _xml_text(feed.writeString("utf-8"))


def _json_feed(channel: Channel, feed_url: str) -> str:
    """JSON Feed 1.1 with an extension object ``_newsroom``."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": addresses.absolute(channel.path),
        "feed_url": feed_url,
        "description": channel.description,
        "icon": publisher.feed_image(),
        "favicon": publisher.feed_image(),
        "authors": [{"name": site_settings.current().name, "url": addresses.absolute("/")}],
        "language": channel.language,
        "items": [_json_item(entry) for entry in channel.entries],
    }
    return json.dumps(feed, ensure_ascii=False)


def _json_item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.guid,
        "url": entry.url,
        "external_url": entry.external_url,
        "title": entry.title,
        "content_html": entry.directed_html,
        # One of the two has to be there; a post may be a headline alone.
        "content_text": entry.text or ("" if entry.html else entry.title),
        "summary": entry.summary,
        "image": entry.media.url if entry.media else "",
        "banner_image": entry.media.banner if entry.media else "",
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.updated_at.isoformat(),
        "authors": [{k: v for k, v in vars(a).items() if v} for a in entry.authors],
        "tags": [name for name, _url in entry.tags],
        "language": entry.language,
        "attachments": [_attachment(video) for video in entry.videos],
        "_newsroom": entry.extension,
    }
    return _filled(item)


def _attachment(video: VideoFile) -> dict[str, Any]:
    return _filled(
        {
            "url": video.url,
            "mime_type": video.type,
            "title": video.title,
            "size_in_bytes": video.bytes,
            "duration_in_seconds": video.seconds,
        }
    )


def _filled(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in ("", [], {}, 0)}


def _xml_text(text: str) -> str:
    return _NOT_XML.sub("", text)


@dataclass(frozen=True)
class Format:
    """A form in which a list can be followed: ``file`` ends its address, readers know ``name``."""

    file: str
    name: str
    media_type: str
    #: The text of a channel at its own absolute address.
    printed: Callable[[Channel, str], str]


FORMATS = {
    each.file: each
    for each in (
        Format("rss.xml", "RSS", "application/rss+xml", partial(_xml, _Rss)),
        Format("atom.xml", "Atom", "application/atom+xml", partial(_xml, _Atom)),
        Format("feed.json", "JSON Feed", "application/feed+json", _json_feed),
    )
}


def print_feed(channel: Channel, file: str) -> tuple[str, str]:
    """The channel in the format of this file name: its text and its content type."""
    form = FORMATS[file]
    text = form.printed(channel, addresses.absolute(f"{channel.path}{file}"))
    return text, f"{form.media_type}; charset=utf-8"
