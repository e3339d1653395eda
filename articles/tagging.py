"""From typed names to tags: known ones found whatever their case, new ones made where allowed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.editorial import addresses
from newsroom.editorial.fields import followed
from newsroom.editorial.refusals import Refused
from newsroom.editorial.rules import access

from .body.clean import plain
from .models import Tag

LONGEST_NAME = 100


class UnknownTag(Refused):
    """A name that is no tag, typed by somebody who may not add tags; or one that is too long."""

    code = "unknown_tag"


def find_or_new(names: Iterable[str], *, by: User | None) -> list[Tag]:
    """The tags with these names, in order, each once, with merges followed.

    New ones are not saved yet: ``save_new`` does that with the item. Raises ``UnknownTag``, both
    for a tag that is hidden from the user and for one that does not exist.
    """
    may_add = by is not None and not access.why_not_add(Tag, by)
    wanted = list(dict.fromkeys(name for name in (plain(n).strip() for n in names) if name))
    known = {
        tag.lowered: tag
        for tag in access.known(Tag.objects.all(), by)
        .annotate(lowered=Lower("name"))
        .filter(lowered__in=[name.lower() for name in wanted])
        .select_related("merged_into")
    }
    tags = [followed(known.get(name.lower())) or _new(name, may_add=may_add) for name in wanted]
    seen: dict[object, Tag] = {}
    for tag in tags:
        seen.setdefault(tag.pk or tag.name.lower(), tag)
    return list(seen.values())


def save_new(tags: Sequence[Tag]) -> list[Tag]:
    """Save those that are new, each with a free slug."""
    for tag in tags:
        if tag.pk is None:
            tag.slug = addresses.free_slug(tag, tag.name)
            tag.save()
    return list(tags)


def _new(name: str, *, may_add: bool) -> Tag:
    if not may_add:
        raise UnknownTag(
            _("There is no tag “%(name)s”. Choose one from the list, or ask an editor to add it.")
            % {"name": name}
        )
    if len(name) > LONGEST_NAME:
        raise UnknownTag(
            _("The tag “%(name)s…” is longer than %(limit)s characters.")
            % {"name": name[:40], "limit": LONGEST_NAME}
        )
    return Tag(name=name)
