"""What readers get of posts: the only place that decides it."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from articles import bylines
from articles.document import (
    BodyRelations,
    NamedThings,
    compile_body,
    frame,
    links,
    plain_json,
    tag_summary,
)
from articles.models import Author
from articles.resolver import live_card
from articles.shapes import ArticleCard
from media.document import image_document
from media.shapes import ImageDocument
from newsroom.api.block_shapes import DisplayTime
from newsroom.editorial.publication.material import Material
from newsroom.editorial.registry import Compiled, Source
from newsroom.lib import addresses

from .models import PostEditionAuthor, PostEditionCard, PostEditionImage, PostEditionTag
from .shapes import PostAuthor, PostDocument, PostFrame

_RELATIONS = BodyRelations("post", PostEditionImage, PostEditionCard)


def compile_post(source: Source) -> Compiled:
    """A post's document: ``card`` (all but the body) and ``body``."""
    words = source.snapshot
    named = NamedThings(source.at)
    body, _words = compile_body(words, source, named, _RELATIONS)
    image = _image(source.material, named)
    tags = source.material.things("tag", words.get("tags", []))
    for tag in tags:
        named.add(PostEditionTag, tag=tag)
    authors = source.material.things("author", words.get("authors", []))
    for author in authors:
        named.add(PostEditionAuthor, author=author)
        # Their page, which is public because of the post, shows the portrait.
        named.image(author.portrait, PostEditionImage)
    path = f"/feed/{source.item.uuid}/"
    plain: PostFrame = frame(source, path)
    card: PostDocument = {
        **plain,
        "display_time": display_time(source.published_at, source.updated_at),
        "tags": [tag_summary(tag, is_primary=place == 0) for place, tag in enumerate(tags)],
        "authors": [_author(author) for author in authors],
        "image": image,
        "article": _article(source.material, named),
        "links": links(source, "post", path, has_ninjs=True),
    }
    columns = {
        "language": words["language"],
        "is_pinned": words["is_pinned"],
        "is_breaking": words["is_breaking"],
        "has_image": image is not None,
        "corrected_at": source.corrections[-1].at if source.corrections else None,
    }
    return Compiled(plain_json(card), plain_json(body), columns, named.rows, named.holds_until)


def display_time(published_at: datetime, updated_at: datetime) -> DisplayTime:
    """The time as the column prints it: "1:22 AM (Updated: 1:41 AM)"."""
    printed = _clock(published_at)
    if updated_at > published_at:
        printed = _("%(time)s (Updated: %(updated)s)") % {
            "time": printed,
            "updated": _clock(updated_at),
        }
    return {"timezone": timezone.get_default_timezone_name(), "text": printed}


def _clock(at) -> str:
    return time_format(timezone.localtime(at))


def _author(author: Author) -> PostAuthor:
    return {
        "id": str(author.uuid),
        "slug": author.slug,
        "name": author.name,
        "role": bylines.WRITER.name,
        "kind": author.kind,
        "url": addresses.absolute(author.get_absolute_url()),
    }


def _image(material: Material, named: NamedThings) -> ImageDocument | None:
    """The post's own picture, or the part of it that the post shows."""
    image = material.thing("image", material.snapshot.get("image"))
    named.image(image, PostEditionImage)
    crop = material.snapshot.get("image_crop", "")
    return image_document(image, at=named.at, crop=crop) if image else None


def _article(material: Material, named: NamedThings) -> ArticleCard | None:
    """The card of the article the post points at, while that is live."""
    public_id = material.snapshot.get("article")
    if not public_id:
        return None
    named.add(PostEditionCard, article=material.card("article", public_id))
    card, image = live_card(material, public_id)
    named.image(image, PostEditionImage)
    return card
