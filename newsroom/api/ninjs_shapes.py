"""The shape of ninjs 3.1 as far as this API prints it; the whole is the IPTC's schema."""

from __future__ import annotations

from .shapes import Schema, array, const, enum, instant, integer, number, obj, ref, string, url


def _part(description: str, **members: Schema) -> Schema:
    """An object whose empty members are left out."""
    return obj(description, members, optional=tuple(members))


def _named(description: str) -> Schema:
    return array(
        _part(description, name=string(), rel=string(), uri=url(), role=string()), description
    )


_TEXTS = array(
    _part(
        "A text with its role.",
        role=string(), contentType=string(), wordCount=integer(minimum=0), value=string(),
    )
)  # fmt: skip
_RENDITION = _part(
    "A file.",
    name=string(), href=url(), contentType=string("Media type."),
    width=integer(minimum=1), height=integer(minimum=1), sizeInBytes=integer(minimum=0),
    duration=number("In seconds."),
    poi=_part("The focal point in pixels.", x=integer(minimum=0), y=integer(minimum=0)),
)  # fmt: skip

SHAPES: dict[str, Schema] = {
    "Ninjs": obj(
        "An item as IPTC ninjs 3.1. What is not known is left out.",
        {
            "uri": string("A tag URI that outlives every change of address.", format="uri"),
            "standard": _part("Which ninjs.", name=const("ninjs"), version=string(), schema=url()),
            "type": enum("text", "composite", "picture", "video"),
            "representationType": enum("full", "partial"),
            "name": string("Of an associated item: lead, figure-1, video-1."),
            "rel": string("Of an associated item: its place."),
            "pubStatus": enum(
                "usable", "withheld", "canceled",
                description="Canceled: remove your copy. Withheld: named, not to be published.",
            ),
            "version": string("The ledger's number."),
            "firstCreated": instant("First publication."),
            "versionCreated": instant("The last substantive change."),
            "contentCreated": instant("When a picture was made."),
            "expires": instant("Until when a picture may be shown."),
            "language": string("BCP 47."),
            "headlines": _TEXTS, "descriptions": _TEXTS, "bodies": _TEXTS,
            "by": string("Who made it."), "located": string("Where."),
            "people": _named("A person."), "organisations": _named("A body."),
            "subjects": _named("A tag, the primary one first; then the section."),
            "infoSources": _named("Where it comes from; the role “credit” is the printed credit."),
            "genres": array(_part("What kind of story.", name=string())),
            "copyrightHolder": string(), "copyrightNotice": string(), "usageTerms": string(),
            "rightsInfo": _part("Rights of a picture.", linkedRights=url()),
            "digitalSourceType": _part("How a picture came about.", uri=url()),
            "edNote": string("Corrections, and what a partner is to know."),
            "altIds": array(_part("Another name.", role=string(), value=string())),
            "renditions": array(_RENDITION, "The files of an image or a video."),
            "associations": array(ref("Ninjs"), "Images and videos, each with its credit."),
        },
        optional=(
            "standard", "representationType", "name", "rel", "version", "firstCreated",
            "versionCreated", "contentCreated", "expires", "language", "headlines",
            "descriptions", "bodies", "by", "located", "people", "organisations", "subjects",
            "infoSources", "genres", "copyrightHolder", "copyrightNotice", "usageTerms",
            "rightsInfo", "digitalSourceType", "edNote", "altIds", "renditions", "associations",
        ),
    ),
}  # fmt: skip
