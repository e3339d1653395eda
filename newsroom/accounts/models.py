"""Logins. A user is not an author: authors are people or bodies in a byline (``articles``)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.db import models
from django.db.models import CharField, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .signin.tables import LoginSession, SignInEntry, SignInTries

__all__ = ["Held", "LoginSession", "RoleRecord", "SignInEntry", "SignInTries", "User"]


@dataclass(frozen=True)
class Held:
    """A user's groups and permissions, the latter as ``app_label.codename``."""

    groups: frozenset[str]
    group_permissions: frozenset[str]
    own_permissions: frozenset[str]


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
        named = ("content_type__app_label", "codename")
        by_group = Group.objects.filter(user=self).order_by()
        of_groups = by_group.values_list("name", *(f"permissions__{name}" for name in named))
        nobodys = (
            Permission.objects.filter(user=self)
            .order_by()
            .annotate(group_name=Value(None, output_field=CharField()))
        )
        held: dict[str, set[str]] = {}
        own = nobodys.values_list("group_name", *named)
        for group, app, name in of_groups.union(own, all=True):
            permissions = held.setdefault(group or "", set())
            if app:
                permissions.add(f"{app}.{name}")
        own_permissions = held.pop("", set())
        return Held(
            groups=frozenset(held),
            group_permissions=frozenset().union(*held.values()),
            own_permissions=frozenset(own_permissions),
        )

    @property
    def group_names(self) -> frozenset[str]:
        return self.held.groups


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
