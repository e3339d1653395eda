"""The shapes of a body's blocks: Portable Text with types of our own (see ``articles.body``)."""

from __future__ import annotations

from .shapes import (
    VERSION,
    Schema,
    array,
    boolean,
    const,
    enum,
    instant,
    integer,
    nullable,
    obj,
    public_id,
    ref,
    string,
    url,
)

_KEY = string("Unique in its list, and the same for the same body.")


def block(type_name: str, description: str, *, optional=(), **properties: Schema) -> Schema:
    members = {"_type": const(type_name), "_key": _KEY, **properties}
    return obj(description, members, optional=optional)


TARGET = {
    "type": "object",
    "description": "What a link or a card leads to on this site: a type with an id or a slug.",
    "properties": {
        "type": enum("article", "page", "post", "tag", "section", "author", "video"),
        "id": public_id(),
        "slug": string(),
    },
    "required": ["type"],
}
_TEXT = {"children": array(ref("Span")), "markDefs": array(ref("LinkMark"))}

SHAPES: dict[str, Schema] = {
    "Target": TARGET,
    "Span": block(
        "span", "A run of text with the same marks; a line break is “\\n”.",
        text=string(),
        marks=array(
            string(), "strong, em, code, strike-through, sub, sup, or the _key of one of markDefs."
        ),
    ),
    "LinkMark": block(
        "link", "A link that marks of spans name by its _key.",
        href=string("Absolute; or mailto:, tel: or #part."),
        target=nullable(ref("Target")),
    ),
    "TextBlock": block(
        "block", "A paragraph, a heading or an entry of a list.",
        optional=("listItem", "level"),
        style=enum("normal", "h2", "h3", "h4", "h5", "h6", "blockquote"),
        listItem=enum("bullet", "number"),
        level=integer("Depth of the list, from 1.", minimum=1),
        **_TEXT,
    ),
    "FigureBlock": block(
        "figure", "A picture in its place.",
        optional=("crop",),
        layout=enum("normal", "wide"),
        crop=string("The part that is shown: x,y,w,h in fractions of the sides; empty: the whole."),
        image=ref("Image"),
        caption=array(ref("TextBlock"), "The caption with its markup: no block or one."),
    ),
    "CardBlock": block(
        "card", "Another story, of this site (with a target) or elsewhere.",
        url=url(), title=string(), excerpt=string(), publication=string(), author=string(),
        target=nullable(ref("Target")), image=nullable(ref("Image")),
    ),
    "VideoBlock": block("video", "A video in its place.", video=ref("Video")),
    "PostBlock": block(
        "post", "A post of the feed, embedded.",
        post=obj(
            "The post's words and times.",
            {
                "id": public_id(), "url": url(), "headline": string(),
                "published_at": instant(), "updated_at": instant(),
                "is_updated": boolean(), "display_time": ref("DisplayTime"),
                "blocks": array(ref("TextBlock")),
            },
        ),
    ),
    "QuoteBlock": block(
        "quote", "A pull quote.", blocks=array(ref("TextBlock")), attribution=string()
    ),
    "FactboxBlock": block(
        "factbox", "A box of facts.",
        title=string(),
        level=integer("The level of its title among the headings around it.", minimum=2, maximum=5),
        blocks=array({
            "oneOf": [
                ref(name) for name in ("TextBlock", "CodeBlock", "RuleBlock", "TableBlock")
            ]
        }),
    ),
    "EmbedBlock": block(
        "embed", "Something elsewhere, as a link with a description; never a frame.",
        url=url(), title=string(), provider=string(),
    ),
    "TableBlock": block(
        "table", "A table. Its head is the leading rows that hold header cells only.",
        caption=string(), rows=array(ref("TableRow")),
    ),
    "TableRow": block("row", "A row of a table.", cells=array(ref("TableCell"))),
    "TableCell": block(
        "cell", "A cell of a table.",
        header=boolean(), colspan=integer(minimum=1), rowspan=integer(minimum=1), **_TEXT,
    ),
    "CodeBlock": block("code", "Text whose spaces and line ends count.", code=string()),
    "RuleBlock": block("rule", "A thematic break."),
    "Block": {
        "description": "One part of a body; _type says which.",
        "oneOf": [
            ref(name)
            for name in (
                "TextBlock", "FigureBlock", "CardBlock", "VideoBlock", "PostBlock", "QuoteBlock",
                "FactboxBlock", "EmbedBlock", "TableBlock", "CodeBlock", "RuleBlock",
            )
        ],
    },
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
            "kind": enum("correction", "clarification", "update", "editors_note", "retraction"),
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
    "updated_at": instant("The last substantive change; a typing error moves no date."),
    "is_updated": boolean("Whether readers are shown “Updated”."),
}
