"""Logins and roles."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from newsroom.lib.keyed_lists import KeyedListAdmin

from .models import User


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


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(KeyedListAdmin, GroupAdmin):
    """Roles, as the newsroom edits them."""
