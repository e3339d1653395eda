"""The forms of people: inviting, the login and its roles, one's profile, accepting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Author
from media.admin.image_field import ImagePickField
from newsroom.accounts import authority, desks
from newsroom.accounts.models import Desk, User
from newsroom.editorial.admin.conflicts.together import TogetherForm
from newsroom.editorial.admin.pick_fields import PickField
from newsroom.lib import near
from newsroom.lib.text import single_line

from . import names
from .invitations import Newcomer

_NO_LANGUAGE = ("", gettext_lazy("The newsroom's language"))


class RolesField(forms.MultipleChoiceField):
    """Groups as boxes to tick: those that somebody may give."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Roles"))
        super().__init__(**kwargs)
        self.groups: dict[str, Group] = {}

    def offer(self, groups: list[Group]) -> None:
        self.groups = {str(group.pk): group for group in groups}
        self.choices = [(key, names.of_group(group)) for key, group in self.groups.items()]

    def clean(self, value: Any) -> list[Group]:
        return [self.groups[key] for key in super().clean(value)]


def language_field() -> forms.ChoiceField:
    column: Any = User._meta.get_field("language")
    return forms.ChoiceField(
        label=capfirst(column.verbose_name), help_text=column.help_text, required=False,
        choices=[_NO_LANGUAGE, *User.Language.choices],
    )  # fmt: skip


class InvitationForm(forms.Form):
    """One step for the login, the author and the roles."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120,
        help_text=gettext_lazy("As it stands in bylines; the person may correct it."),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), required=False,
        help_text=gettext_lazy(
            "The invitation goes there, if mail is set up. Without it you are given a link."
        ),
    )  # fmt: skip
    roles = RolesField(error_messages={"required": gettext_lazy("Choose at least one role.")})
    username = forms.CharField(
        label=gettext_lazy("User name"), required=False, max_length=150,
        validators=[User.username_validator],
        help_text=gettext_lazy("Empty: made from the name."),
    )  # fmt: skip
    desks = forms.ModelMultipleChoiceField(
        Desk.objects.all(), label=gettext_lazy("Desks"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Of none: not narrowed to the stories of a desk."),
    )  # fmt: skip
    language = language_field()
    author = PickField(
        "author", label=gettext_lazy("Existing author"),
        help_text=gettext_lazy(
            "If stories already name this person. Empty: a new author is made from the name."
        ),
    )  # fmt: skip
    is_another = forms.BooleanField(
        label=gettext_lazy("It is a different person"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles: Any = self.fields["roles"]
        roles.offer(authority.givable(by))
        author: Any = self.fields["author"]
        author.user = by
        if not by.has_perm(desks.PERMISSION) or not Desk.objects.exists():
            del self.fields["desks"]

    def clean_name(self) -> str:
        return _named(self.cleaned_data["name"])

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if username and User.objects.filter(username__iexact=username).exists():
            said = _("Somebody already has the user name “%(name)s”. Choose another one.")
            raise ValidationError(said % {"name": username}, code="unique")
        return str(username)

    def clean_author(self) -> Author | None:
        author: Author | None = self.cleaned_data["author"]
        if author is not None and author.user is not None:
            said = _("“%(author)s” is already the author of %(login)s. Choose another one.")
            names_ = {"author": author, "login": author.user.get_username()}
            raise ValidationError(said % names_, code="taken")
        return author

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_new = "author" in cleaned and cleaned["author"] is None
        if is_new and cleaned.get("name") and not cleaned.get("is_another"):
            self._ask_about_near(cleaned["name"])
        return cleaned

    def _ask_about_near(self, name: str) -> None:
        alike = near.among(Author.objects.in_use().select_related("user"), name)
        if not alike:
            return
        self.fields["is_another"].widget = forms.CheckboxInput()
        said = _(
            "%(alike)s already exists. If it is the same person, choose them as the existing "
            "author; if not, tick this. Then send the form again."
        )
        told = ", ".join(_told(author) for author in alike)
        self.add_error("is_another", said % {"alike": told})

    def newcomer(self) -> Newcomer:
        cleaned = self.cleaned_data
        return Newcomer(
            cleaned["name"], cleaned["roles"], username=cleaned["username"],
            email=cleaned["email"], language=cleaned["language"], author=cleaned["author"],
            desks=list(cleaned.get("desks", ())),
        )  # fmt: skip


def _named(text: str) -> str:
    """A name in one line; one of signs that nobody sees is none."""
    name = single_line(text)
    if not name:
        raise ValidationError(gettext_lazy("Enter a name."), code="required")
    return name


def _told(author: Author) -> str:
    """An author with the login that it belongs to, if to any."""
    if author.user is None:
        return f"“{author}” ({author.slug})"
    return f"“{author}” ({author.slug}, {author.user.get_username()})"


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """A login and what it may do. ``by`` is who fills it in."""

    by: User
    roles = RolesField(required=False)
    #: What was held when the page was opened: only what is ticked or unticked since is changed.
    roles_were = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "language", "is_superuser"]
        labels = {"is_superuser": gettext_lazy("Superuser")}
        help_texts = {
            "username": gettext_lazy("With it they log in."),
            "is_superuser": gettext_lazy("Has all roles and administers the site."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "roles" in self.fields:
            roles: Any = self.fields["roles"]
            roles.offer(authority.givable(self.by))
            held = [str(pk) for pk in self.instance.groups.values_list("pk", flat=True)]
            self.initial["roles"] = held
            self.initial["roles_were"] = " ".join(held)

    def given_and_taken(self) -> tuple[list[Group], list[Group]]:
        """The groups that were ticked, and those that were unticked, since the page was opened."""
        if "roles" not in self.fields:
            return [], []
        roles: Any = self.fields["roles"]
        ticked, were = self.cleaned_data["roles"], self.cleaned_data["roles_were"].split()
        given = [group for group in ticked if str(group.pk) not in were]
        taken = [
            group for key, group in roles.groups.items() if key in were and group not in ticked
        ]
        return given, taken


class EndForm(forms.Form):
    """Whether it is known that nobody else is managing editor; asked where that is so."""

    although_last = forms.BooleanField(
        label=gettext_lazy("I know that no managing editor is left then"), required=False
    )

    def __init__(self, *args: Any, is_last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_last:
            del self.fields["although_last"]


class ProfileForm(TogetherForm):
    """What readers see of somebody's author, and how the newsroom writes to them."""

    portrait = ImagePickField(label=gettext_lazy("Portrait"))
    language = language_field()

    class Meta:
        model = Author
        fields = ["name", "portrait"]
        labels = {"name": gettext_lazy("Byline name")}

    def __init__(self, *args: Any, by: User, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["language"] = person.language
        portrait: Any = self.fields["portrait"]
        portrait.user, portrait.held = by, self.instance.portrait if self.instance.pk else None
        if self.instance.pk is None:
            # A login without an author row has no byline to write about.
            del self.fields["name"], self.fields["portrait"]

    def clean_name(self) -> str:
        return _named(self.cleaned_data["name"])

    def values(self) -> dict[str, Any]:
        """What was changed, by name."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class AcceptForm(forms.Form):
    """What somebody who was invited fills in."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120,
        help_text=gettext_lazy("As it stands in bylines."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    password1 = forms.CharField(
        label=gettext_lazy("Password"), strip=False, max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    password2 = forms.CharField(
        label=gettext_lazy("Password again"), strip=False, max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["password1"].help_text = password_validators_help_text_html()

    def clean_name(self) -> str:
        return _named(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", gettext_lazy("The two passwords differ. Type it again."))
        elif first:
            self._check(first)
        return cleaned

    def _check(self, password: str) -> None:
        self.person.first_name, self.person.last_name = names.parts_of(
            self.cleaned_data.get("name", "")
        )
        try:
            validate_password(password, self.person)
        except ValidationError as error:
            self.add_error("password1", error)
