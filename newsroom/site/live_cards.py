"""The cards of what is live, for rows that name an item by its type and public id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from newsroom.api.block_shapes import ItemDocument
from newsroom.editorial.registry import ItemType


def with_cards(rows: QuerySet, types: Iterable[ItemType], at: datetime) -> QuerySet:
    """The rows whose item is live at ``at``, with its card for ``card_of``."""
    cards = {f"card_of_{each.name}": _card(each, at) for each in types}
    is_live = reduce(or_, (Q(**{f"{name}__isnull": False}) for name in cards))
    return rows.annotate(**cards).filter(is_live)


def card_of(row: Any) -> ItemDocument:
    cards = (value for name, value in vars(row).items() if name.startswith("card_of_"))
    return next(filter(None, cards))


def _card(item_type: ItemType, at: datetime) -> Subquery:
    live = item_type.editions.live_of_items(at).filter(item__uuid=OuterRef("item_uuid"))
    return Subquery(live.values("card")[:1])
