"""The corrections page: what was wrong in what is live, and what was retracted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.html import escape
from django.utils.translation import gettext as _

from articles.models import ArticleEdition
from newsroom.api.block_shapes import ItemDocument
from newsroom.editorial import registry
from newsroom.editorial.models import Correction, Takedown
from newsroom.editorial.models.states import CorrectionKind, TakedownKind
from newsroom.editorial.publication import names
from newsroom.lib import addresses, languages, site_settings
from newsroom.lib.syndication import Channel
from newsroom.lib.syndication import Entry as FeedEntry

from .live_cards import card_of, with_cards

PAGE_SIZE = 30


@dataclass(frozen=True)
class Entry:
    """One line of the page; ``place`` is where the next page begins."""

    at: datetime
    place: tuple[datetime, int]
    public_id: str
    shown: dict[str, Any]


def newest(
    at: datetime, *, before: tuple[datetime, int] | None = None, size: int = PAGE_SIZE
) -> tuple[list[Entry], bool]:
    """Corrections of live items and open retractions, newest first; two queries.

    Returns a page and whether older ones follow.
    """
    entries = _corrections(at, before, size + 1) + _retractions(at, before, size + 1)
    entries.sort(key=lambda entry: entry.place, reverse=True)
    return entries[:size], len(entries) > size


def channel(entries: list[Entry]) -> Channel:
    """The corrections as a feed."""
    return Channel(
        title=_("%(site)s: corrections") % {"site": site_settings.current().name},
        path="/corrections/",
        description=_("What we got wrong, and what is right."),
        language=languages.of_site(),
        updated_at=entries[0].at if entries else None,
        entries=[_feed_entry(entry) for entry in entries],
    )


def _feed_entry(entry: Entry) -> FeedEntry:
    article = entry.shown["article"]
    headline = article["headline"] if article else ""
    return FeedEntry(
        guid=names.tag_uri("correction", entry.public_id),
        url=addresses.absolute(article["url"] if article else "/corrections/"),
        title=f"{entry.shown['kind_label']}: {headline}",
        summary=entry.shown["text"],
        html=f"<p>{escape(entry.shown['text'])}</p>",
        text=entry.shown["text"],
        published_at=entry.at,
        updated_at=entry.at,
        language=article["language"] if article else "",
    )


def _corrections(at: datetime, before: tuple | None, limit: int) -> list[Entry]:
    told = Correction.objects.filter(at__lte=at)
    rows = with_cards(told, registry.item_types(), at)
    if before:
        instant, pk = before
        rows = rows.filter(at__lte=instant).filter(Q(at__lt=instant) | Q(pk__lt=pk))
    entries = []
    for row in rows.order_by("-at", "-pk")[:limit]:
        entries.append(_entry(row.at, row.pk, row.kind, row.text, card_of(row), ""))
    return entries


def _retractions(at: datetime, before: tuple | None, limit: int) -> list[Entry]:
    rows = Takedown.objects.filter(
        item_type="article", kind=TakedownKind.RETRACTED, lifted_at=None, starts_at__lte=at
    )
    if before:
        instant, pk = before
        rows = rows.filter(starts_at__lte=instant).filter(Q(starts_at__lt=instant) | Q(pk__lt=pk))
    last = ArticleEdition.objects.filter(item__uuid=OuterRef("item_uuid")).order_by("-live_from")
    rows = rows.annotate(card=Subquery(last.values("card")[:1])).order_by("-starts_at", "-pk")
    return [
        _entry(row.starts_at, row.pk, CorrectionKind.RETRACTION, row.note, row.card, "retraction-")
        for row in rows[:limit]
    ]


def _entry(
    at: datetime, pk: int, kind: str, text: str, card: ItemDocument | None, prefix: str
) -> Entry:
    shown = {
        "kind": kind,
        "kind_label": CorrectionKind(kind).label,
        "at": at,
        "text": text,
        "article": (
            {"url": card["path"], "headline": card["headline"], "language": card["language"]}
            if card
            else None
        ),
    }
    return Entry(at, (at, pk), f"{prefix}{pk}", shown)
