"""What preflight tells of: a problem that a reader would stumble over, and how grave it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True)
class Problem:
    """Something a reader would stumble over.

    ``about`` tells two problems of one code apart (the id of the picture without a credit), so that
    a problem the live edition already has can be recognised.
    """

    code: str
    message: str
    field: str = ""
    severity: Severity = Severity.BLOCKS
    about: str = ""
    who_can_clear: str = ""

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.BLOCKS

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.code, self.field, self.about)
