"""Every revision and act of an item, any two revisions side by side, and the way back to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.editorial.admin.conflicts import differences
from newsroom.editorial.admin.pages import ItemPages, person
from newsroom.editorial.drafts import log, revisions
from newsroom.editorial.models import Item, LogEntry, Revision
from newsroom.editorial.models.states import State
from newsroom.editorial.refusals import Refused
from newsroom.editorial.rules import workflow

#: Rows of the history on one page: a year of a busy story.
LIMIT = 400

CAUSES = {
    "saved": gettext_lazy("Saved"),
    "restored": gettext_lazy("Restored"),
    "discarded": gettext_lazy("Update discarded"),
    "imported": gettext_lazy("Imported"),
}


@dataclass(frozen=True)
class Event:
    """A row of the history: a revision, or an act from the log."""

    at: datetime
    who: str
    what: str
    note: str
    revision: int | None = None
    is_act: bool = False
    state: str = ""


class HistoryViews(ItemPages):
    """Mixin of ``ItemAdmin``."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        item = self.item_or_404(request, object_id)
        events = _events(item)
        return self.page(
            request, item, "editorial/history.html", title=_("History"),
            events=events,
            numbers=[e.revision for e in events if not e.is_act],
            can_restore=self.has_change_permission(request, item),
        )  # fmt: skip

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """``?from=3&to=5``; without: the newest revision with the one before."""
        item = self.item_or_404(request, object_id)
        newer = self._revision(item, request.GET.get("to"), default=item.revision)
        older = self._revision(item, request.GET.get("from"), default=max(newer.number - 1, 1))
        before, after = revisions.snapshot_of(item, older), revisions.snapshot_of(item, newer)
        names = revisions.compare(before, after)
        return self.page(
            request, item, "editorial/compare.html", title=_("Compare revisions"),
            older=older, newer=newer,
            differences=differences.shown(item, before, after, names, person(request)),
        )  # fmt: skip

    def restore_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        item = self.item_or_404(request, object_id)
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        before = item.revision
        try:
            revision, left_out = revisions.restore(item, number, by=person(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.url("history", item))
        numbers = {"old": number, "new": revision.number}
        if revision.number == before:
            said = _("Nothing has changed: revision %(new)s says what revision %(old)s said.")
            messages.info(request, said % numbers)
        else:
            said = _("The draft is what it was at revision %(old)s; this is revision %(new)s.")
            messages.success(request, said % numbers)
        for sentence in left_out:
            messages.warning(request, sentence)
        return HttpResponseRedirect(self.url("change", item))

    def _revision(self, item: Item, number: str | None, *, default: int) -> Revision:
        try:
            return revisions.get(item, int(number) if number else default)
        except (ValueError, Refused):
            raise Http404 from None


def _events(item: Item) -> list[Event]:
    """Revisions and log entries in one list, newest first."""
    kept = item.revisions.defer("snapshot").select_related("created_by")[:LIMIT]
    acts = [e for e in log.of(item)[:LIMIT] if e.act != "edited"]
    events = [_of_revision(r) for r in kept] + [_of_act(item, e) for e in acts]
    events.sort(key=lambda e: (e.at, e.is_act), reverse=True)
    return events


def _of_revision(revision: Revision) -> Event:
    what = CAUSES.get(revision.cause, revision.cause)
    return Event(
        revision.created_at, _who(revision.created_by), str(what), revision.note,
        revision=revision.number,
    )  # fmt: skip


def _of_act(item: Item, entry: LogEntry) -> Event:
    labels = {t.name: str(t.label) for t in workflow.table(item)}
    state = ""
    if entry.to_state and entry.from_state != entry.to_state:
        state = str(State(entry.to_state).label)
    return Event(
        entry.at, _who(entry.by), labels.get(entry.act, entry.act), entry.note,
        revision=entry.revision_number, is_act=True, state=state,
    )  # fmt: skip


def _who(user: Any) -> str:
    return str(user) if user else _("The system")
