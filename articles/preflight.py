"""The checks of articles and pages before they are published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from media.rights import preflight as pictures
from newsroom.editorial.acts.preflight import Problem, Severity
from newsroom.editorial.publication.material import Material

from .body import reader

LONG_HEADLINE = 110
WIDE_LEAD_PX = 1200


def check_article(material: Material) -> Iterator[Problem]:
    """What blocks or warns about these words of an article."""
    words = material.snapshot
    yield from _headline(words)
    if not _byline_exists(material):
        yield Problem(
            "no_byline", _("Add at least one name to the byline."), field="byline", lacks="author"
        )
    if not material.thing("section", words.get("section")):
        yield Problem("no_section", _("Choose a section."), field="section", lacks="section")
    yield from _slug(words)
    if not words.get("standfirst"):
        yield _warning(
            "no_standfirst", _("Add a standfirst: it is also the card's text."), "standfirst"
        )
    yield from _lead_image(material)
    yield from check_pictures(material, _pictures(words))
    yield from _cards(material)


def advise_article(material: Material) -> Iterator[Problem]:
    """What the rights to the pictures say that may need a look."""
    return advise_pictures(material, _pictures(material.snapshot))


def check_page(material: Material) -> Iterator[Problem]:
    """What blocks or warns about these words of a plain page."""
    yield from _headline(material.snapshot)
    yield from _slug(material.snapshot)
    yield from check_pictures(material, _figures(material.snapshot))


def advise_page(material: Material) -> Iterator[Problem]:
    return advise_pictures(material, _figures(material.snapshot))


def check_pictures(material: Material, used: list[tuple[UUID, str]]) -> Iterator[Problem]:
    """The problems of these pictures, each with the field that uses it."""
    return pictures.check(used, lambda each: material.named("image", each), at=material.at)


def advise_pictures(material: Material, used: list[tuple[UUID, str]]) -> Iterator[Problem]:
    return pictures.advise((material.named("image", each), field) for each, field in used)


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


def _byline_exists(material: Material) -> bool:
    return any(
        entry.get("printed_name") or material.thing("author", entry.get("author"))
        for entry in material.snapshot.get("byline", [])
    )


def _lead_image(material: Material) -> Iterator[Problem]:
    words = material.snapshot
    if not words.get("lead_image"):
        yield _warning("no_lead_image", _("Add a lead picture."), "lead_image")
        return
    image = material.named("image", words["lead_image"])
    if image and image.width_px < WIDE_LEAD_PX:
        yield _warning(
            "narrow_lead_image",
            _("The lead picture is %(width)s px wide; readers with large screens want %(wanted)s.")
            % {"width": image.width_px, "wanted": WIDE_LEAD_PX},
            "lead_image",
        )


def _pictures(words: dict[str, Any]) -> list[tuple[UUID, str]]:
    lead = [(UUID(words["lead_image"]), "lead_image")] if words.get("lead_image") else []
    return [*lead, *_figures(words)]


def _figures(words: dict[str, Any]) -> list[tuple[UUID, str]]:
    return [(public_id, "body") for public_id in reader.references(words.get("body", "")).images]


def _cards(material: Material) -> Iterator[Problem]:
    for public_id in reader.references(material.snapshot.get("body", "")).articles:
        if not material.live("article", public_id):
            yield _warning(
                "card_not_live",
                _("A card in the text leads to a story that is not live: readers will not see it."),
                "body",
                about=str(public_id),
            )


def _warning(code: str, message: str, field: str, *, about: str = "") -> Problem:
    return Problem(code, message, field=field, severity=Severity.WARNS, about=about)
