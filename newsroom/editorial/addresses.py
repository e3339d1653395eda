"""The slugs of things: whose each is and was, for pages, feeds and the API alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from newsroom.editorial import registry
from newsroom.editorial.models import Address, Item, Shared
from newsroom.editorial.refusals import Refused
from newsroom.lib.slugs import first_free, made


class SlugTaken(Refused):
    """Another thing has the slug, or it is reserved."""

    code = "slug_taken"


def fallback(thing: Item | Shared) -> str:
    """The slug of what has a name without letters, such as "?!": its kind and a part of its id."""
    return f"{registry.kind_of(type(thing)).name}-{thing.uuid.hex[-8:]}"


def free_slug(thing: Shared, name: str, *, language: str = "") -> str:
    """A slug made of the name that no other of its kind has or had, with ``-2`` where needed.

    It is spelt as in the language, by default the newsroom's.
    """
    limit = _model(thing)._meta.get_field("slug").max_length - 4
    stem = made(name, limit=limit, fallback=fallback(thing), language=language)
    return first_free(stem, lambda slug: is_anothers(thing, slug))


def is_anothers(thing: Item | Shared, slug: str) -> bool:
    """Whether another thing of the space has the slug, or had it while it was public."""
    claim = _claim(_space(thing), slug)
    if claim is not None and claim.uuid != thing.uuid and _find(claim) is not None:
        return True
    if isinstance(thing, Item):
        return False
    others = _model(thing)._base_manager.filter(slug=slug).exclude(pk=thing.pk)
    return bool(others.exclude(pk__in=_merged_into(thing)).exists())


def refuse_anothers(thing: Item | Shared, slug: str) -> None:
    """Raise ``SlugTaken`` with a sentence for the form unless the thing may have the slug."""
    if is_anothers(thing, slug):
        raise _taken(thing, slug)


def take(item: Item, slug: str) -> None:
    """Claim the slug for the item. Raises ``SlugTaken`` when it belongs to another."""
    claim = _claim(_space(item), slug)
    if claim is not None and claim.uuid == item.uuid:
        return
    if claim is not None and _find(claim) is not None:
        raise _taken(item, slug)
    claim = claim or Address(space=_space(item), slug=slug)
    claim.type, claim.uuid = registry.type_of(item).name, item.uuid
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError:
        # Two saves at the same moment: the database gave it to the other one.
        raise _taken(item, slug) from None


def give_back(item: Item, *, but_not: Collection[str]) -> None:
    """Free the item's other slugs."""
    Address.objects.filter(uuid=item.uuid).exclude(slug__in=but_not).delete()


def take_from_merged(thing: Shared, slug: str) -> None:
    """Before the thing gets a slug that one merged into it still has: that one needs none."""
    for merged in _merged_into(thing).filter(slug=slug):
        merged.slug = first_free(fallback(merged), partial(is_anothers, merged))
        merged.save(update_fields=["slug"])


def _merged_into(thing: Shared) -> Any:
    rows = _model(thing)._base_manager
    return rows.filter(merged_into=thing) if thing.pk else rows.none()


def keep(things: Iterable[Shared]) -> None:
    """Readers know these shared things by their slugs from now on. At most one query."""
    rows = [
        Address(space=_space(thing), slug=slug, type=_space(thing), uuid=thing.uuid)
        for thing in things
        if (slug := getattr(thing, "slug", ""))
    ]
    if rows:
        Address.objects.bulk_create(rows, ignore_conflicts=True)


def hand_over(old: Shared, new: Shared) -> None:
    """Let the addresses of ``old`` lead to ``new``."""
    Address.objects.filter(uuid=old.uuid).update(uuid=new.uuid)


def shared_once_at(type_name: str, slug: str) -> Any:
    """The shared thing that readers knew by this slug, merges followed; None if there is none."""
    claim = _claim(type_name, slug)
    thing: Any = _find(claim) if claim else None
    while thing is not None and thing.merged_into is not None:
        thing = thing.merged_into
    return thing


def item_once_at(space: str, slug: str, at: datetime) -> Item | None:
    """The item of which an edition that has begun at ``at`` carried the slug."""
    claim = _claim(space, slug)
    item: Any = _find(claim) if claim else None
    if item is None or not item.editions.begun(at).filter(slug=slug).exists():
        return None
    found: Item = item
    return found


def _claim(space: str, slug: str) -> Address | None:
    return Address.objects.filter(space=space, slug=slug).first()


def _taken(thing: Item | Shared, slug: str) -> SlugTaken:
    if isinstance(thing, Item):
        said = _("Another item has, or had, the slug “%(slug)s”. Choose another one.")
    else:
        said = _("Another one has, or had, the slug “%(slug)s”. Choose a different one.")
    return SlugTaken(said % {"slug": slug})


def _find(claim: Address) -> Item | Shared | None:
    model: Any = registry.model_of(claim.type)
    found: Item | Shared | None = model._base_manager.filter(uuid=claim.uuid).first()
    return found


def _space(thing: Item | Shared) -> str:
    kind = registry.kind_of(type(thing))
    return kind.space if isinstance(kind, registry.ItemType) else kind.name


def _model(thing: Item | Shared) -> Any:
    return type(thing)
