"""The shapes of what every item has. A body's blocks have theirs in ``articles/body/parts``."""

from __future__ import annotations

from newsroom.editorial.models.states import CorrectionKind

from .shapes import (
    VERSION,
    Schema,
    array,
    boolean,
    const,
    enum,
    instant,
    nullable,
    obj,
    public_id,
    ref,
    string,
)

_KEY = string("Unique in its list, and the same for the same body.")


def block_shape(type_name: str, description: str, *, optional=(), **properties: Schema) -> Schema:
    members = {"_type": const(type_name), "_key": _KEY, **properties}
    return obj(description, members, optional=optional)


#: Members of what holds a line of words.
LINE = {"children": array(ref("Span")), "markDefs": array(ref("LinkMark"))}

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
    "Body": obj(
        "The text of an item in the forms that were asked for.",
        {
            "html": string("Clean HTML, rendered from the blocks."),
            "blocks": array(ref("Block")),
            "text": string("The words alone."),
        },
        optional=("html", "blocks", "text"),
    ),
    "DisplayTime": obj(
        "The time as the feed prints it, in the newsroom's zone.",
        {"timezone": string(), "text": string()},
    ),
    "Correction": obj(
        "A dated public note that something published was wrong.",
        {
            "id": string(),
            "kind": enum(*CorrectionKind.values),
            "at": instant(), "text": string(), "placement": enum("top", "bottom"),
            "concerns": string(),
        },
    ),
    "Seo": obj(
        "What search engines are told where it differs from what readers see.",
        {"title": string(), "description": string(), "canonical_url": string()},
    ),
}  # fmt: skip

#: Members that every item has.
ITEM = {"id": public_id("Stable over changes of the slug."), "version": VERSION}
TIMES = {
    "published_at": instant("First publication."),
    "updated_at": instant("The last substantive change; a typo fix moves no date."),
    "is_updated": boolean("Whether readers are shown “Updated”."),
}
