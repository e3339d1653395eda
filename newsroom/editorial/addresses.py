"""The slugs of things, and whose each of them is."""

from __future__ import annotations

from typing import Any

from newsroom.editorial import registry
from newsroom.editorial.models import Item, Shared
from newsroom.lib.slugs import first_free, made


def fallback(thing: Item | Shared) -> str:
    """The slug of what has a name without letters, such as "?!": its kind and a part of its id."""
    return f"{registry.kind_of(type(thing)).name}-{thing.uuid.hex[-8:]}"


def free_slug(thing: Shared, name: str) -> str:
    """A slug made of the name that no other of its kind has, with ``-2`` where needed."""
    model: Any = type(thing)
    limit = model._meta.get_field("slug").max_length - 4
    others = model._base_manager.exclude(pk=thing.pk)
    stem = made(name, limit=limit, fallback=fallback(thing))
    return first_free(stem, lambda slug: others.filter(slug=slug).exists())
