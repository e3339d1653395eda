"""Collections: images put together, in an order that somebody chose."""

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from media import access
from media.models import Collection, CollectionImage, Image
from newsroom.accounts.models import User
from newsroom.editorial import clock, refusals
from newsroom.lib import text


def create(
    name: str, *, by: User | None = None, description: str = "", images: Iterable[Image] = ()
) -> Collection:
    """A new collection with these images. Raises ``refusals.NotPossible`` over a taken name."""
    _check_may(by, "add")
    collection = Collection(
        name=_name(name), description=text.tidy(description).strip(), created_by=by
    )
    with transaction.atomic():
        _save(collection)
        _append(collection, images)
    return collection


def find_or_create(name: str, *, by: User | None = None) -> Collection:
    """The collection of this name: for what fills the same one again and again."""
    seen = Collection.objects.all() if by is None else access.visible_collections(by)
    found = seen.filter(name=_name(name)).first()
    return found or create(name, by=by)


def rename(
    collection: Collection, *, name: str, description: str | None = None, by: User | None = None
) -> None:
    """Give it another name, and another description unless that is left out."""
    _check_may(by, "change")
    collection.name = _name(name)
    if description is not None:
        collection.description = text.tidy(description).strip()
    _save(collection)


def add(collection: Collection, images: Iterable[Image], *, by: User | None = None) -> list[Image]:
    """Put images at its end, in this order, and return those that were not in it before."""
    _check_may(by, "change")
    with transaction.atomic():
        _lock(collection)
        return _append(collection, images)


def remove(collection: Collection, images: Iterable[Image], *, by: User | None = None) -> int:
    """Take images out; they stay in the library. Returns how many were in it."""
    _check_may(by, "change")
    with transaction.atomic():
        _lock(collection)
        pks = [image.pk for image in images]
        count, _rows = collection.entries.filter(image__in=pks).delete()
    return count


def reorder(collection: Collection, image_pks: Sequence[int], *, by: User | None = None) -> None:
    """Put all its images into this order.

    Raises ``refusals.NotPossible`` if the list is not exactly what the collection holds.
    """
    _check_may(by, "change")
    with transaction.atomic():
        _lock(collection)
        entries = {entry.image_id: entry for entry in collection.entries.all()}
        if sorted(image_pks) != sorted(entries):
            raise refusals.NotPossible(
                _("Somebody else has changed the collection. Reload it, then sort it.")
            )
        for position, pk in enumerate(image_pks):
            entries[pk].position = position
        CollectionImage.objects.bulk_update(entries.values(), ["position"], batch_size=500)


def delete(collection: Collection, *, by: User | None = None) -> None:
    """Delete the collection; its images stay in the library."""
    if by is not None and not access.may_delete_collection(collection, by):
        raise refusals.NotAllowed(
            _("Somebody else made this collection. Ask them or a picture editor to delete it.")
        )
    collection.delete()


def _check_may(by: User | None, act: str) -> None:
    if by is not None and not by.has_perm(f"media.{act}_collection"):
        raise refusals.NotAllowed(
            _("Your role does not allow changing collections. Ask a picture editor.")
        )


def _name(name: str) -> str:
    name = text.single_line(name, limit=200)
    if not name:
        raise refusals.NotPossible(_("A collection needs a name."))
    return name


def _save(collection: Collection) -> None:
    try:
        with transaction.atomic():
            collection.save()
    except IntegrityError as error:
        raise refusals.NotPossible(
            _("Another collection is called “%(name)s”. Choose another name.")
            % {"name": collection.name}
        ) from error


def _lock(collection: Collection) -> None:
    if not Collection.objects.select_for_update().filter(pk=collection.pk).exists():
        raise refusals.NotPossible(_("The collection no longer exists."))


def _append(collection: Collection, images: Iterable[Image]) -> list[Image]:
    there = set(collection.entries.values_list("image", flat=True))
    new = list({image.pk: image for image in images if image.pk not in there}.values())
    last = collection.entries.aggregate(last=Max("position"))["last"]
    first, now = 0 if last is None else last + 1, clock.now()
    CollectionImage.objects.bulk_create(
        CollectionImage(collection=collection, image=image, position=position, added_at=now)
        for position, image in enumerate(new, first)
    )
    return new
