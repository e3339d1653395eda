"""How an imported draft becomes public, and how what is public follows its source."""

from django.utils.translation import gettext as _

from newsroom.editorial import clock, publishing, registry, visibility
from newsroom.editorial.states import Change
from newsroom.lib import instants

from ..models import Article, Page
from .incoming import Fate, IncomingItem
from .report import Notes


def publish(target: Article | Page, item: IncomingItem, notes: Notes) -> None:
    """Bring the newest revision to readers as the source has it."""
    if item.fate != Fate.DRAFT:
        _tell_unready(target, notes)
    if target.editions.exists():
        _follow(target, item, notes)
    elif item.fate == Fate.LIVE:
        publishing.bring_in(target, published_at=item.published_at, updated_at=item.updated_at)
    elif item.fate == Fate.PLANNED:
        publishing.bring_in(target, at=item.published_at)


def standing(target: Article | Page) -> str:
    """How readers stand to it: "live", "planned for …", "taken down", "draft"."""
    now = visibility.standing(target, clock.now())
    if now.live:
        return str(_("live"))
    if now.planned:
        return _("planned for %s") % instants.to_text(now.planned.live_from)
    return str(_("taken down") if now.was_live or now.takedown else _("draft"))


def _follow(target: Article | Page, item: IncomingItem, notes: Notes) -> None:
    """Newer words of something that is, was or will be public here."""
    now = visibility.standing(target, clock.now())
    if item.fate == Fate.DRAFT:
        notes.problem(
            _(
                "It is public here and not in the source. Withdraw it if it should not be; the "
                "newer text waits as a draft."
            )
        )
    elif now.live:
        is_newer = item.updated_at is not None and item.updated_at > now.live.updated_at
        change = Change.UPDATE if is_newer else Change.MINOR
        publishing.publish(target, by=None, change=change, plan=publishing.KEEP)
    elif now.planned and item.fate == Fate.PLANNED:
        publishing.publish(target, by=None, at=item.published_at)
    elif now.planned:
        publishing.unschedule(target, by=None)
        publishing.bring_in(target, published_at=item.published_at, updated_at=item.updated_at)
    else:
        notes.problem(_("It was taken down here: the newer text of the file waits as a draft."))


def _tell_unready(target: Article | Page, notes: Notes) -> None:
    """What preflight would not let pass is told; an import is never refused for it."""
    item_type = registry.type_of(target)
    for problem in item_type.check(target, item_type.snapshot(target), clock.now()):
        if problem.blocks:
            notes.problem(problem.message)
