"""Logins and roles."""

from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from newsroom.lib.keyed_lists import KeyedListAdmin

from .models import SignInEntry, User
from .signin import log, logins


@admin.register(User)
class PersonAdmin(KeyedListAdmin, UserAdmin):
    list_display = ["username", "first_name", "last_name", "is_staff", "is_active", "last_login"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (_("Roles"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("More"), {"classes": ["collapse"], "fields": [
            "user_permissions", "last_login", "date_joined"]}),
    ]  # fmt: skip
    sortable_by = ("username", "first_name", "last_name", "last_login")
    #: What somebody may do: whoever gets more or less of it signs in again.
    access_fields = frozenset(
        {"is_active", "is_staff", "is_superuser", "groups", "user_permissions"}
    )

    def asks_password(self, request: HttpRequest) -> bool:
        return True

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        if change and self.access_fields & set(form.changed_data):
            self._end_logins(request, form.instance, SignInEntry.Act.ENDED)

    def user_change_password(self, request: Any, id: str, form_url: str = "") -> HttpResponse:
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            user = User.objects.get(pk=id)
            self._end_logins(request, user, SignInEntry.Act.PASSWORD_CHANGED)
        return response

    def _end_logins(self, request: Any, user: User, act: SignInEntry.Act) -> None:
        """Open logins end at once. Only the one with which this is done stays open."""
        logins.end(user, but=request)
        log.record(request, act, user, by=request.user)


admin.site.unregister(Group)
# django-allauth's own pages: second factors are taken off by ``signin``, which logs it, and we use
# none of its addresses of people.
for model in (EmailAddress, EmailConfirmation, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(Group)
class RoleAdmin(KeyedListAdmin, GroupAdmin):
    """Roles, as the newsroom edits them."""

    def asks_password(self, request: HttpRequest) -> bool:
        return True


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
