"""The posts and pages of a Ghost export, row by row."""

import json
from collections import defaultdict
from dataclasses import fields, replace
from typing import Any

from django.utils.translation import gettext as _

from ..values import flag, instant, number, text, uuid, words
from . import places
from .export import GhostPost, Unread
from .shapes import Tables, named, rooted

_TEXTS = [field.name for field in fields(GhostPost) if field.type is str]


def posts_of(
    tables: Tables, user_keys: dict[str, str], tag_keys: dict[str, str]
) -> tuple[list[GhostPost], list[Unread]]:
    """Every post that can be read, in the file's order, and the rows that cannot."""
    authors = _ordered(tables, "posts_authors", "author_id", user_keys)
    post_tags = _ordered(tables, "posts_tags", "tag_id", tag_keys)
    meta = {words(row.get("post_id")): row for row in tables.whole_rows("posts_meta")}
    tiers = _tiers(tables)
    posts: list[GhostPost] = []
    unread: list[Unread] = []
    seen: set[str] = set()
    for position, row in enumerate(tables.rows("posts"), start=1):
        if not isinstance(row, dict):
            unread.append(_no_row(position))
            continue
        key = words(row.get("id"))
        post = _post(row, meta.get(key, {}) if key else {}, is_from_api=tables.is_from_api)
        if post is None:
            unread.append(_empty_row(position, row))
            continue
        post = replace(
            post,
            authors=tuple(authors.get(key, []) if key else []) or _authors_in(row, user_keys),
            tags=tuple(post_tags.get(key, []) if key else [])
            or _keys_of(row.get("tags"), tag_keys),
            tiers=tiers.get(key, ()) or _tiers_in(row),
        )
        if post.id in seen:
            again = f"{post.id}/{post.slug or places.of_name(post.title)}"
            if again in seen or any(post.id == p.id and post.slug == p.slug for p in posts):
                unread.append(_repeated(post))
                continue
            problem = _("Another post in the file has the same id.")
            post = replace(post, id=again, uuid=None, problems=(*post.problems, problem))
        seen.add(post.id)
        posts.append(post)
    return posts, unread


def _post(row: dict, meta: dict, *, is_from_api: bool) -> GhostPost | None:
    """None when the row has neither title, slug nor text."""
    values: dict[str, Any] = {
        name: rooted(text(meta.get(name) or row.get(name))).strip() for name in _TEXTS
    }
    title, slug = words(row.get("title")), words(row.get("slug"))
    lexical, mobiledoc = _document(row.get("lexical")), _document(row.get("mobiledoc"))
    if not (title or slug or lexical or mobiledoc or values["html"] or values["markdown"]):
        return None
    times: dict[str, Any] = {
        name: instant(row.get(name)) for name in ("created_at", "updated_at", "published_at")
    }
    is_api_row = is_from_api and "status" not in row
    status = values["status"].lower()
    if is_api_row:
        status = "published" if times["published_at"] else "draft"
    is_page = flag(row.get("page")) or words(row.get("type")) == "page"
    url = words(row.get("url"))
    values |= times | {
        "id": words(row.get("id")) or (f"slug:{slug}" if slug else f"title:{title}"),
        "uuid": uuid(row.get("uuid")),
        "title": title,
        "slug": slug,
        "type": "page" if is_page else "post",
        "status": status or "draft",
        "visibility": _visibility(row),
        "is_email_only": flag(meta.get("email_only") or row.get("email_only")),
        "is_featured": flag(row.get("featured")),
        "language": words(row.get("locale") or row.get("language")),
        "url": url if url.startswith(("http://", "https://")) else "",
        "lexical": lexical,
        "mobiledoc": mobiledoc,
        "feature_image": rooted(words(row.get("feature_image") or row.get("image"))),
        "hides_title_and_image": row.get("show_title_and_feature_image") in (0, False),
        "problems": tuple(_problems(row, times)),
    }
    return GhostPost(**values)


def _visibility(row: dict) -> str:
    """Public only where the row says so, or says nothing as the oldest versions do."""
    given = row.get("visibility")
    if given is None:
        return "public"
    return words(given).lower() or "unknown"


def _problems(row: dict, times: dict[str, Any]) -> list[str]:
    found = [
        _("The time in “%(field)s” cannot be read: %(value)s.")
        % {"field": name, "value": repr(row.get(name))[:60]}
        for name, value in times.items()
        if value is None and row.get(name)
    ]
    for name in ("title", "slug", "html", "status", "visibility", "custom_excerpt"):
        if isinstance(row.get(name), list | dict):
            found.append(_("“%s” contains a list instead of text: it is left out.") % name)
    return found


def _document(value: Any) -> str:
    """A Lexical or Mobiledoc document as JSON text, whether it came as text or as JSON."""
    if isinstance(value, dict):
        value = json.dumps(value)
    return rooted(value.strip()) if isinstance(value, str) else ""


def _ordered(tables: Tables, table: str, column: str, keys: dict[str, str]) -> dict[str, list[str]]:
    """The ids a link table names for each post, by ``sort_order``, then as they stand."""
    rows = sorted(tables.whole_rows(table), key=lambda row: number(row.get("sort_order")))
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        target = keys.get(words(row.get(column)))
        if target and target not in found[words(row.get("post_id"))]:
            found[words(row.get("post_id"))].append(target)
    return found


def _authors_in(row: dict, keys: dict[str, str]) -> tuple[str, ...]:
    """Authors that stand in the row itself: nested ones, else the one id of old versions."""
    value = row.get("authors") or row.get("author") or row.get("primary_author")
    nested = _keys_of(value, keys)
    return nested or tuple(filter(None, [keys.get(words(row.get("author_id")))]))


def _keys_of(value: Any, keys: dict[str, str]) -> tuple[str, ...]:
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        row = named(one)
        for key in (
            words(row.get("id")),
            f"slug:{words(row.get('slug'))}",
            f"email:{words(row.get('email'))}",
            f"name:{words(row.get('name'))}",
        ):
            if key in keys:
                found.append(keys[key])
                break
    return tuple(dict.fromkeys(found))


def _tiers(tables: Tables) -> dict[str, tuple[str, ...]]:
    names = {words(row.get("id")): words(row.get("name")) for row in tables.whole_rows("products")}
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in tables.whole_rows("posts_products"):
        key = words(row.get("product_id"))
        found[words(row.get("post_id"))] += (names.get(key, key),)
    return found


def _tiers_in(row: dict) -> tuple[str, ...]:
    value = row.get("tiers")
    tiers = value if isinstance(value, list) else []
    return tuple(filter(None, (words(named(one).get("name")) for one in tiers)))


def _no_row(position: int) -> Unread:
    return Unread("article", f"#{position}", _("This row of the table of posts is not a post."))


def _empty_row(position: int, row: dict) -> Unread:
    name = words(row.get("id")) or f"#{position}"
    return Unread("article", name, _("This post has neither a title, a slug nor a text."))


def _repeated(post: GhostPost) -> Unread:
    return Unread(
        "page" if post.is_page else "article",
        post.title or post.slug,
        _("The file contains this post twice: the second is left out."),
    )
