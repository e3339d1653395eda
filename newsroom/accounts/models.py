"""Logins. A user is not an author: authors are people or bodies in a byline (``articles``)."""

from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.utils.functional import cached_property


class User(AbstractUser):
    """A person who can log in. Their roles are groups, see ``roles.py``."""

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @cached_property
    def group_names(self) -> frozenset[str]:
        """Read once for each object, as permissions are."""
        return frozenset(self.groups.values_list("name", flat=True))


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
