"""Addresses that people write or paste: which may stand in a link, and in what form."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, urlsplit

#: Longer addresses are refused; browsers and feed readers cut them.
LIMIT = 2000

# Browsers drop these wherever they stand in an address, so "java\tscript:" is a script.
_DROPPED = re.compile("[\x00-\x1f\x7f-\x9f\ufeff]")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_HTTP = re.compile(r"(https?):/*", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w\-]+\.)*[\w\-]+\.?")
# A domain typed without its scheme would be taken for a path of this site.
_BARE_DOMAIN = re.compile(r"www\.[\w\-]+\.[\w\-]", re.IGNORECASE)
# What the URL standard does not allow as it is. Letters of all scripts may stay.
_ILLEGAL = re.compile(r'[\s"<>\\^`{|}\[\]]|%(?![0-9a-fA-F]{2})|[\u200b-\u200f\u2028-\u202e\ufffd]')
_MAIL = re.compile(r"mailto:[^\s]+", re.IGNORECASE)
# What the standard for e-mail calls an address, without its rare forms.
_MAILBOX = re.compile(r"[\w.+\-]+@(?:[\w\-]+\.)+[\w\-]+")
# An ordinary web address, printed as it is.
_ORDINARY = re.compile(
    r'https?://(?:[\w.\-]+|\[[0-9a-f:.]+\])(?::\d+)?(?:[/?#][^\s"<>\\^`{|}\x00-\x1f\x7f-\x9f]*)?'
)
# How permitted link targets begin; a second slash would lead to another host.
_BEGINNING = re.compile(r"https?:|mailto:|tel:|#|/(?![/\\])", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?[0-9().\-]{2,}(?:;[a-z]+=[0-9a-z.\-]+)*", re.IGNORECASE)


def web_address(text: str) -> str | None:
    """An absolute http or https address in the form that pages print; None if it is not one.

    A missing scheme is added to ``//host`` and ``www.``; user names and passwords are refused, they
    deceive readers.
    """
    address = link_address(text)
    return address if address and address.startswith(("http://", "https://")) else None


def link_address(text: str) -> str | None:
    """What a link may lead to: http(s), mailto, tel, a path of this site (``/…``) or ``#part``.

    Returns the form that pages print, which this function leaves as it is; None for anything else.
    """
    address = _DROPPED.sub("", text).strip()
    if not address or address == "#" or len(address) > LIMIT:
        return None
    address = _with_scheme(address)
    scheme = _SCHEME.match(address)
    kind = scheme[1].lower() if scheme else ""
    found = _BY_SCHEME[kind](address) if kind in _BY_SCHEME else None
    return found if found and len(found) <= LIMIT else None


def printable(text: str) -> str:
    """The stored address as pages, feeds and the API may print it; empty for any other.

    Rows and documents hold what imports, older rules and database tools put there, so every address
    is checked again on its way out. Entities are resolved, as code that prints it into HTML may do.
    """
    if _ORDINARY.fullmatch(text):
        return text
    plain = _DROPPED.sub("", unescape(text)).strip()
    return (link_address(plain) or "") if _BEGINNING.match(plain) else ""


def host(address: str) -> str:
    """The host as readers know it, without ``www.``; empty if it has none."""
    try:
        name = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return name.removeprefix("www.")


def _with_scheme(address: str) -> str:
    slashes = address[:2].replace("\\", "/")
    if slashes == "//":
        return "https:" + slashes + address[2:].lstrip("/\\")
    if _BARE_DOMAIN.match(address):
        return "https://" + address
    if _MAILBOX.fullmatch(address):
        return "mailto:" + address
    return address


def _web(address: str) -> str | None:
    address = _HTTP.sub(lambda found: f"{found[1].lower()}://", address.replace("\\", "/"), count=1)
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    name = parts.hostname or ""
    if not _HOST.fullmatch(name) or "@" in parts.netloc:
        return None
    netloc = name if port is None else f"{name}:{port}"
    return parts._replace(
        netloc=netloc,
        path=_legal(parts.path),
        query=_legal(parts.query),
        fragment=_legal(parts.fragment),
    ).geturl()


def _mail(address: str) -> str | None:
    address = "mailto:" + _legal(address[7:].strip())
    return address if _MAIL.fullmatch(address) else None


def _phone(address: str) -> str | None:
    address = "tel:" + re.sub(r"[\s\u00a0]", "", address[4:])
    return address if _PHONE.fullmatch(address) else None


def _local(address: str) -> str:
    # A page is read at many addresses: a path counts from the site's root.
    return _legal(address if address[0] in "/#" else f"/{address}")


def _legal(part: str) -> str:
    return _ILLEGAL.sub(lambda found: quote(found[0], safe=""), part)


_BY_SCHEME = {"http": _web, "https": _web, "mailto": _mail, "tel": _phone, "": _local}
