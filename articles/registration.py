"""Telling the kernel what articles, pages, authors, sections and tags are."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from newsroom.accounts.roles import DESK, EDITORS, EVERYONE, WRITERS, Role, grant
from newsroom.editorial import registry
from newsroom.editorial.registry import ItemType, Relation, SharedType
from newsroom.editorial.rules import access, who_may

from . import document, drafts, preflight, shared_documents
from .body import references, touching
from .models import (
    Article,
    ArticleEdition,
    ArticleEditionAuthor,
    ArticleEditionCard,
    ArticleEditionImage,
    ArticleEditionTag,
    ArticleEditionVideo,
    Author,
    Page,
    PageEditionCard,
    PageEditionImage,
    PageEditionVideo,
    Section,
    Tag,
)

#: Addresses belong to the item, whatever its text says: they are never released.
_ADDRESSES = frozenset({"slug_claims", "redirects"})
#: ``newsroom/editorial/rules/who_may.toml`` says who changes which part.
_ARTICLE_PARTS = {
    **dict.fromkeys(
        ("kind", "headline", "short_headline", "kicker", "slugline", "dateline", "standfirst",
         "slug", "language", "seo_title", "seo_description", "canonical_url", "section", "tags",
         "tag_list", "byline", "assigned_to", "embargo"), access.TEXT),
    "lead_caption": access.CAPTIONS,
    **dict.fromkeys(("lead_image", "lead_crop", "videos", "video_list"), access.PICTURES),
    "body": access.BODY,
}  # fmt: skip
_PAGE_PARTS = {
    **dict.fromkeys(
        ("headline", "standfirst", "slug", "language", "is_in_footer", "seo_title",
         "seo_description", "assigned_to", "embargo"), access.TEXT),
    "body": access.BODY,
}  # fmt: skip


def register() -> None:
    registry.register_item(
        ItemType(
            name="article",
            model=Article,
            snapshot=drafts.article_words,
            apply=drafts.apply_to_article,
            compile=document.compile_article,
            check=preflight.check_article,
            is_own=_in_byline,
            cards=_cards,
            mentions=_mentions,
            prepare=drafts.prepare_article,
            outside_history=_ADDRESSES,
            belongs={"lead_crop": "lead_image"},
            byline_lookup="bylines__author__user",
            parts=_ARTICLE_PARTS,
            touched=touching.parts,
        )
    )
    registry.register_item(
        ItemType(
            name="page",
            model=Page,
            snapshot=drafts.page_words,
            apply=drafts.apply_to_page,
            compile=document.compile_page,
            check=preflight.check_page,
            is_own=lambda page, user: False,
            cards=_cards,
            mentions=_mentions,
            prepare=drafts.prepare_page,
            outside_history=_ADDRESSES,
            parts=_PAGE_PARTS,
            touched=touching.parts,
        )
    )
    registry.register_shared(
        SharedType(
            "author",
            Author,
            shared_documents.author_document,
            reads=("portrait__renditions",),
            changes_at="portrait__rights_due_at",
            own=lambda user: Q(user=user),
        )
    )
    registry.register_shared(SharedType("section", Section, shared_documents.section_document))
    registry.register_shared(
        SharedType("tag", Tag, shared_documents.tag_document, added_by=who_may.ADD_TAGS)
    )
    registry.register_dependents(
        "image", lambda image: Author.objects.filter(portrait=image).order_by("pk")
    )
    for model, field, item_type, target in (
        (ArticleEditionAuthor, "author", "article", "author"),
        (ArticleEditionTag, "tag", "article", "tag"),
        (ArticleEditionImage, "image", "article", "image"),
        (ArticleEditionVideo, "video", "article", "video"),
        (ArticleEditionCard, "article", "article", "article"),
        (PageEditionImage, "image", "page", "image"),
        (PageEditionVideo, "video", "page", "video"),
        (PageEditionCard, "article", "page", "article"),
    ):
        registry.register_relation(Relation(model, field, item_type, target))
    registry.register_relation(
        Relation(ArticleEdition, "section", "article", "section", on_edition=True)
    )
    _grant()


def _grant() -> None:
    things = ("article", "author", "section", "tag", "page")
    grant(EVERYONE, *(f"articles.view_{thing}" for thing in things))
    grant(WRITERS | EDITORS, "articles.add_article", "articles.change_article")
    grant({Role.PICTURE_EDITOR}, "articles.change_article")
    grant(who_may.roles_with("change_names", who_may.ADD_TAGS, who_may.ALL), "articles.add_tag")
    keepers = who_may.roles_with("change_names", who_may.ALL)
    grant(keepers, "articles.change_tag", "articles.add_author", "articles.change_author")
    for thing in ("page", "section", "redirect"):
        grant(DESK, f"articles.add_{thing}", f"articles.change_{thing}")
    grant(DESK, "articles.view_redirect", "articles.delete_redirect")


def _in_byline(article: Article, user: Any) -> bool:
    return article.bylines.filter(author__user=user).exists()


def _cards(words: dict[str, Any]):
    found = references.find(words.get("body", ""))
    yield from (("article", public_id) for public_id in found.articles)
    if registry.is_item("post"):
        yield from (("post", public_id) for public_id in found.posts)


def _mentions(words: dict[str, Any]):
    found = references.find(words.get("body", ""))
    for kind in ("section", "lead_image"):
        if words.get(kind):
            yield kind.removeprefix("lead_"), words[kind]
    yield from (("image", public_id) for public_id in found.images)
    yield from (("video", public_id) for public_id in (*found.videos, *words.get("videos", [])))
    yield from (("tag", public_id) for public_id in words.get("tags", []))
    byline = words.get("byline", [])
    yield from (("author", entry["author"]) for entry in byline if entry.get("author"))
