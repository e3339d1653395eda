"""Full-text search over what is live: the index follows the ledger, the answer asks the editions.

A story that ended a moment ago may still stand in the index; it is never shown, as every hit is
looked up among the live editions of the same instant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from articles.body.part import kind_of
from articles.body.text import plain_text
from newsroom.delivery.followers import Follower
from newsroom.editorial import clock, registry
from newsroom.editorial.models import LedgerEntry
from newsroom.editorial.registry import ItemType
from newsroom.lib.words import excerpt, words_of

from .live_cards import card_of, with_cards
from .models import SearchEntry
from .search_index import INDEX

LONGEST_QUERY = 200


@dataclass(frozen=True)
class Found:
    """One page of hits: documents without body, each with version and ``snippet``; best first.

    ``after`` is the place of the last one, for the page that follows; None at the end.
    """

    documents: list[dict[str, Any]]
    after: tuple[float, int] | None


def find(q: str, *, at: datetime, limit: int = 20, after: tuple[float, int] | None = None) -> Found:
    """What is live at ``at`` and holds all words of ``q``, ranked; one query."""
    q = q.replace("\x00", "")[:LONGEST_QUERY]
    rows = INDEX.ranked(SearchEntry.objects.all(), q)
    types = _searched()
    rows = with_cards(_after(rows, after), types, at)
    versions = [_version(each) for each in types]
    rows = rows.annotate(version=Coalesce(*versions, Value(0)))
    hits = list(rows.order_by("rank", "pk")[: limit + 1])
    words, shown = words_of(q), hits[:limit]
    documents = [
        {
            **card_of(hit),
            "version": hit.version,
            "snippet": excerpt(hit.text, words),
        }
        for hit in shown
    ]
    more = len(hits) > limit
    return Found(documents, (float(shown[-1].rank), shown[-1].pk) if more else None)


def follow(entries: list[LedgerEntry]) -> None:
    """Take in what the ledger tells of the items that are searched."""
    for item_type in _searched():
        uuids = {entry.uuid for entry in entries if entry.type == item_type.name}
        if uuids:
            _index(item_type, uuids)


FOLLOWER = Follower("search", follow)


def _searched() -> list[ItemType]:
    return [each for each in registry.item_types() if each.is_searched]


def _version(item_type: ItemType) -> Subquery:
    rows = item_type.model._base_manager.filter(uuid=OuterRef("item_uuid"))
    return Subquery(rows.values("version"))


def _index(item_type: ItemType, uuids: set) -> None:
    editions = item_type.editions.filter(item__uuid__in=uuids).live(clock.now())
    live = {edition.item.uuid: edition for edition in editions.select_related("item")}
    stored = SearchEntry.objects.filter(item_type=item_type.name, item_uuid__in=uuids)
    gone = stored.exclude(item_uuid__in=list(live))
    INDEX.forget(list(gone.values_list("pk", flat=True)))
    gone.delete()
    for uuid, edition in live.items():
        words = _words(edition.document)
        entry, _created = SearchEntry.objects.update_or_create(
            item_type=item_type.name,
            item_uuid=uuid,
            defaults={"published_at": edition.published_at, **words},
        )
        INDEX.write(entry.pk, **words)


def _words(document: dict[str, Any]) -> dict[str, str]:
    """What is looked into. Of ``text`` an excerpt is shown.

    The words of pictures are found and not shown: a picture's rights may end while they stand here.
    """
    blocks = document["body"]["blocks"]
    pictures = [block for block in blocks if kind_of(block).images(block)]
    named = [*document.get("authors", ()), *document.get("tags", ())]
    names = [each["name"] for each in named]
    section = document.get("section")
    return {
        "title": document["headline"],
        "summary": document.get("standfirst", ""),
        "names": ", ".join([*names, section["name"]] if section else names)
        + f" {plain_text(pictures)}".rstrip(),
        "text": plain_text([block for block in blocks if block not in pictures]),
    }


def _after(rows, after: tuple[float, int] | None):
    """Rows after this place in (rank, id)."""
    if after is None:
        return rows
    rank, pk = after
    if connection.vendor == "postgresql":
        return rows.filter(Q(rank__gt=rank) | Q(rank=rank, pk__gt=pk))
    return rows.extra(  # noqa: S610
        where=[f"({INDEX.bm25} > %s OR ({INDEX.bm25} = %s AND {INDEX.table}.id > %s))"],
        params=[rank, rank, pk],
    )
