"""A TOML table read strictly: a missing, mistyped or unknown entry is an error that says where."""

from collections.abc import Mapping
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from newsroom.demo.times import parse_age


class MaterialError(Exception):
    """A file of the demo's material cannot be read; the sentence says which entry and why."""


class Table:
    """Takes entries out of a table; leaving its ``with`` block tells of those never asked for."""

    def __init__(self, place: str, entries: Mapping[str, Any]) -> None:
        self.place = place
        self._entries = dict(entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None and self._entries:
            names = ", ".join(sorted(self._entries))
            raise MaterialError(f"{self.place}: nothing is known of “{names}”.")

    def text(self, name: str, default: str | None = None) -> str:
        return str(self._take(name, str, default)).strip()

    def flag(self, name: str) -> bool:
        return bool(self._take(name, bool, default=False))

    def number(self, name: str) -> int:
        return int(self._take(name, int))

    def names(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty when it is missing."""
        return tuple(str(entry) for entry in self._take(name, list, []))

    def age(self, name: str, default: str | None = None) -> timedelta:
        """A length of time such as "1d 4h"; a default of "" is no time at all."""
        written = self.text(name, default)
        if not written:
            return timedelta()
        try:
            return parse_age(written)
        except ValueError as error:
            raise MaterialError(f"{self.place}, {name}: {error}") from error

    def listed(self, name: str) -> list[Any]:
        return list(self._take(name, list, []))

    def tables(self, name: str) -> list["Table"]:
        """The tables of a list."""
        return [
            Table(f"{self.place}, {name} {number}", entry)
            for number, entry in enumerate(self._take(name, list, []), 1)
        ]

    def table(self, name: str) -> "Table | None":
        entries = self._take(name, dict, {})
        return Table(f"{self.place}, {name}", entries) if entries else None

    def _take(self, name: str, kind: type, default: Any = None) -> Any:
        if name not in self._entries:
            if default is None:
                raise MaterialError(f"{self.place}: “{name}” is missing.")
            return default
        value = self._entries.pop(name)
        if not isinstance(value, kind):
            raise MaterialError(f"{self.place}: “{name}” should be a {kind.__name__}.")
        return value
