"""The public pages of articles. Each reads documents at the request's one instant."""

from __future__ import annotations

from typing import Any

from django.http import (
    Http404,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from media.document import video_document
from media.models import Video
from newsroom.editorial.models import Shared
from newsroom.editorial.rules.public_things import named_publicly
from newsroom.lib import addresses
from newsroom.lib.page import Page
from newsroom.lib.requests import PublicRequest

from . import answers, heads, listing, structured_data
from .body.printed import printed
from .models import (
    ArticleEdition,
    ArticleEditionAuthor,
    ArticleEditionTag,
    ArticleEditionVideo,
    Author,
    PageEdition,
    Section,
    Tag,
)
from .shared_documents import author_document, section_document, tag_document


@require_safe
def article(request: PublicRequest, year: str, month: str, slug: str) -> HttpResponse:
    """An article; another year or month, or an old slug, leads to its address."""
    edition = ArticleEdition.objects.live(request.shell.at).with_slug(slug).first()
    if edition is None:
        return answers.for_slug(request, slug)
    if edition.path != request.path:
        return HttpResponsePermanentRedirect(edition.path)
    return print_article(request, edition.document)


def print_article(
    request: PublicRequest, document: dict[str, Any], *, preview: dict[str, Any] | None = None
) -> HttpResponse:
    """The page of a document, live or previewed: the same template for both."""
    context = {
        "article": document,
        "html": printed(document),
        "related": document["related"],
        "page": heads.of_article(document, is_preview=preview is not None),
        "preview": preview,
    }
    return render(request, "articles/article.html", context)


def print_page(
    request: PublicRequest, document: dict[str, Any], *, preview: dict[str, Any] | None = None
) -> HttpResponse:
    context = {
        "page_item": document,
        "html": printed(document),
        "page": heads.of_page(document, is_preview=preview is not None),
        "preview": preview,
    }
    return render(request, "articles/page.html", context)


@require_safe
def by_slug(request: PublicRequest, slug: str) -> HttpResponse:
    """``/{slug}/``: a plain page, else the article that the slug belongs to, else a redirect."""
    at = request.shell.at
    edition = PageEdition.objects.live(at).filter(slug=slug).first()
    if edition is not None:
        return print_page(request, edition.document)
    moved = ArticleEdition.objects.live(at).with_slug(slug).first()
    if moved is not None:
        return HttpResponsePermanentRedirect(moved.path)
    return answers.for_slug(request, slug)


@require_safe
def section(request: PublicRequest, slug: str) -> HttpResponse:
    found = Section.objects.filter(slug=slug).first()
    if found is None:
        return answers.for_old_path(request)
    at = request.shell.at
    listed = listing.editions(request, ArticleEdition.objects.live(at).in_section(found))
    document = section_document(found, request.shell.at)
    heading = {
        "kicker": _("Section"),
        "title": document["name"],
        "description": document["description"],
    }
    return _list(request, found, document, listed, heading, kind="section", section=found.slug)


@require_safe
def tag(request: PublicRequest, slug: str) -> HttpResponse:
    found = Tag.objects.select_related("merged_into").filter(slug=slug).first()
    if found is None or found.merged_into:
        return _moved(request, found)
    listed = listing.related(request, ArticleEditionTag, tag=found, at=request.shell.at)
    document = tag_document(found, request.shell.at)
    heading = {
        "kicker": _("Topic"),
        "title": document["name"],
        "description": document["description"],
    }
    return _list(request, found, document, listed, heading, kind="tag")


@require_safe
def author(request: PublicRequest, slug: str) -> HttpResponse:
    rows = Author.objects.select_related("merged_into", "portrait")
    found = rows.prefetch_related("portrait__renditions").filter(slug=slug).first()
    if found is None or found.merged_into:
        return _moved(request, found)
    listed = listing.related(request, ArticleEditionAuthor, author=found, at=request.shell.at)
    document = author_document(found, request.shell.at)
    heading = {
        "kicker": document["job_title"],
        "title": document["name"],
        "description": document["bio"],
        "portrait": document["portrait"],
        "author": document,
    }
    json_ld = structured_data.person_page(document)
    return _list(request, found, document, listed, heading, kind="author", json_ld=json_ld)


@require_safe
def videos(request: PublicRequest) -> HttpResponse:
    """Videos that live articles show, by the newest article first."""
    at = request.shell.at
    rows = ArticleEdition.objects.live(at).filter(has_video=True)
    listed = listing.editions(request, rows)
    documents = {v["id"]: v for card in listed.cards for v in card["videos"]}
    page = Page(
        title=_("Videos"),
        canonical=addresses.absolute(request.path),
        kind="videos",
        next=addresses.absolute(listed.next_url) if listed.next_url else "",
    )
    context = {"videos": list(documents.values()), "next_url": listed.next_url, "page": page}
    return render(request, "articles/videos.html", context)


@require_safe
def video(request: PublicRequest, slug: str) -> HttpResponse:
    rows = Video.objects.select_related("poster", "merged_into")
    found = rows.prefetch_related("poster__renditions").filter(slug=slug).first()
    if found is None or found.merged_into:
        return _moved(request, found)
    listed = listing.related(request, ArticleEditionVideo, video=found, at=request.shell.at)
    if not listed.cards and not _is_public(request, found):
        raise Http404
    document = video_document(found, request.shell.at)
    page = Page(
        title=document["title"],
        description=document["summary"],
        canonical=addresses.absolute(found.get_absolute_url()),
        kind="video",
        json_ld=structured_data.video_page(document),
    )
    context = {"video": document, "stories": listed.cards, "page": page}
    return render(request, "articles/video.html", context)


def _list(
    request: PublicRequest,
    thing: Shared,
    document: dict[str, Any],
    listed: listing.Listed,
    heading: dict[str, Any],
    **head: Any,
) -> HttpResponse:
    """A thing that no live item names does not exist for readers: its name may be a scoop."""
    if not listed.cards and not _is_public(request, thing):
        raise Http404
    page = heads.of_list(
        thing.get_absolute_url(),  # type: ignore[attr-defined]
        title=document["name"],
        description=heading["description"],
        next_url=listed.next_url,
        **head,
    )
    context = {
        "heading": heading,
        "articles": listed.cards,
        "next_url": listed.next_url,
        "feeds": page.alternates,
        "page": page,
    }
    return render(request, "articles/list.html", context)


def _is_public(request: PublicRequest, thing: Shared) -> bool:
    """Asked only where the list is empty: posts may name what no article does."""
    return named_publicly(thing, request.shell.at)


def _moved(request: PublicRequest, thing: Shared | None) -> HttpResponse:
    """A merged thing's page leads to the one it was merged into."""
    if thing is None:
        return answers.for_old_path(request)
    into = thing.merged_into
    if into is None or not _is_public(request, into):
        raise Http404
    return HttpResponsePermanentRedirect(into.get_absolute_url())  # type: ignore[attr-defined]
