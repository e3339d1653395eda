"""The public addresses of a simple kind of item: its list, its pages, its feeds, its API.

An app that adds a kind of item declares a ``PublicKind`` and writes two templates: ``list.html``,
which gets ``items`` (cards), and ``item.html``, which gets ``item`` (a document).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.http import require_safe

from newsroom.api import shapes
from newsroom.api.block_shapes import ItemDocument, item_shape
from newsroom.api.listing import Listing
from newsroom.api.views import ItemListView, ItemView
from newsroom.editorial import one_live, registry
from newsroom.editorial.models import EditionQuerySet
from newsroom.editorial.witness import Vouched
from newsroom.lib import addresses, paging, pieces, site_settings, surrogate_keys
from newsroom.lib.page import INDEXED, NOT_INDEXED, Page
from newsroom.lib.requests import PublicRequest, reads

from . import answers, api, heads, listing, syndication
from .urls import FILE


@dataclass(frozen=True)
class PublicKind:
    """``place`` is the first part of its addresses: "events" for /events/ and /api/v1/events."""

    item_type: str
    place: str
    title: str
    #: A line about a document, for feeds.
    summary: Callable[[Mapping[str, Any]], str]

    @property
    def urls(self) -> list[URLPattern]:
        """Under the site's root."""
        name, place = self.item_type, self.place
        return [
            path(f"{place}/", require_safe(self.list_page), name=f"{name}-list"),
            re_path(
                rf"^{place}/{FILE}$", require_safe(self.syndication), name=f"{name}-syndication"
            ),
            path(f"{place}/<uuid:public_id>/", require_safe(self.item_page), name=name),
        ]

    @reads("before")
    def list_page(self, request: PublicRequest) -> HttpResponse:
        surrogate_keys.carry(request, surrogate_keys.kind(self.item_type))
        listed = listing.page_of(request, self._live(request), size=listing.PAGE_SIZE)
        next_url = listed.next_url
        page = Page(
            title=self.title,
            canonical=paging.own_address(request),
            kind=f"{self.item_type}-list",
            alternates=heads.feeds(f"/{self.place}/", self.title),
            next=addresses.absolute(next_url) if next_url else "",
        )
        cards = [edition.card for edition in listed.found]
        context = {"items": cards, "next_url": next_url, "page": page}
        return pieces.page(request, f"{self.place}/list.html", context, vouched=listed.vouched)

    def item_page(self, request: PublicRequest, public_id: UUID) -> HttpResponse:
        edition = self._live(request).filter(item__uuid=public_id).first()
        if edition is not None:
            vouched = one_live.vouched_by(edition, item__uuid=public_id, at=request.shell.at)
            return self.print_item(request, edition.document, vouched=vouched)
        item = registry.find_item(self.item_type, public_id)
        if item is None:
            raise Http404
        return answers.for_item(request, item)

    def print_item(
        self,
        request: PublicRequest,
        document: dict[str, Any],
        *,
        preview: dict[str, Any] | None = None,
        vouched: Vouched | None = None,
    ) -> HttpResponse:
        """The page of a document, live or previewed."""
        surrogate_keys.carry(request, surrogate_keys.thing(self.item_type, document["id"]))
        page = Page(
            title=document["headline"],
            canonical="" if preview else document["url"],
            kind=self.item_type,
            robots=NOT_INDEXED if preview else INDEXED,
        )
        context = {"item": document, "page": page, "preview": preview}
        return pieces.page(request, f"{self.place}/item.html", context, vouched=vouched)

    def syndication(self, request: PublicRequest, file: str) -> HttpResponse:
        """The newest as RSS, Atom or JSON Feed."""
        rows = self._live(request)
        return syndication.feed(
            request,
            file,
            item_type=self.item_type,
            keys=listing.keys(request, rows, size=syndication.ENTRIES),
            entry_of=lambda document: syndication.entry(document, summary=self.summary(document)),
            title=f"{site_settings.current().name}: {self.title}",
            path=f"/{self.place}/",
            description="",
        )

    @property
    def api_urls(self) -> list[URLPattern]:
        """Under the API's base, before the product's own."""
        name = self.item_type.capitalize()
        shapes.register({name: self._shape()})

        listed = ItemListView.as_view(
            path=f"/{self.place}", shape=name, summary="Live items of this kind.",
            listing=Listing(self.item_type, api.COMMON, bounds=api.BOUNDS),
        )  # fmt: skip
        one = ItemView.as_view(
            item_type=self.item_type, shape=name, summary="One item of this kind."
        )
        return [
            path(self.place, listed, name=f"api-{self.place}"),
            path(f"{self.place}/<uuid:public_id>", one, name=f"api-{self.item_type}"),
        ]

    def _shape(self) -> shapes.Schema:
        item_type = registry.item_type(self.item_type)
        return item_shape(ItemDocument, self.item_type, item_type.fields) | {
            "description": self.title
        }

    def _live(self, request: PublicRequest) -> EditionQuerySet:
        return registry.item_type(self.item_type).editions.live(request.shell.at)
