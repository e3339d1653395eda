"""What readers get of articles and pages: the only place that decides it.

Words come from the revision alone; shared things (authors, pictures, tags, section) are looked up,
so that their corrections reach old stories when these are compiled again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from media.document import image_document, video_document
from media.models import Image
from media.shapes import ImageDocument, VideoDocument
from newsroom.api import block_shapes
from newsroom.api.block_shapes import Body, Seo
from newsroom.editorial import registry
from newsroom.editorial.fields import members
from newsroom.editorial.models import Correction, EditionRelation
from newsroom.editorial.publication.material import Material
from newsroom.editorial.registry import Compiled, Named, Source
from newsroom.lib import addresses, instants

from . import bylines, shapes
from .body import blocks as body_blocks
from .body import reader, render
from .models import (
    ArticleEditionAuthor,
    ArticleEditionCard,
    ArticleEditionImage,
    ArticleEditionTag,
    ArticleEditionVideo,
    Author,
    PageEditionCard,
    PageEditionImage,
    PageEditionVideo,
    Section,
    Tag,
)
from .resolver import BodyResolver


def compile_article(source: Source) -> Compiled:
    """An article's document: ``card`` (all but the body) and ``body`` (html, blocks, text).

    Lists print the names of its authors; their portraits would be half of what a list weighs.
    """
    words = source.snapshot
    named = NamedThings(source.at)
    body, counts = compile_body(words, source, named, _ARTICLE_RELATIONS)
    section = source.material.thing("section", words.get("section"))
    tags = source.material.things("tag", words.get("tags", []))
    authors = _authors(source.material, named)
    lead = _lead_image(source.material, named)
    videos = _videos(source.material, named)
    for tag in tags:
        named.add(ArticleEditionTag, tag=tag)
    slug = words["slug"]
    path = _path(source, slug)
    plain: shapes.ArticleFrame = frame(source, path)
    card: shapes.ListedArticle = {
        **plain,
        "seo": _seo(plain["seo"], path),
        "section": _section(section),
        "tags": [tag_summary(tag, is_primary=place == 0) for place, tag in enumerate(tags)],
        "authors": [_author_summary(author) for author in authors],
        "byline": bylines.byline_text(authors),
        "reading_minutes": render.reading_minutes(counts),
        "word_count": counts,
        "lead_image": lead,
        "videos": videos,
        "related": [],
        "links": links(source, "article", path, has_ninjs=True),
    }
    stored_body = {**body, "in_full": {"authors": authors}}
    columns = {
        "kind": words["kind"],
        "language": words["language"],
        "section_id": section.pk if section else None,
        "slug": slug,
        "path": path,
        "has_image": lead is not None,
        "has_video": bool(named.of(ArticleEditionVideo)),
        "corrected_at": source.corrections[-1].at if source.corrections else None,
    }
    return Compiled(
        plain_json(card), plain_json(stored_body), columns, named.rows, named.holds_until
    )


def _seo(seo: Seo, path: str) -> Seo:
    """With a canonical address only where that is elsewhere."""
    is_own = addresses.is_ours(seo["canonical_url"], path)
    return {**seo, "canonical_url": ""} if is_own else seo


def _author_summary(author: shapes.BylineEntry) -> shapes.AuthorSummary:
    return {
        "id": author["id"],
        "slug": author["slug"],
        "name": author["name"],
        "role": author["role"],
        "url": author["url"],
    }


def compile_page(source: Source) -> Compiled:
    """A plain page's document."""
    words = source.snapshot
    named = NamedThings(source.at)
    body, counts = compile_body(words, source, named, _PAGE_RELATIONS)
    path = f"/{words['slug']}/"
    plain: shapes.PageFrame = frame(source, path)
    card: shapes.PageDocument = {
        **plain,
        "word_count": counts,
        "seo": {**plain["seo"], "canonical_url": ""},
        "links": links(source, "page", path),
    }
    columns = {
        "language": words["language"],
        "slug": words["slug"],
        "path": path,
        "is_in_footer": words["is_in_footer"],
    }
    return Compiled(plain_json(card), plain_json(body), columns, named.rows, named.holds_until)


def shown_by_card(card: shapes.ArticleDocument) -> list[tuple[str, str]]:
    """The shared things that a card of an article shows in another item's document."""
    return [("image", card["lead_image"]["id"])] if card["lead_image"] else []


def frame(source: Source, path: str) -> Any:
    """What the documents of all items have: address, times, corrections, fields as they are.

    Its type is the app's own: an ``ItemDocument`` with the members that the item's fields name.
    """
    item_type = registry.type_of(source.item)
    return {
        "id": str(source.item.uuid),
        "type": item_type.name,
        "url": addresses.absolute(path),
        "path": path,
        **members(item_type.fields, source.snapshot),
        "published_at": instants.to_text(source.published_at),
        "updated_at": instants.to_text(source.updated_at),
        "is_updated": source.updated_at > source.published_at,
        "corrections": [_correction(each) for each in source.corrections],
    }


def links(source: Source, type_name: str, path: str, *, has_ninjs: bool = False) -> dict[str, str]:
    """Other addresses of the same."""
    own = f"/{type_name}s/{source.item.uuid}"
    found = {"self": addresses.api(own), "html": addresses.absolute(path)}
    return found | ({"ninjs": addresses.api(f"{own}?format=ninjs")} if has_ninjs else {})


def _correction(correction: Correction) -> block_shapes.Correction:
    return {
        "id": str(correction.pk),
        "kind": correction.kind,
        "at": instants.to_text(correction.at),
        "text": correction.text,
        "placement": correction.placement,
        "concerns": correction.concerns,
    }


def plain_json(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document as the database gives it back, so that two compiles compare byte for byte."""
    return json.loads(json.dumps(document))


@dataclass
class NamedThings:
    """Collects the relation rows of a document; one row for each thing, in order of appearance.

    ``holds_until`` is the first instant after ``at`` at which one of its pictures may be shown no
    longer, or again.
    """

    at: datetime
    holds_until: datetime | None = None
    rows: list[Named] = field(default_factory=list)
    _seen: set[tuple] = field(default_factory=set)

    def add(self, relation: type[EditionRelation], **columns: Any) -> None:
        thing = next(iter(columns.values()))
        if thing is None or (relation, thing.pk) in self._seen:
            return
        self._seen.add((relation, thing.pk))
        position = len(self.of(relation))
        self.rows.append(Named(relation, {**columns, "position": position}))

    def of(self, relation: type[EditionRelation]) -> list[Named]:
        return [row for row in self.rows if row.relation is relation]

    def image(self, image: Image | None, relation: type[EditionRelation]) -> None:
        """Named even while it may not be shown: when it may, this is compiled again."""
        if image is None:
            return
        self.add(relation, image=image, is_shown=image.is_usable(self.at))
        change = image.next_rights_change(self.at)
        if change and (self.holds_until is None or change < self.holds_until):
            self.holds_until = change


@dataclass(frozen=True)
class BodyRelations:
    """The relations that say what a body of a type of item names; no video, no videos."""

    item_type: str
    image: type[EditionRelation]
    card: type[EditionRelation]
    video: type[EditionRelation] | None = None


_ARTICLE_RELATIONS = BodyRelations(
    "article", ArticleEditionImage, ArticleEditionCard, ArticleEditionVideo
)
_PAGE_RELATIONS = BodyRelations("page", PageEditionImage, PageEditionCard, PageEditionVideo)


def compile_body(
    words: dict[str, Any], source: Source, named: NamedThings, relations: BodyRelations
) -> tuple[Body, int]:
    """The body in its three forms, and how many words it has; collects what it names."""
    found = reader.references(words["body"])
    material, resolver = source.material, BodyResolver(source.material)
    for public_id in found.images:
        named.image(material.thing("image", public_id), relations.image)
    for public_id in found.videos if relations.video else ():
        video = material.thing("video", public_id)
        named.add(relations.video, video=video)  # type: ignore[arg-type]
        named.image(video.poster if video else None, relations.image)
    # A card is named even while its story is not live: when it comes, this is compiled again.
    for public_id in found.articles:
        named.add(relations.card, article=material.card("article", public_id))
    for relation in registry.relations(target="post", item_type=relations.item_type):
        for public_id in found.posts:
            named.add(relation.rows, post=material.card("post", public_id))
    parsed = body_blocks.parse(words["body"], resolver, prefix=str(source.item.uuid)[:8])
    for image in sorted(resolver.card_images, key=lambda image: image.pk):
        named.image(image, relations.image)
    plain_text = render.plain_text(parsed)
    body: Body = {"html": str(render.render(parsed)), "blocks": parsed, "text": plain_text}
    return body, render.word_count(parsed)


def _path(source: Source, slug: str) -> str:
    """``/{yyyy}/{mm}/{slug}/`` of the first publication in the newsroom's zone, for ever."""
    if source.prior is not None:
        year, month = source.prior.path.strip("/").split("/")[:2]  # type: ignore[attr-defined]
        return f"/{year}/{month}/{slug}/"
    return first_path(slug, source.published_at)


def first_path(slug: str, published_at: datetime) -> str:
    """The path of an article that is published for the first time at this instant."""
    first = timezone.localtime(published_at)
    return f"/{first:%Y}/{first:%m}/{slug}/"


def _authors(material: Material, named: NamedThings) -> list[shapes.BylineEntry]:
    documents = []
    for entry in material.snapshot.get("byline", []):
        author = material.thing("author", entry.get("author"))
        if author is None and not entry.get("printed_name"):
            continue
        documents.append(_author(author, entry, at=named.at))
        if author:
            named.add(ArticleEditionAuthor, author=author, role=entry["role"])
            named.image(author.portrait, ArticleEditionImage)
    return bylines.each_once(documents)


def _author(author: Author | None, entry: dict[str, Any], *, at: datetime) -> shapes.BylineEntry:
    """A name in the byline; a guest has no id and no page."""
    shown = author or Author(name=entry["printed_name"])
    return {
        "id": str(author.uuid) if author else None,
        "slug": shown.slug,
        "name": entry.get("printed_name") or shown.name,
        "role": entry["role"],
        "kind": shown.kind,
        "job_title": shown.job_title,
        "bio": shown.bio,
        "fediverse": shown.fediverse,
        "portrait": image_document(shown.portrait, at=at) if shown.portrait else None,
        "url": addresses.absolute(author.get_absolute_url()) if author else "",
    }


def _section(section: Section | None) -> shapes.SectionSummary | None:
    if section is None:
        return None
    return {"id": str(section.uuid), "slug": section.slug, "name": section.name,
            "url": addresses.absolute(section.get_absolute_url())}  # fmt: skip


def tag_summary(tag: Tag, *, is_primary: bool) -> shapes.TagSummary:
    """A tag as items show it."""
    return {"id": str(tag.uuid), "slug": tag.slug, "name": tag.name, "primary": is_primary,
            "url": addresses.absolute(tag.get_absolute_url())}  # fmt: skip


def _lead_image(material: Material, named: NamedThings) -> ImageDocument | None:
    words = material.snapshot
    image = material.thing("image", words.get("lead_image"))
    if image is None:
        return None
    named.image(image, ArticleEditionImage)
    return image_document(
        image, at=named.at, caption=words.get("lead_caption", ""), crop=words.get("lead_crop", "")
    )


def _videos(material: Material, named: NamedThings) -> list[VideoDocument]:
    documents = []
    for video in material.things("video", material.snapshot.get("videos", [])):
        named.add(ArticleEditionVideo, video=video)
        named.image(video.poster, ArticleEditionImage)
        documents.append(video_document(video, named.at))
    return documents
