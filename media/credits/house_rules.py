"""The house rule of a credit: "{agency} Photo/{creator}" printed for the parts that are there."""

import string

from django.utils.translation import gettext as _

from media.models.credit import Credit
from newsroom.editorial.refusals import NotPossible

FIELDS = ("creator", "pool", "agency", "supplier")

# Stand for the parts while brackets are looked at: a name may hold some of its own.
_MARKS = {name: chr(0xE000 + place) for place, name in enumerate(FIELDS)}


def check(rule: str) -> None:
    """Refuse a rule that could not be printed. An empty one is none, and in order."""
    if not rule:
        return
    try:
        pieces = list(string.Formatter().parse(rule))
    except ValueError:
        raise NotPossible(
            _("A brace of the house rule is not closed. Write {creator}, {agency} and the like.")
        ) from None
    fields = [field for _literal, field, _spec, _conversion in pieces if field is not None]
    if any(spec or conversion for _literal, _field, spec, conversion in pieces):
        raise NotPossible(_("Only a name may stand in the braces of the house rule."))
    if unknown := [field for field in fields if field not in FIELDS]:
        raise NotPossible(
            _("The house rule knows {creator}, {pool}, {agency} and {supplier}, not {%s}.")
            % unknown[0]
        )
    if len(fields) != len(set(fields)):
        raise NotPossible(_("The house rule names a part twice. Name it once."))
    if not {"agency", "supplier"} & set(fields):
        raise NotPossible(
            _("The house rule must name {agency} or {supplier}: without it nobody is credited.")
        )
    if not rule.isprintable():
        raise NotPossible(_("The house rule must be one line of text."))


def printed(rule: str, credit: Credit) -> str:
    """The credit as the rule prints it. A part that is empty goes with the words before it."""
    values = {
        "creator": credit.creator,
        "pool": "Pool" if credit.pool else "",
        "agency": credit.agency,
        "supplier": credit.supplier,
    }
    text = _unpaired_brackets_removed(_composed(rule, values))
    for name, mark in _MARKS.items():
        text = text.replace(mark, values[name])
    return " ".join(text.split())


def _composed(rule: str, values: dict[str, str]) -> str:
    text, opening, is_last_kept = "", "", False
    for place, (literal, field, _spec, _conversion) in enumerate(string.Formatter().parse(rule)):
        if place == 0:
            opening = literal
        if field is None:
            # What stands behind the last part.
            return text + literal if is_last_kept else text
        is_last_kept = bool(values[field])
        if is_last_kept:
            text += (literal if text else opening) + _MARKS[field]
    return text


def _unpaired_brackets_removed(text: str) -> str:
    open_at, dropped = [], set()
    for position, character in enumerate(text):
        if character in "([":
            open_at.append(position)
        elif character in ")]":
            if open_at:
                open_at.pop()
            else:
                dropped.add(position)
    dropped.update(open_at)
    return "".join(c for position, c in enumerate(text) if position not in dropped)
