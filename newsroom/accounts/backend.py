"""Django's own login and permissions, with all that a person may do read in one query."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from .models import User


class OneQueryBackend(ModelBackend):
    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if obj is not None or not _is_asked_in_one(user_obj):
            return super().get_user_permissions(user_obj, obj)
        return set(user_obj.held.own_permissions)

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if obj is not None or not _is_asked_in_one(user_obj):
            return super().get_group_permissions(user_obj, obj)
        return set(user_obj.held.group_permissions)


def _is_asked_in_one(user: Any) -> bool:
    """Superusers hold all permissions, inactive and anonymous users none."""
    return isinstance(user, User) and user.is_active and not user.is_superuser
