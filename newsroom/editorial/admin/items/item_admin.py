"""The admin of everything that passes the workflow. It declares and asks; the kernel decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import transaction
from django.db.models import Prefetch
from django.forms import all_valid
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from js_asset import Media

from newsroom.editorial import clock, registry
from newsroom.editorial.acts import preflight, publishing
from newsroom.editorial.admin.access import KnownAdmin
from newsroom.editorial.admin.conflicts.staleness import changed_since, take_theirs
from newsroom.editorial.admin.conflicts.together import tell_kept
from newsroom.editorial.admin.form_refusals import RefusalAdmin
from newsroom.editorial.admin.pages import person
from newsroom.editorial.drafts import revisions
from newsroom.editorial.fields import BODY, PARTS
from newsroom.editorial.models import DESK_FIELDS, Item
from newsroom.editorial.models.states import State
from newsroom.editorial.refusals import Refused
from newsroom.editorial.rules import access, labels, visibility, workflow

from . import problems
from .forms import EmbargoForm, ItemForm, stale_message
from .history import HistoryViews
from .lists import ItemChangeList, ItemColumns
from .transitions import StepViews


@dataclass
class Saved:
    """What a request has saved; the steps that follow are taken once that is committed."""

    item: Item
    form: ItemForm
    is_new_revision: bool


class ItemAdmin(StepViews, HistoryViews, ItemColumns, KnownAdmin, RefusalAdmin):
    form: type[ItemForm] = EmbargoForm
    change_form_template = "editorial/item_form.html"
    desk_group = "items"
    actions = None
    sortable_by = ("changed",)
    list_select_related: ClassVar[tuple[str, ...]] = ("saved_by",)
    #: What the columns of the list look up, beside ``list_select_related``.
    list_prefetch: tuple[Prefetch[Any], ...] = ()
    #: What the columns of the list read of the item and of what they look up. Empty: everything.
    list_only: tuple[str, ...] = ()
    #: Where the preflight panel leads for a field that has another id in the form.
    field_anchors: dict[str, str] = {}
    #: The form's groups of fields: name in the declarations of the fields, title, classes.
    groups: Sequence[tuple[str, Any, tuple[str, ...]]] = ()
    saved: Saved | None = None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Every declared field in its group, in the order of the declarations."""
        fields = registry.type_of(self.model()).fields
        named = {
            name: [each.typed_as for each in fields if each.group == name]
            for name, _title, _classes in self.groups
        }
        named["desk"] = [*DESK_FIELDS, *named["desk"]]
        return [(title, {"classes": c, "fields": named[name]}) for name, title, c in self.groups]

    # --- Who ---

    def has_delete_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        """Items are spiked, withdrawn or killed; nothing that was written is lost."""
        return False

    def barred(self, request: HttpRequest, item: Item) -> dict[str, str]:
        """The parts the user may not change, with reasons, as they were before the save."""
        return self.once("barred", item.pk, lambda: access.barred(item, person(request)))

    def get_readonly_fields(self, request: HttpRequest, obj: Item | None = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        item = obj or self._fresh(request)
        parts, barred = registry.type_of(item).parts, self.barred(request, item)
        open_ones = [part for part in PARTS if part not in barred]
        closed = [
            name
            for name in flatten_fieldsets(self.get_fieldsets(request, obj))
            if not (parts.get(name) in open_ones or (open_ones and parts.get(name) == BODY))
        ]
        return [*fixed, *(name for name in closed if name not in fixed)]

    def _fresh(self, request: HttpRequest) -> Item:
        """A new item is the writer's own."""
        fresh: Item = self.model(created_by=person(request), state=State.DRAFT)
        return fresh

    # --- Where ---

    def get_urls(self) -> list[Any]:
        label = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/step/<slug:name>/", wrap(self.step_view), name=f"{label}_step"),
            path("<path:object_id>/compare/", wrap(self.compare_view), name=f"{label}_compare"),
            path(
                "<path:object_id>/restore/<int:number>/", wrap(self.restore_view),
                name=f"{label}_restore",
            ),
            *super().get_urls(),
        ]  # fmt: skip

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Item | None:
        """While a form is saved the row is locked: "is it stale?" is asked once and holds."""
        item: Item | None = super().get_object(request, object_id, from_field)
        if item is None or request.method != "POST":
            return item
        if not transaction.get_connection().in_atomic_block:
            return item
        return next(iter(revisions.lock([item])), None)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ItemChangeList]:
        return ItemChangeList

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Things that are named are made and changed on their own pages, not in pop-ups."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    # --- Saving ---

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: Any = None, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        form.typed_snapshot = staticmethod(partial(self._snapshot_typed, request))
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().changeform_view(request, *args, **kwargs)
        return self._after_save(request, self.saved) if self.saved else response

    def as_change(self, data: Any) -> Any:
        """The form's own result is revision 1, so nobody who saved since is overwritten."""
        data["revision"] = "1"
        return data

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """The draft's rows are all written here, so here, and once, its revision is recorded."""
        super().save_related(request, form, formsets, change)
        form.save_lists()
        item, before = form.instance, form.instance.revision
        for sentence in take_theirs(item, form.takes_theirs) if change else ():
            messages.warning(request, sentence)
        barred = self.barred(request, item if change else self._fresh(request))
        revisions.save(item, by=person(request), expected=before if change else None, barred=barred)
        self.saved = Saved(item, form, is_new_revision=item.revision != before)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Items have a history and a log of their own."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Items have a history and a log of their own."""

    def response_add(
        self, request: HttpRequest, obj: Item, post_url_continue: str | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(self.url("change", obj))

    def response_change(self, request: HttpRequest, obj: Item) -> HttpResponse:
        return HttpResponseRedirect(self.url("change", obj))

    def _after_save(self, request: HttpRequest, saved: Saved) -> HttpResponse:
        """The acts that were asked for with the save, each in a transaction of its own."""
        item, name = saved.item, request.POST.get("_step", "")
        self._tell_saved(request, saved, step=name)
        self.after_save(request, saved)
        if _saves_first(item, name):
            return self.take_after_save(request, item, name)
        return HttpResponseRedirect(self.url("change", item))

    def _tell_saved(self, request: HttpRequest, saved: Saved, *, step: str) -> None:
        """Say what this save was: a revision, a note to the desk, or nothing at all."""
        number, form = {"number": saved.item.revision}, saved.form
        if saved.is_new_revision:
            messages.success(request, _("Saved as revision %(number)s.") % number)
        elif {"assigned_to", "embargo"} & set(form.changed_data):
            messages.success(
                request,
                _("Saved. The text is unchanged: it is still revision %(number)s.") % number,
            )
        elif not _saves_first(saved.item, step):
            messages.info(
                request, _("Nothing has changed: it is still revision %(number)s.") % number
            )
        if form.meeting and form.meeting.kept:
            labels = ", ".join(shown.label for shown in form.meeting.kept)
            tell_kept(request, labels)

    def after_save(self, request: HttpRequest, saved: Saved) -> None:
        """Set the embargo where the form asks for one: an act of its own, with its own rules."""
        if "embargo" not in saved.form.changed_data:
            return
        until = saved.form.cleaned_data["embargo"]
        if until == saved.item.embargo_until:
            return
        try:
            said = publishing.set_embargo(saved.item, by=person(request), until=until)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return
        for sentence in said:
            messages.warning(request, sentence)

    # --- The page ---

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        item: Item | None = context.get("original")
        if request.method == "POST" and item is not None:
            context.update(self._stale_context(context["adminform"].form, item))
        context.update(self._bar(request, item))
        # The editor's import map is an inline script: it carries the page's nonce.
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        return super().render_change_form(request, context, *args, **kwargs)

    def _bar(self, request: HttpRequest, item: Item | None) -> dict[str, Any]:
        at = clock.now()
        if item is None:
            fresh = self._fresh(request)
            buttons = self.buttons(request, fresh, visibility.Standing(), can_save=True)
            saving = [b for b in (buttons.natural, *buttons.others) if b and b.saves]
            return {
                "natural": next(iter(saving), None),
                "others": saving[1:],
                "can_save": True,
                "closed": list(self.barred(request, fresh).values()),
            }
        now = visibility.standing(item, at)
        barred = self.why_not_change(request, item)
        buttons = self.buttons(request, item, now, can_save=not barred)
        return {
            "item": item,
            "labels": labels.of(item, now, at=at),
            "shape": State(item.state).shape,
            "natural": buttons.natural,
            "others": buttons.others,
            "can_save": not barred,
            "barred": barred,
            "closed": [] if barred else list(self.barred(request, item).values()),
            "problems": self._problems(request, item, at),
            "history_url": self.url("history", item),
            "preview_url": preview_url(item),
            "live_url": now.live.card.get("url", "") if now.live else "",
            "was_live": now.was_live,
        }

    def _problems(self, request: HttpRequest, item: Item, at: Any) -> list[problems.Shown]:
        if item.state == State.SPIKED:
            return []
        found = preflight.problems(item, at=at)
        return problems.shown(found, anchors=self.field_anchors, user=person(request))

    def _stale_context(self, form: ItemForm, item: Item) -> dict[str, Any]:
        if not form.stale:
            return {}
        meeting = form.meeting
        said: dict[str, Any] = {"stale_message": stale_message(item)}
        if meeting is None:
            began_from, user = form.began_from(), form.user
            return {**said, "changed_since": changed_since(item, began_from=began_from, user=user)}
        form.show_meeting()
        missing = [conflict for conflict in meeting.open if conflict.was_asked]
        said |= {"conflicts": meeting.conflicts, "changed_since": meeting.kept, "is_kept": True}
        if missing:
            said |= {"stale_message": "", "missing_choices": missing}
        # Nothing else is wrong with the form: the comparison says all there is to say.
        return {**said, "errors": []} if form.is_only_stale() else said

    def _snapshot_typed(self, request: HttpRequest, sent: ItemForm) -> dict[str, Any] | None:
        """What a form would save, as a snapshot: saved in a savepoint and rolled back.

        None if the form has its own errors.
        """
        fresh = self.get_object(request, str(sent.instance.pk))
        if fresh is None:
            return None
        form_class = self.get_form(request, fresh, change=True)
        form = form_class(sent.data, request.FILES, instance=fresh)
        form.is_trial = True
        formsets, _inlines = self._create_formsets(  # type: ignore[attr-defined]
            request, form.instance, change=True
        )
        if not form.is_valid() or not all_valid(formsets):
            return None
        item_type = registry.type_of(fresh)
        try:
            with transaction.atomic():
                draft = super().save_form(request, form, change=True)
                self.save_model(request, draft, form, change=True)
                super().save_related(request, form, formsets, change=True)
                form.save_lists()
                item_type.prepare(form.instance)
                words = item_type.snapshot(form.instance)
                transaction.set_rollback(True)
        except Refused:
            return None
        return words


def _saves_first(item: Item, name: str) -> bool:
    return any(t.name == name and t.row.saves_first for t in workflow.table(item))


def preview_url(item: Item) -> str:
    """Where the public templates show the draft to staff; empty while nothing serves it."""
    try:
        return reverse("preview-item", args=[registry.type_of(item).name, item.uuid])
    except NoReverseMatch:
        return ""
