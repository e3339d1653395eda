"""Old addresses: in what form they are stored, and how they are found."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import QueryDict

from .models import Redirect

LONGEST = 500
#: What is counted elsewhere and says nothing about the page: passed on, and never looked up.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id", re.IGNORECASE)
_FILE = re.compile(r"\.[a-z0-9]{1,5}$")
#: With one of these an old address is the same as without.
_ENDINGS = (".html", ".htm", ".php", ".aspx", "/index.html", "/index.php", "/index.htm")
_HTML = re.compile(r"(?:/(?:index|default))?\.(?:html?|php|aspx?|shtml)$|/(?:index|default)$")


def find(path: str, asked: QueryDict) -> tuple[Redirect, QueryDict] | None:
    """The redirect from an address, and the part of the query that goes with the reader.

    One that names the query comes before one for any. With and without a slash, with and without
    ``.html``, in any case, it is the same address. One query.
    """
    query = urlencode(lasting(_pairs(asked)))
    known = list(spellings(path))
    wanted = [f"{each}?{query}" for each in known] if query else []
    wanted += known
    wanted = [each for each in wanted if len(each) <= LONGEST]
    rows = Redirect.objects.select_related("article", "page").filter(old_path__in=wanted)
    found = min(rows, key=lambda row: wanted.index(row.old_path), default=None)
    if found is None:
        return None
    rest = asked.copy()
    if "?" in found.old_path:
        for name in [name for name in rest if not _TRACKING.fullmatch(name)]:
            del rest[name]
    return found, rest


def spelt(path: str) -> str:
    """A path in the one spelling in which old addresses are stored."""
    whole = re.sub(r"/+", "/", "/" + unicodedata.normalize("NFC", path).lower())
    whole = posixpath.normpath(whole) if "/." in whole else whole.rstrip("/")
    return whole if _FILE.search(whole) else f"{whole}/".replace("//", "/")


def lasting(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The part of a query that says which page is meant, in one order."""
    return sorted((name, value) for name, value in pairs if not _TRACKING.fullmatch(name))


def spellings(path: str) -> Iterable[str]:
    """How the path may be stored, the likeliest first."""
    bare = _HTML.sub("", spelt(path).rstrip("/"))
    found = [path, spelt(path), f"{bare}/", bare, *(f"{bare}{ending}" for ending in _ENDINGS)]
    # Imports keep capitals.
    found += [path.rstrip("/") or "/", f"{path.rstrip('/')}/"]
    return dict.fromkeys(found)


def _pairs(asked: QueryDict) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in asked.lists() for value in values]
