"""How an imported draft becomes public, and how what is public follows its source."""

from django.utils.translation import gettext as _

from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing
from newsroom.editorial.publication.material import Material
from newsroom.editorial.rules import visibility
from newsroom.lib import instants

from ..models import Article, Page
from .publication import Fate, IncomingItem
from .report import Notes


def publish(target: Article | Page, item: IncomingItem, notes: Notes) -> None:
    """Bring the newest revision to readers as the source has it, if nothing here speaks against."""
    now = visibility.standing(target, clock.now())
    if item.fate == Fate.DRAFT:
        if now.live or now.planned:
            notes.problem(
                _(
                    "It is public or planned here and not in the source. Take it down if it should "
                    "not be; the newer text waits as a draft."
                )
            )
        return
    if now.was_live and not now.live:
        notes.problem(_("It was taken down here: the newer text of the file waits as a draft."))
        return
    _tell_unready(target, notes)
    if now.live or item.fate == Fate.LIVE:
        publishing.bring_in(target, published_at=item.published_at, updated_at=item.updated_at)
    else:
        publishing.bring_in(target, at=item.published_at)


def standing(target: Article | Page) -> str:
    """How readers stand to it: "live", "planned for …", "taken down", "draft"."""
    now = visibility.standing(target, clock.now())
    if now.live:
        return str(_("live"))
    if now.planned:
        return _("planned for %s") % instants.to_text(now.planned.live_from)
    return str(_("taken down") if now.was_live or now.takedown else _("draft"))


def _tell_unready(target: Article | Page, notes: Notes) -> None:
    """Report what preflight would not let pass; an import is never refused for it."""
    item_type = registry.type_of(target)
    material = Material(target, item_type.snapshot(target), at=clock.now())
    for problem in item_type.check(material):
        if problem.blocks:
            notes.problem(problem.message)
