"""Two people changed the same field: both texts, marked, and the question whose text to keep.

The forms of items (``staleness``) and of shared things (``together``) both ask it. Nothing is
chosen in advance. A choice is between two texts: if the other person's has changed again since it
was shown, or the writer has gone on typing and then takes theirs, the page asks again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from . import differences

#: How much of the other person's text the sentence quotes, in characters.
SHOWN = 300
MINE, THEIRS = "mine", "theirs"
#: Prefixes of a choice, and of the two texts that it was made between.
TAKE, SEEN, TYPED = "take-", "seen-", "typed-"


@dataclass(frozen=True)
class Conflict:
    #: The form's name for it, under which the sent value is found.
    name: str
    label: str
    theirs: str
    mine: str
    #: ``MINE``, ``THEIRS``, or empty until it is chosen.
    choice: str
    #: What identifies the two texts when the choice comes back.
    seen: str
    typed: str
    #: Whether the page that was sent asked about these very texts; if so, the choice is missing.
    was_asked: bool

    @property
    def marked(self) -> SafeString:
        return differences.marked(
            self.theirs, self.mine, gone=_("only in theirs"), came=_("only in yours")
        )

    @property
    def sentence(self) -> str:
        """What to do, without markup."""
        if self.was_asked:
            return _("Nothing was saved: choose whose text to keep in “%(field)s”.") % {
                "field": self.label
            }
        said = _("While this page was open, somebody else saved “%(text)s” here. Choose whose "
                 "text to keep, then save again.")  # fmt: skip
        return said % {"text": Truncator(self.theirs).chars(SHOWN)}

    def as_html(self) -> SafeString:
        return render_to_string("editorial/_conflict.html", {"conflict": self})


def meet(
    sent: Mapping[str, Any],
    name: str,
    label: str,
    *,
    texts: tuple[str, str],
    values: tuple[str, str] | None = None,
) -> Conflict:
    """The conflict of a field, with the choice that was sent if it still holds.

    ``texts`` are theirs and mine as people read them; ``values`` are what is compared.
    """
    seen, typed = (_mark(value) for value in (values or texts))
    choice = sent.get(f"{TAKE}{name}", "")
    is_same = sent.get(f"{SEEN}{name}") == seen
    holds = is_same and (
        choice == MINE or (choice == THEIRS and sent.get(f"{TYPED}{name}") == typed)
    )
    return Conflict(
        name=name,
        label=label[:1].upper() + label[1:],
        theirs=texts[0],
        mine=texts[1],
        choice=choice if holds else "",
        seen=seen,
        typed=typed,
        was_asked=is_same and not choice,
    )


def _mark(value: str) -> str:
    # Browsers end lines with two characters.
    return hashlib.sha256(value.replace("\r\n", "\n").encode()).hexdigest()[:16]
