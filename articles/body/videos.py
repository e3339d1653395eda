"""The HTML of a video, from its document: our own file plays, any other is a poster and a link.

A figure with ``data-player`` is what ``articles/player.js`` offers to play on the page; nothing of
another site stands in it, so nothing is asked of that site before a reader wants it.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from media.shapes import CaptionsMembers, VideoDocument
from newsroom.lib import addresses, languages, urls
from newsroom.lib.html import escape, tag

from . import render
from .pictures import picture

_PARAGRAPHS = re.compile(r"\n\s*\n")


def figure(video: VideoDocument) -> str:
    """The video in its place: poster or player, title, summary, the poster's credit, transcript."""
    title = _title(video) + _duration(video.get("duration_seconds"))
    words = (
        tag("p", {"class": "video-title"}, title)
        + _paragraph("video-summary", video.get("summary") or "")
        + _paragraph("figure-credit", render.printed_credit(video.get("poster")))
        + transcript(video)
    )
    shown = player(video) if video.get("file") else picture(video.get("poster"))
    return tag(
        "figure",
        {"class": "video", **player_attributes(video)},
        shown + tag("figcaption", {"class": "video-words"}, words),
    )


def player_attributes(video: VideoDocument) -> dict[str, str]:
    """What a script needs to offer the provider's player; empty without one."""
    if not video.get("embed_url"):
        return {}
    return {
        "data-player": video["embed_url"],
        "data-player-name": video.get("provider", ""),
        "data-player-title": video["title"],
    }


def player(video: VideoDocument) -> str:
    """Our own video as the browser plays it; it loads nothing until a reader starts it.

    Empty for a video elsewhere.
    """
    file, captions, poster = video["file"], video.get("captions"), video.get("poster")
    if file is None:
        return ""
    source = tag("source", {"src": file["url"], "type": file["type"]})
    track = _track(captions) if captions else ""
    attributes = {
        "controls": "",
        "preload": "none",
        "playsinline": "",
        "poster": (poster["src"] if poster else "") or None,
        "width": file["width"],
        "height": file["height"],
        # Captions of another host are fetched only so, and only if it lets us.
        "crossorigin": "anonymous" if captions and _is_elsewhere(captions["url"]) else None,
    }
    other = tag("a", {"href": file["url"]}, escape(video["title"]))
    return tag("video", attributes, source + track + other)


def transcript(video: VideoDocument) -> str:
    """The transcript, folded; empty without one."""
    spoken = (video.get("transcript") or "").strip()
    if not spoken:
        return ""
    paragraphs = (
        tag("p", inner="<br>".join(map(escape, paragraph.strip().splitlines())))
        for paragraph in _PARAGRAPHS.split(spoken)
    )
    summary = tag("summary", inner=escape(_("Transcript")))
    return tag("details", {"class": "transcript"}, summary + "".join(paragraphs))


def _title(video: VideoDocument) -> str:
    """The title, linked to the video's page or, if it is elsewhere, to its address."""
    leads_to = video.get("page_url") if video.get("file") else video.get("url")
    address = urls.link_address(leads_to or "")
    if not address:
        return escape(video["title"])
    attributes = {"href": address}
    if address.startswith("http") and _is_elsewhere(address):
        attributes["rel"] = "noopener"
    return tag("a", attributes, escape(video["title"]))


def _duration(seconds: int | None) -> str:
    if not seconds:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, left = divmod(minutes, 60)
    shown = f"{hours}:{left:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return " " + tag("time", {"class": "video-duration", "datetime": f"PT{seconds}S"}, shown)


def _paragraph(class_name: str, words: str) -> str:
    return tag("p", {"class": class_name}, escape(words)) if words else ""


def _track(captions: CaptionsMembers) -> str:
    language = captions["language"]
    return tag(
        "track",
        {
            "kind": "captions",
            "src": captions["url"],
            "srclang": language,
            "label": languages.name(language),
        },
    )


def _is_elsewhere(address: str) -> bool:
    ours = urlsplit(addresses.absolute("/"))
    parts = urlsplit(address)
    return (parts.scheme, parts.netloc) != (ours.scheme, ours.netloc)
