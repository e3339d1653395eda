"""Small facts and phrases about inline HTML that is ours already."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from .. import draft
from ..conversion import Conversion

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Levels of ours by the source's, else the second: the first is the headline's alone.
_LEVELS = {"h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}

_EMPTY_LINE = re.compile(r"(?:<br>\s*){2,}")


_BLANK = re.compile(r"(?:\s|&nbsp;|\u00a0|\u200b|<br>|<(\w+)>\s*</\1>)*")


def is_blank(inner: str) -> bool:
    """Whether inline HTML shows nothing."""
    return _BLANK.fullmatch(inner) is not None


def trimmed(inner: str) -> str:
    """Without white space and line breaks at the ends."""
    return re.sub(r"^(?:\s|<br>)+|(?:\s|<br>)+$", "", inner)


def marked(tag: str, inner: str) -> str:
    """Inline HTML in an element, once: <b><strong> is one mark."""
    if not inner or (inner.startswith(f"<{tag}>") and inner.endswith(f"</{tag}>")):
        return inner
    return draft.element(tag, inner)


def list_of(items: list[str], *, is_numbered: bool) -> str:
    inner = "".join(f"<li>{item}</li>" for item in items)
    return draft.element("ol" if is_numbered else "ul", inner) if items else ""


def heading(given: str, inner: str, conversion: Conversion) -> list[str]:
    """The heading, of a level of ours; nothing of an empty one."""
    if is_blank(inner):
        return []
    level = _LEVELS.get(given, "h2")
    if level != given:
        conversion.notes.changed(
            _("A heading of level %(old)s became one of level %(new)s.")
            % {"old": given[1:] or "?", "new": level[1:]}
        )
    return [draft.element(level, inner)]


def paragraphs(inner: str) -> str:
    """A quotation's text as paragraphs: Ghost parts them by empty lines."""
    parts = _EMPTY_LINE.split(inner)
    return "".join(draft.paragraph(part.strip()) for part in parts if not is_blank(part))


def tell_unmarked(how: str, conversion: Conversion) -> None:
    conversion.notes.changed(
        _("Words are %(how)s in the source: they are kept without that mark.") % {"how": how}
    )


def tell_start(start: str, conversion: Conversion) -> None:
    conversion.notes.changed(_("A numbered list began at %s: it now begins at 1.") % start)
