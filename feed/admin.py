"""The admin of posts: the quick form first, the whole form behind it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import picks
from articles.admin import FOLDED, SETTINGS, WRITE, BodyAdmin, TagFilter
from newsroom.editorial.admin import autocomplete
from newsroom.editorial.admin.items.lists import LISTED, VisibilityFilter
from newsroom.editorial.admin.items.transitions import refused
from newsroom.editorial.admin.once import made_as
from newsroom.editorial.admin.pages import person
from newsroom.editorial.rules import workflow
from newsroom.lib.keyed_lists import RecentValues

from . import quick
from .forms import PostForm, QuickForm
from .models import Post, PostByline, PostTag

autocomplete.register("post", picks.items(Post, exact=("headline",)))


@admin.register(Post)
class PostAdmin(BodyAdmin):
    form = PostForm
    change_list_template = "feed/admin/post_list.html"
    list_display = ["headline", "state_badge", "label_list", "tag_line", "byline", "due", "changed"]
    list_display_links = ["headline"]
    list_filter = ["state", VisibilityFilter, TagFilter, "is_breaking", "is_pinned",
                   ("language", RecentValues)]  # fmt: skip
    list_only = (*LISTED, "headline")
    list_prefetch = (
        Prefetch(
            "ordered_tags",
            PostTag.objects.select_related("tag").only("content_object", "position", "tag__name"),
        ),
        Prefetch(
            "bylines",
            PostByline.objects.select_related("author").only("post", "position", "author__name"),
        ),
    )
    ordering = ["-saved_at", "-pk"]
    groups = [
        ("write", None, WRITE),
        ("place", gettext_lazy("Place"), SETTINGS),
        ("flags", gettext_lazy("Flags"), SETTINGS),
        ("picture", gettext_lazy("Picture"), SETTINGS),
        ("with it", gettext_lazy("With it"), SETTINGS),
        ("desk", gettext_lazy("Desk"), FOLDED),
    ]

    def get_urls(self):
        quick_view = self.admin_site.admin_view(self.quick_view)
        return [path("quick/", quick_view, name="feed_post_quick"), *super().get_urls()]

    def quick_view(self, request: HttpRequest) -> HttpResponse:
        """GET is the short form alone; POST writes a post and publishes it, or hands it in."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = QuickForm(request.POST or None, user=request.user)
        step = self._quick_step(request)
        if form.is_valid() and not (step == "publish" and form.refuse_unready_picture()):
            return self._after_quick(request, self._write_quick(request, form), step)
        return self.own_page(
            request, "feed/admin/quick.html", _("Quick post"),
            status=422 if form.errors else 200, **self._quick_context(request, form),
        )  # fmt: skip

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = dict(extra_context or {})
        if self.has_add_permission(request):
            context |= self._quick_context(request, QuickForm(user=request.user))
        return super().changelist_view(request, context)

    def _quick_context(self, request: HttpRequest, form: QuickForm) -> dict[str, Any]:
        return {
            "quick": form,
            "quick_url": reverse("admin:feed_post_quick"),
            "may_publish": quick.may_publish(request.user),
        }

    def _quick_step(self, request: HttpRequest) -> str:
        """What was asked for, as far as the person may do it."""
        name = request.POST.get("_step", "publish")
        if name == "publish" and not quick.may_publish(request.user):
            return "submit"
        return name

    def _write_quick(self, request: HttpRequest, form: QuickForm) -> Post:
        words = {"by": person(request), "public_id": made_as(request), **form.cleaned_data}
        try:
            return quick.write(**words)
        except IntegrityError:
            # An earlier request was saving the same form: it has made the post in the meantime.
            return quick.write(**words)

    def _after_quick(self, request: HttpRequest, post: Post, name: str) -> HttpResponse:
        """The text is saved already; a refusal leads to the whole form."""
        if name not in ("publish", "submit"):
            return HttpResponseRedirect(self.url("change", post))
        said = []
        # A form that arrives again finds its post where the step leads.
        if post.state != workflow.find(post, name).target:
            said = refused(lambda: workflow.transition(post, name, by=person(request)))
        for sentence in said:
            messages.error(request, sentence)
        if said:
            return HttpResponseRedirect(self.url("change", post))
        messages.success(request, workflow.find(post, name).row.done)
        return HttpResponseRedirect(reverse("admin:feed_post_changelist"))

    @admin.display(description=gettext_lazy("tags"))
    def tag_line(self, post: Post) -> str:
        return ", ".join(str(row) for row in post.ordered_tags.all())

    @admin.display(description=gettext_lazy("byline"))
    def byline(self, post: Post) -> str:
        return ", ".join(str(row) for row in post.bylines.all())

    tag_list = tag_line
    author_list = byline
