"""What every item has: types and shapes. Those of blocks stand in ``articles/body/parts``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, NotRequired, TypedDict

from newsroom.editorial.fields import Field, shapes
from newsroom.editorial.models.states import CorrectionKind

from .shapes import (
    Id,
    Instant,
    Schema,
    Url,
    Version,
    array,
    const,
    enum,
    integer,
    nullable,
    obj,
    ref,
    shape_of,
    string,
)

#: A part of a body; ``_type`` says which, and the class of that part in ``articles/body/parts``
#: what else it holds.
Block = Annotated[dict[str, Any], ("$ref", "#/components/schemas/Block")]


class Body(TypedDict):
    """The text of an item in the forms that were asked for."""

    html: Annotated[str, "Clean HTML, rendered from the blocks."]
    blocks: list[Block]
    text: Annotated[str, "The words alone."]


class DisplayTime(TypedDict):
    """The time as the feed prints it, in the newsroom's zone."""

    timezone: str
    text: str


class Correction(TypedDict):
    """A dated public note that something published was wrong."""

    id: str
    kind: Annotated[str, ("enum", CorrectionKind.values)]
    at: Instant
    text: str
    placement: Annotated[str, ("enum", ["top", "bottom"])]
    concerns: str


class Seo(TypedDict):
    """What search engines are told where it differs from what readers see."""

    title: str
    description: str
    canonical_url: str


class ItemDocument(TypedDict):
    """What the documents of all items have; a card has no body, and the API adds the version."""

    id: Annotated[Id, "Stable over changes of the slug."]
    type: str
    version: NotRequired[Version]
    url: Url
    path: str
    headline: str
    language: str
    published_at: Annotated[Instant, "First publication."]
    updated_at: Annotated[Instant, "The last substantive change; a typo fix moves no date."]
    is_updated: Annotated[bool, "Whether readers are shown “Updated”."]
    corrections: list[Correction]
    body: NotRequired[Body]


_KEY = string("Unique in its list, and the same for the same body.")


def block_shape(type_name: str, description: str, *, optional=(), **properties: Schema) -> Schema:
    members = {"_type": const(type_name), "_key": _KEY, **properties}
    return obj(description, members, optional=optional)


#: Members of what holds a line of words.
LINE = {
    "children": array(ref("Span")),
    "markDefs": array({"oneOf": [ref("LinkMark"), ref("LanguageMark"), ref("FootnoteMark")]}),
}

SHAPES: dict[str, Schema] = {
    "Span": block_shape(
        "span", "A run of text with the same marks; a line break is “\\n”.",
        text=string(),
        marks=array(
            string(), "strong, em, code, strike-through, sub, sup, or the _key of one of markDefs."
        ),
    ),
    "LinkMark": block_shape(
        "link", "A link that marks of spans name by its _key.",
        href=string("Absolute; or mailto:, tel: or #part."),
        target=nullable(ref("Target")),
    ),
    "LanguageMark": block_shape(
        "language", "Words in another language, or written the other way.",
        lang=string("BCP 47."), dir=enum("ltr", "rtl"), optional=("lang", "dir"),
    ),
    "FootnoteMark": block_shape(
        "footnote", "The number of a footnote, whose words are in the block “footnotes”.",
        number=integer("From 1.", minimum=1), id=string("That of the note."),
    ),
    "Body": shape_of(Body, optional=("html", "blocks", "text")),
    "DisplayTime": shape_of(DisplayTime),
    "Correction": shape_of(Correction),
    "Seo": shape_of(Seo),
}  # fmt: skip


def item_shape(document: Any, name: str, fields: Iterable[Field], **more: Schema) -> Schema:
    """The shape of an item's document; members that fields declare have the fields' shapes."""
    declared = {"type": const(name), **shapes(fields), **more}
    return shape_of(document, declared, optional=("body",))
