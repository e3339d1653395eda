"""Agencies and suppliers: found under any of their names, printed under one, by a house rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.editorial import clock, log, recompiling, refusals
from newsroom.lib import text

from . import affecting, house_rules, renditions, searching
from .affecting import Affected
from .credits import Credit, Names, folded
from .models import Agency, AgencyAlias, Image

# So many pictures are printed again in one transaction.
_BATCH = 100


@dataclass(frozen=True)
class Known:
    """The library's agencies as they stand, read once for many names."""

    by_key: dict[str, Agency] = field(default_factory=dict)
    names: Names = Names()  # noqa: RUF009
    own_name: str = ""

    def is_own(self, name: str) -> bool:
        """Whether it is the newsroom itself."""
        return bool(name) and folded(name) == folded(self.own_name)

    def find(self, name: str) -> Agency | None:
        return self.by_key.get(folded(name)) if name.strip() else None

    def canonical(self, name: str) -> str:
        """The name as it is printed; a name that nobody has stays as it is."""
        found = self.find(name)
        return found.name if found else name.strip()

    def house_credit(self, credit: Credit) -> str:
        """What the house rule of the agency prints, else that of the supplier; "" without one."""
        for name in (credit.agency, credit.supplier):
            found = self.find(name)
            if found and found.credit_format:
                return house_rules.printed(found.credit_format, credit)
        return ""


def known() -> Known:
    """Every agency under every name: one query."""
    aliases = list(AgencyAlias.objects.select_related("agency"))
    by_key = {alias.key: alias.agency for alias in aliases}
    return Known(
        by_key,
        Names(
            agencies=_keys(by_key, Agency.Kind.AGENCY),
            suppliers=_keys(by_key, Agency.Kind.SUPPLIER),
        ),
        own_name=settings.SITE_NAME,
    )


def find(name: str) -> Agency | None:
    """The agency that has this name or goes by it, however it is written."""
    if not name.strip():
        return None
    alias = AgencyAlias.objects.select_related("agency").filter(key=folded(name)).first()
    return alias.agency if alias else None


def canonical(name: str) -> str:
    """The name as it is printed; a name that nobody has stays as it is."""
    found = find(name)
    return found.name if found else name.strip()


def house_credit(credit: Credit) -> str:
    """What the house rule prints of these parts; "" where there is none."""
    return known().house_credit(credit)


def print_credit(image: Image, *, among: Known | None = None) -> None:
    """Give the row its agencies' printed names and their house rule's credit, unsaved."""
    among = among or known()
    image.agency = among.canonical(image.agency)
    image.supplier = among.canonical(image.supplier)
    image.house_credit = among.house_credit(image.credit)[:1000]


def affected(agency: Agency) -> Affected:
    """How many pictures bear a name of the agency, and which stories show them."""
    return affecting.by_changing(_pictures_of(agency))


def save(agency: Agency, *, by: User | None = None, aliases: Iterable[str] | None = None) -> int:
    """Save an agency, new or not, with its other names; without ``aliases`` those stay.

    A name it had before is kept as another one. The credits of its pictures are printed again;
    their number is the answer. That is done in batches: saved once more, it goes on where it broke
    off. Raises ``refusals.NotPossible`` with what to mend.
    """
    _check_may(by, "change" if agency.pk else "add")
    _tidy(agency)
    try:
        with transaction.atomic():
            _store(agency, aliases)
    except IntegrityError as error:
        raise refusals.NotPossible(
            _("Another agency has this name. Use that one, or choose another name.")
        ) from error
    return reprint(agency, by=by)


def reprint(agency: Agency, *, by: User | None = None) -> int:
    """Print the credit of its pictures as the agency is now; how many came out differently."""
    among, count = known(), 0
    for pks in _batches(_pictures_of(agency)):
        with transaction.atomic():
            images = Image.objects.select_for_update().filter(pk__in=pks).order_by("pk")
            printed = [image for image in images if _print_again(image, among, by)]
            if printed:
                recompiling.changed(*printed)
        count += len(printed)
    return count


def retire(agency: Agency, *, by: User | None = None) -> None:
    """Offer it no more. Its names are still understood, as its pictures keep coming."""
    _set_retired(agency, by=by, at=clock.now())


def bring_back(agency: Agency, *, by: User | None = None) -> None:
    """Undo ``retire``."""
    _set_retired(agency, by=by, at=None)


def _keys(by_key: dict[str, Agency], kind: Agency.Kind) -> frozenset[str]:
    kinds = (kind, Agency.Kind.BOTH)
    return frozenset(key for key, agency in by_key.items() if agency.kind in kinds)


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


def _store(agency: Agency, aliases: Iterable[str] | None) -> None:
    stored = Agency.objects.select_for_update().filter(pk=agency.pk).first()
    if aliases is None:
        aliases = agency.aliases.values_list("name", flat=True) if stored else ()
    names = {folded(name): text.single_line(name, limit=200) for name in aliases if name.strip()}
    if stored:
        names[folded(stored.name)] = stored.name
    names[folded(agency.name)] = agency.name
    taken = AgencyAlias.objects.filter(key__in=names).exclude(agency=agency.pk)
    if other := taken.select_related("agency").first():
        raise refusals.NotPossible(
            _("“%(name)s” is a name of %(agency)s. Take it away there first.")
            % {"name": names[other.key], "agency": other.agency}
        )
    agency.save()
    agency.aliases.exclude(key__in=names).delete()
    for key, name in names.items():
        AgencyAlias.objects.update_or_create(
            key=key[:200], defaults={"agency": agency, "name": name}
        )


def _pictures_of(agency: Agency) -> QuerySet[Image]:
    """Its pictures, however their rows spell one of its names: one walk over an index of names."""
    keys = {folded(agency.name), *agency.aliases.values_list("key", flat=True)}
    spellings: dict[str, list[str]] = {}
    for column in ("agency", "supplier"):
        there = Image.objects.order_by().values_list(column, flat=True).distinct()
        spellings[column] = [name for name in map(str, there) if name and folded(name) in keys]
    return Image.objects.filter(
        Q(agency__in=spellings["agency"]) | Q(supplier__in=spellings["supplier"])
    )


def _batches(images: QuerySet[Image]) -> Iterator[list[int]]:
    last = 0
    while pks := list(
        images.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_BATCH]
    ):
        yield pks
        last = pks[-1]


def _print_again(image: Image, among: Known, by: User | None) -> bool:
    before = image.printed_credit
    columns = ["agency", "supplier", "house_credit"]
    stored = [getattr(image, name) for name in columns]
    print_credit(image, among=among)
    if [getattr(image, name) for name in columns] == stored:
        return False
    image.save(update_fields=columns)
    searching.index(image)
    renditions.request(image)
    data = {"from": before, "to": image.printed_credit}
    log.record_shared(image, "reprint", by=by, data=data)
    return True


def _set_retired(agency: Agency, *, by: User | None, at) -> None:
    _check_may(by, "change")
    agency.retired_at = at
    agency.save(update_fields=["retired_at"])
