"""The one form of the first-run page: the paper, its sections, its first person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from newsroom.accounts.models import User
from newsroom.lib.folding import folded

from . import suggestions

#: More than this is no navigation.
MOST_SECTIONS = 30
PASSWORDS = ("password1", "password2")
_PASSWORD_SALT = "newsroom.first_run.password"  # noqa: S105
_PASSWORD_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Paper:
    """By the names that these have in the site settings."""

    name: str
    language: str
    time_zone: str
    email: str


@dataclass(frozen=True)
class Person:
    """``password`` is hashed."""

    name: str
    email: str
    username: str
    password: str


class FirstRunForm(forms.Form):
    paper_name = forms.CharField(
        label=_("Name of the paper"), max_length=120,
        error_messages={"required": _("Give the paper a name. You can change it later.")},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), choices=suggestions.language_choices,
        help_text=_("The paper's own. A story may be in another one."),
        error_messages={"required": _("Choose the language of the paper."),
                        "invalid_choice": _("Choose a language from the list.")},
    )  # fmt: skip
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=suggestions.zone_choices,
        help_text=_("All times are shown in it."),
        error_messages={"required": _("Choose the time zone of the paper."),
                        "invalid_choice": _("Choose a time zone from the list.")},
    )  # fmt: skip
    contact = forms.EmailField(
        label=_("E-mail address for readers"), required=False, max_length=254,
        help_text=_("Optional. It is public."),
        error_messages={"invalid": _("Enter a whole address, such as desk@paper.example.")},
    )  # fmt: skip
    sections = forms.CharField(
        label=_("Sections"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One in each line. Each story stands in one of them."),
        error_messages={"required": _("Name at least one section: each story stands in one.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Your name"), max_length=120,
        help_text=_("As it stands over your stories."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name: your stories are signed with it.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254,
        help_text=_("Only colleagues see it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter a whole address, such as mara@paper.example."),
        },
    )  # fmt: skip
    username = forms.CharField(
        label=_("User name"), max_length=150, validators=[User.username_validator],
        help_text=_("You sign in with it."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Choose a user name to sign in with.")},
    )  # fmt: skip
    password1 = forms.CharField(
        label=_("Password"), strip=False, required=False, max_length=4096,
        help_text=password_validation.password_validators_help_text_html(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    password2 = forms.CharField(
        label=_("Password again"), strip=False, required=False, max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    #: The form's parts, in the order of the page.
    GROUPS = (
        (_("The paper"), ("paper_name", "language", "time_zone", "contact")),
        (_("Its sections"), ("sections",)),
        (_("You"), ("name", "email", "username", *PASSWORDS)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        #: The hash of a password that has passed: it goes along, signed, while the rest is mended.
        self.password = _unsigned(self.data.get("password_kept", ""))

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    @property
    def password_kept(self) -> str:
        """So that nobody types it again, and it never stands in a page."""
        return signing.dumps(self.password, salt=_PASSWORD_SALT) if self.password else ""

    @property
    def paper(self) -> Paper:
        said = self.cleaned_data
        return Paper(said["paper_name"], said["language"], said["time_zone"], said["contact"])

    @property
    def section_names(self) -> list[str]:
        names: list[str] = self.cleaned_data["sections"]
        return names

    @property
    def person(self) -> Person:
        said = self.cleaned_data
        return Person(said["name"], said["email"], said["username"], self.password)

    def with_suggestions(self) -> FirstRunForm:
        """The form as it was sent, not yet judged, with sections in the chosen language."""
        self.is_valid()
        language = self.data.get("language", "")
        return self._again(sections=suggestions.sections_in(language))

    def unjudged(self) -> FirstRunForm:
        """The form as it was sent, where nobody can say whether it is right."""
        return self._again()

    def _again(self, **more: str) -> FirstRunForm:
        typed = {name: self.data.get(name, "") for name in self.fields if name not in PASSWORDS}
        again = FirstRunForm(initial=typed | more)
        again.password = self.password
        return again

    def clean_sections(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["sections"].splitlines())
        names = [name for name in lines if name]
        longest: int = Section._meta.get_field("name").max_length or 0
        seen: dict[str, str] = {}
        for name in names:
            if len(name) > longest:
                raise ValidationError(
                    _("“%(name)s…” is too long: a section has at most %(longest)s characters."),
                    params={"name": name[:30], "longest": longest},
                )
            if folded(name) in seen:
                raise ValidationError(_("“%(name)s” is there twice: delete one of the lines."),
                                      params={"name": name})  # fmt: skip
            seen[folded(name)] = name
        if len(names) > MOST_SECTIONS:
            raise ValidationError(
                _("These are %(count)s sections. Begin with at most %(most)s; more can be added."),
                params={"count": len(names), "most": MOST_SECTIONS},
            )
        return names

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_username(self) -> str:
        username: str = User.normalize_username(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(_("Somebody has this user name already: choose another one."))
        return username

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        one, two = said.get("password1", ""), said.get("password2", "")
        if one or two:
            self.password = ""
            self._check_password(one, two)
        elif not self.password and "password1" not in self.errors:
            self.add_error("password1", _("Choose a password."))
        return said

    def _check_password(self, one: str, two: str) -> None:
        if one != two:
            self.add_error("password2", _("The two passwords differ: type both again."))
            return
        try:
            password_validation.validate_password(one, self._user())
        except ValidationError as error:
            self.add_error("password1", error)
        else:
            self.password = make_password(one)

    def _user(self) -> User:
        """A password must not resemble these."""
        names = {name: self.cleaned_data.get(name, "") for name in ("username", "email")}
        return User(first_name=self.cleaned_data.get("name", ""), **names)


def _unsigned(kept: str) -> str:
    try:
        return str(signing.loads(kept, salt=_PASSWORD_SALT, max_age=_PASSWORD_KEPT_SECONDS))
    except signing.BadSignature:
        return ""
