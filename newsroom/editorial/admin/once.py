"""A new thing is made once, however often its form arrives.

The script sends ``_made_as``, a UUID for each form that is opened. It becomes the public id of what
the form makes. If the answer is lost and the form arrives again, it finds that thing and is saved
as a change to it, so what was typed in between is kept too.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from .pages import RequestAdmin


def made_as(request: HttpRequest) -> UUID | None:
    """The public id that the form's script proposes; None without the script."""
    try:
        return UUID(request.POST.get("_made_as", ""))
    except ValueError:
        return None


class OnceAdmin(RequestAdmin):
    """An admin whose new things come from ``made_as``, where their table has public ids."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            made = self._made(request)
            if made is None:
                try:
                    return super().changeform_view(request, None, form_url, extra_context)
                except IntegrityError:
                    # The first request was still being answered when this one began.
                    made = self._made(request)
                    if made is None:
                        self._refuse_others(request)
                        raise
            if not self.has_change_permission(request, made):
                # That save handed it in, and the desk has it now.
                messages.info(request, _("It was already saved, as you see it here."))
                return HttpResponseRedirect(self.url("change", made))
            object_id = str(made.pk)
            request.POST = self.as_change(request.POST.copy())
        return super().changeform_view(request, object_id, form_url, extra_context)

    def as_change(self, data: Any) -> Any:
        """The fields of the form that made a thing, as the fields of a change to it."""
        return data

    def save_form(self, request: HttpRequest, form: Any, change: Any) -> Any:
        obj = super().save_form(request, form, change)
        public_id = made_as(request)
        if not change and public_id and _has_public_id(self.model):
            obj.uuid = public_id
        return obj

    def _refuse_others(self, request: HttpRequest) -> None:
        """Refuse a public id that somebody else's thing already has."""
        if (
            _has_public_id(self.model)
            and self.model._base_manager.filter(uuid=made_as(request)).exists()
        ):
            raise PermissionDenied

    def _made(self, request: HttpRequest) -> models.Model | None:
        public_id = made_as(request)
        if public_id is None or not _has_public_id(self.model):
            return None
        return self.get_queryset(request).filter(uuid=public_id).first()


def _has_public_id(model: type[models.Model]) -> bool:
    try:
        return bool(model._meta.get_field("uuid"))
    except FieldDoesNotExist:
        return False
