"""The rights of one image: what holds in words, its leases, what its file says, its log."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import LogEntry as FormEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media import access
from media.admin.library import LibraryAdmin
from media.intake import metadata_choice
from media.library import caption_credit, usage
from media.models import Image, Lease, LeaseKind, LeaseScope
from media.rights import leases, wording
from newsroom.editorial import clock
from newsroom.editorial.admin.items.instant_fields import InstantField
from newsroom.editorial.admin.unsaved.answers import wants_json
from newsroom.editorial.models import LogEntry
from newsroom.editorial.refusals import Refused

from . import image_json

_LOGGED = 20
_DECISIONS: dict[str, tuple[Callable[..., Lease], Any]] = {
    "confirm": (leases.confirm_lease, gettext_lazy("The proposal is confirmed.")),
    "dismiss": (leases.dismiss_lease, gettext_lazy("Dismissed: the lease no longer applies.")),
}


class LeaseForm(forms.Form):
    """A lease; people who may only bar are offered nothing else."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.RadioSelect)
    scope = forms.ChoiceField(
        label=gettext_lazy("For"), choices=LeaseScope.choices, widget=forms.RadioSelect,
        initial=LeaseScope.PUBLICATION,
    )  # fmt: skip
    starts_at = InstantField(label=gettext_lazy("From"), required=False)
    ends_at = InstantField(label=gettext_lazy("Until"), required=False)
    places = forms.CharField(
        label=gettext_lazy("Places"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Country codes separated by commas, such as DE, AT. Empty: everywhere."
        ),
    )
    words = forms.CharField(
        label=gettext_lazy("In words"), required=False, max_length=500,
        help_text=gettext_lazy("What the agency or the contract says."),
    )  # fmt: skip

    def __init__(self, *args: Any, user, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = is_new
        kinds = {
            LeaseKind.ALLOW: _("Allow: it may be shown only while one of these runs"),
            LeaseKind.DENY: _("Deny: it is not shown while this runs"),
        }
        if not access.may_change_rights(user):
            del kinds[LeaseKind.ALLOW]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(kinds.items())

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        begins, ends = words.get("starts_at"), words.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("The lease ends before it begins. Correct its times."))
        elif self.is_new and ends and ends <= clock.now():
            self.add_error(
                "ends_at", _("This time has passed: the lease would change nothing or "
                             "end everything. Give a later one.")
            )  # fmt: skip
        return words

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "places": _codes(self.cleaned_data["places"])}

    def refuse(self, refusal: Refused) -> None:
        """Put the refusal beside the field that mends it."""
        typed = _codes(self.cleaned_data.get("places", ""))
        names_a_place = any(f"“{code.upper()}”" in str(refusal) for code in typed)
        self.add_error("places" if names_a_place else None, str(refusal))


@dataclass(frozen=True)
class Done:
    """Something that was done to the image: by a form of the admin, or by an act."""

    at: datetime
    who: str
    words: str


@dataclass(frozen=True)
class Panel:
    """What stands beside an image's form."""

    state: wording.RightsState
    timeline: list[str]
    syndication: str
    proposals: list[Lease]
    leases: list[Lease]
    conflicts: list[metadata_choice.FieldConflict]
    blocks: dict[str, dict[str, Any]]
    log: list[Done]
    may_keep: bool
    may_bar: bool


class RightsViews(LibraryAdmin):
    """Mixin of ``ImageAdmin``: the panel of rights and its acts."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/leases/add/", wrap(self.add_lease_view), name="media_image_lease_add"),
            path(
                "<int:pk>/leases/<int:lease_pk>/", wrap(self.change_lease_view),
                name="media_image_lease_change",
            ),
            path(
                "<int:pk>/leases/<int:lease_pk>/decide/", wrap(self.decide_view),
                name="media_image_lease_decide",
            ),
            path("<int:pk>/take/", wrap(self.take_view), name="media_image_take"),
            path(
                "<int:pk>/move-credit/",
                wrap(self.move_credit_view),
                name="media_image_move_credit",
            ),
            *super().get_urls(),
        ]  # fmt: skip

    def panel(self, image: Image, user) -> Panel:
        at = clock.now()
        leases = list(
            image.leases.in_force().select_related("created_by").order_by("-created_at", "-pk")[:50]
        )
        return Panel(
            state=wording.state(image, at=at),
            timeline=wording.timeline(image, at=at),
            syndication=wording.syndication(image, at=at),
            proposals=[lease for lease in leases if lease.is_proposed],
            leases=[lease for lease in leases if not lease.is_proposed],
            conflicts=metadata_choice.conflicts(image),
            blocks=(image.metadata or {}).get("blocks", {}),
            log=_log(image),
            may_keep=access.may_change_rights(user),
            may_bar=access.may_bar(user),
        )

    def add_lease_view(self, request, pk: int) -> HttpResponse:
        image = self.thing_or_404(request, pk)
        if not access.may_bar(request.user):
            raise PermissionDenied
        initial = {
            "kind": request.GET.get("kind", LeaseKind.DENY),
            "scope": request.GET.get("scope", LeaseScope.PUBLICATION),
        }
        add = partial(leases.add_lease, image, by=request.user)
        return self._lease_view(request, image, initial, add, _("Add a lease"), _("Lease added."))

    def change_lease_view(self, request, pk: int, lease_pk: int) -> HttpResponse:
        image = self.thing_or_404(request, pk)
        lease = get_object_or_404(image.leases.in_force(), pk=lease_pk)
        if not access.may_change_rights(request.user):
            raise PermissionDenied
        names = ("kind", "scope", "starts_at", "ends_at", "words")
        initial = {name: getattr(lease, name) for name in names}
        initial["places"] = ", ".join(lease.places)
        change = partial(leases.change_lease, lease, by=request.user)
        return self._lease_view(
            request, image, initial, change, _("Change the lease"), _("Lease changed.")
        )

    def decide_view(self, request, pk: int, lease_pk: int) -> HttpResponse:
        """POST ``decision`` says yes to a proposal, or takes a lease out of force.

        The page and the dialog of an upload ask it; the dialog gets JSON.
        """
        image = self.thing_or_404(request, pk)
        act, done = _DECISIONS.get(request.POST.get("decision", ""), (None, ""))
        if act is None:
            return HttpResponseRedirect(self.url("change", image))
        try:
            lease = act(get_object_or_404(image.leases, pk=lease_pk), by=request.user)
        except Refused as refusal:
            if wants_json(request):
                return JsonResponse({"message": str(refusal)}, status=422)
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.url("change", image))
        if wants_json(request):
            return JsonResponse({"lease": image_json.of_lease(lease)})
        return self._done(request, image, str(done))

    def take_view(self, request, pk: int) -> HttpResponse:
        """POST takes what one block of the file says into the image's field."""
        image = self.thing_or_404(request, pk)
        if request.method == "POST":
            try:
                metadata_choice.take(
                    image, request.POST.get("field", ""), request.POST.get("block", ""),
                    by=request.user,
                )  # fmt: skip
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                return self._done(request, image, _("Copied from the file."))
        return HttpResponseRedirect(self.url("change", image))

    def move_credit_view(self, request, pk: int) -> HttpResponse:
        """POST makes the credit behind the caption the image's own."""
        image = self.thing_or_404(request, pk)
        if request.method == "POST":
            try:
                caption_credit.move(image, by=request.user)
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                return self._done(request, image, _("The credit was moved out of the caption."))
        return HttpResponseRedirect(self.url("change", image))

    def _done(self, request, image: Image, sentence: str) -> HttpResponse:
        self.log_change(request, image, sentence)
        messages.success(request, sentence)
        return HttpResponseRedirect(self.url("change", image))

    def _lease_view(
        self, request, image: Image, initial: dict[str, Any], act: Callable[..., Lease],
        title: str, done: str,
    ) -> HttpResponse:  # fmt: skip
        is_new = "starts_at" not in initial
        form = LeaseForm(request.POST or None, initial=initial, user=request.user, is_new=is_new)
        if request.method == "POST" and form.is_valid():
            try:
                act(**form.arguments())
            except Refused as refusal:
                form.refuse(refusal)
            else:
                return self._done(request, image, done)
        return self.own_page(
            request, "admin/media/lease.html", title,
            image=image, form=form, change_url=self.url("change", image), subtitle=str(image),
            timeline=wording.timeline(image, at=clock.now()),
            affected=usage.affected(
                Image.objects.filter(pk=image.pk), by=request.user
            ),
        )  # fmt: skip


def _log(image: Image) -> list[Done]:
    """The newest of what was done, from Django's log of forms and the kernel's of acts."""
    forms_log = FormEntry.objects.filter(
        content_type__app_label="media", content_type__model="image", object_id=str(image.pk)
    )
    saved = forms_log.select_related("user").order_by("-action_time", "-pk")[:_LOGGED]
    acts = LogEntry.objects.filter(item_uuid=image.uuid).select_related("by").order_by("-id")
    found = [
        *(Done(e.action_time, str(e.user), e.get_change_message() or _("Added.")) for e in saved),
        *(Done(e.at, str(e.by or ""), _act_in_words(e)) for e in acts[:_LOGGED]),
    ]
    return sorted(found, key=lambda done: done.at, reverse=True)[:_LOGGED]


def _act_in_words(entry: LogEntry) -> str:
    words = entry.act.replace("_", " ").capitalize()
    return f"{words}: {entry.note}" if entry.note else words


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.replace(";", ",").split(",") if code.strip()]
