"""Collections in the admin: their images in an order that people set."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media import access
from media.library import collections
from media.models import Collection, CollectionImage, Image
from newsroom.editorial import clock
from newsroom.editorial.admin.cells import said
from newsroom.editorial.refusals import Refused

from .library import THUMBNAIL_PX, LibraryAdmin, keys, picture

#: Images shown, and put in order, at once.
SHOWN = 200
#: Images shown of a collection before it is deleted.
SHOWN_LAST = 24
#: Images by which a collection is known in the list.
COVERS = 4


@admin.register(Collection)
class CollectionAdmin(LibraryAdmin):
    list_display = ["covers", "title", "pictures", "description", "made_by", "added"]
    list_display_links = ["title"]
    list_select_related = ["created_by"]
    search_fields = ["name"]
    fields = ["name", "description"]
    actions = None
    change_list_template = "admin/media/collections.html"
    change_form_template = "admin/media/collection.html"
    delete_confirmation_template = "admin/media/collection_delete.html"

    def get_urls(self):
        return [
            path(
                "<int:pk>/order/", self.admin_site.admin_view(self.order_view),
                name="media_collection_order",
            ),
            *super().get_urls(),
        ]  # fmt: skip

    def get_queryset(self, request):
        """For the list with the number and the first of the images that the user may see."""
        seen = access.visible_collections(request.user)
        found = super().get_queryset(request).filter(pk__in=seen.values("pk"))
        if request.resolver_match.url_name != "media_collection_changelist":
            return found
        shown = _shown(request.user)
        counted = shown.order_by().values("collection").annotate(count=Count("pk"))
        count = counted.filter(collection=OuterRef("pk")).values("count")
        first = shown.select_related("image").defer("image__metadata")[:COVERS]
        return found.annotate(
            picture_count=Coalesce(Subquery(count), 0), read_at=clock.in_sql()
        ).prefetch_related(Prefetch("entries", queryset=first, to_attr="first_entries"))

    @admin.display(description=gettext_lazy("first pictures"))
    def covers(self, collection: Any) -> str:
        pictures = [
            (picture(entry.image, THUMBNAIL_PX, "library-thumbnail"),)
            for entry in collection.first_entries
        ]
        if not pictures:
            return format_html('<span class="quiet">{}</span>', _("Empty"))
        return format_html('<span class="covers">{}</span>', format_html_join("", "{}", pictures))

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def title(self, collection: Collection) -> str:
        return collection.name

    @admin.display(description=gettext_lazy("pictures"))
    def pictures(self, collection: Any) -> int:
        return collection.picture_count

    @admin.display(description=gettext_lazy("made by"))
    def made_by(self, collection: Collection) -> str:
        return str(collection.created_by or "–")

    @admin.display(description=gettext_lazy("made"), ordering="created_at")
    def added(self, collection: Any) -> str:
        return said(collection.created_at, now=collection.read_at)

    def has_delete_permission(self, request, obj=None) -> bool:
        if obj is None:
            return self.has_change_permission(request)
        return access.may_delete_collection(obj, request.user)

    def get_deleted_objects(self, objs, request):
        """Its places are deleted with it; nothing protects it."""
        return [], {}, set(), []

    def delete_view(self, request, object_id, extra_context=None):
        collection = self.get_object(request, object_id)
        if collection is not None:
            entries = self._entries(collection, request.user)[:SHOWN_LAST]
            count = _shown(request.user).filter(collection=collection).count()
            words = {"entries": entries, "count": count, "rest": count - len(entries)}
            extra_context = {**(extra_context or {}), **words}
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj) -> None:
        collections.delete(obj, by=request.user)

    def save_model(self, request, obj, form, change) -> None:
        words = {"name": obj.name, "description": obj.description}
        if change:
            collections.rename(obj, by=request.user, **words)
        else:
            obj.pk = collections.create(by=request.user, **words).pk

    def render_change_form(self, request, context, *args, **kwargs):
        collection = context["original"]
        if collection is not None:
            entries = self._entries(collection, request.user)
            context["entries"] = entries[:SHOWN]
            context["has_more"] = len(entries) > SHOWN
        return super().render_change_form(request, context, *args, **kwargs)

    def order_view(self, request, pk: int) -> HttpResponse:
        """POST sorts the images by their numbers and takes out the marked ones.

        ``earlier`` and ``later`` move one image by a place, for pages without JavaScript.
        """
        collection = self.thing_or_404(request, pk)
        if not self.has_change_permission(request, collection):
            raise PermissionDenied
        if request.method == "POST":
            try:
                self._put_in_order(collection, request)
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("The collection is saved."))
        return HttpResponseRedirect(reverse("admin:media_collection_change", args=[pk]))

    def _put_in_order(self, collection: Collection, request) -> None:
        order = keys(request.POST.getlist("image"))
        for name, step in (("earlier", -1), ("later", 1)):
            moved = keys(request.POST.getlist(name))
            if moved and moved[0] in order:
                place = order.index(moved[0])
                order.insert(max(0, place + step), order.pop(place))
        gone = keys(request.POST.getlist("remove"))
        if gone:
            collections.remove(collection, _images(gone, request.user), by=request.user)
        kept = [key for key in order if key not in gone]
        found = {image.pk: image for image in _images(kept, request.user)}
        # What the page did not show stays behind what it did.
        wanted = [key for key in kept if key in found]
        all_keys = collection.entries.values_list("image", flat=True)
        rest = [key for key in all_keys if key not in found]
        collections.reorder(collection, [*wanted, *rest], by=request.user)

    def _entries(self, collection: Collection, user):
        rows = _shown(user).filter(collection=collection).select_related("image")
        return list(rows[: SHOWN + 1])


def _shown(user) -> QuerySet[CollectionImage]:
    """Places of images that the user may see, in their order."""
    seen = access.visible(Image.objects.all(), user)
    return CollectionImage.objects.filter(image__in=seen)


def _images(wanted: list[int], user) -> list[Image]:
    return list(access.visible(Image.objects.filter(pk__in=wanted[:SHOWN]), user))
