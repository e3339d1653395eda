"""The kernel's admin: what every item's admin does, and the records that nobody edits."""

from . import records  # noqa: F401
from .items.item_admin import ItemAdmin
from .shared import SharedAdmin

__all__ = ["ItemAdmin", "SharedAdmin"]
