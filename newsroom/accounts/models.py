"""Logins. A user is not an author: authors are people or bodies in a byline (``articles``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.db import models
from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .signin.tables import LoginSession, SignInEntry, SignInTries

__all__ = ["Desk", "Held", "LoginSession", "RoleRecord", "SignInEntry", "SignInTries", "User"]


@dataclass(frozen=True)
class Held:
    """A user's groups, permissions and desks; a permission is ``app_label.codename``."""

    by_group: Mapping[str, frozenset[str]]
    own_permissions: frozenset[str]
    #: The names of the desks that the user belongs to, by key.
    desks: Mapping[int, str]

    @property
    def groups(self) -> frozenset[str]:
        return frozenset(self.by_group)

    @cached_property
    def group_permissions(self) -> frozenset[str]:
        return self.permissions_beyond(())

    def permissions_beyond(self, groups: Collection[str]) -> frozenset[str]:
        """What the user's groups allow, apart from these."""
        others = (held for name, held in self.by_group.items() if name not in groups)
        return frozenset().union(*others)


class User(AbstractUser):
    """A person who can log in. Their roles are groups, see ``roles.py``."""

    class Language(models.TextChoices):
        """Those with a catalogue; each names itself."""

        ENGLISH = "en", "English"
        GERMAN = "de", "Deutsch"

    language = models.CharField(
        _("language of letters"), max_length=2, choices=Language, blank=True,
        help_text=_("Of invitations and other mails. Empty: the newsroom's language."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def letter_language(self) -> str:
        """In which language the newsroom writes to them."""
        return self.language or settings.LANGUAGE_CODE

    @cached_property
    def held(self) -> Held:
        """One query, once for each object."""
        by_group: dict[str, set[str]] = {}
        own: set[str] = set()
        desks: dict[int, str] = {}
        for kind, name, app, codename in self._held_rows():
            if kind == "desk":
                desks[int(codename)] = name
            elif kind == "own":
                own.add(f"{app}.{codename}")
            else:
                permissions = by_group.setdefault(name, set())
                if app:
                    permissions.add(f"{app}.{codename}")
        return Held(
            by_group={name: frozenset(held) for name, held in by_group.items()},
            own_permissions=frozenset(own),
            desks=desks,
        )

    def _held_rows(self) -> models.QuerySet[Group, tuple[str, str, str | None, str]]:
        """Kind, name, app and codename; a desk has its key in place of the codename."""
        permission = ("content_type__app_label", "codename")
        groups = Group.objects.filter(user=self).annotate(kind=_text("group"))
        own = Permission.objects.filter(user=self).annotate(kind=_text("own"), holder=_text(""))
        desks = Desk.objects.filter(members=self).annotate(
            kind=_text("desk"), app=_text(""), key=Cast("pk", CharField())
        )
        of_groups = ("kind", "name", *(f"permissions__{column}" for column in permission))
        return (
            groups.order_by()
            .values_list(*of_groups)
            .union(
                own.order_by().values_list("kind", "holder", *permission),
                desks.order_by().values_list("kind", "name", "app", "key"),
                all=True,
            )
        )

    @property
    def group_names(self) -> frozenset[str]:
        return self.held.groups


def _text(word: str) -> Value:
    return Value(word, output_field=CharField())


class Desk(models.Model):
    """The people who answer for some sections. A section names its desk (``articles``).

    What belonging to one narrows: ``newsroom.editorial.rules.desks``. Who belongs to it is written
    by ``desks``, which logs it.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="desks", blank=True, verbose_name=_("people")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("desk")
        verbose_name_plural = _("desks")

    def __str__(self) -> str:
        return self.name


class RoleRecord(models.Model):
    """Which group represents a role, and the permissions it has been offered so far.

    ``offered`` holds ``app_label.codename``. What is in it is never given again automatically.
    """

    role = models.CharField(max_length=40, unique=True)
    group = models.OneToOneField(
        Group, models.SET_NULL, null=True, blank=True, related_name="role_record"
    )
    offered = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.role
