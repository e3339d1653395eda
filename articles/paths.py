"""What a path of this site stands for: a thing, another address, or something that is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import Resolver404, resolve

from newsroom.editorial import addresses as once_at
from newsroom.editorial import registry
from newsroom.editorial.clock import PublicInstant
from newsroom.editorial.models import Item
from newsroom.editorial.models.states import TakedownKind
from newsroom.editorial.rules import public_things, visibility
from newsroom.lib import addresses

from . import redirects


@dataclass(frozen=True)
class Resolved:
    """A live thing by its type, public id and address; ``gone`` is an item that was live once.

    ``address`` alone is a redirect that leads away from what we publish.
    """

    address: str = ""
    type_name: str = ""
    public_id: UUID | None = None
    gone: Item | None = None


def find(path: str, at: PublicInstant) -> Resolved | None:
    """What a path, beginning with a slash, leads to at ``at``; None: nothing that readers know.

    As it stands in an address or as views get it.
    """
    whole = addresses.decoded(path)
    return named(whole, at) or _by_redirect(whole, at)


def named(path: str, at: PublicInstant) -> Resolved | None:
    """What has this address, or had it, without the redirects that somebody wrote down."""
    try:
        match = resolve(path if path.endswith("/") else f"{path}/")
    except Resolver404:
        return None
    return _named(match.url_name or "", match.kwargs, at)


def _named(name: str, place: dict[str, Any], at: PublicInstant) -> Resolved | None:
    """An item or a shared thing by its address, which has the name of its type."""
    if registry.is_shared(name) and "slug" in place:
        return _shared(name, place["slug"], at)
    if not registry.is_item(name):
        return None
    if "public_id" in place:
        item = registry.find_item(name, place["public_id"])
        return _item(item, at) if item is not None else None
    return _by_slug(registry.item_type(name).space, place["slug"], at)


def _by_slug(space: str, slug: str, at: PublicInstant) -> Resolved | None:
    """The item that has the slug, or had it while it was public."""
    for each in registry.item_types():
        if each.space == space:
            live = each.editions.live_of_items(at).filter(slug=slug).one_or_none()
            if live is not None:
                return _live(live)
    item = once_at.item_once_at(space, slug, at)
    return _item(item, at) if item is not None else None


def _shared(name: str, slug: str, at: PublicInstant) -> Resolved | None:
    model: Any = registry.shared_type(name).model
    thing: Any = model._default_manager.filter(slug=slug, merged_into=None).first()
    thing = thing or once_at.shared_once_at(name, slug)
    if thing is None or not public_things.named_publicly(thing, at):
        return None
    address = addresses.absolute(thing.get_absolute_url())
    return Resolved(address, name, thing.uuid)


def _by_redirect(path: str, at: PublicInstant) -> Resolved | None:
    """A redirect that an importer or an editor wrote down."""
    known = redirects.find(path, QueryDict())
    if known is None:
        return None
    found, _rest = known
    item = found.article or found.page
    if item is not None:
        return _item(item, at)
    target = found.target
    if not target:
        return None
    return Resolved(addresses.absolute(target) if target.startswith("/") else target)


def _item(item: Item, at: PublicInstant) -> Resolved | None:
    live = item.editions.live_of_items(at).select_related("item").one_or_none()
    if live is not None:
        return _live(live)
    standing = visibility.standing(item, at)
    if standing.takedown is not None and standing.takedown.kind == TakedownKind.DUPLICATE:
        survivor = registry.find_item(registry.type_of(item).name, standing.takedown.into)
        return _item(survivor, at) if survivor else None
    if not standing.was_live or standing.is_withheld:
        return None
    return Resolved(gone=item)


def _live(edition) -> Resolved:
    card = edition.card
    return Resolved(card["url"], card["type"], edition.item.uuid)
