"""Uploading in the admin: a page for many files, an answer for each; ``uploads`` decides."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media import access
from media.admin.library import LibraryAdmin
from media.credits import agencies
from media.credits.lines import credit_fields
from media.decoding import decoder, limits
from media.intake import uploads
from media.library import editing
from media.models import Image
from newsroom.editorial import refusals
from newsroom.editorial.admin.pages import person
from newsroom.editorial.admin.unsaved import attempts, edge
from newsroom.editorial.admin.unsaved.answers import wants_json

from . import image_json, quick
from .quick import QuickForm

logger = logging.getLogger(__name__)

#: The fields of a card, in this order; the image's own form has all of them.
MAIN_FIELDS = (
    "alt_text",
    "caption",
    "credit",
    "creator",
    "agency",
    "supplier",
    "is_pool",
    "rights_category",
    "keywords",
    "restrictions",
    "is_decorative",
)
#: How many collections are offered by name while one is typed.
_COLLECTIONS = 200
#: The HTTP status of the answer to one file.
STATUSES = {"refused": 422, "failed": 503}
ACCEPTED = ".jpg,.jpeg,.png,.webp,.gif,.avif,.heic,.heif,.tif,.tiff,image/*"


class BatchForm(forms.Form):
    """What is said of all files of an upload, before they are stored."""

    credit = QuickForm.base_fields["credit"]
    protect_source = forms.BooleanField(
        label=gettext_lazy("Protect the source"),
        required=False,
        help_text=gettext_lazy(
            "Everything that the file says about its maker, camera and place is removed"
            " before it is stored, and the file itself is not kept."
        ),
    )


class UploadViews(LibraryAdmin):
    """Mixin of ``ImageAdmin``: adding images, and what its page and the editor's dialogs ask."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        views: list[tuple[str, Any, str]] = [
            ("upload/", self.upload_view, "upload"),
            ("credit/", self.credit_view, "credit"),
            ("<uuid:uuid>/quick/", self.quick_view, "quick"),
            ("<uuid:uuid>/give-way/", self.give_way_view, "give_way"),
        ]
        return [
            *(path(route, wrap(view), name=f"media_image_{name}") for route, view, name in views),
            *super().get_urls(),
        ]

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """GET: the page. POST with ``Accept: application/json``: one file; else all at once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST" and wants_json(request):
            answer = take(request.FILES.get("file"), request)
            return JsonResponse(answer, status=STATUSES.get(answer["status"], 200))
        results = []
        if request.method == "POST":
            files: list[Any] = request.FILES.getlist("file") or [None]
            results = [take(file, request) for file in files]
        card = QuickForm(auto_id="card_%s", label_suffix="")
        return self.own_page(
            request, "admin/media/image/upload.html", _("Add pictures"),
            batch=BatchForm(request.POST or None, auto_id="batch_%s"),
            card=card, card_fields=[card[name] for name in MAIN_FIELDS],
            collections=self._collections(request), results=results, accepted=ACCEPTED,
            max_bytes=limits.MAX_BYTES["TIFF"], max_megabytes=decoder.MAX_BYTES // 2**20,
            max_tiff_megabytes=limits.MAX_BYTES["TIFF"] // 2**20, kinds=decoder.kinds(),
        )  # fmt: skip

    def _collections(self, request: HttpRequest) -> list[str] | None:
        """The names of the newest collections; None for those who may not fill any."""
        if not person(request).has_perm("media.change_collection"):
            return None
        newest = access.visible_collections(person(request)).order_by("-created_at")
        return list(newest.values_list("name", flat=True)[:_COLLECTIONS])

    def quick_view(self, request: HttpRequest, uuid) -> JsonResponse:
        """GET: the image's words, as far as they are shown. POST: save the fields sent."""
        image, user = get_object_or_404(Image, uuid=uuid), person(request)
        if not access.may_preview(image, user):
            raise Http404
        if request.method != "POST":
            return JsonResponse({"image": image_json.for_user(image, user)})
        try:
            answer = quick.save(image, request.POST, by=user)
        except refusals.Refused as refusal:
            answer = quick.Answer({"__all__": str(refusal)})
        # Refused or saved: what is stored now is what the next save begins from.
        stored = image_json.for_user(Image.objects.get(pk=image.pk), user)
        if answer.errors:
            told = {"errors": answer.errors, "questions": answer.questions, "image": stored}
            return JsonResponse(told, status=422)
        return JsonResponse({"image": stored})

    def credit_view(self, request: HttpRequest) -> JsonResponse:
        """``?credit=`` takes a printed line apart; else the parts print their line."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = {name: text[:1000] for name, text in request.GET.dict().items()}
        parts: dict[str, Any] = (
            credit_fields(asked["credit"], names=agencies.known().names)
            if "credit" in asked
            else {
                "creator": asked.get("creator", ""),
                "is_pool": asked.get("is_pool") == "true",
                "agency": asked.get("agency", ""),
                "supplier": asked.get("supplier", ""),
                "credit_line": asked.get("credit_line", ""),
            }
        )
        image = Image(**parts)
        agencies.print_credit(image)
        return JsonResponse({"fields": parts, "line": image.printed_credit})

    def give_way_view(self, request: HttpRequest, uuid) -> HttpResponse:
        """POST ``into``: the other image takes this one's place, and that of its file."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        visible = access.visible(Image.objects.all(), person(request))
        image = get_object_or_404(visible, uuid=uuid)
        choosable = access.choosable(Image.objects.all(), person(request))
        into = get_object_or_404(choosable, uuid=_id(request.POST.get("into")))
        if not self.has_change_permission(request, image):
            raise PermissionDenied
        try:
            editing.give_way(image, into=into, by=person(request))
        except refusals.Refused as refusal:
            return JsonResponse({"message": str(refusal)}, status=422)
        return JsonResponse({"image": image_json.brief(into, person(request))})


def take(file: UploadedFile | None, request: HttpRequest) -> dict[str, Any]:
    """Take one file of an upload; says what became of it, with the sentence for the person."""
    if file is None:
        return refused("", _("No file was sent. Choose a picture and send it again."), "none")
    batch, user = BatchForm(request.POST), person(request)
    batch.is_valid()
    line, is_protected = batch.cleaned_data.get("credit"), batch.cleaned_data["protect_source"]
    fields = credit_fields(line, names=agencies.known().names) if line else {}
    try:
        examined = uploads.examine(file)
        near = [
            image_json.brief(one.image, user)
            for one in examined.near
            if access.may_choose_again(one.image, user)
        ]
        image, is_duplicate = attempts.until_taken(
            lambda: uploads.keep(examined, by=user, protect_source=is_protected, **fields)
        )
    except refusals.Refused as refusal:
        return refused(file.name or "", str(refusal), refusal.code)
    except Error as error:
        # The files sent before it are stored, and the answer reports them.
        trouble = edge.trouble_of(error)
        logger.exception("A picture could not be recorded.")
        return {"status": "failed", "name": file.name, "code": "not_stored",
                "message": trouble.dialog}  # fmt: skip
    if is_duplicate:
        return {
            "status": "duplicate",
            "name": file.name,
            "image": image_json.for_user(image, user) | image_json.uses_of(image, user),
            "message": _("This picture is already in the library."),
        }
    return {
        "status": "accepted",
        "name": file.name,
        "image": image_json.for_user(image, user),
        "near": near,
        "leases": [image_json.of_lease(lease) for lease in image.leases.undecided()],
        "conflicts": image_json.conflicts_of(image),
        "message": " ".join([_("Added to the library."), *examined.notes]),
    }


def refused(name: str, message: str, code: str) -> dict[str, Any]:
    return {"status": "refused", "name": name, "message": message, "code": code}


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
