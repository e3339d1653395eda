"""The checks of articles and pages before they are published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from media.models import Image
from media.rights import preflight as pictures
from newsroom.editorial.acts.preflight import Problem, Severity

from .body import references
from .models import Article, ArticleEdition, Author, Page, Section

LONG_HEADLINE = 110
WIDE_LEAD_PX = 1200


def check_article(article: Article, words: dict[str, Any], at: datetime) -> Iterator[Problem]:
    """What blocks or warns about these words of an article, should they be published at ``at``."""
    yield from _headline(words)
    if not _byline_exists(words.get("byline", [])):
        yield Problem("no_byline", _("Add at least one name to the byline."), field="byline")
    section = words.get("section")
    if not section or not Section.objects.filter(uuid=section).exists():
        yield Problem("no_section", _("Choose a section."), field="section")
    yield from _slug(words)
    if not words.get("standfirst"):
        yield _warning(
            "no_standfirst", _("Add a standfirst: it is also the card's text."), "standfirst"
        )
    yield from _lead_image(words)
    lead = [(UUID(words["lead_image"]), "lead_image")] if words.get("lead_image") else []
    yield from pictures.check([*lead, *_figures(words)], at=at)
    yield from _cards(words, at)


def check_page(page: Page, words: dict[str, Any], at: datetime) -> Iterator[Problem]:
    """What blocks or warns about these words of a plain page."""
    yield from _headline(words)
    yield from _slug(words)
    yield from pictures.check(_figures(words), at=at)


def _headline(words: dict[str, Any]) -> Iterator[Problem]:
    headline = words.get("headline", "")
    if not headline:
        yield Problem("no_headline", _("Write a headline."), field="headline")
    elif len(headline) > LONG_HEADLINE:
        yield _warning(
            "long_headline",
            _("The headline has %(count)s characters; over %(limit)s it is cut in many places.")
            % {"count": len(headline), "limit": LONG_HEADLINE},
            "headline",
        )


def _slug(words: dict[str, Any]) -> Iterator[Problem]:
    if not words.get("slug"):
        yield Problem("no_slug", _("Give the story a slug: the last part of its address."), "slug")


def _byline_exists(byline: list[dict[str, Any]]) -> bool:
    if any(entry.get("printed_name") for entry in byline):
        return True
    ids = [entry["author"] for entry in byline if entry.get("author")]
    return bool(ids) and Author.objects.filter(uuid__in=ids).exists()


def _lead_image(words: dict[str, Any]) -> Iterator[Problem]:
    if not words.get("lead_image"):
        yield _warning("no_lead_image", _("Add a lead picture."), "lead_image")
        return
    image = Image.objects.filter(uuid=words["lead_image"]).first()
    if image and image.width_px < WIDE_LEAD_PX:
        yield _warning(
            "narrow_lead_image",
            _("The lead picture is %(width)s px wide; readers with large screens want %(wanted)s.")
            % {"width": image.width_px, "wanted": WIDE_LEAD_PX},
            "lead_image",
        )


def _figures(words: dict[str, Any]) -> list[tuple[UUID, str]]:
    return [(public_id, "body") for public_id in references.find(words.get("body", "")).images]


def _cards(words: dict[str, Any], at: datetime) -> Iterator[Problem]:
    wanted = references.find(words.get("body", "")).articles
    if not wanted:
        return
    live = set(
        ArticleEdition.objects.filter(item__uuid__in=wanted)
        .live(at)
        .values_list("item__uuid", flat=True)
    )
    for public_id in wanted:
        if public_id not in live:
            yield _warning(
                "card_not_live",
                _("A card in the text leads to a story that is not live: readers will not see it."),
                "body",
                about=str(public_id),
            )


def _warning(code: str, message: str, field: str, *, about: str = "") -> Problem:
    return Problem(code, message, field=field, severity=Severity.WARNS, about=about)
