"""Slugs: the last part of an address, made of a name or typed by hand. One rule for everything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import chain, count
from typing import Any

from anyascii import anyascii
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from .folding import UNSEEN

#: How a language writes letters that ASCII lacks; all others go by ``anyascii``.
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
_NORDIC = {"å": "aa", "ø": "oe", "æ": "ae", "ä": "ae", "ö": "oe"}
_SPELLINGS = {
    **dict.fromkeys(("de", "lb"), _UMLAUTS),
    **dict.fromkeys(("da", "nb", "nn", "no"), _NORDIC),
}
# Between words, where there is no space, as in "10:30" and "Bus/Bahn".
_SEPARATORS = re.compile(r"[/|:\u2026\u00b7\u2022\u2013\u2014]+")
# Letters, their marks, digits; a script may need joiners inside words.
_OTHER = re.compile(r"[\s\-_]+")
_ASCII = re.compile(r"[-_]*[a-zA-Z0-9][-a-zA-Z0-9_]*")
_JOINERS = "\u200c\u200d"
# Between letters of scripts that are joined; elsewhere nobody sees them.
_STRAY_JOINER = re.compile(
    rf"(?<![^\x00-\x7f{_JOINERS}])[{_JOINERS}]|[{_JOINERS}](?![^\x00-\x7f{_JOINERS}])"
)
_KEPT = ("L", "M", "N")
_UNFIT = _("Use letters of any script, digits and hyphens only, such as “harbour-bridge”.")


def made(text: str, *, limit: int, fallback: str, language: str = "") -> str:
    """The slug of a name or headline in ASCII, cut between words; ``fallback`` if nothing is left.

    Letters are spelt as the language does, by default the newsroom's: "Færge på Ærø" is
    ``faerge-pa-aero``, and in Danish ``faerge-paa-aeroe``.
    """
    of = language or settings.LANGUAGE_CODE
    spelling = _SPELLINGS.get(of.partition("-")[0].lower(), {})
    plain = unicodedata.normalize("NFC", text).lower()
    spelt = "".join(spelling.get(letter, letter) for letter in _SEPARATORS.sub(" ", plain))
    return _cut(slugify(_SEPARATORS.sub(" ", anyascii(spelt))), limit) or fallback


def typed(text: str) -> str:
    """A slug that somebody typed, in any script: lower case, composed, hyphens for spaces, without
    what does not show.

    One in ASCII stays as it is. Raises ValidationError with a sentence for signs that no address
    should have.
    """
    if _ASCII.fullmatch(text):
        return text
    seen = UNSEEN.sub(lambda sign: sign[0] if sign[0] in _JOINERS else "", text)
    plain = composed(unicodedata.normalize("NFKC", _STRAY_JOINER.sub("", seen)))
    slug = _OTHER.sub(lambda run: "_" if run[0] == "_" else "-", plain).strip("-")
    if not is_slug(slug) or unicodedata.category(slug[0])[0] == "M":
        raise ValidationError(_UNFIT, code="invalid")
    return slug


def is_slug(text: str) -> bool:
    """Whether the text may stand in an address as it is."""
    are_fit = all(c in "-_" or c in _JOINERS or unicodedata.category(c)[0] in _KEPT for c in text)
    return bool(text) and are_fit and unicodedata.is_normalized("NFC", text)


def first_free(stem: str, is_taken: Callable[[str], bool]) -> str:
    """The slug itself, or with ``-2`` and so on the first that is free."""
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(slug for slug in chain([stem], numbered) if not is_taken(slug))


def composed(text: str) -> str:
    """In lower case, letters composed with their accents."""
    # A capital of Turkish: in lower case Unicode keeps a second dot.
    return unicodedata.normalize("NFC", text.strip().lower().replace("i\u0307", "i"))


def _cut(slug: str, limit: int) -> str:
    if len(slug) > limit:
        whole = slug[: limit + 1].rpartition("-")[0]
        slug = whole if len(whole) > limit // 2 else slug[:limit]
    return slug.strip("-_")


def _validate(text: str) -> None:
    if not is_slug(text):
        raise ValidationError(_UNFIT, code="invalid")


class SlugFormField(forms.CharField):
    """A typed slug, in the form in which it is stored."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return typed(text) if text else text


class SlugField(models.SlugField):  # type: ignore[type-arg]
    """A slug in any script. To migrations it is Django's own field."""

    default_validators = [_validate]

    def __init__(self, *args: Any, allow_unicode: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only what migrations say.
        self.allow_unicode = allow_unicode

    def deconstruct(self) -> Any:
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.SlugField", arguments, options

    def formfield(self, **kwargs: Any) -> Any:
        return models.CharField.formfield(self, **{"form_class": SlugFormField, **kwargs})
