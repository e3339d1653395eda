"""Roles, and the log of sign-ins. People are in ``newsroom.people``."""

from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from newsroom.lib.keyed_lists import KeyedListAdmin

from .models import SignInEntry

admin.site.unregister(Group)
# django-allauth's own pages: second factors are taken off by ``signin``, which logs it, and we use
# none of its addresses of people.
for model in (EmailAddress, EmailConfirmation, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(Group)
class RoleAdmin(KeyedListAdmin, GroupAdmin):
    """Roles, as superusers edit them: whoever writes what a role may do gives it to themselves."""

    def asks_password(self, request: HttpRequest) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request) and super().has_delete_permission(request, obj)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


@admin.register(SignInEntry)
class SignInEntryAdmin(KeyedListAdmin):
    """Who signed in, and who tried and failed: written by ``signin.log``, and only read here."""

    list_display = ["at", "act", "name", "tries", "address", "device", "by", "note"]
    list_filter = ["act"]
    list_select_related = ["by"]
    search_fields = ["name__exact"]
    ordering = ["-id"]
    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
