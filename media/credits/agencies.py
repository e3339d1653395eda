"""Agencies and suppliers: found under any of their names, printed under one, by a house rule."""

from dataclasses import dataclass, field

from media.models import Agency, AgencyAlias, Image
from media.models.credit import Credit
from newsroom.lib import site_settings
from newsroom.lib.folding import key_of

from . import house_rules
from .lines import Names


@dataclass(frozen=True)
class Known:
    """The library's agencies as they stand, read once for many names."""

    by_key: dict[str, Agency] = field(default_factory=dict)
    names: Names = Names()  # noqa: RUF009
    own_name: str = ""

    def is_own(self, name: str) -> bool:
        """Whether it is the newsroom itself."""
        return bool(name) and key_of(name) == key_of(self.own_name)

    def find(self, name: str) -> Agency | None:
        return self.by_key.get(key_of(name)) if name.strip() else None

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
        own_name=site_settings.current().name,
    )


def find(name: str) -> Agency | None:
    """The agency that has this name or goes by it, however it is written."""
    if not name.strip():
        return None
    alias = AgencyAlias.objects.select_related("agency").filter(key=key_of(name)).first()
    return alias.agency if alias else None


def print_credit(image: Image, *, among: Known | None = None) -> None:
    """Give the row its agencies' printed names and their house rule's credit, unsaved."""
    among = among or known()
    image.agency = among.canonical(image.agency)
    image.supplier = among.canonical(image.supplier)
    image.house_credit = among.house_credit(image.credit)[:1000]


def _keys(by_key: dict[str, Agency], kind: Agency.Kind) -> frozenset[str]:
    kinds = (kind, Agency.Kind.BOTH)
    return frozenset(key for key, agency in by_key.items() if agency.kind in kinds)
