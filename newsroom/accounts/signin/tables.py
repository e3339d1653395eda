"""The tables of signing in: open logins, the log, and how often somebody has tried and failed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class LoginSession(AbstractBaseSession):
    """A session with what its owner is shown of it; without ``user`` nobody is logged in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="login_sessions"
    )
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(F("user"), F("seen_at").desc(), name="login_user")]

    def __str__(self) -> str:
        return f"{self.device} {self.address}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from .sessions import SessionStore

        return SessionStore


class SignInEntry(models.Model):
    """One line of the log of sign-ins. It never holds a password, nor a name that nobody has.

    People type passwords into the field for the name: what belongs to no account is kept as a
    digest, which tells only whether two tries used the same name.
    """

    class Act(models.TextChoices):
        SIGNED_IN = "signed_in", _("Signed in")
        CONFIRMED = "confirmed", _("Confirmed with the password")
        WRONG_PASSWORD = "wrong_password", _("Wrong password")
        WRONG_CODE = "wrong_code", _("Wrong second factor")
        REFUSED = "refused", _("Too many tries, not checked")
        NOT_STAFF = "not_staff", _("No access to the newsroom")
        SIGNED_OUT = "signed_out", _("Signed out")
        ENDED = "ended", _("Logins ended")
        FACTOR_ADDED = "factor_added", _("Second factor added")
        FACTOR_REMOVED = "factor_removed", _("Second factor removed")
        CODES_MADE = "codes_made", _("Recovery codes made")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        INVITED = "invited", _("Invited")
        ACCEPTED = "accepted", _("Invitation accepted")
        REVOKED = "revoked", _("Invitation taken back")
        CHANGED = "changed", _("Details changed")
        ROLES_CHANGED = "roles_changed", _("Roles changed")
        ACCESS_ENDED = "access_ended", _("Access ended")
        ACCESS_BACK = "access_back", _("Access given back")

    at = models.DateTimeField()
    act = models.CharField(max_length=16, choices=Act)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=150, blank=True)
    name_digest = models.CharField(max_length=16, blank=True)
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=60, blank=True)
    #: How many tries this line stands for: refused ones are counted in one line.
    tries = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        default_permissions = ("view",)
        permissions = [("remove_second_factor", "Can take off a lost second factor")]
        indexes = [
            models.Index(F("user"), F("id").desc(), name="signin_user"),
            models.Index(F("name"), F("id").desc(), name="signin_name"),
            models.Index(F("act"), F("id").desc(), name="signin_act"),
            models.Index(F("at"), name="signin_at"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.name}".strip()


class SignInTries(models.Model):
    """How often a key (a name, an address, a device) has failed, and until when it waits."""

    key = models.CharField(max_length=80, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(F("last_at"), name="tries_last_at")]

    def __str__(self) -> str:
        return self.key
