"""Numbers that no column holds, in queries: "9999999999999999999" is the key of no row.

Django knows that of ``=`` and ``<``; a list of such numbers is an error of the database.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.lookups import In

_LARGEST = 2**63 - 1


@models.IntegerField.register_lookup
class InHeld(In):
    """``in`` without the numbers that are too large for every column."""

    def get_prep_lookup(self) -> Any:
        found = super().get_prep_lookup()
        return [each for each in found if _is_held(each)] if isinstance(found, list) else found


def _is_held(value: Any) -> bool:
    return not isinstance(value, int) or -_LARGEST - 1 <= value <= _LARGEST
