"""The picture desk's reports, on one page: each a short list of what to look at."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from media import access
from media.admin.library import LibraryAdmin
from media.library import reports
from newsroom.editorial import clock


@dataclass(frozen=True)
class Report:
    """A headed list; ``empty`` stands there when there is nothing, ``url`` leads to all of it."""

    name: str
    heading: str
    lines: list[reports.Line]
    empty: str
    url: str = ""
    #: What ``number`` counts: "stories" or "attempts".
    counts: str = ""


class ReportViews(LibraryAdmin):
    """Mixin of ``ImageAdmin``: the page of reports."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.reports_view)
        return [path("reports/", view, name="media_image_reports"), *super().get_urls()]

    def reports_view(self, request) -> HttpResponse:
        if not self.has_view_permission(request) or not access.sees_all(request.user):
            raise PermissionDenied
        found = _reports()
        return self.own_page(
            request, "admin/media/reports.html", _("Reports"),
            reports=found,
        )  # fmt: skip


def _reports() -> list[Report]:
    at = clock.now()
    grid: Any = reverse("admin:media_image_changelist")
    return [
        Report(
            "ending", _("Ending within 7 days"), reports.ending(at),
            _("No rights end within 7 days."), f"{grid}?rights=ending-7d",
        ),
        Report(
            "uncredited", _("Live without credit"), reports.without_credit(at),
            _("Every picture that readers see has its credit."), f"{grid}?lacks=credit",
        ),
        Report(
            "undecided", _("Proposals to decide"), reports.undecided(),
            _("Nothing waits for a decision."), f"{grid}?rights=undecided",
        ),
        Report(
            "most-used", _("Most used, 30 days"), reports.most_used(at),
            _("No story of the last 30 days shows a picture."), counts="stories",
        ),
        Report(
            "costs", _("Paid for each use, 30 days"), reports.paid_per_use(at),
            _("No story of the last 30 days shows a picture that is paid for each use."),
            counts="stories",
        ),
        Report(
            "failed", _("Files that could not be made"), reports.failed(),
            _("All files have been made."), counts="attempts",
        ),
    ]  # fmt: skip
