"""Absolute addresses, as documents hold them."""

from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri, repercent_broken_unicode


def absolute(path: str) -> str:
    """A path of this site with its scheme and host, in ASCII: letters of other scripts escaped."""
    return f"{settings.SITE_URL}{iri_to_uri(path)}"


def decoded(path: str) -> str:
    """A path as views get it, from the form in which it stands in an address.

    What is no UTF-8 stays escaped.
    """
    return repercent_broken_unicode(unquote_to_bytes(path)).decode()


def is_ours(address: str, path: str) -> bool:
    """Whether an address leads to this path of the site, in whatever spelling: scheme, ``www.``,
    capitals of the host, the last slash, escapes, and what stands behind a ``?``."""
    found, own = urlsplit(address), urlsplit(settings.SITE_URL)
    hosts = [(each.hostname or "").removeprefix("www.") for each in (found, own)]
    paths = [decoded(each).strip("/") for each in (found.path, path)]
    return hosts[0] == hosts[1] and paths[0] == paths[1]


def api(path: str) -> str:
    """The address of a resource of the API, ``path`` beginning with a slash."""
    return absolute(f"/api/v1{path}")
