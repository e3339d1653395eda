"""Changing agencies and suppliers; the credits of their images are printed again."""

from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from media.credits import house_rules
from media.credits.agencies import Known, known, print_credit
from media.models import Agency, AgencyAlias, Image, ReprintRequest
from media.renditions import image_files
from newsroom.accounts.models import User
from newsroom.editorial import clock, refusals
from newsroom.editorial.drafts import log
from newsroom.editorial.publication import recompilation
from newsroom.lib import text
from newsroom.lib.folding import key_of

from . import search, usage
from .usage import Affected

#: So many images are printed again with the saving of their agency; the worker does the others.
AT_ONCE = 50
#: So many are looked at to tell what a change reaches.
LOOKED_AT = 1000
# What of an agency is printed, beside its other names.
_PRINTED = ("name", "kind", "credit_format")


def affected(agency: Agency, *, by: User | None = None) -> Affected:
    """How many images bear a name of the agency, of the newest, and which stories show them."""
    pks = _newest_of(agency, limit=LOOKED_AT + 1)
    told = usage.affected(Image.objects.filter(pk__in=pks[:LOOKED_AT]), by=by)
    return replace(told, has_more=len(pks) > LOOKED_AT)


def save(agency: Agency, *, by: User | None = None, aliases: Iterable[str] | None = None) -> int:
    """Save an agency, new or not, with its other names; without ``aliases`` those stay.

    A name it had before is kept as another one. Where what is printed changes, the credits of its
    images are printed again: the newest ``AT_ONCE`` here, whose number is the answer, the others
    by the worker, see ``credit_reprints``. Raises ``refusals.NotPossible`` with what to mend.
    """
    _check_may(by, "change" if agency.pk else "add")
    _tidy(agency)
    try:
        with transaction.atomic():
            is_printed_otherwise = _store(agency, aliases)
            if is_printed_otherwise:
                _ask_to_reprint(agency, by)
    except IntegrityError as error:
        raise refusals.NotPossible(
            _("Another agency has this name. Use that one, or choose another name.")
        ) from error
    return _reprint_first(agency, by) if is_printed_otherwise else 0


def reprint(pks: Iterable[int], *, by: User | None = None) -> int:
    """Print the credit of these images as their agencies are now; how many came out differently.

    One transaction: give it few.
    """
    among = known()
    with transaction.atomic():
        images = Image.objects.select_for_update().filter(pk__in=pks).order_by("pk")
        printed = [image for image in images if _print_again(image, among, by)]
        if printed:
            recompilation.changed(*printed)
    return len(printed)


def next_of(agency: Agency, *, after: int, limit: int) -> list[int]:
    """The keys of its next images behind a key, in their order."""
    pictures = _images_of(agency).filter(pk__gt=after).order_by("pk")
    return list(pictures.values_list("pk", flat=True)[:limit])


def _check_may(by: User | None, act: str) -> None:
    if by is not None and not by.has_perm(f"media.{act}_agency"):
        raise refusals.NotAllowed(
            _("Your role does not allow changing agencies. Ask a picture editor.")
        )


def _tidy(agency: Agency) -> None:
    agency.name = text.single_line(agency.name)
    agency.credit_format = text.single_line(agency.credit_format)
    house_rules.check(agency.credit_format)
    try:
        agency.clean_fields()
    except ValidationError as error:
        raise refusals.NotPossible(" ".join(error.messages)) from error


def _store(agency: Agency, aliases: Iterable[str] | None) -> bool:
    """Whether its images are printed otherwise than before."""
    stored = Agency.objects.select_for_update().filter(pk=agency.pk).first()
    if aliases is None:
        aliases = agency.aliases.values_list("name", flat=True) if stored else ()
    names = {key_of(name): text.single_line(name, limit=200) for name in aliases if name.strip()}
    if stored:
        names[key_of(stored.name)] = stored.name
    names[key_of(agency.name)] = agency.name
    taken = AgencyAlias.objects.filter(key__in=names).exclude(agency=agency.pk)
    if other := taken.select_related("agency").first():
        raise refusals.NotPossible(
            _("“%(name)s” is already a name of %(agency)s. Remove it there first.")
            % {"name": names[other.key], "agency": other.agency}
        )
    before = set(agency.aliases.values_list("key", flat=True)) if stored else set()
    agency.save()
    agency.aliases.exclude(key__in=names).delete()
    for key, name in names.items():
        AgencyAlias.objects.update_or_create(
            key=key[:200], defaults={"agency": agency, "name": name}
        )
    if stored is None or before != {key[:200] for key in names}:
        return True
    return any(getattr(agency, name) != getattr(stored, name) for name in _PRINTED)


def _ask_to_reprint(agency: Agency, by: User | None) -> None:
    """From the first image on; this waits for a batch that the worker has in hand."""
    ReprintRequest.objects.update_or_create(
        agency=agency,
        defaults={
            "by": by, "requested_at": clock.now(), "last_image_id": 0, "printed": 0,
            "failures": 0, "retry_at": None,
        },
    )  # fmt: skip


def _reprint_first(agency: Agency, by: User | None) -> int:
    """The newest of its images, which is where somebody looks; with few, all there is to do."""
    pks = _newest_of(agency, limit=AT_ONCE + 1)
    count = reprint(pks[:AT_ONCE], by=by)
    mine = ReprintRequest.objects.filter(agency=agency, last_image_id=0)
    if len(pks) > AT_ONCE:
        mine.update(printed=F("printed") + count)
    else:
        mine.delete()
    return count


def _images_of(agency: Agency) -> QuerySet[Image]:
    """Its images, however their rows spell one of its names."""
    spelled = _spellings(agency)
    return Image.objects.filter(
        Q(agency__in=spelled["agency"]) | Q(supplier__in=spelled["supplier"])
    )


def _newest_of(agency: Agency, *, limit: int) -> list[int]:
    """The keys of the newest of them: for each spelling a short walk over an index."""
    found: set[tuple] = set()
    for column, names in _spellings(agency).items():
        for name in names:
            rows = Image.objects.filter(**{column: name}).order_by("-created_at", "-pk")
            found.update(rows.values_list("created_at", "pk")[:limit])
    return [pk for _at, pk in sorted(found, reverse=True)[:limit]]


def _spellings(agency: Agency) -> dict[str, list[str]]:
    keys = {key_of(agency.name), *agency.aliases.values_list("key", flat=True)}
    return {
        column: [name for name in _names_there(column) if key_of(name) in keys]
        for column in ("agency", "supplier")
    }


def _names_there(column: str) -> list[str]:
    """The different names in a column of images.

    Each costs one search of an index: the cost grows with the names, not the images.
    """
    table, name = Image._meta.db_table, column
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE names(name) AS ("  # noqa: S608 - our own table and columns
            f"SELECT min({name}) FROM {table} WHERE {name} > '' UNION ALL "
            f"SELECT (SELECT min({name}) FROM {table} WHERE {name} > names.name) "
            f"FROM names WHERE names.name IS NOT NULL"
            f") SELECT name FROM names WHERE name IS NOT NULL"
        )
        return [found for (found,) in cursor.fetchall()]


def _print_again(image: Image, among: Known, by: User | None) -> bool:
    before = image.printed_credit
    columns = ["agency", "supplier", "house_credit"]
    stored = [getattr(image, name) for name in columns]
    print_credit(image, among=among)
    if [getattr(image, name) for name in columns] == stored:
        return False
    image.save(update_fields=columns)
    search.index(image)
    image_files.request(image)
    data = {"from": before, "to": image.printed_credit}
    log.record_shared(image, "reprint", by=by, data=data)
    return True
