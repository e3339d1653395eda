"""The public pages of articles. Each reads documents at the request's one instant."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.http import (
    Http404,
    HttpResponse,
)
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from media.document import video_document
from media.models import Video
from newsroom.editorial import one_live, registry
from newsroom.editorial.models import Shared
from newsroom.editorial.rules.public_things import named_publicly
from newsroom.editorial.witness import Vouched
from newsroom.lib import addresses, paging, pieces, surrogate_keys
from newsroom.lib.page import Page
from newsroom.lib.requests import PublicRequest, reads

from . import answers, cards, heads, listing, structured_data
from .body.render import printed
from .cards import Card
from .lists import LISTS
from .models import ArticleEdition, ArticleEditionVideo, PageEdition
from .shapes import ArticleDocument, PageDocument


@require_safe
def article(request: PublicRequest, year: str, month: str, slug: str) -> HttpResponse:
    """An article; another year or month, or an old slug, leads to its address."""
    at = request.shell.at
    edition = ArticleEdition.objects.live_of_items(at).filter(slug=slug).one_or_none()
    if edition is None:
        return answers.for_slug(request, slug)
    if edition.path != request.path:
        return answers.moved(request, edition.path)
    vouched = one_live.vouched_by(edition, slug=slug, at=at)
    return print_article(request, edition.document, vouched=vouched)


def print_article(
    request: PublicRequest,
    document: ArticleDocument,
    *,
    preview: dict[str, Any] | None = None,
    vouched: Vouched | None = None,
) -> HttpResponse:
    """The page of a document, live or previewed: the same template for both."""
    surrogate_keys.carry(request, surrogate_keys.thing("article", document["id"]))
    related = [Card(card) for card in document["related"]]
    context = {
        "article": document,
        "html": printed(document),
        "related": cards.places(related),
        "page": heads.of_article(document, is_preview=preview is not None),
        "preview": preview,
    }
    return pieces.page(request, "articles/article.html", context, held=related, vouched=vouched)


def print_page(
    request: PublicRequest,
    document: PageDocument,
    *,
    preview: dict[str, Any] | None = None,
    vouched: Vouched | None = None,
) -> HttpResponse:
    surrogate_keys.carry(request, surrogate_keys.thing("page", document["id"]))
    context = {
        "page_item": document,
        "html": printed(document),
        "page": heads.of_page(document, is_preview=preview is not None),
        "preview": preview,
    }
    return pieces.page(request, "articles/page.html", context, vouched=vouched)


@require_safe
def by_slug(request: PublicRequest, slug: str) -> HttpResponse:
    """``/{slug}/``: a plain page, else the article that the slug belongs to, else a redirect."""
    at = request.shell.at
    edition = PageEdition.objects.live_of_items(at).filter(slug=slug).one_or_none()
    if edition is not None:
        vouched = one_live.vouched_by(edition, slug=slug, at=at)
        return print_page(request, edition.document, vouched=vouched)
    moved = ArticleEdition.objects.live_of_items(at).filter(slug=slug).one_or_none()
    if moved is not None:
        return answers.moved(request, moved.path)
    return answers.for_slug(request, slug)


@require_safe
@reads("before")
def of_thing(request: PublicRequest, name: str, slug: str) -> HttpResponse:
    """The list of a section, a tag or an author.

    A thing that nothing live names does not exist for readers: its name may be a scoop.
    """
    of = LISTS[name]
    found = of.find(slug)
    if found is None or found.merged_into:
        return answers.for_thing(request, name, slug)
    listed = listing.cards(
        request,
        of.rows(found, request.shell.at),
        f"{name}__version",
        until=registry.type_of_shared(found).change_of(found),
    )
    if not listed.cards and not _is_public(request, found):
        raise Http404
    surrogate_keys.carry(request, surrogate_keys.thing(name, found.uuid))
    document = of.document(found, request.shell.at)
    heading = {
        "kicker": of.kicker or document["job_title"],
        "title": document["name"],
        "description": document.get("description") or document.get("bio", ""),
        "portrait": document.get("portrait"),
        "author": document if name == "author" else None,
    }
    page = heads.of_list(
        found.get_absolute_url(),
        canonical=paging.own_address(request),
        kind=name,
        title=document["name"],
        description=heading["description"],
        next_url=listed.next_url,
        json_ld=of.json_ld(document),
        section=slug if of.is_in_navigation else "",
        **heads.shared_list(chain([document.get("portrait")], (c.image for c in listed.cards))),
    )
    context = {
        "heading": heading,
        "articles": cards.places(listed.cards),
        "next_url": listed.next_url,
        "feeds": page.alternates,
        "page": page,
    }
    return pieces.page(
        request, "articles/list.html", context, held=listed.cards, vouched=listed.vouched
    )


@require_safe
@reads("before")
def videos(request: PublicRequest) -> HttpResponse:
    """Videos that live articles show, by the newest article first."""
    surrogate_keys.carry(request, surrogate_keys.kind("article"))
    at = request.shell.at
    rows = ArticleEdition.objects.live(at).filter(has_video=True)
    listed = listing.cards(request, rows)
    documents = {v["id"]: v for card in listed.cards for v in card.facts["videos"]}
    page = Page(
        title=_("Videos"),
        description=_(
            "Videos from our reporters. Where another site keeps one, nothing is loaded from there "
            "before you choose to."
        ),
        **heads.shared_list(each["poster"] for each in documents.values()),
        canonical=paging.own_address(request),
        kind="videos",
        next=addresses.absolute(listed.next_url) if listed.next_url else "",
    )
    context = {"videos": list(documents.values()), "next_url": listed.next_url, "page": page}
    return pieces.page(request, "articles/videos.html", context, vouched=listed.vouched)


@require_safe
@reads("before")
def video(request: PublicRequest, slug: str) -> HttpResponse:
    rows = Video.objects.select_related("poster", "merged_into")
    found = rows.prefetch_related("poster__renditions").filter(slug=slug).first()
    if found is None or found.merged_into:
        return answers.for_thing(request, "video", slug)
    at = request.shell.at
    shown = ArticleEditionVideo.objects.live(at).filter(video=found)
    until = registry.type_of_shared(found).change_of(found)
    listed = listing.cards(request, shown, "video__version", until=until)
    if not listed.cards and not _is_public(request, found):
        raise Http404
    surrogate_keys.carry(request, surrogate_keys.thing("video", found.uuid))
    document = video_document(found, at)
    page = Page(
        title=document["title"],
        description=document["summary"],
        **heads.shared_list([document["poster"]]),
        canonical=addresses.absolute(found.get_absolute_url()),
        kind="video",
        json_ld=structured_data.video_page(document),
    )
    context = {"video": document, "stories": cards.places(listed.cards), "page": page}
    return pieces.page(
        request, "articles/video.html", context, held=listed.cards, vouched=listed.vouched
    )


def _is_public(request: PublicRequest, thing: Shared) -> bool:
    """Asked only where the list is empty: posts may name what no article does."""
    return named_publicly(thing, request.shell.at)
