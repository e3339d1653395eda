"""Who publishes: the newsroom as structured data, feeds and cards of networks name it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.templatetags.static import static

from . import addresses, site_settings

ORGANISATION_ID = "/#org"
#: The sides of our own logo, in pixels.
_LOGO_SIDE = 512


def organisation() -> dict[str, Any]:
    """The newsroom, once on a page: other things point at its ``@id``."""
    return {"@context": "https://schema.org", **publisher()}


def publisher() -> dict[str, Any]:
    """The newsroom as a member of what it publishes: readers of one thing follow no ``@id``."""
    said = site_settings.current()
    more = {
        "sameAs": [*said.profiles],
        "email": said.email,
        "telephone": said.telephone,
        "address": ", ".join(said.address.splitlines()),
        "parentOrganization": {"@type": "Organization", "name": said.owner} if said.owner else None,
        "contactPoint": _contact_point(said),
    }
    return {
        "@type": "NewsMediaOrganization",
        "@id": addresses.absolute(ORGANISATION_ID),
        "name": said.name,
        "url": addresses.absolute("/"),
        "logo": {"@type": "ImageObject", **logo()},
        **{name: value for name, value in more.items() if value},
        **policies(),
    }


def _contact_point(said: site_settings.SiteSettings) -> dict[str, Any] | None:
    if not (said.email or said.telephone):
        return None
    told = {"email": said.email, "telephone": said.telephone}
    return {
        "@type": "ContactPoint",
        "contactType": "newsroom",
        **{name: value for name, value in told.items() if value},
    }


def logo() -> dict[str, Any]:
    """The logo's address, and its measures where they are known."""
    if uploaded := site_settings.current().logo:
        return _picture(uploaded)
    if settings.SITE_LOGO:
        return {"url": _absolute(settings.SITE_LOGO)}
    address = _absolute(static("site/logo.png"))
    return {"url": address, "width": _LOGO_SIDE, "height": _LOGO_SIDE}


def feed_image() -> str:
    """The address of the picture that feeds have."""
    uploaded = site_settings.current().feed_image
    address: str = (_picture(uploaded) if uploaded else logo())["url"]
    return address


def _picture(file: Mapping[str, Any]) -> dict[str, Any]:
    address = addresses.absolute(site_settings.file_path(file["file"]))
    return {"url": address, "width": file["width"], "height": file["height"]}


def policies() -> dict[str, str]:
    """The address of each policy that the newsroom has published."""
    named = {"correctionsPolicy": "/corrections/", **site_settings.current().policies}
    return {name: _absolute(address) for name, address in sorted(named.items()) if address}


def _absolute(address: str) -> str:
    return addresses.absolute(address) if address.startswith("/") else address


@register
def policies_are_known(app_configs: Any, **kwargs: Any) -> list[Error]:
    unknown = sorted(set(settings.POLICIES) - set(site_settings.POLICIES))
    hint = f"schema.org knows: {', '.join(sorted(site_settings.POLICIES))}."
    return [
        Error(f"POLICIES names “{name}”, which is no policy.", hint=hint, id="lib.E001")
        for name in unknown
    ]
