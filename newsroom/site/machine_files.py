"""What machines read first: robots, who is behind the site, whom to tell of a hole in it, and
whether its texts may be mined. All of it is said by the settings of the site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import sitemaps
from newsroom.lib import (
    addresses,
    instants,
    languages,
    pieces,
    publisher,
    site_settings,
    surrogate_keys,
)
from newsroom.lib.requests import PublicRequest

from . import states

#: A statement that is older than this says nothing (RFC 9116, 2.5.5: less than a year).
_SECURITY_HOLDS = timedelta(days=180)


@require_safe
def robots(request: PublicRequest) -> HttpResponse:
    """What robots may read, and the sitemaps; that of the news while it has any."""
    surrogate_keys.carry(request, surrogate_keys.kind("article"), surrogate_keys.WINDOW)
    has_news_until = sitemaps.has_news_until(request.shell.at)
    maps = ["/sitemap.xml", *(["/news-sitemap.xml"] if has_news_until else [])]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in settings.STAFF_ADDRESSES),
        "",
        *(f"Sitemap: {addresses.absolute(path)}" for path in maps),
    ]
    return pieces.hold(_text(lines), None, until=has_news_until)


@require_safe
def trust(request: PublicRequest) -> HttpResponse:
    """Who is behind the site. Source: trust.txt, JournalList."""
    surrogate_keys.carry(request, surrogate_keys.SITE)
    now = site_settings.current()
    lines = [
        f"# {now.name}",
        *(f"contact={address}" for address in _contacts(now)),
        *(f"social={address}" for address in now.profiles),
        *(f"disclosure={address}" for address in dict.fromkeys(publisher.policies().values())),
    ]
    if now.tdm_reservation:
        lines.append(f"datatrainingallowed={'no' if now.tdm_reservation == '1' else 'yes'}")
    return _text(lines)


@require_safe
def security(request: PublicRequest) -> HttpResponse:
    """Whom to tell of a hole (RFC 9116). Printed again each midnight, so it never lapses."""
    surrogate_keys.carry(request, surrogate_keys.SITE, surrogate_keys.WINDOW)
    today = timezone.localtime(request.shell.at).replace(hour=0, minute=0, second=0, microsecond=0)
    # A newsroom without an address is reached by its own pages.
    contacts = list(_contacts(site_settings.current())) or [addresses.absolute("/")]
    lines = [
        *(f"Contact: {address}" for address in contacts),
        f"Expires: {instants.to_text(today + _SECURITY_HOLDS)}",
        f"Preferred-Languages: {languages.of_site()}",
        f"Canonical: {addresses.absolute('/.well-known/security.txt')}",
    ]
    return pieces.hold(_text(lines), None, until=states.midnight_after(request.shell.at))


@require_safe
def mining(request: PublicRequest) -> HttpResponse:
    """Whether texts and data may be mined. Source: TDM Reservation Protocol, W3C 2024."""
    surrogate_keys.carry(request, surrogate_keys.SITE)
    if not (said := site_settings.current().mining):
        raise Http404
    document = {"location": "/", "tdm-reservation": int(said["tdm-reservation"])}
    if policy := said.get("tdm-policy"):
        document["tdm-policy"] = policy
    return JsonResponse([document], safe=False)


def _contacts(now: site_settings.SiteSettings) -> Iterable[str]:
    if now.email:
        yield f"mailto:{now.email}"
    if now.telephone:
        yield f"tel:{''.join(sign for sign in now.telephone if sign in '+0123456789')}"


def _text(lines: Iterable[str]) -> HttpResponse:
    text = "".join(f"{line}\n" for line in lines)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
