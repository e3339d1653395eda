"""Model fields that never return an address that may not be printed.

Validation keeps such addresses out of forms; imports and database tools bypass it. To migrations
these are Django's own fields: the columns are the same.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from . import stored_addresses, urls


class _AsDjangosOwn(models.Field):  # type: ignore[type-arg]
    own: str

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.own}", args, kwargs


class LinkField(_AsDjangosOwn, models.CharField):  # type: ignore[type-arg]
    """A path of this site or an absolute address."""

    own = "CharField"

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return urls.printable(value) if value else value


class WebAddressField(_AsDjangosOwn, models.URLField):  # type: ignore[type-arg]
    """An absolute web address."""

    own = "URLField"

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        found = urls.printable(value) if value else value
        return found if not found or found.startswith(("http:", "https:")) else ""


class DocumentField(_AsDjangosOwn, models.JSONField):
    """A document or a snapshot as JSON, with its addresses checked."""

    own = "JSONField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        found = super().from_db_value(value, expression, connection)
        is_fine = not isinstance(value, str) or not stored_addresses.is_doubtful(value)
        return found if is_fine else stored_addresses.cleaned(found)
