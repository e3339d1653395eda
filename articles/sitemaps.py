"""Sitemaps: an index by month, one file for each, and the news of two days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.db.models import Exists, F, Q, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import Http404, HttpResponse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from newsroom.editorial import registry
from newsroom.editorial.registry import ItemType, SharedType
from newsroom.editorial.rules import public_things
from newsroom.editorial.witness import Vouched, Witness, digest_of
from newsroom.lib import addresses, instants, languages, pieces, site_settings, surrogate_keys
from newsroom.lib.likely import likely
from newsroom.lib.requests import PublicRequest

from .lists import LISTS
from .models import ArticleEdition
from .sitemap_months import months_of

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
#: What the protocol allows in one file, and Google in a news sitemap.
MOST = 50_000
MOST_NEWS = 1_000
NEWS_DAYS = 2
#: In an item's card: what it names as canonical, and its own address.
_ADDRESSES = ("card__seo__canonical_url", "card__url")


@require_safe
def index(request: PublicRequest) -> HttpResponse:
    """One sitemap for each month in which something was published, and one of lists and pages."""
    _carry(request, _in_sitemap("months"))
    at = request.shell.at
    found = [months_of(_at_home(each.editions.live(at)), at) for each in _in_sitemap("months")]
    months = sorted({name for each in found for (name,) in each.rows}, reverse=True)
    xml = _Document("sitemapindex", {"xmlns": _SITEMAP})
    for path in ["/sitemap/lists.xml", *(f"/sitemap/{name}.xml" for name in months)]:
        xml.element("sitemap", {"loc": addresses.absolute(path)})
    return pieces.hold(xml.response(), replace(found[0], also=found[1:]))


@require_safe
def month(request: PublicRequest, year: str, month: str) -> HttpResponse:
    """What was first published in a month (UTC)."""
    _carry(request, _in_sitemap("months"))
    try:
        start = datetime(int(year), int(month), 1, tzinfo=UTC)
        end = (start + timedelta(days=32)).replace(day=1)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    at = request.shell.at
    cards: list[Any] = []
    held: list[Vouched] = []
    for each in _in_sitemap("months"):
        rows = each.editions.live(at).newest_first()
        rows = _at_home(rows.filter(published_at__gte=start, published_at__lt=end))
        held.append(Vouched.of(digest_of(rows, "pk", "compile_number"), at))
        cards += rows.values_list("card", flat=True)[: MOST - len(cards)]
    xml = _Document("urlset", {"xmlns": _SITEMAP, "xmlns:image": _IMAGE})
    for card in cards:
        xml.start("url")
        xml.leaf("loc", card["url"])
        xml.leaf("lastmod", card["updated_at"])
        image = card.get("lead_image")
        if image and image["src"]:
            xml.element("image:image", {"image:loc": image["src"]})
        xml.end("url")
    return pieces.hold(xml.response(), replace(held[0], also=held[1:]))


@require_safe
def lists(request: PublicRequest) -> HttpResponse:
    """Front, plain pages, the pages of sections, authors and tags that live articles name, and of
    videos."""
    _carry(request, [*registry.item_types(), *registry.shared_types()])
    at = request.shell.at
    paths = ["/", "/feed/", "/videos/", "/corrections/"]
    for item_type in _in_sitemap("lists"):
        paths += item_type.editions.live(at).values_list("card__path", flat=True)[:MOST]
    for each in LISTS.values():
        things: Any = each.model._default_manager
        told, late = (part.values("pk") for part in public_things.parts(each.name, at))
        public = things.in_use().filter(pk__in=told.union(late, all=True))
        rows = public.filter(Exists(each.naming(at))).order_by("pk")
        paths += [row.get_absolute_url() for row in rows.only("slug")[:MOST]]
    videos = public_things.public("video", at).order_by("pk").only("slug")[:MOST]
    paths += [video.get_absolute_url() for video in videos]
    xml = _Document("urlset", {"xmlns": _SITEMAP})
    for path in paths[:MOST]:
        xml.element("url", {"loc": addresses.absolute(path)})
    return xml.response()


@require_safe
def news(request: PublicRequest) -> HttpResponse:
    """Google News: what was first published in the last two days, never freshened."""
    _carry(request, [registry.item_type("article")], surrogate_keys.WINDOW)
    at = request.shell.at
    rows = _news(at)[:MOST_NEWS]
    found = list(rows.values_list("pk", "compile_number", "card"))
    cards = [card for *_key, card in found]
    xml = _Document("urlset", {"xmlns": _SITEMAP, "xmlns:news": _NEWS})
    for card in cards:
        xml.start("url")
        xml.leaf("loc", card["url"])
        xml.start("news:news")
        xml.element(
            "news:publication",
            {
                "news:name": site_settings.current().name,
                "news:language": languages.for_google_news(card["language"]),
            },
        )
        xml.leaf("news:publication_date", card["published_at"])
        xml.leaf("news:title", card["headline"])
        xml.end("news:news")
        xml.end("url")
    oldest = instants.from_text(cards[-1]["published_at"]) if cards else None
    # The two days end for one after the other; until the first end, nothing changes by itself.
    until = oldest and oldest + timedelta(days=NEWS_DAYS)
    witness = Witness.of(rows.values_list("pk", "compile_number"), at)
    vouched = Vouched(witness, [(pk, number) for pk, number, _card in found], until)
    return pieces.hold(xml.response(), vouched)


def has_news_until(at: datetime) -> datetime | None:
    """When the news sitemap runs empty, if nothing new is published; None: it is empty now."""
    newest = _news(at).values_list("published_at", flat=True).first()
    return newest and newest + timedelta(days=NEWS_DAYS)


def _news(at: datetime) -> QuerySet[ArticleEdition]:
    """What was first published lately, the newest first."""
    rows = ArticleEdition.objects.live(at).newest_first()
    return _at_home(rows.filter(published_at__gt=at - timedelta(days=NEWS_DAYS)))


def _at_home(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those that search engines should find here: they name no other address as canonical."""
    canonical, own = (Cast(KT(name), TextField()) for name in _ADDRESSES)
    is_here = Q(canonical=None) | Q(canonical="") | Q(canonical=F("own"))
    return rows.annotate(canonical=canonical, own=own).filter(likely(is_here))


def _carry(request: PublicRequest, kinds: Iterable[ItemType | SharedType], *more: str) -> None:
    surrogate_keys.carry(request, *(surrogate_keys.kind(each.name) for each in kinds), *more)


def _in_sitemap(name: str) -> list[ItemType]:
    return [each for each in registry.item_types() if each.sitemap == name]


class _Document:
    """An XML file written element by element."""

    def __init__(self, root: str, attributes: dict[str, str]) -> None:
        self._text = StringIO()
        self._xml = SimplerXMLGenerator(self._text, "utf-8")
        self._xml.startDocument()
        self._root = root
        self._xml.startElement(root, AttributesImpl(attributes))

    def start(self, name: str) -> None:
        self._xml.startElement(name, AttributesImpl({}))

    def end(self, name: str) -> None:
        self._xml.endElement(name)

    def leaf(self, name: str, text: Any) -> None:
        self._xml.addQuickElement(name, str(text))

    def element(self, name: str, leaves: dict[str, str]) -> None:
        self.start(name)
        for leaf, text in leaves.items():
            self.leaf(leaf, text)
        self.end(name)

    def response(self) -> HttpResponse:
        self._xml.endElement(self._root)
        return HttpResponse(self._text.getvalue(), content_type="application/xml; charset=utf-8")
