"""Who publishes: the newsroom as structured data, feeds and cards of networks name it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.templatetags.static import static

from . import addresses

ORGANISATION_ID = "/#org"
#: The policies that schema.org knows of a NewsMediaOrganization (version 30.0).
POLICIES = (
    "actionableFeedbackPolicy", "correctionsPolicy", "diversityPolicy", "diversityStaffingReport",
    "ethicsPolicy", "masthead", "missionCoveragePrioritiesPolicy", "noBylinesPolicy",
    "ownershipFundingInfo", "publishingPrinciples", "unnamedSourcesPolicy",
    "verificationFactCheckingPolicy",
)  # fmt: skip
#: The sides of our own logo, in pixels.
_LOGO_SIDE = 512


def organisation() -> dict[str, Any]:
    """The newsroom, once on a page: other things point at its ``@id``."""
    return {"@context": "https://schema.org", **publisher()}


def publisher() -> dict[str, Any]:
    """The newsroom as a member of what it publishes: readers of one thing follow no ``@id``."""
    return {
        "@type": "NewsMediaOrganization",
        "@id": addresses.absolute(ORGANISATION_ID),
        "name": settings.SITE_NAME,
        "url": addresses.absolute("/"),
        "logo": {"@type": "ImageObject", **logo()},
        **policies(),
    }


def logo() -> dict[str, Any]:
    """The logo's address, and its measures where they are known."""
    if settings.SITE_LOGO:
        return {"url": _absolute(settings.SITE_LOGO)}
    address = _absolute(static("site/logo.png"))
    return {"url": address, "width": _LOGO_SIDE, "height": _LOGO_SIDE}


def policies() -> dict[str, str]:
    """The address of each policy that the newsroom has published."""
    named = {"correctionsPolicy": "/corrections/", **settings.POLICIES}
    return {name: _absolute(address) for name, address in sorted(named.items()) if address}


def _absolute(address: str) -> str:
    return addresses.absolute(address) if address.startswith("/") else address


@register
def policies_are_known(app_configs: Any, **kwargs: Any) -> list[Error]:
    unknown = sorted(set(settings.POLICIES) - set(POLICIES))
    hint = f"schema.org knows: {', '.join(POLICIES)}."
    return [
        Error(f"POLICIES names “{name}”, which is no policy.", hint=hint, id="lib.E001")
        for name in unknown
    ]
