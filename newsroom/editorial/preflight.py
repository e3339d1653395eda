"""The checks before publishing: one list for the admin's panel, the API and the publish act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
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


def forgive_known(problems: Iterable[Problem], known: Iterable[Problem]) -> list[Problem]:
    """What the live edition already suffers from warns: an archive story's typo must be fixable."""
    known_keys = {p.key for p in known}
    return [
        replace(p, severity=Severity.WARNS) if p.blocks and p.key in known_keys else p
        for p in problems
    ]


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    return [p for p in problems if p.blocks]
