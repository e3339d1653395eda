"""Images and videos as associated items of ninjs 3.1, from their documents."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from newsroom.api import ninjs
from newsroom.lib import instants

from .image_fields import IMAGE
from .renditions import ratios
from .shapes import CreditMembers, ImageDocument, Rendition, VideoDocument, VideoFileMembers


def picture(document: ImageDocument, name: str, rel: str) -> dict[str, Any]:
    """An image with its credit, words and rights.

    Its files are named only where partners may pass them on. Otherwise the item is withheld: the
    credit says whom to ask.
    """
    credit = document["credit"]
    may_pass_on = may_be_passed_on(document)
    return ninjs.filled(
        {
            "name": name,
            "rel": rel,
            "uri": ninjs.uri("image", document["id"]),
            "type": "picture",
            "representationType": "full" if may_pass_on else "partial",
            "pubStatus": "usable" if may_pass_on else "withheld",
            "contentCreated": _instant(document.get("date_created")),
            "expires": document["rights"].get("usable_until"),
            "descriptions": _words(document),
            "by": credit["creator"],
            "located": document.get("place"),
            "infoSources": _sources(credit),
            **{each.ninjs: document.get(each.member) for each in IMAGE if each.ninjs},
            "rightsInfo": _rights(document),
            "digitalSourceType": ninjs.filled({"uri": document.get("digital_source_type")}),
            "edNote": "" if may_pass_on else _not_passed_on(),
            "renditions": _renditions(document) if may_pass_on else [],
        }
    )


def video(document: VideoDocument, name: str, rel: str) -> dict[str, Any]:
    """A video: our own file, or the address of one that is elsewhere; with its poster."""
    file, poster = document.get("file"), document.get("poster")
    elsewhere = "" if file else document.get("url")
    addresses = {"permalink": document.get("page_url"), "player": elsewhere}
    return ninjs.filled(
        {
            "name": name,
            "rel": rel,
            "uri": ninjs.uri("video", document["id"]),
            "type": "video",
            "pubStatus": "usable",
            "firstCreated": document.get("created_at"),
            "headlines": [ninjs.text("main", document["title"])],
            "descriptions": [ninjs.text("summary", s)] if (s := document.get("summary")) else [],
            "altIds": [{"role": role, "value": at} for role, at in addresses.items() if at],
            "renditions": [_video_file(document, file)] if file else [],
            "associations": [picture(poster, "poster", "poster")] if poster else [],
        }
    )


def may_be_passed_on(document: ImageDocument) -> bool:
    return bool(document["rights"].get("syndication"))


def _not_passed_on() -> str:
    return _("We may not pass this picture on. Ask the people named in the credit.")


def _words(document: ImageDocument) -> list[dict[str, Any]]:
    words = {
        "caption": document["caption"],
        "altText": document["alt"],
        "extendedDescription": document.get("extended_description"),
    }
    return [ninjs.text(role, value) for role, value in words.items() if value]


def _sources(credit: CreditMembers) -> list[dict[str, Any]]:
    """The credit as printed, then its parts that are houses."""
    parts = {"credit": credit["line"], "agency": credit["agency"], "supplier": credit["supplier"]}
    return [{"role": role, "name": name} for role, name in parts.items() if name]


def _rights(document: ImageDocument) -> dict[str, str]:
    licence = document.get("licence")
    address = document.get("web_statement") or (licence["url"] if licence else "")
    return ninjs.filled({"linkedRights": address})


def _renditions(document: ImageDocument) -> list[dict[str, Any]]:
    return [
        ninjs.filled(
            {
                "name": file["name"],
                "href": file["url"],
                "contentType": file["type"],
                "width": file["width"],
                "height": file["height"],
                "sizeInBytes": file["bytes"],
                "poi": _point(document, file),
            }
        )
        for file in document["renditions"]
    ]


def _point(document: ImageDocument, file: Rendition) -> dict[str, int]:
    """The focal point in the file's own pixels; where a crop lies is not known here."""
    if not ratios.is_of_shape(file, (document["width"], document["height"])):
        return {}
    point = document["focal_point"]
    return {
        "x": min(int(point["x"] * file["width"]), file["width"] - 1),
        "y": min(int(point["y"] * file["height"]), file["height"] - 1),
    }


def _video_file(document: VideoDocument, file: VideoFileMembers) -> dict[str, Any]:
    return ninjs.filled(
        {
            "name": "main",
            "href": file["url"],
            "contentType": file["type"],
            "width": file.get("width"),
            "height": file.get("height"),
            "sizeInBytes": file.get("bytes"),
            "duration": document.get("duration_seconds"),
        }
    )


def _instant(written: str | None) -> str:
    """An ISO text as ninjs wants it; a date without a time and zone is none."""
    try:
        at = instants.from_text(written) if written and "T" in written else None
    except ValueError:
        return ""
    return written or "" if at is not None and at.tzinfo else ""
