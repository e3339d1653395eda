"""What is indexed of an item and of a shared thing: its words by field, and its keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from articles.body.part import kind_of
from articles.body.render import plain_text
from articles.models import Article
from newsroom.editorial import registry
from newsroom.editorial.registry import ItemType, SharedType
from newsroom.lib import tokens
from newsroom.site.models import SearchEntry

from . import places

#: In which fields of an entry a key stands.
TEXT, SUMMARY, NAMES, TITLE = 1, 2, 4, 8
FIELDS = {"title": TITLE, "names": NAMES, "summary": SUMMARY, "text": TEXT}
#: Before the keys of a headline in postings of their own, and before those of a thing's name.
OF_TITLE, OF_THING = "^", "*"
_LONGEST_TEXT = 100_000
#: Shared things have none.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def searched() -> list[ItemType]:
    return [each for each in registry.item_types() if each.is_searched]


def things() -> list[SharedType]:
    """The shared types that readers can look for: those that have a page."""
    return [t for t in registry.shared_types() if hasattr(t.model, "get_absolute_url")]


def facet(name: str, value: Any) -> str:
    """The key of a filter: ``section:0195…``."""
    return f"{name}:{value}"


def of_edition(item_type: ItemType, edition: Any) -> SearchEntry:
    """What is indexed of a live edition, without its place."""
    document: Mapping[str, Any] = edition.document
    entry = SearchEntry(
        item_type=item_type.name,
        item_uuid=edition.item.uuid,
        published_at=edition.published_at,
        language=document.get("language") or settings.LANGUAGE_CODE,
        facets=" ".join(_facets(item_type, document)),
        **{name: text[:_LONGEST_TEXT] for name, text in _words(document).items()},
    )
    return _folded(entry)


def of_thing(thing_type: SharedType, thing: Any) -> SearchEntry:
    """What is indexed of a shared thing: its name."""
    entry = SearchEntry(
        item_type=thing_type.name, item_uuid=thing.uuid, published_at=_NO_DATE,
        language=settings.LANGUAGE_CODE, title=thing_type.public_name(thing),
    )  # fmt: skip
    return _folded(entry)


def keys(entry: SearchEntry) -> dict[str, int]:
    """Its keys with the fields that hold them."""
    if is_thing(entry):
        return {OF_THING + key: TITLE for key in tokens.keys_of(entry.title, entry.language)}
    found: dict[str, int] = {}
    for name, flag in FIELDS.items():
        for key in tokens.keys_of(getattr(entry, name), entry.language):
            found[key] = found.get(key, 0) | flag
    of_title = {OF_TITLE + key: flags for key, flags in found.items() if flags & TITLE}
    return found | of_title | dict.fromkeys(entry.facets.split(), TEXT)


def facts(entry: SearchEntry) -> places.Facts:
    is_brief = not is_thing(entry) and registry.item_type(entry.item_type).is_brief
    return places.Facts(
        minute=places.minute_of(entry.published_at),
        title_words=len(entry.folded.partition("\n")[0].split()),
        kind=places.BRIEF if is_brief else places.STORY,
    )


def first_span(entry: SearchEntry) -> int:
    return places.THINGS if is_thing(entry) else places.first_of(entry.published_at)


def is_thing(entry: SearchEntry) -> bool:
    return registry.is_shared(entry.item_type)


def _folded(entry: SearchEntry) -> SearchEntry:
    entry.folded = "\n".join(tokens.folded_words(getattr(entry, name)) for name in FIELDS)
    return entry


def _words(document: Mapping[str, Any]) -> dict[str, str]:
    """What is looked into. Of ``text`` an excerpt is shown.

    The words of pictures are found and not shown: a picture's rights may end while they stand here.
    """
    blocks = document["body"]["blocks"]
    pictures = [block for block in blocks if kind_of(block).images(block)]
    names = [each["name"] for each in _named(document)]
    kind = dict(Article.Kind.choices).get(document.get("kind", ""), "")
    summary = [document.get("kicker"), document.get("standfirst"), plain_text(pictures)]
    return {
        "title": document["headline"],
        "summary": "\n".join(filter(None, summary)),
        "names": ", ".join(filter(None, (*names, str(kind)))),
        "text": plain_text([block for block in blocks if block not in pictures]),
    }


def _named(document: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    section = document.get("section")
    yield from document.get("authors", ())
    yield from document.get("tags", ())
    if section:
        yield section


def _facets(item_type: ItemType, document: Mapping[str, Any]) -> Iterable[str]:
    yield facet("type", item_type.name)
    section = document.get("section")
    for name, named in (
        ("section", [section] if section else []),
        ("author", document.get("authors", ())),
        ("tag", document.get("tags", ())),
    ):
        for each in named:
            if each.get("id"):
                yield facet(name, each["id"])
