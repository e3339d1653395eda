"""A document's words as programs print them that know nothing of our pages: one HTML text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from media.shapes import ImageDocument
from newsroom.api.block_shapes import Correction
from newsroom.editorial.models.states import CorrectionKind
from newsroom.lib import instants
from newsroom.lib.html import escape, tag

from .body.lines import optional
from .body.pictures import picture
from .body.render import printed_credit


def html(document: Mapping[str, Any], lead: ImageDocument | None) -> str:
    """Standfirst, lead image with caption and credit, dateline, body and corrections, in the order
    of the page."""
    corrections = document["corrections"]
    return "".join(
        (
            optional("p", "standfirst", escape(document.get("standfirst", ""))),
            lead_figure(lead),
            *(_note(each) for each in corrections if each["placement"] == "top"),
            optional("p", "dateline", escape(document.get("dateline", ""))),
            document["body"]["html"],
            *(_note(each) for each in corrections if each["placement"] != "top"),
        )
    )


def lead_figure(image: ImageDocument | None) -> str:
    """The image with its caption and credit; nothing while it may not be shown or has no files."""
    shown = picture(image, loading="eager")
    if image is None or not shown:
        return ""
    credit = optional("span", "figure-credit", escape(printed_credit(image)))
    below = " ".join(filter(None, [escape(image["caption"]), credit]))
    return tag("figure", {"class": "figure"}, shown + optional("figcaption", "caption", below))


def _note(correction: Correction) -> str:
    at = instants.from_text(correction["at"])
    day = date_format(timezone.localtime(at))
    when = tag("time", {"datetime": instants.to_attribute(at)}, escape(day))
    kind = tag("strong", inner=escape(str(CorrectionKind(correction["kind"]).label)))
    words = f"{kind} ({when}): {escape(correction['text'])}"
    return tag("aside", {"class": "correction"}, tag("p", inner=words))
