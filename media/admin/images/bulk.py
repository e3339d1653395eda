"""Changing several images at once: chosen in the grid, agreed to with the stories named, done."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from media import access, image_fields
from media.admin.library import LibraryAdmin, keys
from media.library import bulk, collections, editing, usage
from media.library.bulk import BulkOutcome, BulkResult
from media.models import Collection, Image, LeaseKind
from media.rights import wording
from media.rights.instructions import ProposedLease
from newsroom.editorial.admin.items.instant_fields import InstantField
from newsroom.editorial.refusals import Refused

from .quick import KeywordsField

#: Images changed at once: what one request can do while somebody waits.
MOST = 200

_AS_IT_IS = ("", gettext_lazy("Leave as it is"))


class ChangeForm(forms.Form):
    """What is filled in is changed in every image; what is empty stays as each has it."""

    keywords = KeywordsField(
        label=gettext_lazy("Keywords"), required=False,
        help_text=gettext_lazy("Separated by commas. They replace the current ones."),
    )  # fmt: skip
    empty = forms.MultipleChoiceField(
        label=gettext_lazy("Empty these"), required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    lease_kind = forms.ChoiceField(
        label=gettext_lazy("Add a lease"), required=False,
        choices=[
            ("", gettext_lazy("None")),
            (LeaseKind.ALLOW, gettext_lazy("Allow until")),
            (LeaseKind.DENY, gettext_lazy("Deny until")),
        ],
    )  # fmt: skip
    lease_ends_at = InstantField(label=gettext_lazy("Until"), required=False)
    lease_words = forms.CharField(label=gettext_lazy("In words"), required=False, max_length=500)

    _COLUMNS = image_fields.names(bulk=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = forms.fields_for_model(
            Image, [name for name in self._COLUMNS if name not in self.fields],
            widgets={"restrictions": forms.Textarea(attrs={"rows": 2})},
        )  # fmt: skip
        for field in columns.values():
            if isinstance(field, forms.ChoiceField):
                _blank, *choices = cast(Any, field.choices)
                field.choices = [_AS_IT_IS, *choices]
        empty: Any = self.fields["empty"]
        empty.choices = [
            (name, field.label)
            for name, field in columns.items()
            if not isinstance(field, forms.ChoiceField)
        ]
        self.fields = columns | self.fields

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if words.get("lease_kind") == LeaseKind.ALLOW and not words.get("lease_ends_at"):
            self.add_error("lease_ends_at", _("Enter how long it may be shown."))
        both = [name for name in words.get("empty", ()) if words.get(name)]
        for name in both:
            self.add_error(name, _("Either fill it in or clear it, not both."))
        if not self.errors and not self.fields_changed and not words.get("lease_kind"):
            raise forms.ValidationError(_("Nothing is filled in: say what you want to change."))
        return words

    @property
    def fields_changed(self) -> dict[str, Any]:
        words = self.cleaned_data
        changed = {name: words[name] for name in self._COLUMNS if words.get(name)}
        return changed | dict.fromkeys(words.get("empty", ()), "")

    def arguments(self) -> dict[str, Any]:
        words = self.cleaned_data
        lease = None
        if words["lease_kind"]:
            lease = ProposedLease(
                kind=words["lease_kind"], scope="publication",
                ends_at=words["lease_ends_at"], words=words["lease_words"],
            )  # fmt: skip
        return {"fields": self.fields_changed, "add_lease": lease}

    def sentences(self) -> list[str]:
        """What will be done, to be read before it is."""
        found = []
        for name, value in self.fields_changed.items():
            text = ", ".join(value) if isinstance(value, list) else str(value)
            choices = dict(getattr(self.fields[name], "choices", ()))
            label = {"name": self.fields[name].label, "text": choices.get(text, text)}
            found.append(
                _("%(name)s becomes “%(text)s”.") % label
                if text
                else _("%(name)s is emptied.") % label
            )
        if kind := self.cleaned_data["lease_kind"]:
            found.append(_lease_in_words(kind, self.cleaned_data["lease_ends_at"]))
        return found


def _lease_in_words(kind: str, ends_at: datetime | None) -> str:
    if ends_at is None:
        return _("Denied, without an end.")
    text = _("Allowed until %(time)s.") if kind == LeaseKind.ALLOW else _("Denied until %(time)s.")
    return text % {"time": wording.exactly(ends_at)}


class CollectForm(forms.Form):
    """An existing collection, or the name of a new one."""

    collection = forms.ModelChoiceField(
        Collection.objects.none(), label=gettext_lazy("Collection"), required=False
    )
    name = forms.CharField(
        label=gettext_lazy("Or a new one, by name"), required=False, max_length=200
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["collection"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Collection.objects.order_by("-created_at")
        newest = Collection.objects.order_by("-created_at")[:200]
        field.choices = [("", "–"), *((row.pk, str(row)) for row in newest)]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if bool(words.get("collection")) == bool(words.get("name")):
            raise forms.ValidationError(_("Choose a collection, or name a new one."))
        if words.get("name") and Collection.objects.filter(name=words["name"]).exists():
            self.add_error("name", _("A collection with this name exists. Choose it above."))
        return words


class RetireForm(forms.Form):
    way = forms.ChoiceField(
        label=gettext_lazy("What should happen to them?"),
        widget=forms.RadioSelect,
        initial="retire",
        choices=[
            (
                "retire",
                gettext_lazy("Retire: no longer offer them; they stay where they are shown"),
            ),
            ("bring_back", gettext_lazy("Bring back: offer them again")),
        ],
    )


_ACTS: dict[str, tuple[Any, type[Any]]] = {
    "change": (gettext_lazy("Change credit and rights"), ChangeForm),
    "collect": (gettext_lazy("Add to a collection"), CollectForm),
    "retire": (gettext_lazy("Retire or bring back"), RetireForm),
}


class BulkViews(LibraryAdmin):
    """Mixin of ``ImageAdmin``: what is done with the images that were selected."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.bulk_view)
        return [path("several/", view, name="media_image_bulk"), *super().get_urls()]

    def bulk_view(self, request) -> HttpResponse:
        """POST ``image`` and ``act`` from the grid asks; ``stage`` "review" names what is reached,
        "again" shows what was typed once more, "do" does it. ``back`` is the grid's query.
        """
        if not access.may_keep(request.user):
            raise PermissionDenied
        act = request.POST.get("act", "")
        chosen = keys(request.POST.getlist("image"))
        if request.method != "POST" or act not in _ACTS or not chosen:
            self._say_nothing_chosen(request)
            return HttpResponseRedirect(_grid_url(request))
        images = access.visible(Image.objects.filter(pk__in=chosen[:MOST]), request.user)
        stage = request.POST.get("stage", "")
        title, form_class = _ACTS[act]
        form = form_class(request.POST if stage else None)
        if stage != "again" and stage and form.is_valid():
            # Only what readers would notice is agreed to twice.
            if stage == "do" or act != "change":
                return self._do(request, act, form, images)
            return self._bulk_page(
                request, title, act, form, images, sentences=form.sentences(),
                affected=usage.affected(images, by=request.user),
            )  # fmt: skip
        return self._bulk_page(request, title, act, form, images, left_out=chosen[MOST:])

    def _bulk_page(self, request, title, act: str, form, images, **more) -> HttpResponse:
        shown = images.order_by("-created_at", "-pk")
        pictures = list(shown.defer("metadata"))
        return self.own_page(
            request, "admin/media/bulk.html", title,
            act=act, form=form, pictures=pictures, first=pictures[:24],
            changelist_url=_grid_url(request), back=_back(request), **more,
        )  # fmt: skip

    def _do(self, request, act: str, form, images) -> HttpResponse:
        results: list[BulkResult] = _DO[act](form, images, request.user)
        done = [result.image for result in results if result.outcome == BulkOutcome.CHANGED]
        for image in done:
            self.log_change(request, image, str(_ACTS[act][0]))
        return self.own_page(
            request, "admin/media/bulk_done.html",
            ngettext("%d picture done", "%d pictures done", len(done)) % len(done),
            refused=[(r.image, r.reason) for r in results if r.outcome == BulkOutcome.REFUSED],
            done=done,
            unchanged=[r.image for r in results if r.outcome == BulkOutcome.UNCHANGED],
            changelist_url=_grid_url(request),
        )  # fmt: skip

    def _say_nothing_chosen(self, request) -> None:
        self.message_user(request, _("Select one or more pictures in the grid first."))


def _back(request) -> str:
    """The query of the grid that somebody came from, as this site would write it."""
    return QueryDict(request.POST.get("back", "")[:2000]).urlencode()


def _grid_url(request) -> str:
    back = _back(request)
    return reverse("admin:media_image_changelist") + (f"?{back}" if back else "")


def _change(form: ChangeForm, images: QuerySet[Image], user) -> list[BulkResult]:
    return bulk.change(images, by=user, **form.arguments())


def _collect(form: CollectForm, images: QuerySet[Image], user) -> list[BulkResult]:
    pictures = list(images.order_by("-created_at", "-pk"))
    collection = form.cleaned_data["collection"]
    try:
        if collection is None:
            collections.create(form.cleaned_data["name"], by=user, images=pictures)
            added = pictures
        else:
            added = collections.add(collection, pictures, by=user)
    except Refused as refusal:
        return [BulkResult(image, BulkOutcome.REFUSED, str(refusal)) for image in pictures]
    return [_result(image, is_changed=image in added) for image in pictures]


def _retire(form: RetireForm, images: QuerySet[Image], user) -> list[BulkResult]:
    act = editing.retire if form.cleaned_data["way"] == "retire" else editing.bring_back
    found = []
    for image in images:
        try:
            found.append(_result(image, is_changed=act(image, by=user)))
        except Refused as refusal:
            found.append(BulkResult(image, BulkOutcome.REFUSED, str(refusal)))
    return found


def _result(image: Image, *, is_changed: bool) -> BulkResult:
    return BulkResult(image, BulkOutcome.CHANGED if is_changed else BulkOutcome.UNCHANGED)


_DO: dict[str, Any] = {"change": _change, "collect": _collect, "retire": _retire}
