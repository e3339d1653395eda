"""Making foreign values fit ours: lengths, addresses."""

from django.utils.translation import gettext as _

from newsroom.lib import urls

from .report import Notes


def fitted(text: str, length: int, name: str, notes: Notes) -> str:
    """Text cut to a column's length at a word's end; what is cut is told whole."""
    if len(text) <= length:
        return text
    cut = text[: length - 1].rsplit(" ", 1)[0].rstrip() or text[: length - 1]
    notes.changed(
        _("Its %(name)s has %(count)d characters and was cut to %(length)d. It was: %(text)s")
        % {"name": name, "count": len(text), "length": length, "text": text}
    )
    return f"{cut}…"


def web_address(text: str, length: int) -> str:
    """An http(s) address no longer than its column, else ""."""
    found = urls.web_address(text) if text else None
    return found if found and len(found) <= length else ""
