"""The people and the tags of a Ghost export, and by which keys its posts name them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from ..values import text, words
from . import places
from .export import GhostTag, GhostUser
from .shapes import Tables, named, rooted

_TAG_EXTRAS = [
    "feature_image",
    "og_image",
    "og_title",
    "og_description",
    "twitter_image",
    "twitter_title",
    "twitter_description",
    "meta_title",
    "meta_description",
    "codeinjection_head",
    "codeinjection_foot",
    "canonical_url",
    "accent_color",
]


_USER_EXTRAS = [
    "cover_image",
    "facebook",
    "twitter",
    "threads",
    "bluesky",
    "mastodon",
    "tiktok",
    "youtube",
    "instagram",
    "linkedin",
    "meta_title",
    "meta_description",
]


def users(tables: Tables) -> tuple[dict[str, GhostUser], dict[str, str]]:
    """Users by id, and the id for each key by which a post may name one."""
    roles = _roles(tables)
    rows = [*tables.rows("users"), *_nested(tables, ("authors", "author", "primary_author"))]
    return _by_key((_user(row, roles) for row in rows), ("slug", "email", "name"))


def tags(tables: Tables) -> tuple[dict[str, GhostTag], dict[str, str]]:
    """Tags by id, and the id for each key by which a post may name one (id, slug, name)."""
    rows = [*tables.rows("tags"), *_nested(tables, ("tags",))]
    return _by_key(map(_tag, rows), ("slug", "name"))


def _by_key(found: Iterable[Any], names: Sequence[str]) -> tuple[dict, dict[str, str]]:
    """The first of each id and slug; what comes again is known by its own id too."""
    kept: dict[str, Any] = {}
    keys: dict[str, str] = {}
    for one in filter(None, found):
        known = keys.get(one.id) or keys.get(f"slug:{one.slug}")
        if known:
            keys.setdefault(one.id, known)
            continue
        kept[one.id] = one
        for key in (one.id, *(f"{name}:{getattr(one, name)}" for name in names)):
            if not key.endswith(":"):
                keys.setdefault(key, one.id)
    return kept, keys


def _user(row: Any, roles: dict[str, list[str]]) -> GhostUser | None:
    row = named(row)
    name = words(row.get("name")) or words(row.get("slug")) or words(row.get("email"))
    if not name:
        return None
    slug = words(row.get("slug")) or places.of_name(name)
    key = words(row.get("id")) or f"slug:{slug}"
    given = row.get("roles") if isinstance(row.get("roles"), list) else []
    return GhostUser(
        id=key,
        name=name,
        slug=slug,
        email=words(row.get("email")),
        bio=text(row.get("bio")).strip(),
        website=words(row.get("website")),
        location=words(row.get("location")),
        profile_image=rooted(words(row.get("profile_image") or row.get("image"))),
        roles=tuple(
            roles.get(key, []) or filter(None, (words(named(r).get("name")) for r in given))
        ),
        extras=_filled(row, _USER_EXTRAS),
    )


def _roles(tables: Tables) -> dict[str, list[str]]:
    names = {words(row.get("id")): words(row.get("name")) for row in tables.whole_rows("roles")}
    found: dict[str, list[str]] = defaultdict(list)
    for row in tables.whole_rows("roles_users"):
        if words(row.get("role_id")) in names:
            found[words(row.get("user_id"))].append(names[words(row.get("role_id"))])
    return found


def _tag(row: Any) -> GhostTag | None:
    row = named(row)
    name = words(row.get("name")) or words(row.get("slug"))
    if not name:
        return None
    slug = words(row.get("slug")) or places.of_name(name)
    return GhostTag(
        id=words(row.get("id")) or f"slug:{slug or name}",
        name=name,
        slug=slug,
        description=text(row.get("description")).strip(),
        is_internal=words(row.get("visibility")) == "internal" or name.startswith("#"),
        extras=_filled(row, _TAG_EXTRAS),
    )


def _nested(tables: Tables, names: tuple[str, ...]) -> list[Any]:
    """People or tags that stand in the rows of posts."""
    found: list[Any] = []
    for row in tables.whole_rows("posts"):
        for name in names:
            value = row.get(name)
            found += value if isinstance(value, list) else [value]
    return found


def _filled(row: dict, names: list[str]) -> tuple[str, ...]:
    return tuple(name for name in names if words(row.get(name)))
