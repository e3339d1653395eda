"""Named refusals. Each message is a sentence for the person who acted: what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .acts.preflight import Problem


class Refused(Exception):
    """An act that was not done. ``code`` is stable and goes into API answers."""

    code = "refused"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code:
            self.code = code

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Refused):
    """The person's roles do not allow the transition."""

    code = "not_allowed"


class NotPossible(Refused):
    """The item's state or visibility does not allow the act, no matter who asks."""

    code = "not_possible"


class NoteRequired(NotPossible):
    """The transition needs a reason and got none."""

    code = "note_required"


class PlanInTheWay(NotPossible):
    """An update is planned: the editor says whether to keep or to drop it."""

    code = "plan_in_the_way"


class NotReady(Refused):
    """Preflight found problems that block; ``problems`` lists them all."""

    code = "not_ready"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(str(p.message) for p in self.problems))


class StaleSave(Refused):
    """Somebody saved in between. ``current`` is the revision that is stored now."""

    code = "stale_save"

    def __init__(self, message: str, *, current: int) -> None:
        super().__init__(message)
        self.current = current
