"""The corrections page: what was wrong in what is live, and what was retracted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from articles.models import ArticleEdition, PageEdition
from feed.models import PostEdition
from newsroom.editorial.models import Correction, Takedown
from newsroom.editorial.states import CorrectionKind, TakedownKind

PAGE_SIZE = 30
_EDITIONS = {"article_card": ArticleEdition, "post_card": PostEdition, "page_card": PageEdition}


@dataclass(frozen=True)
class Entry:
    """One line of the page; ``place`` is where the next page begins."""

    at: datetime
    place: tuple[datetime, int]
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


def _corrections(at: datetime, before: tuple | None, limit: int) -> list[Entry]:
    cards = {
        name: Subquery(
            model.objects.live(at).filter(item__uuid=OuterRef("item_uuid")).values("card")
        )
        for name, model in _EDITIONS.items()
    }
    is_live = Q()
    for name in cards:
        is_live |= Q(**{f"{name}__isnull": False})
    rows = Correction.objects.filter(at__lte=at).annotate(**cards).filter(is_live)
    if before:
        instant, pk = before
        rows = rows.filter(at__lte=instant).filter(Q(at__lt=instant) | Q(pk__lt=pk))
    entries = []
    for row in rows.order_by("-at", "-pk")[:limit]:
        card = row.article_card or row.post_card or row.page_card
        entries.append(_entry(row.at, row.pk, row.kind, row.text, card))
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
        _entry(row.starts_at, row.pk, CorrectionKind.RETRACTION, row.note, row.card)
        for row in rows[:limit]
    ]


def _entry(at: datetime, pk: int, kind: str, text: str, card: dict[str, Any] | None) -> Entry:
    shown = {
        "kind": kind,
        "kind_label": CorrectionKind(kind).label,
        "at": at,
        "text": text,
        "article": {"url": card["path"], "headline": card["headline"]} if card else None,
    }
    return Entry(at, (at, pk), shown)
