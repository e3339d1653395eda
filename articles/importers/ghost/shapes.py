"""The wrappings a Ghost publication comes in, all brought to one: tables of rows.

- the export: ``{"db": [{"meta": …, "data": {table: rows}}]}``, or ``{"meta", "data"}``, or the
  tables alone;
- the Content and Admin APIs: ``{"posts": [{…, "authors": […], "tags": […]}]}`` (or ``pages``);
- TryGhost/migrate: the same with every row as ``{"url": …, "data": {…}}``, or below ``result``;
- Ghost's own fixtures: ``{"models": [{"name": "Post", "entries": […]}], "relations": […]}``.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _


class Unreadable(Exception):
    """The file is not a Ghost export; the message is one sentence for the person who gave it."""


@dataclass
class Tables:
    tables: dict[str, list[Any]] = field(default_factory=dict)
    is_from_api: bool = False
    """Rows carry their authors and tags, and what has no status was public."""

    def rows(self, name: str) -> list[Any]:
        return self.tables.get(name, [])

    def whole_rows(self, name: str) -> list[dict[str, Any]]:
        return [row for row in self.rows(name) if isinstance(row, dict)]


def tables_of(document: Any) -> Tables:
    """Raises Unreadable when there are no posts to be found."""
    if not isinstance(document, dict):
        raise Unreadable(_("This is JSON, but not a Ghost export: it has no posts."))
    if isinstance(document.get("models"), list):
        return _from_fixtures(document)
    data = _unwrapped(document)
    tables = {name: rows for name, rows in data.items() if isinstance(rows, list)}
    if "posts" not in tables and "pages" not in tables:
        raise Unreadable(
            _("This file has no posts: it is not a Ghost export, or its table of posts is damaged.")
        )
    found = Tables(tables)
    for name in ("posts", "pages", "users", "tags"):
        tables[name] = [_without_envelope(row) for row in tables.get(name, [])]
    for row in tables["pages"]:
        tables["posts"].append({**row, "type": "page"} if isinstance(row, dict) else row)
    found.is_from_api = not tables.get("posts_authors") and any(
        {"authors", "author", "primary_author"} & row.keys() for row in found.whole_rows("posts")
    )
    return found


def _unwrapped(document: dict) -> dict:
    """The dictionary that holds the tables, from whichever wrapping."""
    inner = document.get("db")
    if isinstance(inner, list):
        if not inner or not isinstance(inner[0], dict):
            raise Unreadable(_("This Ghost export is empty: there is nothing below “db”."))
        document = inner[0]
    elif isinstance(inner, dict):
        document = inner
    if isinstance(document.get("result"), dict):
        document = document["result"]
    data = document.get("data", document)
    if not isinstance(data, dict):
        raise Unreadable(_("This Ghost export is damaged: “data” contains no tables."))
    return data


def _without_envelope(row: Any) -> Any:
    """A row of TryGhost/migrate, ``{"url", "data"}``, as an ordinary row."""
    if isinstance(row, dict) and isinstance(row.get("data"), dict):
        return {"url": row.get("url"), **row["data"]}
    return row


def _from_fixtures(document: dict) -> Tables:
    entries: dict[str, list[Any]] = {}
    for model in document["models"]:
        if isinstance(model, dict) and isinstance(model.get("entries"), list):
            entries[str(model.get("name"))] = model["entries"]
    posts = [dict(row) if isinstance(row, dict) else row for row in entries.get("Post", [])]
    if not posts:
        raise Unreadable(_("This file has no posts: there is nothing to import."))
    named = {row["slug"]: row for row in posts if isinstance(row, dict) and row.get("slug")}
    for relation in document.get("relations") or []:
        if not isinstance(relation, dict) or not isinstance(relation.get("entries"), dict):
            continue
        if (relation.get("from") or {}).get("relation") == "tags":
            for slug, tags in relation["entries"].items():
                if slug in named and isinstance(tags, list):
                    named[slug]["tags"] = [{"name": tag} for tag in tags]
    return Tables(
        tables={"posts": posts, "users": entries.get("User", []), "tags": entries.get("Tag", [])},
        is_from_api=True,
    )


def named(row: Any) -> dict:
    """A row, the ``data`` of a migrate row, or a bare name as a row."""
    if isinstance(row, str):
        return {"name": row}
    if not isinstance(row, dict):
        return {}
    return row["data"] if isinstance(row.get("data"), dict) else row


def rooted(value: str) -> str:
    """Own addresses as paths: exports write "__GHOST_URL__" where the site's address was."""
    return re.sub(r"__GHOST_URL__/*", "/", value)
