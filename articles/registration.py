"""Telling the kernel what articles, pages, authors, sections and tags are."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.accounts.roles import DESK, EDITORS, EVERYONE, WRITERS, Role, grant
from newsroom.editorial import registry
from newsroom.editorial.acts import preflight as preflight_act
from newsroom.editorial.fields import BylineRows
from newsroom.editorial.registry import ItemType, Relation, SharedType
from newsroom.editorial.rules import who_may

from . import document, item_fields, lists, preflight, slugs
from .body import part
from .body.parts.boxes import Factbox, Quote
from .body.parts.cards import ArticleCard, Embed, LinkCard, Post
from .body.parts.pictures import Figure, Video
from .body.parts.tables import Table
from .body.parts.text import Code, Footnotes, Rule, TextBlock
from .models import (
    Article,
    ArticleEdition,
    ArticleEditionAuthor,
    ArticleEditionCard,
    ArticleEditionImage,
    ArticleEditionTag,
    ArticleEditionVideo,
    Author,
    Byline,
    Page,
    PageEditionCard,
    PageEditionImage,
    PageEditionVideo,
    Section,
    Tag,
)
from .transitions import TRANSITIONS

#: Addresses belong to the item, whatever its text says: they are never released.
_ADDRESSES = frozenset({"redirects"})


_WARNINGS = {
    "no_standfirst": _("A story without a standfirst"),
    "no_lead_image": _("A story without a lead picture"),
    "narrow_lead_image": _("A lead picture that is too narrow for large screens"),
    "long_headline": _("A headline that is cut in many places"),
    "card_not_live": _("A card of a story that is not live"),
}


def register() -> None:
    preflight_act.register_warnings(_WARNINGS)
    part.register(
        TextBlock, Figure, ArticleCard, LinkCard, Video, Post, Quote, Factbox, Embed, Table, Code,
        Rule, Footnotes,
    )  # fmt: skip
    registry.register_item(
        ItemType(
            name="article",
            looked_for=("headline", "slugline", "slug"),
            model=Article,
            fields=item_fields.ARTICLE,
            transitions=TRANSITIONS,
            compile=document.compile_article,
            check=preflight.check_article,
            advise=preflight.advise_article,
            shown_by_card=document.shown_by_card,
            is_own=_in_byline,
            claim=slugs.claim,
            space=slugs.SPACE,
            outside_history=_ADDRESSES,
            byline=BylineRows(Byline, "article"),
            desk_path="section__desk",
            edition_desk_path="section__desk",
            page="articles.views.print_article",
            is_searched=True,
            sitemap="months",
            listed_at=("/", "/videos/", "/sitemap.xml", "/news-sitemap.xml", "/sitemap/lists.xml"),
        )
    )
    registry.register_item(
        ItemType(
            name="page",
            model=Page,
            fields=item_fields.PAGE,
            transitions=TRANSITIONS,
            compile=document.compile_page,
            check=preflight.check_page,
            advise=preflight.advise_page,
            is_own=lambda page, user: False,
            claim=slugs.claim,
            space=slugs.SPACE,
            outside_history=_ADDRESSES,
            page="articles.views.print_page",
            sitemap="lists",
            listed_at=("/sitemap/lists.xml",),
        )
    )
    registry.register_shared(
        SharedType(
            "author",
            Author,
            lists.AUTHOR.document,
            reads=lists.AUTHOR.reads,
            changes_at="portrait__rights_due_at",
            own=lambda user: Q(user=user),
        )
    )
    registry.register_shared(
        SharedType("section", Section, lists.SECTION.document, desk_path="desk")
    )
    registry.register_shared(SharedType("tag", Tag, lists.TAG.document, added_by=who_may.ADD_TAGS))
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
    desk = (f"accounts.{act}_desk" for act in ("view", "add", "change", "delete"))
    grant({Role.MANAGING_EDITOR}, *desk)


def _in_byline(article: Article, user: Any) -> bool:
    return article.bylines.filter(author__user=user).exists()
