"""From typed names to tags: one topic is one tag, however it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.editorial import addresses
from newsroom.editorial.fields import followed
from newsroom.editorial.refusals import Refused
from newsroom.editorial.rules import access
from newsroom.lib import near as nearly
from newsroom.lib.folding import folded

from .body.clean import plain
from .models import Tag, TagAlias

LONGEST_NAME = 100


class UnknownTag(Refused):
    """A name that is not a tag, typed by somebody who may not add tags; or one that is too long."""

    code = "unknown_tag"


class NearTag(Refused):
    """A name that is not a tag, but nearly one: a different topic is added in the list of tags."""

    code = "near_tag"


def find_or_new(names: Iterable[str], *, by: User | None) -> list[Tag]:
    """The tags with these names or aliases, in order, each once, with merges followed.

    New ones are not saved yet: ``save_new`` does that with the item. Raises ``UnknownTag``, both
    for a tag that is hidden from the user and for one that does not exist, and ``NearTag`` for a
    new one that is written nearly as one that the user may know.
    """
    may_add = by is not None and not access.why_not_add(Tag, by)
    wanted: dict[str, str] = {}
    for name in (plain(each).strip() for each in names):
        wanted.setdefault(folded(name), name)
    wanted.pop("", None)
    known = named(wanted, by=by)
    tags = [
        followed(known.get(key)) or _new(name, by=by, may_add=may_add)
        for key, name in wanted.items()
    ]
    seen: dict[object, Tag] = {}
    for tag in tags:
        seen.setdefault(tag.pk or folded(tag.name), tag)
    return list(seen.values())


def named(keys: Iterable[str], *, by: User | None) -> dict[str, Tag]:
    """The tags by these keys, of those that the user may know; a name comes before an alias."""
    keys = list(keys)
    tags = access.known(Tag.objects.all(), by)
    by_alias = TagAlias.objects.filter(key__in=keys, tag__in=tags).select_related(
        "tag__merged_into"
    )
    found = {alias.key: alias.tag for alias in by_alias}
    return found | {t.key: t for t in tags.filter(key__in=keys).select_related("merged_into")}


def near(name: str, *, by: User | None, but_not: Tag | None = None) -> list[Tag]:
    """The tags whose names are nearly this one, of those that the user may know."""
    rows = access.known(Tag.objects.in_use(), by).exclude(pk=but_not.pk if but_not else None)
    return nearly.among(rows, name)


def save_new(tags: Sequence[Tag]) -> list[Tag]:
    """Save those that are new, each with a free slug."""
    for tag in tags:
        if tag.pk is None:
            tag.slug = addresses.free_slug(tag, tag.name)
            tag.save()
    return list(tags)


def _new(name: str, *, by: User | None, may_add: bool) -> Tag:
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
    if alike := near(name, by=by):
        raise NearTag(
            _("There is no tag “%(name)s”, but there is %(alike)s. Choose that one; if "
              "you mean a different topic, add the tag in the list of tags first.")
            % {"name": name, "alike": ", ".join(f"“{tag}”" for tag in alike)}
        )  # fmt: skip
    return Tag(name=name)
