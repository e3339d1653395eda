"""A store in memory that is bounded by bytes: what was used longest ago goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class BoundedStore(Generic[Value]):
    """Values by key, of at most ``most_bytes`` together, as their makers measure them."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    @property
    def keys(self) -> list[Hashable]:
        """Those of what is kept, what was used longest ago first."""
        return list(self._values)

    def get(self, key: Hashable) -> Value | None:
        # One step each, so that no lock is needed to look.
        try:
            self._values.move_to_end(key)
            return self._values[key][0]
        except KeyError:
            return None

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep it; what alone is larger than an eighth of the store is not kept."""
        with self._lock:
            self._drop(key)
            if size > self.most_bytes // 8:
                return
            self._values[key] = (value, size)
            self.bytes += size
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self._values)))

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self.bytes = 0

    def _drop(self, key: Hashable) -> None:
        if (old := self._values.pop(key, None)) is not None:
            self.bytes -= old[1]
