"""What the conversion of one text needs from outside, and the notes it leaves.

A text alone cannot know which images are in the folder and which other articles come in with
it: ``Surroundings`` answers that, once for a trial and once for the real import.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from media.credits.lines import split_caption, taken_apart

from . import draft
from .report import Notes


@dataclass(frozen=True)
class ImageUse:
    """One placing of an image. ``caption`` is inline HTML without the credit."""

    src: str
    alt: str = ""
    caption: str = ""
    credit_line: str = ""
    layout: str = "normal"


@dataclass(frozen=True)
class Placed:
    """An image of the library, with its own alternative text and its credit as printed."""

    uuid: UUID
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Absent:
    """Why an image cannot be shown, as a clause: "it is not in the folder of images"."""

    reason: str


class Surroundings(Protocol):
    def image(self, use: ImageUse) -> Placed | Absent: ...

    def article(self, address: str) -> UUID | None:
        """The article of this import, or of an earlier one, that had this address."""

    def link(self, href: str) -> str:
        """Where a link leads now: an absolute address, a path of ours, or "" for nowhere."""


@dataclass
class Conversion:
    around: Surroundings
    notes: Notes = field(default_factory=Notes)
    moved_words: list[str] = field(default_factory=list)
    """Texts that went elsewhere (the note, the library), for the comparison with the source."""

    def figure(self, use: ImageUse) -> list[str]:
        """The image; without it its caption as a paragraph, and a note."""
        place = self.around.image(use)
        if isinstance(place, Absent):
            self.notes.left_out(missing_picture(use, place))
            return [draft.paragraph(f"<em>{use.caption}</em>")] if use.caption else []
        self.moved_words.append(use.credit_line)
        alt = use.alt if use.alt != place.alt else None
        return [draft.figure(place.uuid, caption=use.caption, alt=alt or None, layout=use.layout)]

    def link(self, href: str, inner: str) -> str:
        """Inline HTML as a link; a link that leads nowhere keeps its words."""
        if not href.strip():
            return inner
        target = self.around.link(href.strip())
        if not target:
            self.notes.changed(
                _("The link to %(address)s leads nowhere here: its words were kept.")
                % {"address": shortened(href)}
            )
            return inner
        return f'<a href="{escape(target)}">{inner}</a>'

    def leave_out(self, what: str, text: str = "") -> None:
        """Note that ``what`` (the beginning of a sentence) has no place here, with its words."""
        words = " ".join(text.split())
        self.moved_words.append(words)
        if words:
            self.notes.left_out(
                _("%(what)s left out: “%(words)s”.") % {"what": what, "words": shortened(words)}
            )
        else:
            self.notes.left_out(_("%(what)s left out.") % {"what": what})


def missing_picture(use: ImageUse, absent: Absent) -> str:
    """The sentence about an image that is not shown, with all that was known of it."""
    caption = unescape(re.sub(r"<[^>]*>", "", use.caption))
    known = [
        _("caption “%s”") % caption if caption else "",
        _("credit “%s”") % use.credit_line if use.credit_line else "",
        _("alternative text “%s”") % use.alt if use.alt else "",
    ]
    words = "; ".join(filter(None, known))
    return _("Picture %(src)s left out: %(reason)s%(words)s.") % {
        "src": shortened(use.src, 160),
        "reason": absent.reason,
        "words": f" ({words})" if words else "",
    }


def caption_and_credit(inline: str, plain: str) -> tuple[str, str]:
    """Take the credit off the end of a caption that is inline HTML; ``plain`` is its text.

    The markup stays, unless the credit does not stand at the end. A caption with restrictions or a
    copyright behind it stays whole: a figure has no field for them.
    """
    parts = taken_apart(plain)
    if not parts.credits or parts.restrictions or parts.copyright or parts.local:
        return inline.strip(), ""
    caption, credit = split_caption(plain)
    if not caption:
        return "", credit
    kept = _beginning(inline, len(caption))
    return (kept if kept is not None else escape(caption, quote=False)), credit


def shortened(text: str, length: int = 120) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _beginning(inline: str, length: int) -> str | None:
    """The first ``length`` characters of text of inline HTML, with the elements around them."""
    kept: list[str] = []
    open_tags: list[str] = []
    for piece in _pieces(inline):
        if piece.startswith("<"):
            kept.append(piece)
            if piece.startswith("</"):
                if not open_tags:
                    return None
                open_tags.pop()
            elif not piece.startswith("<br"):
                open_tags.append(piece[1:].split()[0].rstrip(">"))
        elif length:
            kept.append(piece)
            length -= 1
        if not length:
            break
    closing = "".join(f"</{tag}>" for tag in reversed(open_tags))
    return "".join(kept).rstrip() + closing if not length else None


def _pieces(inline: str) -> list[str]:
    """Tags whole, character references whole, every other character alone."""
    return re.findall(r"<[^>]*>|&(?:#\w+|\w+);|.", inline, re.DOTALL)
