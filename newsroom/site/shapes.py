"""The shapes of what the API tells of the site as a whole."""

from newsroom.api.shapes import (
    Schema,
    array,
    enum,
    listed,
    nullable,
    obj,
    public_id,
    shape,
    string,
    url,
)
from newsroom.editorial import registry

SEARCHED = [each for each in registry.item_types() if each.is_searched]
#: Types of things that have a page of their own.
_THINGS = [each.name for each in registry.shared_types() if hasattr(each.model, "get_absolute_url")]
WITH_PAGES = [each.name for each in registry.item_types() if each.page] + _THINGS


def hit_name(type_name: str) -> str:
    return f"{type_name.capitalize()}Hit"


def _hit(document: Schema, type_name: str) -> Schema:
    """A document without its body, and the words that were found."""
    members = {name: schema for name, schema in document["properties"].items() if name != "body"}
    snippet = string("The place in the text where the words stand.")
    marked = obj(
        "The same as HTML: escaped text, with each of the words in a “mark” element.",
        {"headline": string(), "snippet": string()},
    )
    return obj(
        f"An item ({type_name}) that holds the words.",
        {**members, "snippet": snippet, "marked": marked},
    )


#: What a page of hits has beside them.
SEARCH_MEMBERS: dict[str, Schema] = {
    "corrected": nullable(
        string("The query that was answered in place of one whose words no text holds.")
    ),
    "things": array(
        obj(
            "An author, section, tag or video whose name holds the words; on the first page.",
            {
                "type": enum(*_THINGS),
                "id": public_id(),
                "name": string(),
                "links": obj("Its addresses.", {"html": url(), "self": url()}),
            },
        )
    ),
}


#: Members of the API's root, by their addresses under it.
RESOURCES = (*(f"{name}s" for name in WITH_PAGES), "search", "changes", "resolve", "docs")
#: Files of the site that the root names too.
FILES = {"rss": "/rss.xml", "atom": "/atom.xml", "json_feed": "/feed.json",
         "sitemap": "/sitemap.xml"}  # fmt: skip
_LINKS = (*RESOURCES, "openapi", *FILES)

SHAPES: dict[str, Schema] = {
    **{
        hit_name(each.name): _hit(shape(listed(each.name.capitalize())), each.name)
        for each in SEARCHED
    },
    "Site": obj(
        "The publication.",
        {
            "name": string(), "description": string(), "url": url(),
            "language": string("BCP 47."), "time_zone": string("The newsroom's, IANA."),
            "contact": string("An e-mail address; may be empty."),
            "links": obj("Where things are.", {name: url() for name in _LINKS}),
        },
    ),
    "Resolution": obj(
        "What a path stands for.",
        {
            "type": nullable(enum(*WITH_PAGES)),
            "id": nullable(public_id()),
            "redirect": nullable(url("Where the path leads, when it is not the address itself.")),
            "links": obj("Its addresses.", {"html": url(), "self": nullable(url())}),
        },
    ),
}  # fmt: skip
