"""The settings in the admin: their form, what they were at each save, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import path, reverse
from django.utils.translation import gettext as _

from newsroom.editorial.admin.conflicts import differences
from newsroom.editorial.admin.conflicts.together import tell_kept
from newsroom.editorial.admin.pages import RequestAdmin, person
from newsroom.editorial.refusals import Refused
from newsroom.editorial.rules import access
from newsroom.lib import site_settings

from . import saving
from .forms import SettingsForm
from .members import PICTURE, Member, members
from .models import SettingsRevision

#: Revisions on one page of the history.
PER_PAGE = 50


@admin.register(SettingsRevision)
class SettingsAdmin(RequestAdmin):
    desk_group = "setup"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.changes_settings(person(request))

    has_change_permission = has_view_permission

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path(at, wrap(view), name=f"site_settings_settingsrevision_{name}")
            for at, view, name in (
                ("", self.changelist_view, "changelist"),
                ("history/", self.revisions_view, "history"),
                ("<int:number>/", self.revision_view, "revision"),
                ("<int:number>/restore/", self.restore_view, "restore"),
            )
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form of the newest revision."""
        self._refuse_others(request)
        newest = SettingsRevision.objects.first()
        stored = newest.values if newest else {}
        began = _number(request.POST.get("revision", ""), default=newest.number if newest else 0)
        if request.method != "POST":
            return self._form_page(request, SettingsForm(began=stored, stored=stored), began)
        then = SettingsRevision.objects.filter(number=began).first()
        form = SettingsForm(
            request.POST, request.FILES, began=then.values if then else {}, stored=stored
        )
        if form.is_valid():
            try:
                return self._saved(request, form, newest)
            except Refused as refusal:
                form.add_error(None, str(refusal))
        return self._form_page(request, form, began)

    def _saved(
        self, request: HttpRequest, form: SettingsForm, newest: SettingsRevision | None
    ) -> HttpResponse:
        before = newest.number if newest else 0
        saved = saving.save(form.changes, by=person(request), since=before)
        if saved is None or saved.number == before:
            messages.info(request, _("Nothing has changed."))
        else:
            messages.success(request, _("The settings were saved, and readers have them."))
        if form.kept:
            tell_kept(request, ", ".join(form.kept))
        return HttpResponseRedirect(_url("changelist"))

    def _form_page(self, request: HttpRequest, form: SettingsForm, began: int) -> HttpResponse:
        return self.own_page(
            request, "site_settings/admin/form.html", _("Site settings"),
            form=form, adminform=AdminForm(form, form.fieldsets, {}, model_admin=self),  # type: ignore[arg-type]
            began=began, shown=site_settings.current(),
        )  # fmt: skip

    def revisions_view(self, request: HttpRequest) -> HttpResponse:
        """Who changed what, newest first; a page begins below a number."""
        self._refuse_others(request)
        rows = SettingsRevision.objects.select_related("created_by").defer("values")
        if "before" in request.GET:
            rows = rows.filter(number__lt=_number(request.GET["before"]))
        found = list(rows[: PER_PAGE + 1])
        labels = {each.name: str(each.label) for each in members()}
        for row in found:
            row.said = ", ".join(labels.get(name, name) for name in row.changed)
        return self.own_page(
            request, "site_settings/admin/history.html", _("History"),
            revisions=found[:PER_PAGE], newest=site_settings.current().number,
            older=found[PER_PAGE - 1].number if len(found) > PER_PAGE else 0,
        )  # fmt: skip

    def revision_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """The settings as they stood, and what the save changed."""
        self._refuse_others(request)
        revision = _revision(number)
        before = SettingsRevision.objects.filter(number__lt=revision.number).first()
        return self.own_page(
            request, "site_settings/admin/revision.html",
            _("Revision %(number)s") % {"number": revision.number},
            revision=revision, newest=site_settings.current().number,
            differences=_differences(before.values if before else {}, revision.values),
            values=[(each.label, said) for each in members()
                    if each.name in revision.values and (said := _said(each, revision.values))],
        )  # fmt: skip

    def restore_view(self, request: HttpRequest, number: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        self._refuse_others(request)
        revision = _revision(number)
        before = site_settings.current().number
        try:
            saved = saving.restore(revision.number, by=person(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(_url("history"))
        numbers = {"old": number, "new": saved.number if saved else before}
        if numbers["new"] == before:
            said = _("Nothing has changed: revision %(new)s says what revision %(old)s said.")
            messages.info(request, said % numbers)
        else:
            said = _("The settings are what they were at revision %(old)s; this is %(new)s.")
            messages.success(request, said % numbers)
        return HttpResponseRedirect(_url("changelist"))

    def _refuse_others(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied


def _url(name: str) -> str:
    return reverse(f"admin:site_settings_settingsrevision_{name}")


def _number(text: str, default: int = 0) -> int:
    """A number that a column holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else default


def _revision(number: int) -> SettingsRevision:
    found = SettingsRevision.objects.select_related("created_by").filter(number=min(number, 10**18))
    if (revision := found.first()) is None:
        raise Http404
    return revision


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"label": each.label, "marked": differences.marked(_said(each, before), _said(each, after))}
        for each in members()
        if before.get(each.name) != after.get(each.name)
    ]


def _said(member: Member, values: Mapping[str, Any]) -> str:
    """The value as people read it."""
    value = values.get(member.name, "")
    if member.kind == PICTURE and value:
        size = {"width": value["width"], "height": value["height"], "file": value["file"]}
        return _("%(width)s × %(height)s pixels, %(file)s") % size
    return str(dict(member.choices()).get(value, value))
