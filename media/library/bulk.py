"""Changing many images at once: what it reaches is named first, each is changed for itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from media.credits import agencies
from media.models import Image
from media.rights import leases
from media.rights.instructions import ProposedLease
from newsroom.accounts.models import User
from newsroom.editorial import refusals
from newsroom.editorial.publication import recompilation
from newsroom.lib.text import storable

from . import editing
from .editing import FIELDS

# Words, credit and rights; what is one image's own (its id, its focal point) is not among them.
CHANGEABLE = FIELDS - {"uuid", "focal_x", "focal_y", "source_url"}

_BATCH = 100


class BulkOutcome(StrEnum):
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class BulkResult:
    """What became of one image; ``reason`` is a sentence where it was refused."""

    image: Image
    outcome: BulkOutcome
    reason: str = ""


def change(
    images: QuerySet[Image] | Iterable[int],
    *,
    by: User | None = None,
    fields: Mapping[str, Any] | None = None,
    add_lease: ProposedLease | None = None,
) -> list[BulkResult]:
    """Give these images the same columns (``CHANGEABLE``), a lease.

    Each image is a transaction of its own: a refused one stops no other, and what was done stays
    done. Raises ``refusals.NotAllowed`` before the first.
    """
    fields = {name: storable(value) for name, value in (fields or {}).items()}
    if unknown := fields.keys() - CHANGEABLE:
        raise TypeError(f"Not changed in bulk: {', '.join(sorted(unknown))}.")
    editing.check_may_change(None, by=by)
    apply = partial(
        _apply, by=by, fields=fields, lease=add_lease, known=agencies.known(),
        budget=recompilation.Budget(),
    )  # fmt: skip
    return [_change(image, apply) for batch in _batches(images) for image in batch]


def _change(image: Image, apply: Callable[[Image], bool]) -> BulkResult:
    try:
        with transaction.atomic():
            is_changed = apply(image)
    except refusals.Refused as refusal:
        return BulkResult(image, BulkOutcome.REFUSED, str(refusal))
    except ValidationError as error:
        return BulkResult(image, BulkOutcome.REFUSED, " ".join(error.messages))
    return BulkResult(image, BulkOutcome.CHANGED if is_changed else BulkOutcome.UNCHANGED)


def _apply(
    image: Image,
    by: User | None,
    fields: dict[str, Any],
    lease: ProposedLease | None,
    known: agencies.Known,
    budget: recompilation.Budget,
) -> bool:
    # Read again under its lock: somebody may have changed it since the list was made.
    locked = editing.locked(image)
    editing.check_may_change(locked, by=by)
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.clean_fields(exclude={f.name for f in Image._meta.fields} - fields.keys())
    agencies.print_credit(locked, among=known)
    is_changed = bool(fields) and editing.write(locked, by=by, budget=budget)
    if lease is not None:
        leases.add_lease(locked, by=by, budget=budget, **asdict(lease))
    return is_changed or lease is not None


def _batches(images: QuerySet[Image] | Iterable[int]) -> Iterator[list[Image]]:
    """The images in the order of their keys, which is the order in which rows are locked."""
    if isinstance(images, QuerySet):
        images = images.order_by().values_list("pk", flat=True)
    pks = sorted(set(images))
    for start in range(0, len(pks), _BATCH):
        yield list(Image.objects.filter(pk__in=pks[start : start + _BATCH]).order_by("pk"))
