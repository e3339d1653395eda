"""What the rights in an image mean, in words: a label for the grid, sentences for the form."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media.models import Image, Lease, LeaseKind
from newsroom.editorial.rules.labels import Tone
from newsroom.lib import instants

_SOON = timedelta(days=7)


@dataclass(frozen=True)
class RightsState:
    """A word with the shape that stands for it, so that no colour has to be seen."""

    word: str
    tone: Tone
    shape: str
    at: datetime | None = None


def state(image: Image, *, at: datetime) -> RightsState:
    """How the image stands at ``at``."""
    if image.windows is None:
        return RightsState(_("May be shown"), Tone.GOOD, "●")
    until = image.usable_until(at)
    if image.is_usable(at):
        if until is None:
            return RightsState(_("May be shown"), Tone.GOOD, "●")
        if until - at > _SOON:
            word = _("Until %(day)s") % {"day": date_format(timezone.localtime(until))}
            return RightsState(word, Tone.GOOD, "●", until)
        return RightsState(_ends_in(until - at), Tone.NOTICE, "◔", until)
    opens = image.next_rights_change(at)
    if opens is not None:
        word = _("Not before %(time)s") % {"time": exactly(opens)}
        return RightsState(word, Tone.PLANNED, "○", opens)
    return _closed(image)


def proposal() -> RightsState:
    """What an image says whose file proposed a lease that nobody has decided."""
    return RightsState(_("Proposal undecided"), Tone.NOTICE, "?")


def no_credit() -> RightsState:
    return RightsState(_("No credit"), Tone.DOWN, "✕")


def timeline(image: Image, *, at: datetime) -> list[str]:
    """When it may be shown, a sentence for each window that is not over."""
    return _sentences(image.windows, at) or [
        _("No story shows it, and no lease will allow it again.")
    ]


def syndication(image: Image, *, at: datetime) -> str:
    """Whether others may have it from us."""
    if image.may_syndicate(at):
        return _("Others may have it from us.")
    return _("It is not passed on to others.")


def exactly(instant: datetime) -> str:
    """ "14 March 2026, 6:00 PM CET": in the newsroom's zone, which is named."""
    local = timezone.localtime(instant)
    return f"{date_format(local, 'DATETIME_FORMAT')} {local:%Z}"


def times(lease: Lease) -> str:
    """ "from 1 March 2026, 00:00 CET until 14 March 2026, 18:00 CET"; without an end or a start."""
    begins = lease.starts_at and exactly(lease.starts_at)
    ends = lease.ends_at and exactly(lease.ends_at)
    if begins and ends:
        return _("from %(begins)s until %(ends)s") % {"begins": begins, "ends": ends}
    if ends:
        return _("until %(ends)s") % {"ends": ends}
    return _("from %(begins)s on") % {"begins": begins} if begins else _("at any time")


def reach(lease: Lease) -> str:
    """What a lease for places means where this newsroom publishes; "" where it simply holds."""
    here, places = frozenset(settings.NEWSROOM_COUNTRIES), set(lease.places)
    if not places:
        return ""
    is_allow = lease.kind == LeaseKind.ALLOW
    if not here:
        return (
            _("It applies here, as this site does not say where it publishes.")
            if is_allow
            else _("It bars nothing, as this site does not say where it publishes.")
        )
    if here <= places if is_allow else here & places:
        return ""
    text = (
        _("It allows nothing here: this site publishes in %(here)s.")
        if is_allow
        else _("It bars nothing here: this site publishes in %(here)s.")
    )
    return text % {"here": ", ".join(sorted(here))}


def _closed(image: Image) -> RightsState:
    ends = [pair[1] for pair in image.windows or [] if pair[1]]
    if not ends:
        return RightsState(_("Must not be shown"), Tone.DOWN, "✕")
    return RightsState(_("Ended"), Tone.DOWN, "✕", instants.from_text(max(ends)))


def _sentences(windows: list | None, at: datetime) -> list[str]:
    if windows is None:
        return [_("May be shown, without an end.")]
    found = []
    for begin, until in windows:
        opens, closes = _instant(begin), _instant(until)
        if closes and closes <= at:
            continue
        times = {"begin": opens and exactly(opens), "until": closes and exactly(closes)}
        if opens and opens > at:
            text = (
                _("May be shown from %(begin)s until %(until)s; after that no story shows it.")
                if closes
                else _("May be shown from %(begin)s on; before that no story shows it.")
            )
        elif closes:
            text = _("May be shown until %(until)s; after that no story shows it.")
        else:
            text = _("May be shown, without an end.")
        found.append(text % times)
    return found


def _instant(text: str | None) -> datetime | None:
    return instants.from_text(text) if text else None


def _ends_in(left: timedelta) -> str:
    minutes = max(1, int(left.total_seconds() // 60))
    if minutes < 60:
        return ngettext("Ends in %d min", "Ends in %d min", minutes) % minutes
    if minutes < 48 * 60:
        return ngettext("Ends in %d h", "Ends in %d h", minutes // 60) % (minutes // 60)
    days = minutes // (24 * 60)
    return ngettext("Ends in %d day", "Ends in %d days", days) % days
