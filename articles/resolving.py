"""Turning the public ids in a body into documents."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings

from media.document import image_document, video_document
from media.models import Image
from media.shapes import ImageDocument, VideoDocument
from newsroom.editorial.publication.material import Material
from newsroom.lib import site_settings

from . import bylines
from .lists import LISTS
from .shapes import ArticleCard, ArticleDocument, Target


class BodyResolver:
    """What a body's references stand for at an instant: ``articles.body.blocks.Resolver``."""

    def __init__(self, material: Material) -> None:
        self._material = material
        #: Pictures of the cards, whether they may be shown now or not.
        self.card_images: list[Image] = []

    def image(self, public_id: UUID, *, crop: str = "") -> ImageDocument | None:
        image = self._material.thing("image", public_id)
        return image_document(image, at=self._material.at, crop=crop) if image else None

    def video(self, public_id: UUID) -> VideoDocument | None:
        video = self._material.thing("video", public_id)
        return video_document(video, self._material.at) if video else None

    def article(self, public_id: UUID) -> ArticleCard | None:
        card, image = live_card(self._material, public_id)
        if image is not None:
            self.card_images.append(image)
        return card

    def post(self, public_id: UUID) -> dict[str, Any] | None:
        edition = self._material.live("post", public_id)
        return edition.document if edition else None

    def target(self, href: str) -> Target | None:
        """What a link to this site leads to, as its path says; None for other sites."""
        if not f"{href}/".startswith(tuple(settings.SITE_URL + sign for sign in "/?#")):
            return None
        parts = unquote(urlsplit(href).path).strip("/").split("/")
        if len(parts) == 2 and parts[0] in LISTS:
            return {"type": parts[0], "slug": parts[1]}
        if len(parts) == 3 and parts[0].isdigit() and parts[1].isdigit():
            return {"type": "article", "slug": parts[2]}
        return {"type": "site", "path": href.removeprefix(settings.SITE_URL) or "/"}


def live_card(material: Material, public_id: Any) -> tuple[ArticleCard | None, Image | None]:
    """The card of an article that is live, and its picture, whether that may be shown or not.

    Nothing that is not live may show even a title. A card was compiled for its own story's
    instants: here it may stand longer than its picture may be shown.
    """
    edition = material.live("article", public_id)
    if edition is None:
        return None, None
    card = card_of(edition.card)
    image = material.named("image", card["image"]["id"]) if card["image"] else None
    if image is None or not image.is_usable(material.at):
        card["image"] = None
    return card, image


def card_of(card: ArticleDocument) -> ArticleCard:
    """The card block of an own article."""
    return {
        "url": card["url"],
        "title": card["headline"],
        "excerpt": card["standfirst"],
        "publication": site_settings.current().name,
        "author": bylines.names(card["authors"]),
        "target": {"type": "article", "id": card["id"]},
        "image": card["lead_image"],
        "language": card["language"],
    }
