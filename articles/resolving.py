"""Turning the public ids in a body into documents: one query for each kind of thing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from media.document import image_document, video_document
from media.models import Image, Video
from newsroom.editorial import registry
from newsroom.editorial.fields import followed

from . import bylines
from .body.references import References
from .models import Article, ArticleEdition


class BodyResolver:
    """What a body's references stand for at an instant: ``articles.body.blocks.Resolver``."""

    def __init__(self, references: References, *, at: datetime) -> None:
        self.at = at
        self.images = _by_id(Image, references.images, "renditions")
        self.videos = _by_id(Video, references.videos, "poster__renditions")
        self.articles = {a.uuid: a for a in Article.objects.filter(uuid__in=references.articles)}
        self._cards = _live_cards(self.articles.values(), at)
        #: Pictures of the cards, whether they may be shown now or not.
        self.card_images = without_barred_images(self._cards.values(), at=at)
        self.posts, self._post_documents = _posts(references.posts, at)

    def image(self, public_id: UUID, *, crop: str = "") -> dict[str, Any] | None:
        image = self.images.get(public_id)
        return image_document(image, at=self.at, crop=crop) if image else None

    def video(self, public_id: UUID) -> dict[str, Any] | None:
        video = self.videos.get(public_id)
        return video_document(video, self.at) if video else None

    def article(self, public_id: UUID) -> dict[str, Any] | None:
        return self._cards.get(public_id)

    def post(self, public_id: UUID) -> dict[str, Any] | None:
        return self._post_documents.get(public_id)

    def target(self, href: str) -> dict[str, Any] | None:
        """What a link to this site leads to, where its path says so without a query."""
        if not href.startswith(settings.SITE_URL + "/"):
            return None
        parts = urlsplit(href).path.strip("/").split("/")
        if len(parts) == 2 and parts[0] in ("tag", "section", "author"):
            return {"type": parts[0], "slug": parts[1]}
        if len(parts) == 3 and parts[0].isdigit() and parts[1].isdigit():
            return {"type": "article", "slug": parts[2]}
        return None


def _by_id(model, ids: Iterable[UUID], prefetch: str) -> dict[UUID, Any]:
    rows = model.objects.filter(uuid__in=list(ids)).prefetch_related(prefetch)
    return {row.uuid: followed(row) for row in rows}


def _live_cards(articles: Iterable[Article], at: datetime) -> dict[UUID, dict[str, Any]]:
    """Cards of the articles that are live: nothing else may show even a title."""
    ids = [a.pk for a in articles]
    live = ArticleEdition.objects.filter(item__in=ids).live(at).select_related("item")
    return {edition.item.uuid: card_of(edition.card) for edition in live} if ids else {}


def without_barred_images(cards: Iterable[dict[str, Any]], *, at: datetime) -> list[Image]:
    """Take from stored cards the pictures that may not be shown at ``at``; returns all of them.

    A card was compiled for its own story's instants: here it may stand longer.
    """
    cards = [card for card in cards if card["image"]]
    ids = {card["image"]["id"] for card in cards}
    found = list(Image.objects.filter(uuid__in=ids).order_by("pk")) if ids else []
    usable = {str(image.uuid) for image in found if image.is_usable(at)}
    for card in cards:
        if card["image"]["id"] not in usable:
            card["image"] = None
    return found


def card_of(card: dict[str, Any]) -> dict[str, Any]:
    """The card block of an own article."""
    return {
        "url": card["url"],
        "title": card["headline"],
        "excerpt": card["standfirst"],
        "publication": settings.SITE_NAME,
        "author": bylines.writers(card["authors"]),
        "target": {"type": "article", "id": card["id"]},
        "image": card["lead_image"],
    }


def _posts(ids: list[UUID], at: datetime) -> tuple[dict[UUID, Any], dict[UUID, dict[str, Any]]]:
    """Embedded posts, through the registry: articles know nothing of the feed."""
    if not ids or not registry.is_item("post"):
        return {}, {}
    post_type = registry.item_type("post")
    posts = {p.uuid: p for p in post_type.model._base_manager.filter(uuid__in=ids)}
    live = post_type.editions.filter(item__uuid__in=ids).live(at)
    documents = {UUID(e.card["id"]): e.document for e in live}
    return posts, documents
