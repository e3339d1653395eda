"""Addresses of the publication that comes in: which are its own, and where they lead here."""

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit
from uuid import UUID

from newsroom.lib import urls


class Addresses:
    """Filled in two steps: the hosts and dead ends first, the items once their places are known."""

    def __init__(self, *, sites: Iterable[str] = (), dead_ends: Iterable[str] = ()) -> None:
        self.hosts = {host for host in map(_host, sites) if host}
        self.dead_ends = tuple(dead_ends)
        self.moved: dict[str, str] = {}
        self.articles: dict[str, UUID] = {}

    def add(self, old_path: str, *, to: str, article: UUID | None = None) -> None:
        """An old path and where it leads now; the first to claim a path keeps it."""
        path = _normal(old_path)
        self.moved.setdefault(path, to)
        if article:
            self.articles.setdefault(path, article)

    def own_path(self, href: str) -> str | None:
        """The path of an address of this publication, with query and fragment; None for others."""
        href = href.strip()
        if href.startswith("/") and not href.startswith(("//", "/\\")):
            return href
        host = _host(href)
        if not host or host not in self.hosts:
            return None
        parts = urlsplit(href)
        return parts._replace(scheme="", netloc="").geturl() or "/"

    def article(self, href: str) -> UUID | None:
        path = self.own_path(href)
        return self.articles.get(_normal(_bare(path))) if path else None

    def link(self, href: str) -> str:
        """Where a link leads now; "" when it leads nowhere: to a part, a file, a form of the old
        site, or is not an address."""
        path = self.own_path(href)
        if path is None:
            found = urls.link_address(href)
            return found if found and not found.startswith(("/", "#")) else ""
        bare = _bare(path)
        if any(bare.startswith(end) for end in self.dead_ends):
            return ""
        rest = path[len(bare) :]
        if bare == "/" and rest.startswith("#"):
            return ""
        return self.moved.get(_normal(bare), bare) + rest


def _host(address: str) -> str:
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https"):
        return ""
    host = host.removeprefix("www.")
    return f"{host}:{port}" if port and port not in (80, 443) else host


def _bare(path: str) -> str:
    return path.partition("#")[0].partition("?")[0]


def _normal(path: str) -> str:
    """One spelling of a path: decoded, with a slash at its end."""
    path = unquote(path)
    return path if path.endswith("/") else f"{path}/"
