"""Printing a channel in one of the three formats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc2822_date, rfc3339_date

from newsroom.lib import addresses

from .entries import Channel, Entry, Film, Media

MEDIA = "http://search.yahoo.com/mrss/"
_TTL_MINUTES = "5"
# Characters that XML 1.0 cannot carry.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Rss(Rss201rev2Feed):
    content_type = "application/rss+xml; charset=utf-8"

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
        for name, url in entry.tags:
            handler.addQuickElement("category", name, {"domain": url} if url else {})
        handler.addQuickElement("content:encoded", entry.html)
        _all_media(handler, entry)


class _Atom(Atom1Feed):
    content_type = "application/atom+xml; charset=utf-8"

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
        handler.addQuickElement("name", settings.SITE_NAME)
        handler.endElement("author")
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
            handler.startElement("author", {})
            handler.addQuickElement("name", author.name)
            if author.url:
                handler.addQuickElement("uri", author.url)
            handler.endElement("author")
        for name, url in entry.tags:
            handler.addQuickElement(
                "category", "", {"term": name, "scheme": url or "", "label": name}
            )
        if entry.summary:
            handler.addQuickElement("summary", entry.summary)
        handler.addQuickElement("content", entry.html, {"type": "html"})
        for file in (entry.media, *entry.films):
            if file:
                handler.addQuickElement("link", "", _enclosure(file))
        _all_media(handler, entry)


def _all_media(handler: Any, entry: Entry) -> None:
    """Media RSS, in both formats alike. Source: Media RSS 1.5.1."""
    if entry.media:
        _picture(handler, entry.media)
    for film in entry.films:
        _film(handler, film)


def _picture(handler: Any, media: Media) -> None:
    """The picture with the credit as printed."""
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
    if media.credit:
        role = {"role": "photographer", "scheme": "urn:ebu"}
        handler.addQuickElement("media:credit", media.credit, role)
    if media.copyright:
        handler.addQuickElement("media:copyright", media.copyright)
    if media.thumbnail:
        handler.addQuickElement("media:thumbnail", "", {"url": media.thumbnail})
    handler.endElement("media:content")


def _film(handler: Any, film: Film) -> None:
    measures = {
        "width": film.width,
        "height": film.height,
        "fileSize": film.bytes,
        "duration": film.seconds,
    }
    attributes = {"url": film.url, "medium": "video", "type": film.type}
    attributes |= {name: str(value) for name, value in measures.items() if value}
    handler.startElement("media:content", attributes)
    handler.addQuickElement("media:title", film.title, {"type": "plain"})
    handler.endElement("media:content")


def _enclosure(file: Media | Film) -> dict[str, str]:
    """The attributes of Atom's link to a file."""
    size = {"length": str(file.bytes)} if file.bytes else {}
    return {"rel": "enclosure", "href": file.url, "type": file.type, **size}


Printer = Callable[[Channel], tuple[str, str]]


def _xml(generator: type[Rss201rev2Feed] | type[Atom1Feed], file: str) -> Printer:
    def print_channel(channel: Channel) -> tuple[str, str]:
        feed = generator(
            title=_xml_text(channel.title),
            link=addresses.absolute(channel.path),
            description=_xml_text(channel.description or channel.title),
            language=channel.language,
            feed_url=addresses.absolute(f"{channel.path}{file}"),
            feed_copyright=f"© {_xml_text(settings.SITE_NAME)}",
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
        if (updated_at := channel.updated_at) is not None:
            feed.latest_post_date = lambda: updated_at  # type: ignore[method-assign]
        return _xml_text(feed.writeString("utf-8")), feed.content_type

    return print_channel


def _json_feed(channel: Channel) -> tuple[str, str]:
    """JSON Feed 1.1 with an extension object ``_newsroom``."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": addresses.absolute(channel.path),
        "feed_url": addresses.absolute(f"{channel.path}feed.json"),
        "description": channel.description,
        "language": channel.language,
        "items": [_json_item(entry) for entry in channel.entries],
    }
    return json.dumps(feed, ensure_ascii=False), "application/feed+json; charset=utf-8"


def _json_item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.guid,
        "url": entry.url,
        "external_url": entry.external_url,
        "title": entry.title,
        "content_html": entry.html,
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
        "attachments": [_attachment(film) for film in entry.films],
        "_newsroom": entry.extension,
    }
    return _filled(item)


def _attachment(film: Film) -> dict[str, Any]:
    return _filled(
        {
            "url": film.url,
            "mime_type": film.type,
            "title": film.title,
            "size_in_bytes": film.bytes,
            "duration_in_seconds": film.seconds,
        }
    )


def _filled(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in ("", [], {}, 0)}


def _xml_text(text: str) -> str:
    return _NOT_XML.sub("", text)


#: File name → how a channel is printed under it: (text, content type).
FORMATS: dict[str, Printer] = {
    "rss.xml": _xml(_Rss, "rss.xml"),
    "atom.xml": _xml(_Atom, "atom.xml"),
    "feed.json": _json_feed,
}


def print_feed(channel: Channel, file: str) -> tuple[str, str]:
    """The channel under this file name (``rss.xml``, ``atom.xml``, ``feed.json``)."""
    return FORMATS[file](channel)
