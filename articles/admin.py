"""The admin of articles, pages and what they name."""

from __future__ import annotations

from typing import Any

import taggit.admin
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom.editorial.admin import ItemAdmin, SharedAdmin
from newsroom.editorial.admin.conflicts.differences import name_of
from newsroom.editorial.admin.items.item_admin import Saved
from newsroom.editorial.admin.items.lists import LISTED, VisibilityFilter
from newsroom.editorial.admin.pages import person
from newsroom.editorial.admin.slugged import SluggedForm
from newsroom.editorial.publication.material import Material
from newsroom.editorial.rules import access
from newsroom.lib.keyed_lists import RecentValues
from newsroom.lib.slugs import typed
from newsroom.lib.text import storable

from . import picks, slugs
from .body import blocks, render
from .desk_admin import DeskAdmin
from .desk_filter import DeskFilter
from .forms import ArticleForm, AuthorForm, PageForm
from .models import Article, Author, Byline, Page, Section, Tag
from .redirect_admin import RedirectAdmin
from .resolver import BodyResolver
from .tag_forms import TagForm

__all__ = ["DeskAdmin", "RedirectAdmin"]

picks.register()

# Nothing here uses taggit's own tags, and its page that merges them checks no permission.
admin.site.unregister(taggit.admin.Tag)

WRITE = ("write",)
SETTINGS = ("settings",)
FOLDED = ("settings", "collapse")


class TagFilter(admin.SimpleListFilter):
    """By tag: the one that is asked for, or one of the first by name."""

    title = _("tag")
    parameter_name = "tag"
    shown = 20

    def lookups(self, request: HttpRequest, model_admin: Any):
        tags = access.known(Tag.objects.in_use(), person(request)).order_by("name")
        return list(tags.values_list("slug", "name")[: self.shown])

    def queryset(self, request: HttpRequest, queryset: Any):
        slug = self.value()
        return queryset.filter(ordered_tags__tag__slug=slug) if slug else queryset


class SectionFilter(admin.RelatedFieldListFilter):
    """By section, among the sections that the user may know of."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any):
        known = access.known(Section.objects.all(), person(request))
        return [(section.pk, section.name) for section in known]


class BodyAdmin(ItemAdmin):
    """The admin of an item with a body."""

    field_anchors = {"embargo_until": "id_embargo"}

    def after_save(self, request: HttpRequest, saved: Saved) -> None:
        super().after_save(request, saved)
        gone = [
            f"{picks.word(kind)} “{name_of(kind, str(public_id), user=person(request))}”"
            for kind, public_id in saved.form.taken_out  # type: ignore[attr-defined]
        ]
        if gone:
            messages.warning(
                request,
                gettext("No longer in the text: %(names)s. The history has the text as it was.")
                % {"names": ", ".join(gone)},
            )

    @admin.display(description=_("body"))
    def read_body(self, item: Any) -> SafeString:
        """The body for people who may read the draft and not change it."""
        at = item.saved_at or item.created_at
        resolver = BodyResolver(Material(item, {"body": item.body}, at=at))
        html = render.render(blocks.parse(item.body, resolver))
        return format_html('<div class="read-body">{}</div>', html)

    @admin.display(description=_("embargo until"))
    def embargo(self, item: Any) -> Any:
        return item.embargo_until or self.get_empty_value_display()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None):
        """Readers of a draft get its body as text."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        shown: dict[Any, Any] = {"body": "read_body"}
        return [
            (name, {**options, "fields": [shown.get(field, field) for field in options["fields"]]})
            for name, options in fieldsets
        ]


class StoryAdmin(BodyAdmin):
    """What articles and pages share: an address of their own."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_slug"
        slug_view = self.admin_site.admin_view(self.slug_view)
        return [path("slug/", slug_view, name=name), *super().get_urls()]

    def slug_view(self, request: HttpRequest) -> JsonResponse:
        """``?slug=&headline=&id=``: whether the slug is free; made from the headline if empty."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_queryset(request).filter(pk=_number(request.GET.get("id"))).first()
        item = found or self.model()
        asked = storable(request.GET.get("slug", "")[:200]).strip()
        if not asked:
            headline = storable(request.GET.get("headline", "")[:1000])
            return JsonResponse({"slug": slugs.free_slug(item, headline)})
        try:
            asked = typed(asked)
            slugs.refuse_taken(item, asked)
        except ValidationError as error:
            return JsonResponse({"slug": asked, "problem": error.messages[0]})
        except slugs.SlugTaken as taken:
            return JsonResponse({"slug": asked, "problem": str(taken)})
        return JsonResponse({"slug": asked})

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_slug"
        context["slug_url"] = reverse(name)
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Article)
class ArticleAdmin(StoryAdmin):
    form = ArticleForm
    list_display = ["picture", "headline", "state_badge", "label_list", "section", "byline", "due",
                    "changed"]  # fmt: skip
    list_display_links = ["headline"]
    list_filter = ["state", VisibilityFilter, DeskFilter, ("section", SectionFilter), "kind",
                   TagFilter, ("language", RecentValues)]  # fmt: skip
    list_select_related = ("section", "lead_image", "saved_by")
    list_only = (*LISTED, "headline", "section__name", "lead_image__uuid", "lead_image__sha256")
    list_prefetch = (
        Prefetch(
            "bylines",
            Byline.objects.select_related("author").only(
                "article", "position", "printed_name", "author__name"
            ),
        ),
    )
    ordering = ["-saved_at", "-pk"]
    groups = [
        ("write", None, WRITE),
        ("byline", _("Byline"), SETTINGS),
        ("place", _("Place"), SETTINGS),
        ("lead picture", _("Lead picture"), SETTINGS),
        ("address", _("Address"), SETTINGS),
        ("desk", _("Desk"), SETTINGS),
        ("videos", _("Videos"), FOLDED),
        ("elsewhere", _("Elsewhere"), FOLDED),
    ]

    @admin.display(description=_("picture"))
    def picture(self, article: Article) -> SafeString:
        if article.lead_image is None:
            return format_html('<span class="{}"></span>', "thumb")
        return format_html(
            '<img class="thumb" src="{}" alt="" width="72" height="48" loading="lazy">',
            picks.thumb_of(article.lead_image),
        )

    @admin.display(description=_("byline"))
    def byline(self, article: Article) -> str:
        rows = sorted(article.bylines.all(), key=lambda row: (row.position, row.pk))
        return ", ".join(str(row) for row in rows)

    @admin.display(description=_("tags"))
    def tag_list(self, article: Article) -> str:
        return ", ".join(str(row) for row in article.ordered_tags.select_related("tag"))

    @admin.display(description=_("videos"))
    def video_list(self, article: Article) -> str:
        return ", ".join(str(row) for row in article.ordered_videos.select_related("video"))


@admin.register(Page)
class PageAdmin(StoryAdmin):
    form = PageForm
    list_display = ["headline", "state_badge", "label_list", "slug", "due", "changed"]
    list_only = (*LISTED, "headline", "slug")
    list_filter = ["state", VisibilityFilter, ("language", RecentValues)]
    search_fields = ["headline", "slug"]
    ordering = ["-saved_at", "-pk"]
    groups = [
        ("write", None, WRITE),
        ("address", _("Address"), SETTINGS),
        ("desk", _("Desk"), SETTINGS),
        ("elsewhere", _("Elsewhere"), FOLDED),
    ]


@admin.register(Author)
class AuthorAdmin(SharedAdmin):
    list_display = ["name", "kind", "job_title", "user"]
    list_filter = (*SharedAdmin.list_filter, "kind")
    list_select_related = ["user"]
    search_fields = ["name", "slug"]
    form = AuthorForm
    fields = ["name", "slug", "kind", "job_title", "portrait", "bio", "user", "email", "website",
              "fediverse"]  # fmt: skip

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        super().save_related(request, form, formsets, change)
        same = Author.objects.in_use().filter(key=form.instance.key).exclude(pk=form.instance.pk)
        if "name" in form.changed_data and (others := same[:5]):
            messages.warning(
                request,
                gettext("Another author has the same name: %(names)s. If they are one person, "
                        "merge them.")
                % {"names": ", ".join(f"{other} ({other.slug})" for other in others)},
            )  # fmt: skip


@admin.register(Section)
class SectionAdmin(SharedAdmin):
    desk_group = "setup"
    list_display = ["name", "slug", "position", "is_in_navigation"]
    list_editable = ["position", "is_in_navigation"]
    search_fields = ["name", "slug"]
    form = SluggedForm


@admin.register(Tag)
class TagAdmin(SharedAdmin):
    list_display = ["name", "slug", "description"]
    search_fields = ["name", "slug", "aliases__name"]
    form = TagForm
    fields = ["name", "slug", "aliases", "description", "is_another"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Asks of a new tag only whether it differs from the topics that it resembles."""
        fields = super().get_fields(request, obj)
        return fields if obj is None else [name for name in fields if name != "is_another"]

    @admin.display(description=_("other names"))
    def aliases(self, tag: Tag) -> str:
        """For those who may not change them."""
        return ", ".join(alias.name for alias in tag.aliases.all()) or "–"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        form.keep_aliases()
        super().save_related(request, form, formsets, change)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 18 else None
