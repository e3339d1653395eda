"""Which redirects may be stored: what never matches, harms or leads in a circle is refused."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from newsroom.editorial.publication import ledger
from newsroom.lib import addresses, urls
from newsroom.lib.folding import UNSEEN
from newsroom.lib.text import single_line

from . import paths
from .redirects import LONGEST, find, lasting, spellings, spelt

#: How addresses begin under which no reader's page is.
NO_PAGES = (*settings.STAFF_ADDRESSES, "/api/", "/static/", "/files/")
_LONGEST_CHAIN = 10
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# A scheme, or a host that stands before a path: "elsewhere.example/old", "//elsewhere.example".
_ELSEWHERE = re.compile(
    r"//[^/]*\.|[a-z][a-z0-9+.\-]*:|(?![\w\-]+\.(?:php|html?|aspx?)/)[\w\-]+(?:[.@:][\w\-]+)+/",
    re.IGNORECASE,
)


def stored_path(typed: str) -> str:
    """An old address as it is stored, however it was typed: decoded, in lower case, with a slash at
    its end unless it names a file; its query sorted, without ``utm_*``.

    Raises ValidationError with a sentence for what can never be asked for, or never leads on.
    """
    path, query = _own_parts(typed)
    if "*" in path:
        raise _refused(_("Enter one whole address: “*” is not a wildcard here."))
    path = spelt(path)
    if len(path) + len(query) > LONGEST:
        raise _refused(_("The address is longer than %(limit)d characters.") % {"limit": LONGEST})
    _refuse_used(path)
    pairs = lasting(parse_qsl(query, keep_blank_values=True))
    return f"{path}?{urlencode(pairs)}" if pairs else path


def stored_target(typed: str) -> str:
    """Where a redirect leads, as it is stored: a path of this site, or an http(s) address.

    Raises ValidationError with a sentence for anything else.
    """
    text = single_line(typed)
    if text.replace("\\", "/").startswith("//"):
        raise _refused(_("An address that begins with two slashes leads away from this site."))
    if not text.startswith("/"):
        found = urls.web_address(text) if re.match(r"https?:|www\.", text, re.IGNORECASE) else None
        if found is None:
            raise _refused(
                _("Give a path of this site that begins with a slash, or an address that begins "
                  "with “https://”.")
            )  # fmt: skip
        if not _is_ours(found):
            return found
        parts = urlsplit(found)
        text = parts._replace(scheme="", netloc="").geturl() or "/"
    local = urls.link_address(text)
    if local is None or not local.startswith("/") or "\\" in text:
        raise _refused(_("This is not a path of this site."))
    # As a browser asks for it: "/x/../%61dmin/" is no way around.
    path = spelt(addresses.decoded(urlsplit(local).path))
    _refuse_controls(path)
    if f"{path}/".startswith((*settings.STAFF_ADDRESSES, "/api/")):
        raise _refused(_("Readers cannot open this address."))
    return local


def refuse_circle(old_path: str, target: str) -> None:
    """Raise ValidationError if the target leads back to the old path, at once or by others."""
    asked, where = urlsplit(old_path), target
    for _step in range(_LONGEST_CHAIN):
        if not where.startswith("/"):
            return
        parts = urlsplit(where)
        there = spelt(addresses.decoded(parts.path))
        is_same = there == asked.path or (asked.path in spellings(there) and not _is_found(there))
        if is_same and (not asked.query or asked.query == parts.query):
            raise _refused(_("It would lead to itself, so readers would never arrive."))
        found = find(there, QueryDict(parts.query))
        if found is None or not found[0].target:
            return
        where = found[0].target
    raise _refused(_("It would lead through too many other redirects."))


def is_there(target: str) -> bool:
    """Whether readers find something at a path of this site; True of other sites' addresses."""
    if not target.startswith("/"):
        return True
    path = addresses.decoded(urlsplit(target).path)
    if _is_the_sites_own(path):
        return True
    found = paths.find(path, ledger.public_instant())
    return found is not None and found.gone is None


def _is_found(path: str) -> bool:
    """Whether readers find something there without a redirect that somebody wrote down."""
    return _is_the_sites_own(path) or paths.named(path, ledger.public_instant()) is not None


def _own_parts(typed: str) -> tuple[str, str]:
    """Path, decoded, and query of an address of this site, with or without its host."""
    text = UNSEEN.sub("", single_line(typed)).replace("\\", "/")
    text = text.partition("#")[0]
    host = urlsplit(settings.SITE_URL).netloc
    if re.match(rf"(?:www\.)?{re.escape(host.removeprefix('www.'))}(?:/|$)", text, re.IGNORECASE):
        text = f"https://{text}"
    if re.match(r"https?:", text, re.IGNORECASE):
        address = urls.web_address(text)
        if address is None or not _is_ours(address):
            raise _refused(
                _("This is an address of another site. Enter the part after its name, "
                  "such as “/2019/old-story/”.")
            )  # fmt: skip
        parts = urlsplit(address)
        text = f"{parts.path or '/'}?{parts.query}"
    elif _ELSEWHERE.match(text):
        raise _refused(_("Enter the part after the site's name, beginning with “/”."))
    path, _sign, query = text.partition("?")
    if not path.strip("/"):
        raise _refused(_("This is the front page, which cannot redirect."))
    if re.search(r"\s", path.strip()):
        path = re.sub(r"\s", "%20", path.strip())
    path = addresses.decoded(path)
    _refuse_controls(path)
    return path, query


def _refuse_controls(path: str) -> None:
    if _CONTROLS.search(path):
        raise _refused(_("The address contains characters that no address can have."))


def _refuse_used(path: str) -> None:
    """Raise ValidationError where readers find something, or nobody ever looks."""
    if f"{path}/".startswith(NO_PAGES):
        raise _refused(_("Readers have no page under “%(path)s”.") % {"path": path})
    if _is_the_sites_own(path):
        raise _refused(_("“%(path)s” is an address of the site itself.") % {"path": path})
    found = paths.named(path, ledger.public_instant())
    if found is None:
        return
    if found.gone is not None:
        raise _refused(
            _("This is the address of a story that was taken down, and it says so. To "
              "redirect it, withdraw the story with an address to redirect to.")
        )  # fmt: skip
    raise _refused(
        _("Readers already find something at this address: %(address)s")
        % {"address": found.address}
    )


def _is_the_sites_own(path: str) -> bool:
    """Whether it is a page of its own, whatever is published."""
    for whole in (path, path.rstrip("/") or "/"):
        try:
            match = resolve(whole)
        except Resolver404:
            continue
        if not {"slug", "public_id", "path", "name"} & match.kwargs.keys():
            return True
    return False


def _is_ours(address: str) -> bool:
    return urls.host(address) == urls.host(settings.SITE_URL)


def _refused(sentence: str) -> ValidationError:
    return ValidationError(sentence, code="refused")
