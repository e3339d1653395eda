"""The library's filters: each narrows the grid through an index, and all can be combined."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media import access
from media.library import search
from media.models import Agency, Collection, CollectionImage, Format, Image, Lease, RightsCategory
from media.models.choices import LeaseKind, LeaseScope
from media.models.image import LISTED_IF
from media.models.lease import LISTED_DENIES
from newsroom.accounts.models import User

#: Choices offered in a list; more are found by typing.
_OFFERED = 200

_RIGHTS = {
    "ending-24h": _("Ends within 24 hours"),
    "ending-7d": _("Ends within 7 days"),
    "ended": _("Ended"),
    "barred": _("Barred now"),
    "undecided": _("Proposal undecided"),
}
_LACKS = {"credit": _("No credit"), "alt": _("No alt text"), "use": _("Unused")}
_SHAPES = {
    "landscape": _("Landscape"),
    "portrait": _("Portrait"),
    "square": _("Square"),
}
_KEPT = {"retired": _("Retired"), "all": _("In use and retired")}


@dataclass(frozen=True)
class Chosen:
    """A filter that is set: its words, and the address without it."""

    label: str
    value: str
    name: str


class FilterForm(forms.Form):
    """What the grid is narrowed by. Everything is optional; what is not known is left out."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200, strip=True)
    rights = forms.ChoiceField(label=_("Rights"), required=False)
    lacks = forms.ChoiceField(label=_("Lacks"), required=False)
    agency = forms.CharField(label=_("Agency"), required=False, max_length=500)
    category = forms.ChoiceField(label=_("Category of right"), required=False)
    collection = forms.ModelChoiceField(Collection.objects.none(), label=_("Collection"),
                                        required=False)  # fmt: skip
    uploader = forms.ModelChoiceField(User.objects.none(), label=_("Added by"), required=False)
    since = forms.DateField(label=_("Added from"), required=False)
    until = forms.DateField(label=_("Added until"), required=False)
    format = forms.ChoiceField(label=_("Format"), required=False)
    shape = forms.ChoiceField(label=_("Shape"), required=False)
    use = forms.ChoiceField(label=_("In the library"), required=False)

    #: Those that stand beside the search; the others are a click away.
    FIRST = ("rights", "lacks", "agency")

    def __init__(self, data, *, at: datetime, user: User) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.at = at
        for name, choices in (
            ("rights", _RIGHTS.items()), ("lacks", _LACKS.items()),
            ("category", RightsCategory.choices), ("format", Format.choices),
            ("shape", _SHAPES.items()),
        ):  # fmt: skip
            self._field(name).choices = [("", _("Any")), *choices]
        self._field("use").choices = [("", _("In use")), *_KEPT.items()]
        collections = access.visible_collections(user).order_by("-created_at")
        self._queryset("collection", collections)
        people = User.objects.filter(is_staff=True, is_active=True).order_by("username")
        self._queryset("uploader", people)
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search", "id": "searchbar"})
        self.fields["agency"].widget.attrs["list"] = "agencies"
        self.is_valid()

    def narrow(self, images: QuerySet[Image]) -> QuerySet[Image]:
        """The images that meet all that is set."""
        found = _kept(images, self.value("use"))
        for name, apply in _FILTERS.items():
            if value := self.value(name):
                found = apply(found, value, self.at)
        return found

    def value(self, name: str):
        """What is set, or None: a value that is not valid narrows nothing, and says so."""
        return self.cleaned_data.get(name) or None

    @property
    def walks(self) -> bool:
        """Whether a filter is set that no index serves: the grid then looks at so many at once."""
        return self.value("lacks") == "use"

    def chosen(self) -> list[Chosen]:
        found = []
        for name, field in self.fields.items():
            value = self.value(name)
            if value is None:
                continue
            found.append(Chosen(str(field.label), self._words(name, value), name))
        return found

    def agencies(self) -> list[str]:
        names = Agency.objects.values_list("name", flat=True)
        return list(names[:_OFFERED])

    def first_fields(self):
        return [self[name] for name in self.FIRST]

    def more_fields(self):
        return [field for field in self if field.name not in ("q", *self.FIRST)]

    @property
    def has_more(self) -> bool:
        """Whether one of those that are a click away is set, or wrong."""
        return any(self.value(f.name) or f.errors for f in self.more_fields())

    def _words(self, name: str, value: Any) -> str:
        if name not in _CHOICES:
            return str(value)
        choices: Any = self._field(name).choices
        return str(dict(choices).get(value, value))

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def _queryset(self, name: str, rows: QuerySet) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        # What is offered is bounded; a value from an address may be any.
        field.choices = [("", _("Any")), *((row.pk, str(row)) for row in rows[:_OFFERED])]


_CHOICES = ("rights", "lacks", "category", "format", "shape", "use")


def _kept(images: QuerySet[Image], value: str | None) -> QuerySet[Image]:
    if value == "all":
        return images.filter(merged_into=None)
    if value == "retired":
        return images.filter(LISTED_IF["retired"])
    return images.filter(retired_at=None, merged_into=None)


def _by_agency(images, name: str, at: datetime):
    """By the printed name, in the place where names of that kind are printed."""
    agency = Agency.objects.filter(aliases__name__reads=name).first()
    agency = agency or Agency.objects.filter(name__reads=name).first()
    if agency is None:
        return images.filter(agency=name)
    if agency.kind == Agency.Kind.SUPPLIER:
        return images.filter(supplier=agency.name)
    return images.filter(agency=agency.name)


def _by_rights(images, value: str, at: datetime):
    match value:
        case "ending-24h":
            return _ending(images, at, at + timedelta(hours=24))
        case "ending-7d":
            return _ending(images, at, at + timedelta(days=7))
        case "ended":
            # One value looked up for each image, which no database turns into a join of all.
            last = F("ends_at").desc(nulls_first=True)
            ends = Subquery(_leases(LeaseKind.ALLOW).order_by(last).values("ends_at")[:1])
            return images.filter(LISTED_IF["leased"]).alias(ends=ends).filter(ends__lte=at)
        case "barred":
            begun = Q(starts_at=None) | Q(starts_at__lte=at)
            runs = Q(ends_at=None) | Q(ends_at__gt=at)
            denied = Lease.objects.in_force().filter(LISTED_DENIES).filter(begun, runs)
            return images.filter(pk__in=denied.values("image"))
    return images.filter(pk__in=Lease.objects.undecided().values("image"))


def _ending(images, after: datetime, until: datetime):
    """Whose rights change in this time because an allow ends, or a deny begins."""
    ends = _leases(LeaseKind.ALLOW).filter(ends_at__gt=after, ends_at__lte=until)
    begins = _leases(LeaseKind.DENY).filter(starts_at__gt=after, starts_at__lte=until)
    due = images.filter(rights_due_at__gt=after, rights_due_at__lte=until)
    return due.filter(Exists(ends) | Exists(begins))


def _leases(kind: LeaseKind):
    in_force = Lease.objects.in_force().filter(kind=kind, scope=LeaseScope.PUBLICATION)
    return in_force.filter(image=OuterRef("pk"))


def _by_lack(images, value: str, at: datetime):
    if value == "use":
        # The grid looks for these itself, so many at a time.
        return images
    return images.filter(LISTED_IF["uncredited" if value == "credit" else "without_alt"])


def _by_shape(images, value: str, at: datetime):
    if value == "landscape":
        return images.filter(width_px__gt=F("height_px"))
    return images.filter(LISTED_IF[value])


def _by_collection(images, collection: Collection, at: datetime):
    return images.filter(
        pk__in=CollectionImage.objects.filter(collection=collection).values("image")
    )


_FILTERS: dict[str, Callable] = {
    "q": lambda images, q, at: search.matching(images, q),
    "rights": _by_rights,
    "lacks": _by_lack,
    "agency": _by_agency,
    "category": lambda images, value, at: images.filter(rights_category=value),
    "collection": _by_collection,
    "uploader": lambda images, user, at: images.filter(uploaded_by=user),
    "since": lambda images, day, at: images.filter(created_at__gte=_midnight(day)),
    "until": lambda images, day, at: images.filter(
        created_at__lt=_midnight(day + timedelta(days=1))
    ),
    "format": lambda images, value, at: images.filter(format=value),
    "shape": _by_shape,
}


def _midnight(day: date) -> datetime:
    """When the day begins in the newsroom's zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
