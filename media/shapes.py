"""The shapes of images and videos in the API."""

from newsroom.api.shapes import (
    VERSION,
    Schema,
    array,
    boolean,
    const,
    instant,
    integer,
    nullable,
    number,
    obj,
    public_id,
    ref,
    string,
    url,
)

from . import image_fields

_IMAGE: dict[str, Schema] = {
    "alt": string("What the picture shows, for who cannot see it; empty when decorative."),
    "decorative": boolean("Whether screen readers pass over it."),
    **{field.member: field.shape for field in image_fields.IMAGE if field.shape},
    "caption": string("This use's caption, without the credit."),
    "credit": obj(
        "Who is to be named.",
        {
            "line": string("As printed: “Name/Pool/Agency via Supplier”."),
            "creator": string(), "pool": boolean(), "agency": string(), "supplier": string(),
        },
    ),
    "rights": obj(
        "What you may do with it.",
        {
            "syndication": boolean("Whether it may be published elsewhere."),
            "usable_until": nullable(instant()),
        },
    ),
    "licence": nullable(obj("The public licence.", {"name": string(), "url": url()})),
    "digital_source_type": string("How it was made: an IPTC address, or empty."),
    "place": string("Where it was taken."),
    "width": integer("Of the picture itself, in pixels.", minimum=1),
    "height": integer("Of the picture itself, in pixels.", minimum=1),
    "focal_point": obj(
        "What a crop keeps in sight, as parts of width and height.",
        {"x": number(minimum=0, maximum=1), "y": number(minimum=0, maximum=1)},
    ),
    "placeholder": string("A colour to show until the picture is there.", pattern="^#[0-9a-f]{6}$"),
    "animated": boolean("Whether the WebP files of the whole picture move."),
    "src": string("A JPEG about 1280 pixels wide; empty while there are no files."),
    "srcset": string("WebP files by their true width."),
    "renditions": array(ref("Rendition"), "The files that exist, each at its stated width."),
}  # fmt: skip
_VIDEO: dict[str, Schema] = {
    "slug": string(),
    "title": string(),
    "summary": string(),
    "url": url("Where the video is."),
    "page_url": url("Its page on this site."),
    "provider": string("Who plays it; empty for a file of our own."),
    "embed_url": string("The provider's player for a frame; empty where there is none."),
    "file": nullable(
        obj(
            "The file, where it is one of our own.",
            {
                "url": url(),
                "type": string("Media type."),
                "bytes": integer(minimum=0),
                "width": integer("As it is seen, in pixels.", minimum=1),
                "height": integer("As it is seen, in pixels.", minimum=1),
            },
        )
    ),
    "captions": nullable(
        obj("WebVTT, for a file of our own.", {"url": url(), "language": string("BCP 47.")})
    ),
    "transcript": string("What is said and shown, as plain text; empty when there is none."),
    "duration_seconds": nullable(integer(minimum=0)),
    "created_at": instant(),
    "poster": nullable(ref("Image")),
}
_ID = {"id": public_id()}

SHAPES: dict[str, Schema] = {
    "Rendition": obj(
        "One file made from a picture.",
        {
            "name": string(), "width": integer(minimum=1), "height": integer(minimum=1),
            "type": string("Media type."), "bytes": integer(minimum=0), "url": url(),
        },
    ),
    "Image": obj("A picture as something shows it.", {**_ID, **_IMAGE}),
    "LibraryImage": obj(
        "A picture as the library has it.",
        {**_ID, "type": const("image"), "version": VERSION, **_IMAGE},
    ),
    "Video": obj("A video as something shows it.", {**_ID, **_VIDEO}),
    "LibraryVideo": obj(
        "A video as the library has it.",
        {**_ID, "type": const("video"), "version": VERSION, **_VIDEO},
    ),
}  # fmt: skip
