"""Changing the settings: the one act that does, from the form, the first run and commands alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from newsroom.editorial import clock
from newsroom.editorial.publication import ledger, recompilation
from newsroom.editorial.refusals import NotAllowed, NotPossible, StaleSave
from newsroom.editorial.rules import access

from . import files, members
from .models import SettingsFile, SettingsRevision
from .pictures import Drawn

if TYPE_CHECKING:
    from newsroom.accounts.models import User

#: Members that stored documents are compiled with, whatever they show.
_IN_ALL_DOCUMENTS = frozenset({"language", "time_zone"})
#: The member that stands in the cards of our own stories.
_IN_CARDS = "name"


def save(
    changes: Mapping[str, Any], *, by: User | None, since: int | None = None
) -> SettingsRevision | None:
    """Store the changes of members by name as the next revision; "" goes back to the environment's.

    ``since`` is the number that the writer began from: ``StaleSave`` if another was saved since.
    Raises ``ValidationError`` by name, ``NotAllowed``. Returns what stands then; None: nothing was
    ever saved, and nothing was to be.
    """
    if not access.changes_settings(by):
        raise NotAllowed(_("Only managing editors change the settings of the site."))
    found = members.cleaned(changes)
    try:
        with transaction.atomic():
            return _save(found, by=by, since=since)
    except IntegrityError:
        newest = SettingsRevision.objects.first()
        raise _stale(newest.number if newest else 0) from None


def restore(number: int, *, by: User | None, since: int | None = None) -> SettingsRevision | None:
    """Save all members as they stood at an earlier revision; what it has not is emptied."""
    old = SettingsRevision.objects.filter(number=number).first()
    if old is None:
        raise NotPossible(_("There is no revision %(number)s.") % {"number": number})
    known = {each.name for each in members.members()}
    wanted = dict.fromkeys(known, "") | {n: v for n, v in old.values.items() if n in known}
    return save(wanted, by=by, since=since)


def _save(
    found: Mapping[str, Any], *, by: User | None, since: int | None
) -> SettingsRevision | None:
    newest = SettingsRevision.objects.first()
    number, before = (newest.number, dict(newest.values)) if newest else (0, {})
    # It follows from the colours.
    before.pop("style", None)
    if since is not None and since != number:
        raise _stale(number)
    values = {name: value for name, value in {**before, **_stored(found)}.items() if value}
    changed = sorted(n for n in {**before, **values} if before.get(n) != values.get(n))
    if not changed:
        return newest
    values |= _style(values)
    revision = SettingsRevision.objects.create(
        number=number + 1, values=values, changed=changed, created_at=clock.now(), created_by=by
    )
    if _IN_ALL_DOCUMENTS & set(changed):
        recompilation.request_all(cause="settings")
    elif _IN_CARDS in changed:
        recompilation.request_showing("article", cause="settings")
    # Last: nothing may lock after it.
    ledger.raise_settings(revision.number)
    return revision


def _style(values: Mapping[str, Any]) -> dict[str, str]:
    """The style sheet of the colours, which follows from them."""
    sheet = files.style_of(values)
    _store(sheet)
    return {"style": next(iter(sheet))} if sheet else {}


def _stored(found: Mapping[str, Any]) -> dict[str, Any]:
    """The changes as values, with the files of new pictures stored."""
    values = dict(found)
    for name, value in found.items():
        if isinstance(value, Drawn):
            values[name] = dict(value.values)
            _store(value.files)
    return values


def _store(contents: Mapping[str, bytes]) -> None:
    SettingsFile.objects.bulk_create(
        (SettingsFile(name=name, content=content) for name, content in contents.items()),
        ignore_conflicts=True,
    )


def _stale(number: int) -> StaleSave:
    said = _("Somebody else saved the settings in the meantime. Nothing of yours was saved.")
    return StaleSave(said, current=number)
