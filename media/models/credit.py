"""The credit of an image, in its parts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Credit:
    """The parts of a credit; ``line`` prints them. Empty parts are empty strings."""

    creator: str = ""
    pool: bool = False
    agency: str = ""
    supplier: str = ""

    @property
    def line(self) -> str:
        """The credit as printed, without parentheses; empty when nothing is known."""
        names = "/".join(filter(None, [self.creator, "Pool" if self.pool else "", self.agency]))
        return " via ".join(filter(None, [names, self.supplier]))

    def __bool__(self) -> bool:
        return self != Credit()
