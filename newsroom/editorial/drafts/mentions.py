"""Which items name a shared thing in their draft or in any revision: "where is this used", whole.

``compilation`` tells live and planned uses; this is the desk's side.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from newsroom.editorial import registry
from newsroom.editorial.models import Item, Mention


def record(item: Item, snapshot: dict[str, Any], *, number: int) -> None:
    """Note what revision ``number`` of the draft names; call in the transaction that stores it."""
    item_type = registry.type_of(item)
    named = {(name, UUID(str(public_id))) for name, public_id in item_type.mentions(snapshot)}
    known = {
        (row.target_type, row.target_uuid): row
        for row in Mention.objects.filter(item_uuid=item.uuid)
    }
    again = [row.pk for key, row in known.items() if key in named]
    gone = [row.pk for key, row in known.items() if key not in named and row.in_draft]
    if again:
        Mention.objects.filter(pk__in=again).update(in_draft=True, last_revision=number)
    if gone:
        Mention.objects.filter(pk__in=gone).update(in_draft=False)
    Mention.objects.bulk_create(
        Mention(
            item_type=item_type.name, item_uuid=item.uuid, target_type=name, target_uuid=public_id,
            in_draft=True, last_revision=number,
        )
        for name, public_id in sorted(named - known.keys())
    )  # fmt: skip


def by(item_uuids: Collection[UUID] | QuerySet[Any], target_type: str) -> QuerySet[Mention]:
    """What of one type these items name, or once named."""
    return Mention.objects.filter(item_uuid__in=item_uuids, target_type=target_type)


def forget(item: Item) -> None:
    """Forget what is noted of the item, before it is noted again."""
    Mention.objects.filter(item_uuid=item.uuid).delete()
