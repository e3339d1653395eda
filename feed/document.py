"""What readers get of posts: the only place that decides it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

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
    shared,
    shared_list,
    tag_summary,
)
from articles.models import Article, ArticleEdition, Author, Tag
from articles.resolving import card_of, without_barred_images
from media.document import image_document
from media.models import Image
from newsroom.editorial.registry import Compiled, Source
from newsroom.lib import addresses

from .models import PostEditionAuthor, PostEditionCard, PostEditionImage, PostEditionTag

_RELATIONS = BodyRelations("post", PostEditionImage, PostEditionCard)


def compile_post(source: Source) -> Compiled:
    """A post's document: ``card`` (all but the body) and ``body``."""
    words = source.snapshot
    named = NamedThings(source.at)
    body, _words = compile_body(words, source, named, _RELATIONS)
    image = _image(words, named)
    tags = shared_list(Tag, words.get("tags", []))
    for tag in tags:
        named.add(PostEditionTag, tag=tag)
    authors = shared_list(Author, words.get("authors", []))
    for author in authors:
        named.add(PostEditionAuthor, author=author)
        # Their page, which is public because of the post, shows the portrait.
        named.image(author.portrait, PostEditionImage)
    path = f"/feed/{source.item.uuid}/"
    card = {
        **frame(source, path),
        "display_time": display_time(source.published_at, source.updated_at),
        "tags": [tag_summary(tag, is_primary=place == 0) for place, tag in enumerate(tags)],
        "authors": [_author(author) for author in authors],
        "image": image,
        "article": _article(words.get("article"), source, named),
        "links": links(source, "post", path, has_ninjs=True),
    }
    columns = {
        "language": words["language"],
        "is_pinned": words["is_pinned"],
        "is_breaking": words["is_breaking"],
        "corrected_at": source.corrections[-1].at if source.corrections else None,
    }
    return Compiled(plain_json(card), plain_json(body), columns, named.rows, named.holds_until)


def display_time(published_at: datetime, updated_at: datetime) -> dict[str, str]:
    """The time as the column prints it: "1:22 AM (Updated: 1:41 AM)"."""
    printed = _clock(published_at)
    if updated_at > published_at:
        printed = _("%(time)s (Updated: %(updated)s)") % {
            "time": printed,
            "updated": _clock(updated_at),
        }
    return {"timezone": timezone.get_default_timezone_name(), "text": printed}


def _clock(at) -> str:
    return time_format(timezone.localtime(at), "g:i A")


def _author(author: Author) -> dict[str, Any]:
    return {
        "id": str(author.uuid),
        "slug": author.slug,
        "name": author.name,
        "role": bylines.WRITER.name,
        "url": addresses.absolute(author.get_absolute_url()),
    }


def _image(words: dict[str, Any], named: NamedThings) -> dict[str, Any] | None:
    """The post's own picture, or the part of it that the post shows."""
    image = shared(Image, words.get("image"))
    named.image(image, PostEditionImage)
    crop = words.get("image_crop", "")
    return image_document(image, at=named.at, crop=crop) if image else None


def _article(public_id: str | None, source: Source, named: NamedThings) -> dict[str, Any] | None:
    """The card of the article the post points at, while that is live."""
    article = Article.objects.filter(uuid=UUID(public_id)).first() if public_id else None
    if article is None:
        return None
    named.add(PostEditionCard, article=article)
    edition = ArticleEdition.objects.filter(item=article).live(source.at).first()
    if edition is None:
        return None
    card = card_of(edition.card)
    for image in without_barred_images([card], at=source.at):
        named.image(image, PostEditionImage)
    return card
