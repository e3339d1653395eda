"""Preflight: an item type's checks before publishing, softened by what is live already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from newsroom.editorial import registry
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import Item
from newsroom.editorial.publication.material import Material
from newsroom.editorial.refusals import NotReady
from newsroom.lib import site_settings


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
    #: The kind of shared thing that is missing: where there is none at all, one has to be made.
    lacks: str = ""

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.BLOCKS

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.code, self.field, self.about)


_warnings: dict[str, str | Promise] = {}


def register_warnings(warnings: Mapping[str, str | Promise]) -> None:
    """Declare the codes of what only warns, each with its name in the site's settings, where a
    newsroom says what becomes of it."""
    _warnings.update(warnings)


def warnings() -> Mapping[str, str | Promise]:
    return _warnings


def problems(item: Item, *, at: datetime) -> list[Problem]:
    """What preflight says of the newest revision, should it be published at ``at``.

    A problem that the live edition already has is a warning.
    """
    material = _newest(item, at)
    return [*_problems_of(material), *_ruled(registry.type_of(item).advise(material))]


def _problems_of(material: Material) -> list[Problem]:
    """All problems, without mere advice."""
    item, at = material.item, material.at
    check = registry.type_of(item).check
    found = _ruled(check(material))
    if any(problem.blocks for problem in found):
        live = item.editions.live_of_items(at).select_related("revision").one_or_none()
        if live:
            snapshot = revisions.snapshot_of(item, live.revision)
            found = _forgive_known(found, _ruled(check(Material(item, snapshot, at=at))))
    return found + _embargo(item, at)


def _ruled(found: Iterable[Problem]) -> list[Problem]:
    """Warnings as the site's settings have them: some block, some are not said."""
    rules = site_settings.current().preflight
    ruled = []
    for problem in found:
        rule = "" if problem.blocks else rules.get(problem.code, "")
        if rule != "off":
            ruled.append(replace(problem, severity=Severity.BLOCKS) if rule else problem)
    return ruled


def _newest(item: Item, at: datetime) -> Material:
    revision = revisions.latest(item)
    snapshot = revisions.snapshot_of(item, revision) if revision else {}
    return Material(item, snapshot, at=at)


def refuse_unready(item: Item, *, at: datetime) -> None:
    """Raise ``NotReady`` if anything blocks but an embargo, which bars publishing, not approval."""
    _refuse(p for p in _problems_of(_newest(item, at)) if p.code != "embargo")


def refuse_unpublishable(material: Material) -> None:
    """Raise ``NotReady`` if anything blocks publishing these words at their instant."""
    _refuse(_problems_of(material))


def refuse_embargoed(item: Item, *, at: datetime) -> None:
    """Raise ``NotReady`` if the item may not be live at ``at``, whatever its words."""
    _refuse(_embargo(item, at))


def _refuse(found: Iterable[Problem]) -> None:
    if blocking := [problem for problem in found if problem.blocks]:
        raise NotReady(blocking)


def _embargo(item: Item, at: datetime) -> list[Problem]:
    if item.embargo_until is None or item.embargo_until <= at:
        return []
    until = date_format(timezone.localtime(item.embargo_until), "DATETIME_FORMAT")
    return [
        Problem(
            "embargo",
            _("The embargo ends at %(until)s. Schedule it for then or later.") % {"until": until},
            field="embargo_until",
        )
    ]


def _forgive_known(problems: Iterable[Problem], known: Iterable[Problem]) -> list[Problem]:
    """What the live edition already suffers from warns: an archive story's typo must be fixable."""
    known_keys = {p.key for p in known}
    return [
        replace(p, severity=Severity.WARNS) if p.blocks and p.key in known_keys else p
        for p in problems
    ]
