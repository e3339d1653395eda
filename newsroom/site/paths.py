"""What a path of this site stands for: a thing, another address, or something that is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import Resolver404, resolve

from articles.models import ArticleEdition, PageEdition, Redirect
from feed.models import PostEdition
from newsroom.editorial import registry
from newsroom.editorial.clock import PublicInstant
from newsroom.editorial.models import Item, Shared
from newsroom.editorial.models.states import TakedownKind
from newsroom.editorial.rules import public_things, visibility
from newsroom.lib import addresses


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
    """What a path, beginning with a slash, leads to at ``at``; None: nothing that readers know."""
    whole = path if path.endswith("/") else f"{path}/"
    try:
        match = resolve(whole)
    except Resolver404:
        return _by_redirect(whole, at)
    by = _BY_NAME.get(match.url_name or "")
    found = by(match.kwargs, at) if by else None
    return found or _by_redirect(whole, at)


def _by_slug(place: dict[str, Any], at: PublicInstant) -> Resolved | None:
    """Articles and pages have one namespace; an old slug leads to what carries it no more."""
    for model in (PageEdition, ArticleEdition):
        live = model.objects.live(at).filter(slug=place["slug"]).select_related("item").first()
        if live is not None:
            return _live(live)
    for model in (PageEdition, ArticleEdition):
        last = model.objects.begun(at).filter(slug=place["slug"]).select_related("item").first()
        if last is not None:
            return _item(last.item, at)
    return None


def _by_public_id(place: dict[str, Any], at: PublicInstant) -> Resolved | None:
    edition = PostEdition.objects.begun(at).filter(item__uuid=place["public_id"]).first()
    return _item(edition.item, at) if edition else None


def _shared(type_name: str) -> Callable[[dict[str, Any], PublicInstant], Resolved | None]:
    def find_shared(place: dict[str, Any], at: PublicInstant) -> Resolved | None:
        model: Any = registry.shared_type(type_name).model  # type: ignore[union-attr]
        thing: Shared | None = model._default_manager.filter(slug=place["slug"]).first()
        while thing is not None and thing.merged_into is not None:
            thing = thing.merged_into
        if thing is None or not public_things.named_publicly(thing, at):
            return None
        address = addresses.absolute(thing.get_absolute_url())  # type: ignore[attr-defined]
        return Resolved(address, type_name, thing.uuid)

    return find_shared


def _by_redirect(path: str, at: PublicInstant) -> Resolved | None:
    """A redirect that an importer or an editor wrote down."""
    found = Redirect.objects.select_related("article", "page").filter(old_path=path).first()
    if found is None:
        return None
    item = found.article or found.page
    if item is not None:
        return _item(item, at)
    target = found.target
    if not target:
        return None
    return Resolved(addresses.absolute(target) if target.startswith("/") else target)


def _item(item: Item, at: PublicInstant) -> Resolved | None:
    live = item.editions.live(at).select_related("item").first()
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


_BY_NAME: dict[str, Callable[[dict[str, Any], PublicInstant], Resolved | None]] = {
    "article": _by_slug,
    "page": _by_slug,
    "post": _by_public_id,
    "section": _shared("section"),
    "tag": _shared("tag"),
    "author": _shared("author"),
    "video": _shared("video"),
}
