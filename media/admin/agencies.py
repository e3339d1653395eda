"""Agencies and suppliers in the admin: a change of the printed name first says what it does."""

import hashlib
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media.credits import agencies, house_rules
from media.library import agency_editing, credit_reprints, usage
from media.models import Agency
from media.models.credit import Credit
from newsroom.editorial.refusals import Refused

from .library import LibraryAdmin

#: What is printed of the agency: changing one of these prints its images' credits again.
_PRINTED = ("name", "kind", "credit_format")


class AgencyForm(forms.ModelForm):
    other_names = forms.CharField(
        label=gettext_lazy("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One per line. A picture that arrives under one of them gets this name."
        ),
    )
    # Names what was agreed to: a change made after the warning is warned of again.
    agreed = forms.CharField(required=False, widget=forms.HiddenInput)

    #: The user who fills it in; the admin sets this on the class.
    user: Any = None
    #: The images and stories that saving prints again, while that waits for a yes.
    affected: usage.Affected | None = None

    class Meta:
        model = Agency
        # The admin names the fields it shows.
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "other_names" in self.fields:
            names = self.instance.aliases.exclude(name=self.instance.name)
            self.fields["other_names"].initial = "\n".join(names.values_list("name", flat=True))

    def clean_credit_format(self) -> str:
        rule = self.cleaned_data["credit_format"]
        try:
            house_rules.check(rule)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return rule

    def clean_name(self) -> str:
        self._check_free(self.cleaned_data["name"])
        return self.cleaned_data["name"]

    def clean_other_names(self) -> str:
        for line in self.cleaned_data["other_names"].splitlines():
            self._check_free(line)
        return self.cleaned_data["other_names"]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if not self.errors and self.instance.pk and set(_PRINTED) & set(self.changed_data):
            self._ask_first()
        return words

    @property
    def aliases(self) -> list[str]:
        lines = self.cleaned_data.get("other_names", "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def _check_free(self, name: str) -> None:
        other = agencies.find(name) if name.strip() else None
        if other and other.pk != self.instance.pk:
            raise forms.ValidationError(
                _("“%(name)s” is already a name of %(agency)s. Remove it there first.")
                % {"name": name.strip(), "agency": other}
            )

    def _ask_first(self) -> None:
        stored = Agency.objects.get(pk=self.instance.pk)
        affected = agency_editing.affected(stored, by=self.user)
        agreement = _agreement(self.cleaned_data)
        if not affected.pictures or self.data.get("agreed") == agreement:
            return
        self.affected = affected
        self.data = {**self.data.dict(), "agreed": agreement}  # type: ignore[attr-defined]
        self.add_error(
            None, _("Check below which credits will be printed again, then save once more.")
        )


@admin.register(Agency)
class AgencyAdmin(LibraryAdmin):
    form = AgencyForm
    list_display = ["name", "kind", "credit_format", "rights_category", "lease_days"]
    search_fields = ["name", "aliases__name"]
    ordering = ["name"]
    actions = None
    change_form_template = "admin/media/agency.html"
    fieldsets = [
        (None, {"fields": ["name", "kind", "other_names", "credit_format", "agreed"]}),
        (
            gettext_lazy("Defaults for its pictures"),
            {
                "fields": [
                    ("rights_category", "cost"),
                    "restrictions",
                    "copyright_notice",
                    "lease_days",
                    "may_syndicate",
                ]
            },
        ),
    ]

    def get_urls(self):
        return [
            path(
                "example/", self.admin_site.admin_view(self.example_view),
                name="media_agency_example",
            ),
            *super().get_urls(),
        ]  # fmt: skip

    def get_form(self, request, obj=None, change=False, **kwargs):  # noqa: FBT002
        if not self._may_write(request, obj):
            kwargs["form"] = forms.ModelForm
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def get_fieldsets(self, request, obj=None):
        if self._may_write(request, obj):
            return self.fieldsets
        (_none, first), second = self.fieldsets
        return [(None, {"fields": [*first["fields"][:2], "credit_format"]}), second]

    def save_model(self, request, obj, form, change) -> None:
        printed = agency_editing.save(obj, by=request.user, aliases=form.aliases)
        if printed:
            messages.success(
                request, _("%(count)d credits were printed again.") % {"count": printed}
            )
        if credit_reprints.under_way(obj):
            messages.info(request, _("The others follow in the background."))

    def render_change_form(self, request, context, *args, **kwargs):
        agency = context["original"]
        form = context["adminform"].form
        context["affected"] = getattr(form, "affected", None)
        context["reprint"] = agency and credit_reprints.under_way(agency)
        context["example"] = agency and _example(agency.credit_format, agency.name, agency.kind)
        return super().render_change_form(request, context, *args, **kwargs)

    def example_view(self, request) -> JsonResponse:
        """What a rule that is being typed would print; ``refusal`` says what is wrong with it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rule, name = request.GET.get("rule", "")[:200], request.GET.get("name", "")[:200]
        try:
            house_rules.check(rule)
        except Refused as refusal:
            return JsonResponse({"example": "", "refusal": str(refusal)})
        example = _example(rule, name, request.GET.get("kind", ""))
        return JsonResponse({"example": example, "refusal": ""})

    def _may_write(self, request, obj) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, obj)


def _example(rule: str, name: str, kind: str) -> str:
    """The credit of an invented image."""
    is_supplier = kind == Agency.Kind.SUPPLIER
    credit = Credit(
        creator="Ana Ruiz",
        pool=False,
        agency="" if is_supplier else name,
        supplier=name if is_supplier else "",
    )
    return house_rules.printed(rule, credit) if rule else credit.line


def _agreement(words: dict[str, Any]) -> str:
    text = "\n".join(str(words.get(name, "")) for name in _PRINTED)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
