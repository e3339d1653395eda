"""Articles as ninjs 3.1, and what posts share with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from media.ninjs import picture, video
from media.shapes import ImageDocument
from newsroom.api import ninjs
from newsroom.api.block_shapes import Correction
from newsroom.editorial.models.states import CorrectionKind
from newsroom.lib import site_settings

from . import bylines, shown_videos
from .body import render
from .body.part import Block, images_in, kind_of


def article(document: Mapping[str, Any]) -> dict[str, Any]:
    """An article's whole document as ninjs."""
    titles = {
        "main": document["headline"],
        "short": document["short_headline"],
        "kicker": document["kicker"],
        "seo": document["seo"]["title"],
    }
    return item(document, titles, document["lead_image"]) | ninjs.filled(
        {
            "descriptions": _texts({"summary": document["standfirst"]}),
            "located": document["dateline"],
            "genres": [{"name": document["kind"]}],
        }
    )


def item(
    document: Mapping[str, Any],
    titles: Mapping[str, str],
    lead: ImageDocument | None,
) -> dict[str, Any]:
    """What articles and posts have in common; ``titles`` by role."""
    blocks = document["body"]["blocks"]
    associations = _associations(document, lead)
    authors = document["authors"]
    named = [*bylines.wrote(authors), *bylines.contributed(authors)]
    return ninjs.filled(
        {
            "uri": ninjs.uri(document["type"], document["id"]),
            "standard": ninjs.STANDARD,
            "type": "composite" if associations else "text",
            "representationType": "full",
            "pubStatus": "usable",
            "version": str(document["version"]),
            "firstCreated": document["published_at"],
            "versionCreated": document["updated_at"],
            "language": document["language"],
            "headlines": _texts(titles),
            "bodies": _bodies(blocks),
            "by": bylines.names(authors),
            "people": [_named(each) for each in named if not bylines.is_body(each)],
            "organisations": [_named(each) for each in named if bylines.is_body(each)],
            "subjects": _subjects(document),
            "copyrightHolder": site_settings.current().name,
            "copyrightNotice": f"© {document['published_at'][:4]} {site_settings.current().name}",
            "edNote": _corrections(document["corrections"]),
            "altIds": [{"role": "permalink", "value": document["url"]}],
            "associations": associations,
        }
    )


def _texts(by_role: Mapping[str, str]) -> list[dict[str, Any]]:
    return [ninjs.text(role, value) for role, value in by_role.items() if value]


def _bodies(blocks: list[Block]) -> list[dict[str, Any]]:
    shown = _passed_on(blocks)
    words = render.word_count(shown)
    html = {"role": "main", "contentType": "text/html", "value": str(render.render(shown))}
    plain = ninjs.text("main", render.plain_text(shown))
    return [{**body, "wordCount": words} for body in (html, plain) if body["value"]]


def _passed_on(blocks: list[Block]) -> list[Block]:
    """The body as partners may print it: every image in it is theirs to show, and credited.

    A figure that is not leaves; its association keeps the words.
    """
    return [shown for block in blocks if (shown := kind_of(block).passed_on(block))]


def _associations(document: Mapping[str, Any], lead: ImageDocument | None) -> list[dict[str, Any]]:
    """The lead image, the figures in their order, and every video once."""
    blocks, shown = document["body"]["blocks"], shown_videos.each_once(document)
    return [
        *([picture(lead, "lead", "lead")] if lead else []),
        *(picture(image, f"figure-{n}", "figure") for n, image in enumerate(images_in(blocks), 1)),
        *(video(one, f"video-{n}", "video") for n, one in enumerate(shown, 1)),
    ]


def _named(author: Mapping[str, Any]) -> dict[str, Any]:
    """A name of the byline; ``rel`` is its part in the story."""
    role = bylines.role_of(author)
    rel = "author" if role.wrote else role.name
    return ninjs.filled({"name": author["name"], "rel": rel, "uri": author["url"]})


def _subjects(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    named = [(tag, "about") for tag in document["tags"]]
    if section := document.get("section"):
        named.append((section, "section"))
    return [{"name": thing["name"], "rel": rel, "uri": thing["url"]} for thing, rel in named]


def _corrections(corrections: list[Correction]) -> str:
    """One line for each public note, as the page labels them."""
    return "\n".join(
        _("%(kind)s (%(day)s): %(text)s")
        % {"kind": CorrectionKind(c["kind"]).label, "day": c["at"][:10], "text": c["text"]}
        for c in corrections
    )
