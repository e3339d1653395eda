"""Absolute addresses, as documents hold them."""

from urllib.parse import unquote_to_bytes

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


def api(path: str) -> str:
    """The address of a resource of the API, ``path`` beginning with a slash."""
    return absolute(f"/api/v1{path}")
