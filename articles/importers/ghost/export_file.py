"""A Ghost export as a file → ``GhostExport``. Reads only; trusts nothing in the file."""

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ..values import flag, words
from . import leftovers, people
from .export import GhostExport
from .posts import posts_of
from .shapes import Tables, Unreadable, tables_of

__all__ = ["Unreadable", "read", "read_file"]


def read_file(path: Path) -> GhostExport:
    """Raises Unreadable with one sentence for whatever is wrong with the file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(
            _("%(path)s cannot be read: %(reason)s.")
            % {"path": path, "reason": error.strerror or error}
        ) from error
    return read(data)


def read(data: bytes) -> GhostExport:
    """Raises Unreadable when this is not a Ghost export."""
    tables = tables_of(_parsed(data))
    settings = _settings(tables)
    users, user_keys = people.users(tables)
    tags, tag_keys = people.tags(tables)
    posts, unread = posts_of(tables, user_keys, tag_keys)
    return GhostExport(
        title=words(settings.get("title")),
        url=words(settings.get("url")).rstrip("/"),
        language=words(
            settings.get("locale") or settings.get("lang") or settings.get("default_locale")
        ),
        is_private=flag(settings.get("is_private") or settings.get("isPrivate")),
        permalinks=words(settings.get("permalinks")),
        posts=posts,
        users=users,
        tags=tags,
        unread=unread,
        leftovers=leftovers.of(tables, settings),
    )


def _parsed(data: bytes) -> Any:
    if not data.strip():
        raise Unreadable(_("The file is empty."))
    if data.startswith(b"PK\x03\x04"):
        raise Unreadable(_("This is a ZIP archive: unpack it and give the JSON file in it."))
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        # Control characters inside strings are removed later, value by value.
        return json.loads(data.decode(encoding), strict=False)
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The file is not UTF-8 text (byte %d): it is damaged, or not a JSON file.")
            % error.start
        ) from error
    except json.JSONDecodeError as error:
        raise Unreadable(
            _("The file is not valid JSON: %(what)s in line %(line)d, column %(column)d.")
            % {"what": error.msg, "line": error.lineno, "column": error.colno}
        ) from error
    except RecursionError as error:
        raise Unreadable(_("The file nests lists too deeply to be a Ghost export.")) from error
    except ValueError as error:
        raise Unreadable(_("The file contains a number too large to read.")) from error


def _settings(tables: Tables) -> dict[str, Any]:
    return {words(row.get("key")): row.get("value") for row in tables.whole_rows("settings")}
