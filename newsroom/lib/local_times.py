"""Times as a clock on the wall shows them: one that comes twice, and one that never comes."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def readings(local: datetime, zone: tzinfo) -> list[datetime]:
    """The instants, in UTC, at which a clock in the zone shows this time: one, two, or none.

    Two in the hour that comes again when the clocks go back; none in the one they leap over.
    """
    both = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return list(dict.fromkeys(at for at in both if _shown(at, zone) == local.replace(fold=0)))


def offset_of(at: datetime, zone: tzinfo) -> str:
    """The zone's distance from UTC at this instant: "+02:00"."""
    return at.astimezone(zone).isoformat()[-6:]


def _shown(at: datetime, zone: tzinfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)
