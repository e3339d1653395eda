"""Logins. A user is not an author: authors are people or bodies in a byline (``articles``)."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who can log in. Their roles are groups, see ``roles.py``."""

    def __str__(self) -> str:
        return self.get_full_name() or self.username
