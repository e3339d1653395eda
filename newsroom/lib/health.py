"""What a monitor is told: measures that apps register, each with its limit and a sentence.

``/healthz`` is public: figures are ages and counts, never names, titles, paths or addresses. It is
requested every second: a measure costs a few queries whose work does not grow with the archive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import Error, connection
from django.utils.translation import gettext as _

#: Counts stop here; beyond it only the age matters.
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Reading:
    """A measured ``value``; a check fails if the value is past the limit or missing.

    ``figures`` are shown beside it. ``sentence`` replaces the check's if the failure is special.
    """

    value: float | None
    figures: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""


@dataclass(frozen=True)
class Check:
    """``name`` is the key in the answer, ``sentence`` says what is wrong and what to do."""

    name: str
    measure: Callable[[], Reading]
    limit: float
    sentence: Any
    unit: str = "seconds"


_checks: dict[str, Check] = {}


def register(check: Check) -> None:
    _checks[check.name] = check


def checks() -> list[Check]:
    return list(_checks.values())


def age(since: datetime | None, *, at: datetime) -> float:
    """Seconds since then, at least 0; 0 where nothing waits."""
    return max(0.0, round((at - since).total_seconds(), 1)) if since else 0.0


def report() -> tuple[bool, dict[str, Any]]:
    """Whether all is well, and the answer: ``{"status": …, "checks": {name: …}}``."""
    try:
        found = {"database": {"status": "ok"}} | {c.name: _told(c) for c in checks()}
    except Error:
        # Do not ask again for what is broken.
        connection.close()
        message = _("The database does not answer, or it lacks tables: run manage.py migrate.")
        found = {"database": {"status": "failing", "message": message}}
    is_well = all(check["status"] == "ok" for check in found.values())
    return is_well, {"status": "ok" if is_well else "failing", "checks": found}


def _told(check: Check) -> dict[str, Any]:
    reading = check.measure()
    is_well = reading.value is not None and reading.value <= check.limit
    told = {
        "status": "ok" if is_well else "failing",
        "value": reading.value,
        "limit": check.limit,
        "unit": check.unit,
        **reading.figures,
    }
    return told if is_well else {**told, "message": str(reading.sentence or check.sentence)}
