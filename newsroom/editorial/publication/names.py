"""Names of published things that outlive every change of slug, headline and address (RFC 4151)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from newsroom.editorial.models import NamingAuthority

_authority = ""


def tag_uri(type_name: str, public_id: str) -> str:
    """The name of a thing in feeds and ninjs: ``tag:news.example,2000:article/…``."""
    return f"tag:{_authority or read()}:{type_name}/{public_id}"


def read() -> str:
    """The newsroom's authority. A process asks once, unless another query has brought it."""
    row = NamingAuthority.objects.filter(pk=1).values_list("name", flat=True).first()
    return know(row or _of_address())


def know(authority: str) -> str:
    """Remember what a query has brought along."""
    global _authority
    _authority = authority
    return authority


def choose() -> None:
    """Take the name of the site's present host for good, unless one has been taken before."""
    NamingAuthority.objects.get_or_create(pk=1, defaults={"name": _of_address()})


def _of_address() -> str:
    return f"{urlsplit(settings.SITE_URL).hostname},2000"
