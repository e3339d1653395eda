"""What readers get of images and videos: the types of their documents, and from these the shapes.

They are made in ``document``; what a use of a picture changes is its alt text, caption and crop.
"""

from typing import Annotated, TypedDict

from newsroom.api.shapes import (
    VERSION,
    Id,
    Instant,
    Natural,
    Positive,
    Schema,
    Url,
    const,
    obj,
    shape_of,
)

from . import image_fields


class Rendition(TypedDict):
    """One file made from a picture."""

    name: str
    width: Positive
    height: Positive
    type: Annotated[str, "Media type."]
    bytes: Natural
    url: Url


class CreditMembers(TypedDict):
    """Who is to be named."""

    line: Annotated[str, "As printed: “Name/Pool/Agency via Supplier”."]
    creator: str
    pool: bool
    agency: str
    supplier: str


class RightsMembers(TypedDict):
    """What you may do with it."""

    syndication: Annotated[bool, "Whether it may be published elsewhere."]
    usable_until: Instant | None


class LicenceMembers(TypedDict):
    """The public licence."""

    name: str
    url: Url


class FocalPointMembers(TypedDict):
    """What a crop keeps in sight, as parts of width and height."""

    x: Annotated[float, ("minimum", 0), ("maximum", 1)]
    y: Annotated[float, ("minimum", 0), ("maximum", 1)]


class PlainMembers(TypedDict):
    """The members that ``image_fields`` declares."""

    extended_description: str
    date_created: str
    copyright: str
    usage_terms: str
    web_statement: str
    licensor_url: str


class Files(TypedDict):
    """What depends on the part that is shown: its measures, focal point and files."""

    width: Annotated[Positive, "Of the picture itself, in pixels."]
    height: Annotated[Positive, "Of the picture itself, in pixels."]
    focal_point: FocalPointMembers
    animated: Annotated[bool, "Whether the WebP files of the whole picture move."]
    src: Annotated[str, "A JPEG about 1280 pixels wide; empty while there are no files."]
    srcset: Annotated[str, "WebP files by their true width."]
    renditions: Annotated[list[Rendition], "The files that exist, each at its stated width."]


class ImageDocument(PlainMembers, Files):
    """A picture as something shows it."""

    id: Id
    alt: Annotated[str, "What the picture shows, for who cannot see it; empty when decorative."]
    decorative: Annotated[bool, "Whether screen readers pass over it."]
    caption: Annotated[str, "This use's caption, without the credit."]
    credit: CreditMembers
    rights: RightsMembers
    licence: LicenceMembers | None
    digital_source_type: Annotated[str, "How it was made: an IPTC address, or empty."]
    place: Annotated[str, "Where it was taken."]
    placeholder: Annotated[
        str, "A colour to show until the picture is there.", ("pattern", "^#[0-9a-f]{6}$")
    ]


class VideoFileMembers(TypedDict):
    """The file, where it is one of our own."""

    url: Url
    type: Annotated[str, "Media type."]
    bytes: Natural
    width: Annotated[Positive | None, "As it is seen, in pixels; null: not known."]
    height: Annotated[Positive | None, "As it is seen, in pixels; null: not known."]


class CaptionsMembers(TypedDict):
    """WebVTT, for a file of our own."""

    url: Url
    language: Annotated[str, "BCP 47."]


class VideoDocument(TypedDict):
    """A video as something shows it."""

    id: Id
    slug: str
    title: str
    summary: str
    url: Annotated[Url, "Where the video is."]
    page_url: Annotated[Url, "Its page on this site."]
    provider: Annotated[str, "Who plays it; empty for a file of our own."]
    embed_url: Annotated[str, "The provider's player for a frame; empty where there is none."]
    file: VideoFileMembers | None
    captions: CaptionsMembers | None
    transcript: Annotated[str, "What is said and shown, as plain text; empty when there is none."]
    duration_seconds: Natural | None
    created_at: Instant
    poster: ImageDocument | None


_IMAGE, _VIDEO = shape_of(ImageDocument, image_fields.shapes()), shape_of(VideoDocument)


def _in_library(name: str, description: str, shown: Schema) -> Schema:
    members = shown["properties"]
    own = {"id": members["id"], "type": const(name), "version": VERSION}
    return obj(description, own | members)


SHAPES: dict[str, Schema] = {
    "Rendition": shape_of(Rendition),
    "Image": _IMAGE,
    "LibraryImage": _in_library("image", "A picture as the library has it.", _IMAGE),
    "Video": _VIDEO,
    "LibraryVideo": _in_library("video", "A video as the library has it.", _VIDEO),
}
