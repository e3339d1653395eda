"""From what an address names to filters: a section, an author or a tag by slug or id."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from newsroom.api.listing import the_key_of
from newsroom.editorial import registry
from newsroom.editorial.rules import public_things

#: Nothing has this id: the filter of a name that nobody may know.
NOBODY = UUID(int=0)


def thing(type_name: str, value: str | UUID, at: datetime) -> Any:
    """The public thing of this slug or id, merges followed; None for any other. One query."""
    model = registry.shared_type(type_name).model
    return public_things.public(type_name, at).filter(pk=the_key_of(model, value)).first()


def uuid_of(found: Any) -> UUID:
    return found.uuid if found is not None else NOBODY
