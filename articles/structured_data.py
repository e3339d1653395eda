"""schema.org for pages, printed from the same documents (source: schema.org 30.0)."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from newsroom.lib import addresses

_TYPES = {
    "news": "NewsArticle",
    "analysis": "AnalysisNewsArticle",
    "opinion": "OpinionNewsArticle",
    "feature": "ReportageNewsArticle",
    "review": "ReviewNewsArticle",
}
ORGANISATION_ID = "/#org"


def article(document: dict[str, Any]) -> str:
    """A NewsArticle (or its nearer kind) with its pictures' credits, as JSON text."""
    lead = document["lead_image"]
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
        "image": [image(lead)] if lead else [],
        "datePublished": document["published_at"],
        "dateModified": document["updated_at"],
        "author": [_author(a) for a in document["authors"] if a["role"] in ("writer", "agency")],
        "editor": [_author(a) for a in document["authors"] if a["role"] == "editor"],
        "publisher": {"@id": addresses.absolute(ORGANISATION_ID)},
        "articleSection": (document["section"] or {}).get("name", ""),
        "keywords": [tag["name"] for tag in document["tags"]],
        "inLanguage": document["language"],
        "isAccessibleForFree": True,
        "wordCount": document["word_count"],
        "timeRequired": f"PT{document['reading_minutes']}M",
        "dateline": document["dateline"],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": c["text"],
                "datePublished": c["at"],
                "url": f"{document['url']}#corrections",
            }
            for c in document["corrections"]
        ],
        "video": [video(v) for v in document["videos"]],
    }
    return _text([about, organisation(), breadcrumbs(document)])


def image(document: dict[str, Any]) -> dict[str, Any]:
    """An ImageObject: the credit as printed under the picture."""
    credit = document["credit"]
    rendition: dict[str, Any] = max(
        (r for r in document["renditions"] if r["type"] == "image/jpeg"),
        key=lambda r: r["width"],
        default={},
    )
    creator = {"@type": "Person", "name": credit["creator"]} if credit["creator"] else {}
    return _filled(
        {
            "@type": "ImageObject",
            "contentUrl": document["src"],
            "url": document["src"],
            "width": rendition.get("width", document["width"]),
            "height": rendition.get("height", document["height"]),
            "caption": document["caption"],
            "description": document["alt"],
            "creditText": credit["line"],
            "creator": creator,
            "copyrightNotice": document.get("copyright", ""),
        }
    )


def video(document: dict[str, Any]) -> dict[str, Any]:
    poster = document.get("poster")
    seconds = document.get("duration_seconds")
    return _filled(
        {
            "@type": "VideoObject",
            "name": document["title"],
            "description": document["summary"] or document["title"],
            "thumbnailUrl": poster["src"] if poster else "",
            "duration": f"PT{seconds}S" if seconds else "",
            "url": document.get("page_url", ""),
            "uploadDate": document.get("created_at", ""),
        }
    )


def video_page(document: dict[str, Any]) -> str:
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
        "image": portrait["src"] if portrait else "",
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
        "name": settings.SITE_NAME,
        "publisher": {"@id": addresses.absolute(ORGANISATION_ID)},
        "potentialAction": {
            "@type": "SearchAction",
            "target": addresses.absolute("/search/?q={search_term_string}"),
            "query-input": "required name=search_term_string",
        },
    }
    return _text([site, organisation()])


def organisation() -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsMediaOrganization",
        "@id": addresses.absolute(ORGANISATION_ID),
        "name": settings.SITE_NAME,
        "url": addresses.absolute("/"),
        "correctionsPolicy": addresses.absolute("/corrections/"),
    }


def breadcrumbs(document: dict[str, Any]) -> dict[str, Any]:
    steps = [(settings.SITE_NAME, addresses.absolute("/"))]
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


def _author(author: dict[str, Any]) -> dict[str, Any]:
    """Each author is an object of its own whose name holds the name alone."""
    is_body = author["kind"] == "body" or author["role"] == "agency"
    return _filled(
        {
            "@type": "Organization" if is_body else "Person",
            "@id": author["url"],
            "name": author["name"],
            "url": author["url"],
            "jobTitle": "" if is_body else author["job_title"],
        }
    )


def _filled(thing: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in thing.items() if value not in ("", None, [], {})}


def _text(things: list[dict[str, Any]]) -> str:
    return json.dumps([_filled(thing) for thing in things], ensure_ascii=False)
