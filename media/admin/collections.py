"""Collections in the admin: their pictures in an order that people set."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from newsroom.editorial.refusals import Refused

from .. import access, collecting
from ..models import Collection, Image
from .library import LibraryAdmin, keys

#: Pictures shown, and put in order, at once.
SHOWN = 200
#: Pictures shown of a collection before it is deleted.
SHOWN_LAST = 24


@admin.register(Collection)
class CollectionAdmin(LibraryAdmin):
    list_display = ["name", "description", "created_by", "created_at"]
    list_select_related = ["created_by"]
    search_fields = ["name"]
    fields = ["name", "description"]
    actions = None
    show_full_result_count = False
    change_list_template = "editorial/item_list.html"
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

    def has_delete_permission(self, request, obj=None) -> bool:
        if obj is None:
            return self.has_change_permission(request)
        return access.may_delete_collection(obj, request.user)

    def get_deleted_objects(self, objs, request):
        """Its places go with it, which are no things of their own; nothing protects it."""
        return [], {}, set(), []

    def delete_view(self, request, object_id, extra_context=None):
        collection = self.get_object(request, object_id)
        if collection is not None:
            entries = self._entries(collection, request.user)[:SHOWN_LAST]
            count = collection.entries.count()
            words = {"entries": entries, "count": count, "rest": count - len(entries)}
            extra_context = {**(extra_context or {}), **words}
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj) -> None:
        collecting.delete(obj, by=request.user)

    def save_model(self, request, obj, form, change) -> None:
        words = {"name": obj.name, "description": obj.description}
        if change:
            collecting.rename(obj, by=request.user, **words)
        else:
            obj.pk = collecting.create(by=request.user, **words).pk

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None  # noqa: FBT002
    ):  # fmt: skip
        if obj is not None:
            entries = self._entries(obj, request.user)
            context["entries"] = entries[:SHOWN]
            context["has_more"] = len(entries) > SHOWN
        return super().render_change_form(request, context, add, change, form_url, obj)

    def order_view(self, request, pk: int) -> HttpResponse:
        """POST puts the pictures in the order of their numbers and takes out those that are marked.

        ``earlier`` and ``later`` move one picture by a place: the way without JavaScript.
        """
        collection = self.get_object(request, str(pk))
        if collection is None:
            raise Http404
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
            collecting.remove(collection, _images(gone, request.user), by=request.user)
        kept = [key for key in order if key not in gone]
        found = {image.pk: image for image in _images(kept, request.user)}
        # What the page did not show stays behind what it did.
        wanted = [key for key in kept if key in found]
        all_keys = collection.entries.values_list("image", flat=True)
        rest = [key for key in all_keys if key not in found]
        collecting.reorder(collection, [*wanted, *rest], by=request.user)

    def _entries(self, collection: Collection, user):
        shown = access.visible(Image.objects.all(), user)
        rows = collection.entries.filter(image__in=shown).select_related("image")
        return list(rows[: SHOWN + 1])


def _images(wanted: list[int], user) -> list[Image]:
    return list(access.visible(Image.objects.filter(pk__in=wanted[:SHOWN]), user))
