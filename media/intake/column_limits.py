"""Making text that came in a file fit the columns of an image: cut at a word, never refused."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from media.models import Image
from media.models.image import WEB_ADDRESS
from newsroom.lib import text as plain

MAX_KEYWORDS = 200
_KEYWORD_LENGTH = 200
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?")
# Columns without a length of their own: longer ones are no words for an image.
_LONGEST_TEXT = 20_000


class Fitting:
    """Takes the words of one file; ``notes`` are sentences about what did not fit."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def line(self, column: str, value: str) -> str:
        """The value on one line, as long as the column takes."""
        return self._cut(column, plain.single_line(value))

    def text(self, column: str, value: str) -> str:
        """The value with its paragraphs."""
        return self._cut(column, plain.tidy(value).strip())

    def address(self, column: str, value: str) -> str:
        """A web address; anything else, such as "javascript:", is left out."""
        value = plain.single_line(value)
        if not value:
            return ""
        try:
            WEB_ADDRESS(value)
        except ValidationError:
            self._left_out(column)
            return ""
        if len(value) > (_length(column) or len(value)):
            self._left_out(column)
            return ""
        return value

    def date(self, column: str, value: str) -> str:
        """An ISO date that may lack its end."""
        value = plain.single_line(value)
        if value and not _DATE.fullmatch(value):
            self._left_out(column)
            return ""
        return value[: _length(column)]

    def one_of(self, values: Iterable[str], code: str) -> str:
        """The last part of a code's address where the library knows it, else ""."""
        last = plain.single_line(code).rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
        return last if last in values else ""

    def keywords(self, values: Iterable[str]) -> list[str]:
        """Each once, without the empty ones."""
        lines = [plain.single_line(value, limit=_KEYWORD_LENGTH) for value in values]
        kept = list(dict.fromkeys(filter(None, lines)))
        if len(kept) > MAX_KEYWORDS:
            self.notes.append(
                _("The file has %(count)d keywords; the first %(limit)d were taken.")
                % {"count": len(kept), "limit": MAX_KEYWORDS}
            )
        return kept[:MAX_KEYWORDS]

    def _cut(self, column: str, value: str) -> str:
        limit = _length(column) or _LONGEST_TEXT
        if len(value) <= limit:
            return value
        self.notes.append(
            _("“%(field)s” of the file is longer than %(limit)d characters: it was cut.")
            % {"field": _name(column), "limit": limit}
        )
        return cut_at_a_word(value, limit)

    def _left_out(self, column: str) -> None:
        self.notes.append(
            _("“%(field)s” of the file cannot be used: it was left out.") % {"field": _name(column)}
        )


def cut_at_a_word(value: str, limit: int) -> str:
    """At most ``limit`` characters with "…" at the end; in a word only where it is endless."""
    cut = value[: limit - 1]
    if not value[limit - 1].isspace():
        head = re.sub(r"\S+\Z", "", cut)
        cut = head if len(head) > limit // 2 else cut
    return cut.rstrip() + "…"


def _length(column: str) -> int | None:
    return Image._meta.get_field(column).max_length  # type: ignore[union-attr]


def _name(column: str) -> str:
    return str(Image._meta.get_field(column).verbose_name)  # type: ignore[union-attr]
