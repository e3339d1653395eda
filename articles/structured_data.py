"""schema.org for pages, printed from the same documents (source: schema.org 30.0)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from media.renditions import ratios
from newsroom.lib import addresses, site_settings
from newsroom.lib.publisher import ORGANISATION_ID, organisation, policies, publisher

from . import bylines, shown_videos
from .body.part import Block, images_in

if TYPE_CHECKING:
    from media.shapes import CreditMembers, ImageDocument, Rendition, VideoDocument

    from .shapes import ArticleDocument

_TYPES = {
    "news": "NewsArticle",
    "analysis": "AnalysisNewsArticle",
    "opinion": "OpinionNewsArticle",
    "feature": "ReportageNewsArticle",
    "review": "ReviewNewsArticle",
}


def article(document: ArticleDocument) -> str:
    """A NewsArticle (or its nearer kind) with its images' credits, as JSON text."""
    about = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(document["kind"], "NewsArticle"),
        "@id": f"{document['url']}#article",
        "url": document["url"],
        "mainEntityOfPage": document["url"],
        "identifier": document["id"],
        "headline": document["headline"],
        "alternativeHeadline": document["seo"]["title"],
        "description": document["standfirst"],
        "image": representative(document["lead_image"]),
        "datePublished": document["published_at"],
        "dateModified": document["updated_at"],
        "author": written_by(document["authors"]),
        "editor": [
            person(each)
            for each in bylines.contributed(document["authors"])
            if bylines.role_of(each).schema_member == "editor"
        ],
        "publisher": publisher(),
        "publishingPrinciples": policies().get("publishingPrinciples"),
        "articleSection": section["name"] if (section := document["section"]) else "",
        "keywords": [tag["name"] for tag in document["tags"]],
        "inLanguage": document["language"],
        "isAccessibleForFree": True,
        "wordCount": document["word_count"],
        "timeRequired": f"PT{document['reading_minutes']}M",
        "dateline": document["dateline"],
        "correction": corrections(document),
        "video": [video(v) for v in shown_videos.each_once(document)],
        "associatedMedia": _figures(document["body"]["blocks"]),
    }
    return _text([about, organisation(), breadcrumbs(document)])


def representative(document: ImageDocument | None) -> list[dict[str, Any]]:
    """The page's own image in the shapes that search engines ask for, each with its credit.

    A shape without a file is stood for by the whole image; no file is named twice.
    """
    if document is None:
        return []
    shapes = (ratios.WIDE, ratios.CLASSIC, ratios.SQUARE)
    files = [ratios.largest(document, shape) or ratios.whole(document) for shape in shapes]
    named = {file["url"]: file for file in files if file}
    return [image(document, file) | {"representativeOfPage": True} for file in named.values()]


def image(document: ImageDocument, file: Rendition | None = None) -> dict[str, Any]:
    """An ImageObject of one file, else the whole image: the credit as printed under it.

    Source: Google's image licence metadata, which prefers this over what the file itself says.
    """
    shown: Mapping[str, Any] = file or ratios.whole(document) or {}
    licence: Mapping[str, Any] = document.get("licence") or {}
    place = document.get("place")
    return _filled(
        {
            "@type": "ImageObject",
            "contentUrl": shown.get("url"),
            "url": shown.get("url"),
            "width": shown.get("width"),
            "height": shown.get("height"),
            "encodingFormat": shown.get("type"),
            "caption": document["caption"],
            "description": document["alt"],
            "creditText": document["credit"]["line"],
            "creator": _creator(document["credit"]),
            "copyrightNotice": document.get("copyright"),
            "license": document.get("web_statement") or licence.get("url"),
            "acquireLicensePage": document.get("licensor_url"),
            "dateCreated": document.get("date_created"),
            "contentLocation": {"@type": "Place", "name": place} if place else {},
            "digitalSourceType": document.get("digital_source_type"),
        }
    )


def video(document: VideoDocument) -> dict[str, Any]:
    """A VideoObject: our own file by its address, any other by the player of its host."""
    poster = document.get("poster")
    file: Mapping[str, Any] = document.get("file") or {}
    captions: Mapping[str, Any] = document.get("captions") or {}
    seconds = document.get("duration_seconds")
    caption = {
        "@type": "MediaObject",
        "contentUrl": captions.get("url"),
        "encodingFormat": "text/vtt",
        "inLanguage": captions.get("language"),
    }
    return _filled(
        {
            "@type": "VideoObject",
            "name": document["title"],
            "description": document["summary"] or document["title"],
            "thumbnailUrl": poster["src"] if poster else "",
            "duration": f"PT{seconds}S" if seconds else "",
            "url": document.get("page_url", ""),
            "uploadDate": document.get("created_at", ""),
            "contentUrl": file.get("url", ""),
            "encodingFormat": file.get("type", ""),
            "embedUrl": document.get("embed_url", ""),
            "caption": caption if captions else {},
            "transcript": document.get("transcript", ""),
        }
    )


def video_page(document: VideoDocument) -> str:
    return _text([{"@context": "https://schema.org", **video(document)}, organisation()])


def person_page(document: dict[str, Any]) -> str:
    """A ProfilePage about an author."""
    kind = "Person" if document["kind"] == "person" else "Organization"
    portrait = document["portrait"]
    about = {
        "@type": kind,
        "@id": document["url"],
        "name": document["name"],
        "url": document["url"],
        "jobTitle": document["job_title"] if kind == "Person" else "",
        "description": document["bio"],
        "image": image(portrait) if portrait and portrait["src"] else {},
        "email": document["email"],
        "sameAs": [document["website"]] if document["website"] else [],
    }
    page = {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "url": document["url"],
        "mainEntity": _filled(about),
    }
    return _text([page, organisation()])


def front() -> str:
    """The WebSite with its search, and the organisation."""
    site = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "@id": addresses.absolute("/#site"),
        "url": addresses.absolute("/"),
        "name": site_settings.current().name,
        "publisher": {"@id": addresses.absolute(ORGANISATION_ID)},
        "potentialAction": {
            "@type": "SearchAction",
            "target": addresses.absolute("/search/?q={search_term_string}"),
            "query-input": "required name=search_term_string",
        },
    }
    return _text([site, organisation()])


def breadcrumbs(document: ArticleDocument) -> dict[str, Any]:
    steps = [(site_settings.current().name, addresses.absolute("/"))]
    if document["section"]:
        steps.append((document["section"]["name"], document["section"]["url"]))
    steps.append((document["headline"], document["url"]))
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(steps, 1)
        ],
    }


def _figures(blocks: list[Block]) -> list[dict[str, Any]]:
    """The images in the text that have files, each once."""
    images = [image(each) for each in images_in(blocks)]
    return list({each["url"]: each for each in images if "url" in each}.values())


def _creator(credit: CreditMembers) -> dict[str, Any]:
    """Who made the image; an agency that names nobody stands for its people."""
    if credit["creator"]:
        return {"@type": "Person", "name": credit["creator"]}
    return {"@type": "Organization", "name": credit["agency"]} if credit["agency"] else {}


def corrections(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The notes, each at its place on the page."""
    return [
        {
            "@type": "CorrectionComment",
            "text": each["text"],
            "datePublished": each["at"],
            "url": f"{document['url']}#correction-{each['id']}",
        }
        for each in document["corrections"]
    ]


def written_by(authors: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Its authors; what nobody has signed is the newsroom's."""
    signed = [person(author) for author in bylines.wrote(authors)]
    return signed or [{"@id": addresses.absolute(ORGANISATION_ID)}]


def person(author: Mapping[str, Any]) -> dict[str, Any]:
    """Each author is an object of its own whose name holds the name alone."""
    is_body = bylines.is_body(author)
    return _filled(
        {
            "@type": "Organization" if is_body else "Person",
            "@id": author["url"],
            "name": author["name"],
            "url": author["url"],
            "jobTitle": "" if is_body else author.get("job_title"),
        }
    )


def _filled(thing: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in thing.items() if value not in ("", None, [], {})}


def _text(things: list[dict[str, Any]]) -> str:
    return json.dumps([_filled(thing) for thing in things], ensure_ascii=False)
