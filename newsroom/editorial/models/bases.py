"""The abstract bases a project's things are made of. Kernel base first: ``class Article(Item)``."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from newsroom.editorial import clock
from newsroom.lib import folded_field, languages
from newsroom.lib.address_fields import DocumentField
from newsroom.lib.likely import likely

from .states import State

#: Columns of an item that acts alone write, under the row's lock.
KERNEL_COLUMNS = (
    "state", "revision", "saved_at", "saved_by", "embargo_until", "ends_at", "published_at",
    "acted_at", "announced_edition", "announced_compile", "announced_removal", "version",
    "next_due_at",
)  # fmt: skip


#: Columns of an item that the desk writes besides the text; no revision keeps them.
DESK_COLUMNS = ("assigned_to",)
#: What a form has for the desk; the embargo is set by an act.
DESK_FIELDS = (*DESK_COLUMNS, "embargo")


#: Columns of a shared thing that only acts write, under the row's lock.
SHARED_COLUMNS = ("is_announced", "announced_hash", "version")


#: The order of the desk's lists of items.
NEWEST_SAVED = (F("saved_at").desc(), F("id").desc())


def _columns_beside(row: models.Model, kernel: Iterable[str]) -> list[str]:
    """What a plain save writes: everything but the primary key and the kernel's columns."""
    fields = row._meta.concrete_fields
    return [f.name for f in fields if not f.primary_key and f.name not in kernel]


class StampedField(models.DateTimeField):  # type: ignore[type-arg]
    """Filled by the clock when the row is first saved, unless it is already filled.

    It is not a default: creating an object would then ask the database for the time. Migrations see
    a plain field.
    """

    def get_default(self) -> None:
        return None

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001
        if add and getattr(model_instance, self.attname) is None:
            setattr(model_instance, self.attname, clock.now())
        return getattr(model_instance, self.attname)

    def deconstruct(self) -> Any:
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.DateTimeField", arguments, options


class Item(models.Model):
    """Anything that passes the workflow. The row is the draft; readers never see it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    language = languages.LanguageField(_("language"), default=languages.of_site)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = StampedField(auto_now_add=True)
    # Whose drafts these are has no index beside the lists' own.
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False,
        related_name="+", db_index=False,
    )  # fmt: skip
    saved_at = models.DateTimeField(null=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False,
        related_name="+",
    )  # fmt: skip
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("assigned to"), db_index=False,
    )  # fmt: skip
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, blank=True, editable=False,
        help_text=_("Nothing may be live before this time. It is a bar, not a plan."),
    )  # fmt: skip
    ends_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    acted_at = models.DateTimeField(null=True, editable=False)
    # What the ledger last told of this item: an edition and its compile, or a removal's reason.
    announced_edition = models.BigIntegerField(null=True, editable=False)
    announced_compile = models.PositiveIntegerField(null=True, editable=False)
    announced_removal = models.CharField(max_length=12, blank=True, editable=False)
    version = models.BigIntegerField(default=0, editable=False)
    next_due_at = models.DateTimeField(null=True, editable=False, db_index=True)

    if TYPE_CHECKING:
        # Given by the concrete revision and edition classes through their related names.
        revisions: Any
        editions: Any

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="%(app_label)s_%(class)s_known_state"
            ),
        ]
        # The desk's lists: newest first, and filtered.
        indexes = [
            models.Index(*NEWEST_SAVED, name="%(class)s_saved"),
            models.Index("state", *NEWEST_SAVED, name="%(class)s_state"),
            models.Index("language", *NEWEST_SAVED, name="%(class)s_language"),
            *(
                models.Index(
                    column,
                    *NEWEST_SAVED,
                    condition=Q(**{f"{column}__isnull": False}),
                    name=f"%(class)s_{column}",
                )
                for column in ("created_by", "assigned_to")
            ),
            models.Index(*NEWEST_SAVED, condition=Q(version=0), name="%(class)s_unseen"),
            models.Index(
                *NEWEST_SAVED, condition=Q(next_due_at__isnull=False), name="%(class)s_due"
            ),
        ]

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Write the draft. The kernel's columns are written only when they are named.

        A form holds its object while acts and the clock go on: a plain save of that object would
        put an old state or a forgotten schedule back.
        """
        if update_fields is None and not self._state.adding and not kwargs.get("force_insert"):
            update_fields = _columns_beside(self, KERNEL_COLUMNS)
        super().save(*args, update_fields=update_fields, **kwargs)


class Signed(models.Model):
    """A row of a byline. It repeats when its draft was last saved, so that an index has an author's
    drafts in the order of the desk's lists."""

    saved_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class AppendOnlyError(TypeError):
    """Somebody tried to rewrite history."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} rows are never deleted.")


class AppendOnly(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{type(self).__name__} rows are never deleted.")


class Revision(AppendOnly):
    """The draft as it stood at one save. Concrete classes add ``item`` (related_name revisions)."""

    number = models.PositiveIntegerField()
    schema_number = models.PositiveSmallIntegerField(default=1)
    snapshot = DocumentField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    cause = models.CharField(max_length=20, default="saved")
    note = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"], name="%(app_label)s_%(class)s_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class SharedQuerySet(models.QuerySet[Any]):
    def in_use(self) -> Self:
        """What may still be chosen: neither retired nor merged."""
        return self.filter(likely(Q(retired_at=None, merged_into=None)))


class Shared(models.Model):
    """A thing that many items name (author, tag, section, image, video).

    It has no editions: its document is compiled from the row, and it is public only while a live
    edition names it. Retired or merged, never deleted while named.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_announced = models.BooleanField(default=False, editable=False)
    announced_hash = models.CharField(max_length=32, blank=True, editable=False)
    version = models.BigIntegerField(default=0, editable=False)

    objects = SharedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Write the row. The kernel's columns are written only when they are named.

        A form, an import or a command holds its object while the ledger moves on: a plain save of
        that object would undo what the ledger has since told of it.
        """
        if update_fields is None and not self._state.adding and not kwargs.get("force_insert"):
            update_fields = _columns_beside(self, SHARED_COLUMNS)
        elif update_fields is not None:
            update_fields = folded_field.with_keys(type(self), update_fields)
        super().save(*args, update_fields=update_fields, **kwargs)
