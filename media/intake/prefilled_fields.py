"""What an image's row can take over from what its file says of itself.

Pure: it is given what was found and the library's agencies, and gives columns and sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from media import image_fields
from media.credits import captions, combined_credit
from media.credits.agencies import Known
from media.credits.lines import Printed, is_copyright, read_credit
from media.models import Agency, DigitalSource, Image, Licence, RightsCategory
from media.models.choices import DataMining
from media.models.image import WEB_ADDRESS
from newsroom.lib import text as plain
from newsroom.lib.folding import key_of

from .metadata import Found


@dataclass(frozen=True)
class Prefill:
    """Columns of ``media.Image``, only those with something in them, and what did not fit."""

    fields: dict[str, Any] = field(default_factory=dict)
    notes: Sequence[str] = ()
    #: The record of the agency, else of the supplier: its defaults are in the fields.
    agency: Agency | None = None


# More than names: words written small, or the end of a sentence.
_SENTENCE = re.compile(r"[.!?]\s*\Z|(?:\b[^\W\d_A-ZÀ-Þ]\w*\s+){3}")
#: Columns that are one thing: if one of them is given, all are.
CREDIT_FIELDS = ("creator", "is_pool", "agency", "supplier", "credit_line")


def prefill(
    found: Found | None, *, known: Known, given: Mapping[str, Any] = MappingProxyType({})
) -> Prefill:
    """The columns that the file and the agency fill, beside what was given, which wins.

    Without ``found`` (a protected source) the file says nothing.
    """
    fitting = Fitting()
    fields = _words(found, known, fitting) if found else {}
    if any(given.get(name) for name in CREDIT_FIELDS):
        for name in (*CREDIT_FIELDS, "rights_category"):
            fields.pop(name, None)
    fields |= given
    record = _record_of(fields, known)
    said = {name: value for name, value in _with_defaults(fields, record).items() if value}
    return Prefill({**said, **given}, tuple(fitting.notes), record)


def credit_columns(credit: Printed, known: Known, fitting: Fitting) -> dict[str, str | bool]:
    """The credit's columns: its names as the library prints them, in the columns' lengths."""
    columns = credit.fields
    for name in ("creator", "agency", "supplier", "credit_line"):
        columns[name] = fitting.line(name, str(columns[name]))
    for name in ("agency", "supplier"):
        columns[name] = known.canonical(str(columns[name]))
    if known.house_credit(credit.credit):
        # The house rule prints the parts in its own order and words.
        columns["credit_line"] = ""
    return columns


def _words(found: Found, known: Known, fitting: Fitting) -> dict[str, Any]:
    caption = captions.taken_apart(found.caption, names=known.names)
    credit = combined_credit.combined(
        credit_line=found.credit_line, creators=found.creators, source=found.source,
        caption_credit=captions.richest(caption.credits, known.names), names=known.names,
    )  # fmt: skip
    copyright_ = found.copyright or caption.copyright or _copyright_in_credit(found)
    said = replace(found, caption=caption.text, copyright=copyright_)
    return {
        **{
            field.name: getattr(fitting, field.fits)(field.name, getattr(said, field.said))
            for field in image_fields.IMAGE
            if field.fits
        },
        "keywords": fitting.keywords([*found.keywords, *_names_in(caption.local)]),
        "restrictions": fitting.text(
            "restrictions", "\n".join(_restrictions(found, caption, credit, copyright_))
        ),
        "digital_source_type": fitting.one_of(
            DigitalSource.values, found.digital_source_code or found.digital_source_type
        ),
        "data_mining": fitting.one_of(DataMining.values, found.data_mining),
        **credit_columns(credit, known, fitting),
        **_rights(found, credit, known, fitting),
    }


def _copyright_in_credit(found: Found) -> str:
    """ "(c) Jane Dole" where the credit or the creator belongs."""
    return next(filter(is_copyright, [found.credit_line, *found.creators]), "")


def _names_in(local: str) -> list[str]:
    """The people who are seen, as agencies list them: "Jo Li;Ana Roe"."""
    return [] if _SENTENCE.search(local) else re.split(r"\s*[;,]\s*", local)


def _restrictions(
    found: Found, caption: captions.Caption, credit: Printed, copyright_: str
) -> Iterable[str]:
    """The instructions, and of the caption what has no field of its own."""
    yield from filter(None, [found.instructions])
    if caption.restrictions not in found.instructions:
        yield caption.restrictions
    if caption.local and not _names_in(caption.local):
        yield caption.local
    if caption.copyright and key_of(caption.copyright) not in key_of(copyright_):
        yield caption.copyright
    for other in caption.credits:
        parts = read_credit(other).credit
        names = filter(None, (parts.creator, parts.agency, parts.supplier))
        if not all(key_of(name) in key_of(credit.text) for name in names):
            yield _("Credit in the caption: %(credit)s") % {"credit": other}


def _record_of(fields: Mapping[str, Any], known: Known) -> Agency | None:
    names = (str(fields.get(name) or "") for name in ("agency", "supplier"))
    return next(filter(None, map(known.find, names)), None)


def _with_defaults(fields: dict[str, Any], record: Agency | None) -> dict[str, Any]:
    """The contract with the agency stands behind what the file says of this image."""
    if record is None:
        return fields
    restrictions = dict.fromkeys(filter(None, [fields.get("restrictions"), record.restrictions]))
    return {
        **fields,
        "rights_category": record.rights_category or fields.get("rights_category"),
        "cost": fields.get("cost") or record.cost,
        "restrictions": "\n".join(restrictions),
        "copyright_notice": fields.get("copyright_notice") or record.copyright_notice,
    }


# --- By what right -------------------------------------------------------------------------------

_CC = re.compile(
    r"creativecommons\.org/(?:licenses/(?P<code>by(?:-n[cd])?(?:-sa|-nd)?)"
    r"(?:/(?P<version>\d\.\d))?|publicdomain/(?P<domain>zero|mark))",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"\b(?:hand-?out|courtesy\s+of)\b", re.IGNORECASE)


def _rights(found: Found, credit: Printed, known: Known, fitting: Fitting) -> dict[str, str]:
    if credit.credit.pool:
        return {"rights_category": RightsCategory.POOL}
    if licensed := _creative_commons(found, fitting):
        return licensed
    if _GIVEN.search(f"{credit.text} {found.credit_line} {found.source}"):
        return {"rights_category": RightsCategory.HANDOUT}
    if known.is_own(credit.credit.agency):
        return {"rights_category": RightsCategory.STAFF}
    if credit.credit.agency or known.names.is_supplier(credit.credit.supplier):
        return {"rights_category": RightsCategory.AGENCY}
    return {}


def _creative_commons(found: Found, fitting: Fitting) -> dict[str, str]:
    """Category and licence by the licence's address, wherever the file gives it."""
    licence = _CC.search(" ".join([found.web_statement, found.usage_terms, found.copyright]))
    if licence is None:
        return {}
    if licence["domain"]:
        if licence["domain"].casefold() == "mark":
            return {"rights_category": RightsCategory.PUBLIC_DOMAIN}
        return {"rights_category": RightsCategory.CREATIVE_COMMONS, "licence": Licence.CC0}
    name = f"CC {licence['code'].upper()} {licence['version'] or ''}".strip()
    if name not in Licence.values:
        fitting.notes.append(
            _("The file names the licence %(name)s, which the library does not list: check it.")
            % {"name": name}
        )
        return {"rights_category": RightsCategory.CREATIVE_COMMONS}
    return {"rights_category": RightsCategory.CREATIVE_COMMONS, "licence": name}


# --- What fits into the columns -------------------------------------------------------------------

MAX_KEYWORDS = 200
_KEYWORD_LENGTH = 200
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?")
# Columns without a length of their own: longer texts do not describe an image.
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
            _("“%(field)s” in the file is longer than %(limit)d characters: it was cut.")
            % {"field": _name(column), "limit": limit}
        )
        return cut_at_a_word(value, limit)

    def _left_out(self, column: str) -> None:
        self.notes.append(
            _("“%(field)s” in the file cannot be used: it was left out.") % {"field": _name(column)}
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
