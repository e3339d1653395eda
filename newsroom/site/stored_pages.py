"""Pages of items in rows, for readers who ask what no process has in memory.

A row holds what the page cache would keep: the frame as its view printed it, the headers, and what
its address names. Whether it still holds is asked of the database as for any other page.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

import django
import orjson
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection

import newsroom
from newsroom.editorial import clock, one_live
from newsroom.editorial.witness import NamedItem, Vouched, Witness
from newsroom.lib import pieces, site_settings
from newsroom.lib.pieces import Frame

from .models import StoredPage

#: The settings that pages and their headers are printed by. A test finds one that is missing.
SETTINGS = (
    "APPEND_SLASH", "CONTACT_EMAIL", "CONTENT_SECURITY_POLICY",
    "CONTENT_SECURITY_POLICY_REPORT_ONLY", "DEFAULT_CHARSET", "FILES_URL", "FORCE_SCRIPT_NAME",
    "FORMAT_MODULE_PATH", "INSTALLED_APPS", "LANGUAGES_BIDI", "LANGUAGE_CODE", "LOCALE_PATHS",
    "MANAGING_EDITOR", "MIDDLEWARE", "POLICIES", "ROOT_URLCONF",
    "SECURE_CONTENT_TYPE_NOSNIFF", "SECURE_CROSS_ORIGIN_OPENER_POLICY",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "SECURE_HSTS_SECONDS",
    "SECURE_REFERRER_POLICY", "SITE_DESCRIPTION", "SITE_LOGO", "SITE_NAME", "SITE_URL",
    "STAFF_ADDRESSES", "STATIC_URL", "TEMPLATES", "TIME_ZONE", "TWITTER_SITE", "USE_I18N",
    "USE_THOUSAND_SEPARATOR", "USE_TZ", "X_FRAME_OPTIONS",
)  # fmt: skip
_CODE = (".html", ".mo", ".py")
_NOT_PRINTING = {"migrations", "management"}
_LEVEL = 6
_ANY_PATH = "/any/"
_ANY_PRINT = "any print"
# Queries are compiled for an instant; which one makes no difference.
_ANY_TIME = clock.PublicInstant(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Stored:
    """A page out of its row, as the page cache keeps it."""

    frame: Frame
    vouched: Vouched
    headers: list[tuple[str, str]]
    #: Under which settings of the site it was printed.
    look: str


def find(key: str) -> Stored | None:
    """The stored page of one of the page cache's keys, whether it holds or not."""
    is_secure, _space, address = key.partition(" ")
    path, _sign, query = address.partition("?")
    if query or "\0" in path or (is_secure == "1") != settings.SITE_URL.startswith("https:"):
        return None
    look = site_settings.current().look
    finding, of_path, of_print = _finding(connection.vendor)
    asked = finding.with_value(of_path, _decoded(path)).with_value(of_print, printed_by(look))
    rows = asked.ask(_ANY_TIME)
    return _unpacked(rows[0][0], look) if rows else None


def pack(frame: Frame, vouched: Vouched, headers: Sequence[tuple[str, str]], shell: Any) -> bytes:
    """What a row holds of a page that one item's address names."""
    packed = {
        "named": list(vouched.named or ()),
        "edition": vouched.rows[0],
        "headers": headers,
        "frame": frame.packed(shell),
    }
    return zlib.compress(orjson.dumps(packed), _LEVEL)


def _unpacked(row: bytes, look: str) -> Stored:
    packed = orjson.loads(zlib.decompress(row))
    edition_id, compile_number = packed["edition"]
    named = NamedItem(*packed["named"])
    vouched = one_live.vouched(named, edition_id, compile_number, at=_ANY_TIME)
    headers = [(name, value) for name, value in packed["headers"]]
    return Stored(pieces.unpacked(packed["frame"]), vouched, headers, look)


@cache
def _finding(_vendor: str) -> tuple[Witness, int, int]:
    """The compiled query, and which of its parameters are the path and what has printed."""
    rows = StoredPage.objects.filter(path=_ANY_PATH, printed_by=_ANY_PRINT, packed__isnull=False)
    query = Witness.of(rows.order_by("-asked").values_list("packed")[:1])
    given = list(query.parameters)
    return query, given.index(_ANY_PATH), given.index(_ANY_PRINT)


def _decoded(path: str) -> str:
    """A path of WSGI, whose characters are bytes, as the addresses of items are written."""
    return path if path.isascii() else path.encode("latin-1").decode(errors="replace")


@cache
def printed_by(look: str) -> str:
    """A digest of all that a page depends on beside its document, under the site's settings."""
    return hashlib.blake2b(f"{of_release()} {look}".encode(), digest_size=16).hexdigest()


@cache
def of_release() -> str:
    """The same of code, files and the environment's settings.

    Call it when a process starts: later, the files may be those of another release.
    """
    digest = hashlib.blake2b(digest_size=16)
    digest.update(orjson.dumps([django.VERSION, {name: _plain(name) for name in SETTINGS}]))
    digest.update(orjson.dumps(getattr(staticfiles_storage, "hashed_files", {})))
    for name, file in _files_of_code():
        digest.update(f"{name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _plain(name: str) -> str:
    return repr(site_settings.of_environment(name))


def _files_of_code() -> Iterator[tuple[str, Path]]:
    """Every module, template and catalogue of words but Django's own, in one order."""
    folders = {each.name: each.path for each in apps.get_app_configs()}
    folders["newsroom"] = str(Path(newsroom.__file__).parent)
    for app, folder in sorted(folders.items()):
        if app.startswith("django."):
            continue
        for file in sorted(Path(folder).rglob("*")):
            inside = file.relative_to(folder)
            if file.suffix in _CODE and not _NOT_PRINTING & set(inside.parts):
                yield f"{app}/{inside}", file
