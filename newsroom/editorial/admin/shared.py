"""The admin of what many items name: authors, tags, sections; images and videos build on it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.accounts.models import User
from newsroom.editorial import registry
from newsroom.editorial.acts import shared_things
from newsroom.editorial.models import Shared
from newsroom.editorial.publication import recompilation
from newsroom.editorial.refusals import Refused
from newsroom.editorial.rules import access
from newsroom.lib.likely import likely

from . import autocomplete
from .access import KnownAdmin
from .conflicts.together import TogetherAdmin
from .pages import person
from .slugged import remember_address


class MergeForm(forms.Form):
    """Which one stays."""

    into = forms.CharField(label=gettext_lazy("Merge into"))

    def __init__(self, *args: Any, thing: Shared, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing, self.user = thing, user
        self.kind = registry.type_of_shared(thing).name
        self.fields["into"].widget.attrs["data-pick"] = self.kind

    def clean_into(self) -> Shared:
        found: Shared = autocomplete.resolve(self.kind, self.user, self.cleaned_data["into"])
        if found.pk == self.thing.pk:
            raise ValidationError(_("Choose another one."), code="same")
        return found


class _ClosedForm(forms.ModelForm):  # type: ignore[type-arg]
    user: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closed = bool(access.why_not_change(self.instance, self.user))
        for field in self.fields.values():
            field.disabled = field.disabled or closed


class RetiredFilter(admin.SimpleListFilter):
    """What may be chosen for new stories, unless somebody asks for the rest."""

    title = gettext_lazy("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("retired", gettext_lazy("Retired")), ("all", gettext_lazy("All"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": _("In use")}, *others]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "all":
            return queryset
        if self.value() == "retired":
            return queryset.exclude(retired_at=None)
        return queryset.filter(likely(Q(retired_at=None)))


class SharedAdmin(KnownAdmin, TogetherAdmin):
    """Saving tells the kernel, in the same transaction: what shows the thing is recompiled."""

    desk_group = "library"
    change_form_template = "editorial/shared_form.html"
    actions = None
    list_filter: ClassVar[tuple[Any, ...]] = (RetiredFilter,)

    def get_urls(self) -> list[Any]:
        label = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/merge/", wrap(self.merge_view), name=f"{label}_merge"),
            path("<path:object_id>/retire/", wrap(self.retire_view), name=f"{label}_retire"),
            *super().get_urls(),
        ]

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        """In a list that is edited in place, the rows that the user may not change are closed."""
        form: Any = super().get_changelist_form(request, **kwargs)
        return type(form)(form.__name__, (_ClosedForm, form), {"user": person(request)})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        remember_address(obj, form)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        super().save_related(request, form, formsets, change)
        recompilation.changed(form.instance)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what nothing ever named; anything else is merged or retired."""
        if obj is None or not super().has_delete_permission(request, obj):
            return False
        return not self.once("is_named", obj.pk, lambda: shared_things.is_named(obj))

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        thing = context.get("original")
        if thing is not None:
            context["used"] = uses_of(thing, person(request))
            if not access.why_not_retire(thing, person(request)):
                context["merge_url"] = self.url("merge", thing)
                context["retire_url"] = self.url("retire", thing)
        return super().render_change_form(request, context, *args, **kwargs)

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET shows where it is used and asks for the one that stays; POST merges."""
        thing = self._thing(request, object_id)
        form = MergeForm(request.POST or None, thing=thing, user=request.user)
        if request.method == "POST" and form.is_valid():
            into = form.cleaned_data["into"]
            try:
                shared_things.merge(thing, into=into, by=person(request))
            except Refused as refusal:
                form.add_error("into", str(refusal))
            else:
                messages.success(
                    request,
                    _("“%(old)s” is now “%(new)s” everywhere.") % {"old": thing, "new": into},
                )
                return HttpResponseRedirect(self.url("change", into))
        return self.own_page(
            request, "editorial/merge.html", _("Merge"), subtitle=str(thing), thing=thing,
            form=form, used=uses_of(thing, person(request)), change_url=self.url("change", thing),
        )  # fmt: skip

    def retire_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """POST ``way``: "retire" or "bring_back". If two people press it, it is done once."""
        thing = self._thing(request, object_id)
        ways = {
            "retire": (shared_things.retire, _("Retired: it is no longer offered.")),
            "bring_back": (shared_things.bring_back, _("It is offered again.")),
        }
        way = request.POST.get("way") or ("bring_back" if thing.retired_at else "retire")
        if request.method == "POST" and way in ways:
            act, said = ways[way]
            try:
                if act(thing, by=person(request)):
                    messages.success(request, said)
                else:
                    messages.info(
                        request, _("Nothing has changed: somebody else had already done it.")
                    )
            except Refused as refusal:
                messages.error(request, str(refusal))
        return HttpResponseRedirect(self.url("change", thing))

    def _thing(self, request: HttpRequest, object_id: str) -> Any:
        thing = self.thing_or_404(request, object_id)
        if access.why_not_retire(thing, person(request)):
            raise PermissionDenied
        return thing


#: Editions named one by one; beyond them a number says enough.
SHOWN_USES = 20


def uses_of(thing: Shared, user: User) -> shared_things.Uses:
    """Where readers see it, or will: the first few as the user may know them, and how many."""
    return shared_things.uses(thing, user=user, shown=SHOWN_USES)
