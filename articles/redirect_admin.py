"""Redirects in the admin: one by one, and all as CSV."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from newsroom.editorial.admin.access import OthersAdmin
from newsroom.editorial.admin.conflicts.together import TogetherAdmin
from newsroom.editorial.publication import ledger

from . import redirect_csv
from .models import Redirect
from .redirect_forms import RedirectForm

_LARGEST_FILE = 5_000_000


class ImportForm(forms.Form):
    lines = forms.CharField(
        label=_("Lines"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_("An old address, a comma, and where it leads; one redirect a line."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("CSV in UTF-8, such as the export."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > _LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(
                _("The file is not text in UTF-8. Save it as “CSV UTF-8”.")
            ) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("lines", "").strip() or cleaned.get("file")):
            raise forms.ValidationError(_("Enter some lines, or choose a file."))
        return cleaned

    @property
    def text(self) -> str:
        return self.cleaned_data["file"] or self.cleaned_data["lines"]


@admin.register(Redirect)
class RedirectAdmin(OthersAdmin, TogetherAdmin):
    desk_group = "setup"
    form = RedirectForm
    change_list_template = "articles/admin/redirect_list.html"
    list_display = ["old_path", "leads_to", "hits", "last_hit_at", "created_at"]
    list_select_related = ["article", "page"]
    search_fields = ["old_path", "target"]
    raw_id_fields = ["article", "page"]

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("export/", wrap(self.export_view), name="articles_redirect_export"),
            path("import/", wrap(self.import_view), name="articles_redirect_import"),
            *super().get_urls(),
        ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        super().save_related(request, form, formsets, change)
        ledger.raise_plans()
        if form.is_dead:
            messages.warning(
                request,
                gettext("At present readers find nothing at “%(target)s”.")
                % {"target": form.instance.target},
            )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        ledger.raise_plans()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        ledger.raise_plans()

    @admin.display(description=_("leads to"))
    def leads_to(self, redirect: Redirect) -> str:
        return str(redirect.article or redirect.page or redirect.target)

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return StreamingHttpResponse(
            redirect_csv.lines(),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": 'attachment; filename="redirects.csv"',
                "Cache-Control": "no-store",
            },
        )

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks for lines or a file; POST stores what is right, and says what is not."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        is_sent = request.method == "POST"
        form = ImportForm(*((request.POST, request.FILES) if is_sent else ()))
        result = None
        if is_sent and form.is_valid():
            result = redirect_csv.take(form.text)
            messages.success(request, _told(result))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Import redirects"),
            "opts": self.opts,
            "form": form,
            "result": result,
        }
        return TemplateResponse(request, "articles/admin/redirect_import.html", context)


def _told(result: redirect_csv.Result) -> str:
    counts = [
        (result.added, ngettext("%d added", "%d added", result.added)),
        (result.changed, ngettext("%d changed", "%d changed", result.changed)),
        (result.unchanged, ngettext("%d unchanged", "%d unchanged", result.unchanged)),
        (len(result.refused), ngettext("%d refused", "%d refused", len(result.refused))),
    ]
    said = ", ".join(text % count for count, text in counts if count)
    return gettext("Redirects: %(counts)s.") % {"counts": said or "0"}
