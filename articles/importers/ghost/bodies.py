"""A post's text → the draft's body, from the best form of it that the file holds.

Lexical is what Ghost edits since version 5, Mobiledoc before that; the HTML it printed from them
is the last choice, and the measure: words of it that are missing in ours are reported.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import lost_words
from ..conversion import Conversion, Surroundings, shortened
from ..report import Notes
from . import cards, lexical, mobiledoc
from .export import GhostPost
from .prose import from_markdown


@dataclass(frozen=True)
class Body:
    html: str
    notes: Notes = field(default_factory=Notes)
    form: str = ""
    """What it was made from: lexical, mobiledoc, html, markdown, or "" when there was nothing."""


def convert(post: GhostPost, around: Surroundings) -> Body:
    """The post's body, not yet cleaned; a damaged form falls back to the next one, told."""
    damaged = Notes()
    for form, document, read in _forms(post):
        conversion = Conversion(around)
        try:
            blocks = read(document, conversion)
        except lexical.Damaged as error:
            damaged.problem(
                _("The text's %(form)s cannot be read (%(why)s): another form of it was used.")
                % {"form": form, "why": error}
            )
            continue
        html = "\n".join(blocks)
        if form not in ("html", "markdown"):
            _compare(html, post, conversion)
        return Body(html, Notes([*damaged, *conversion.notes]), form)
    if not damaged:
        damaged.problem(_("It has no text."))
    return Body("", damaged)


Reader = Callable[[str, Conversion], list[str]]


def _forms(post: GhostPost) -> list[tuple[str, str, Reader]]:
    forms: list[tuple[str, str, Reader]] = [
        ("lexical", post.lexical, lexical.blocks),
        ("mobiledoc", post.mobiledoc, mobiledoc.blocks),
        ("html", post.html, cards.html_blocks),
        ("markdown", post.markdown, _markdown),
    ]
    return [form for form in forms if form[1].strip()]


def _markdown(document: str, conversion: Conversion) -> list[str]:
    return cards.html_blocks(from_markdown(document), conversion)


def _compare(html: str, post: GhostPost, conversion: Conversion) -> None:
    """Note words of Ghost's own HTML that are neither in ours nor told as left out."""
    if not post.html:
        return
    told = [*conversion.moved_words, *(note.text for note in conversion.notes)]
    missing = lost_words.missing(post.html, html, moved=told)
    if missing:
        conversion.notes.problem(
            ngettext(
                "%(count)d word of Ghost's HTML is not in the text: %(words)s",
                "%(count)d words of Ghost's HTML are not in the text: %(words)s",
                len(missing),
            )
            % {"count": len(missing), "words": shortened(" ".join(missing))}
        )
