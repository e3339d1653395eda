"""The elements of a draft's body, built from plain values: every value is escaped here."""

from collections.abc import Iterable
from html import escape
from uuid import UUID

from ..body.parts.cards import ArticleCard, Embed, LinkCard


def element(tag: str, inner: str = "", **attributes: str) -> str:
    """``inner`` is HTML already; underscores in attribute names become hyphens."""
    attrs = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
    )
    return f"<{tag}{attrs}>{inner}</{tag}>"


def paragraph(inner: str) -> str:
    return element("p", inner)


def figure(
    image: UUID, *, caption: str = "", alt: str | None = None, layout: str = "normal"
) -> str:
    """``caption`` is inline HTML; ``alt`` overrides the library's alternative text here only."""
    extra = {} if alt is None else {"data_alt": alt}
    inner = element("figcaption", caption) if caption else ""
    return element("figure", inner, data_image=str(image), data_layout=layout, **extra)


def own_card(article: UUID) -> str:
    return ArticleCard(article).write()


def link_card(
    url: str, *, title: str = "", excerpt: str = "", publication: str = "", author: str = ""
) -> str:
    return LinkCard(url, title, excerpt, publication, author).write()


def embed(url: str, *, title: str = "", provider: str = "") -> str:
    return Embed(url, title, provider).write()


def pull_quote(inner: str) -> str:
    """``inner`` is paragraphs."""
    return element("aside", inner, data_quote="", data_attribution="")


def fact_box(blocks: Iterable[str], *, title: str = "") -> str:
    return element("aside", "".join(blocks), data_factbox="", data_title=title)


def preformatted(code: str) -> str:
    # The first line break after <pre> is dropped by parsers: one more keeps a leading empty line.
    start = "\n" if code.startswith("\n") else ""
    return f"<pre>{start}<code>{escape(code, quote=False)}</code></pre>"
