"""Which desk answers for which sections: each has one desk at most.

"Whose story is this?" needs one answer: the refusal names the desk to ask. Beats that two desks
share are people who belong to both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from newsroom.accounts import desks

from .models import Section

if TYPE_CHECKING:
    from newsroom.accounts.models import Desk, User


@transaction.atomic
def change_sections(
    desk: Desk, *, add: Iterable[Section] = (), remove: Iterable[Section] = (), by: User | None
) -> None:
    """Give a desk sections, taking them from any other desk, and take others from it.

    Sections that were merged into one of them go along: stories may still be filed there.
    """
    desks.refuse(by)
    new = [section for section in add if section.desk_id != desk.pk]
    gone = [section for section in remove if section.desk_id == desk.pk]
    _set_desk(new, desk)
    _set_desk(gone, None)
    said = [_("Added the section %(name)s.") % {"name": section} for section in new]
    said += [_("Took out the section %(name)s.") % {"name": section} for section in gone]
    desks.log(desk, by, said)


def _set_desk(sections: list[Section], desk: Desk | None) -> None:
    keys = [section.pk for section in sections]
    rows = Section._base_manager.filter(Q(pk__in=keys) | Q(merged_into__in=keys))
    rows.update(desk=desk)
    for section in sections:
        section.desk = desk
