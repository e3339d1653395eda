"""Where an address leads at which nothing is: by a redirect, or because it is unmistakable.

Asked only once everything else has said 404, so what is there is never asked twice.
"""

from __future__ import annotations

import re
import unicodedata
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

# What stands behind an address in markup, and a question mark or number sign that was escaped.
_BEHIND = re.compile(r"(?:[?#<]|&(?:amp|gt|lt|nbsp|quot|#\d+);).*$")
#: Endings of other systems: of pages in other forms, and of further pages.
_ENDINGS = re.compile(
    r"(?:/amp|\.amp|/index|/default|/print|/trackback|/embed|/comments|/(?:comment-)?page[/-]\d+"
    r"|\.(?:html?|shtml|php|aspx?|jsp))/?$"
)
_FEED = re.compile(r"^(?P<of>.*)/(?P<name>atom|rss2?|feed|index(?=\.xml))(?:\.xml)?/?$")
_FILE = re.compile(r"(\.[a-z]{3,4})/$")
_BEGINNINGS = re.compile(r"^/(?:amp|index\.php)(?=/.)")
_PLURAL = re.compile(r"^/(tag|author|section)s/")
# Other systems put the day into addresses, or leave the month out.
_DATED = re.compile(r"^/\d{4}(?:/\d{1,2}){0,2}(/[^/]*[^/\d][^/]*/?)$")


def answer(request: PublicRequest) -> HttpResponse | None:
    """The redirect for an address of which all views said 404; None if it leads nowhere."""
    if request.path.startswith(redirect_checks.NO_PAGES) or "\x00" in request.path:
        return None
    found = redirects.find(request.path, request.GET)
    if found is not None:
        redirect, rest = found
        # A preview asks for a reader.
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
    lower = composed(path) if not path.isascii() else path.lower()
    plain = re.sub(r"/+", "/", f"/{lower}")
    whole = _without_signs(_BEHIND.sub("", plain))
    found = dict.fromkeys([plain, whole, _without_endings(whole)])
    found |= dict.fromkeys(_PLURAL.sub(r"/\1/", _BEGINNINGS.sub("", each)) for each in [*found])
    for each in [*found]:
        found |= dict.fromkeys([*_feeds(each), _FILE.sub(r"\1", each), _DATED.sub(r"\1", each)])
    for each in found:
        if each != path:
            yield each


def _without_signs(path: str) -> str:
    """Without what a sentence, a chat or a mail puts behind an address, seen or not."""
    end = len(path)
    while end and unicodedata.category(path[end - 1])[0] not in "LMN":
        end -= 1
    return path[:end] + ("/" if "/" in path[end:] else "") if end else path


def _without_endings(path: str) -> str:
    while (bare := _without_signs(_ENDINGS.sub("/", path))) != path:
        path = bare
    return path


def _feeds(path: str) -> Iterator[str]:
    """The feed that another system has at this address, and what it is a feed of."""
    file = ""
    while feed := _FEED.match(path):
        file = file or ("atom.xml" if feed["name"] == "atom" else "rss.xml")
        path = f"{feed['of']}/"
        yield path + file
        yield path


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
