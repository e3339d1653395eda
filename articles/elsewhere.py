"""Where an address leads at which nothing is: by a redirect, or because it is unmistakable.

Asked only once everything else has said 404, so what is there is never asked twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, QueryDict
from django.urls import Resolver404, resolve

from newsroom.editorial.clock import PublicInstant
from newsroom.lib.requests import PublicRequest
from newsroom.lib.slugs import composed

from . import answers, paths, redirect_checks, redirect_hits, redirects
from .models import Redirect

# What a sentence, a chat or a mail puts behind an address that it quotes.
_QUOTED = re.compile(r"[\s)\]}>.,;:!?'\"*_|\u2019\u201d\u00bb\u2026\u3002\uff0c\uff09]+(/?)$")
_ENDINGS = re.compile(r"(?:/amp|/index|\.amp|/print|\.html?|\.php|/amp\.html|/trackback|/embed)/?$")
_FEED = re.compile(r"^(?P<of>.*?)/(?P<name>atom|feed/atom|rss|feed|index|rss2)(?:\.xml)?/?$")


def answer(request: PublicRequest) -> HttpResponse | None:
    """The redirect for an address of which all views said 404; None if it leads nowhere."""
    if request.path.startswith(redirect_checks.NO_PAGES) or "\x00" in request.path:
        return None
    found = redirects.find(request.path, request.GET)
    if found is not None:
        redirect, rest = found
        # A preview asks in the place of a reader.
        if not request.META.get("PATH_INFO", "").startswith(settings.STAFF_ADDRESSES):
            redirect_hits.count(redirect)
        try:
            return _follow(request, redirect, rest)
        except Http404:
            return None
    for path in _meant(request.path):
        if target := _there(request, path):
            return answers.moved(request, target)
    return None


def _follow(request: PublicRequest, redirect: Redirect, rest: QueryDict) -> HttpResponse:
    item = redirect.article or redirect.page
    if item is not None:
        return answers.where_it_is(request, item, rest)
    # Rows from before there were rules may lead to themselves.
    if not redirect.target or urlsplit(redirect.target).path == request.path:
        raise Http404
    return answers.moved(request, redirect.target, rest)


def _meant(path: str) -> Iterator[str]:
    """What a mistyped or foreign form of one of our addresses unmistakably stands for."""
    plain = re.sub(r"/+", "/", composed(path) if not path.isascii() else path.lower())
    plain = re.sub(r"/+", "/", f"/{plain}")
    whole = _QUOTED.sub(r"\1", plain)
    bare = _ENDINGS.sub("/", whole)
    found = dict.fromkeys([plain, whole, bare])
    for each in [*found]:
        if feed := _FEED.match(each):
            file = "atom.xml" if "atom" in feed["name"] else "rss.xml"
            found |= dict.fromkeys([f"{feed['of']}/{file}", f"{feed['of']}/"])
    for each in found:
        if each != path:
            yield each


def _there(request: PublicRequest, path: str) -> str:
    """The address of what readers find at a path; empty if it is nothing."""
    for whole in (path, path if path.endswith("/") else f"{path}/"):
        try:
            match = resolve(whole)
        except Resolver404:
            continue
        if whole == request.path or whole.startswith(redirect_checks.NO_PAGES):
            continue
        if not match.kwargs:
            return whole
        if found := paths.named(whole, cast(PublicInstant, request.shell.at)):
            return found.address.removeprefix(settings.SITE_URL)
        if "file" in match.kwargs and (of := _there(request, whole.rpartition("/")[0] + "/")):
            return of + match.kwargs["file"]
    return ""
