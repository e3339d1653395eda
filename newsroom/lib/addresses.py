"""Absolute addresses, as documents hold them."""

from django.conf import settings


def absolute(path: str) -> str:
    """A path of this site with its scheme and host."""
    return f"{settings.SITE_URL}{path}"


def api(path: str) -> str:
    """The address of a resource of the API, ``path`` beginning with a slash."""
    return absolute(f"/api/v1{path}")
