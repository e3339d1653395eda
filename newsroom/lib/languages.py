"""Languages by their tags (BCP 47): which are known, and what one means to browsers and robots.

A stored tag may be older than the rule for it ("english", "pt_br"): what is printed is derived here
and never raises. The tables are those of ``langcodes``: IANA's registry and CLDR's likely subtags.
"""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import Any

import langcodes
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from langcodes.data_dicts import LIKELY_SUBTAGS

from .html import tag as html_tag

LONGEST = 12
# Scripts that run from right to left (ISO 15924 and Unicode).
_RIGHT_TO_LEFT = frozenset(
    {
        "Adlm", "Arab", "Aran", "Armi", "Avst", "Chrs", "Cprt", "Elym", "Gara", "Hatr", "Hebr",
        "Hung", "Khar", "Lydi", "Mand", "Mani", "Mend", "Merc", "Mero", "Narb", "Nbat", "Nkoo",
        "Orkh", "Ougr", "Palm", "Phli", "Phlp", "Phnx", "Prti", "Rohg", "Samr", "Sarb", "Sogd",
        "Sogo", "Syrc", "Syre", "Syrj", "Syrn", "Thaa", "Todr", "Yezi",
    }
)  # fmt: skip
# What CLDR's likely subtags lack: languages that are written from right to left.
_SCRIPTS = {"aii": "Syrc", "jpa": "Hebr", "mid": "Mand", "sam": "Samr", "tmr": "Hebr"}
# Codes of no script, and of territories that each may use as they like (ISO 3166-1).
_NO_SCRIPTS = frozenset(["Zxxx", "Zyyy", "Zzzz"])
_NO_TERRITORY = re.compile(r"ZZ|AA|Q[M-Z]|X[A-Z]")
_OWN_LANGUAGE = re.compile(r"q[a-t][a-z]")
#: What says that there is no language, or more than one.
_NO_LANGUAGES = frozenset(["mis", "mul", "und", "zxx"])


class UnknownLanguage(ValueError):
    """No tag of a language; the message says which one may be meant."""


@lru_cache(maxsize=1024)
def known(text: str) -> str:
    """The tag as BCP 47 writes it ("pt_br" → "pt-BR", "iw" → "he"); empty for anything else."""
    try:
        language = langcodes.Language.get(text.strip())
    except langcodes.LanguageTagError:
        return ""
    tag = language.to_tag()
    return tag if _is_of_readers(language) and language.is_valid() and len(tag) <= LONGEST else ""


def checked(text: str) -> str:
    """``known``; raises ``UnknownLanguage`` with the nearest tag."""
    tag = known(text)
    if tag or not text.strip():
        return tag
    nearest = _nearest(text)
    if not nearest:
        message = _("“%(text)s” is not a known language. Enter its tag, such as “en” or “pt-BR”.")
        raise UnknownLanguage(message % {"text": text})
    message = _("“%(text)s” is not a known language. Did you mean “%(tag)s” (%(name)s)?")
    raise UnknownLanguage(message % {"text": text, "tag": nearest, "name": name(nearest)})


def name(tag: str) -> str:
    """The language's name in itself; the tag where Django knows none."""
    for code in (tag.lower(), tag.lower().split("-")[0]):
        if names := _names_of(code):
            return names[1]
    return tag


def of_site() -> str:
    """The language of the newsroom's own words, and of new drafts."""
    return known(settings.LANGUAGE_CODE) or settings.LANGUAGE_CODE


@lru_cache(maxsize=1024)
def direction(tag: str) -> str:
    """``rtl`` or ``ltr``: how the language is written, by the tag's script or the likeliest one."""
    return "rtl" if _likely(tag).script in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=1024)
def attributes(tag: str) -> SafeString:
    """`` lang="ar" dir="rtl"``, as it stands in an opening tag; nothing for an unknown language."""
    pairs = pair(tag)
    return SafeString(html_tag("i", pairs)[len("<i") : -len("></i>")])


def pair(tag: str) -> dict[str, str]:
    """The attributes ``lang`` and ``dir``; none for an unknown language."""
    found = _meant(tag)
    return {"lang": found, "dir": direction(found)} if found else {}


def are_alike(one: str, other: str) -> bool:
    """Whether two tags are of one language as it is written: "en" and "en-GB", not "sr-Latn"."""
    first, second = _likely(one), _likely(other)
    return (first.language, first.script) == (second.language, second.script)


@lru_cache(maxsize=1024)
def locale(tag: str) -> str:
    """``language_TERRITORY`` for networks (Open Graph); empty where no territory is likely.

    A tag without a country takes the newsroom's, if that is of the same language, else the one
    where most people write it: "pt" is ``pt_BR``, "es-419" is ``es_ES``.
    """
    language = _language(tag)
    if language is None:
        return ""
    of_newsroom = _language(of_site())
    candidates = [language]
    if of_newsroom and are_alike(tag, of_site()):
        candidates.append(of_newsroom)
    bare = langcodes.Language.get(language.language or "und")
    candidates += [_filled(language), _filled(bare)]
    countries = (c.territory for c in candidates if _is_country(c.territory or ""))
    country = next(countries, "")
    return f"{language.language}_{country}" if country else ""


def for_google_news(tag: str) -> str:
    """As a news sitemap wants it: ISO 639 alone, but ``zh-cn`` and ``zh-tw`` by the script.

    Source: Google Search Central, "Create a News Sitemap".
    """
    found = _likely(tag if _meant(tag) else of_site())
    if found.language in ("zh", "cmn"):
        return "zh-tw" if found.script == "Hant" else "zh-cn"
    return found.language or ""


class LanguageField(models.CharField):  # type: ignore[type-arg]
    """A known tag, in the form of BCP 47. To migrations a plain column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": LONGEST, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        if kwargs.get("default") is of_site:
            kwargs["default"] = "en"
        return name, "django.db.models.CharField", args, kwargs

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        try:
            checked_value = checked(value or "")
        except UnknownLanguage as error:
            raise ValidationError(str(error), code="unknown_language") from error
        return super().clean(checked_value, model_instance)


def _is_of_readers(language: langcodes.Language) -> bool:
    """Whether every part names something that all know, and the first one a language."""
    name, territory = language.language or "und", language.territory or ""
    return not (
        name in _NO_LANGUAGES
        or name.startswith("x-")
        or _OWN_LANGUAGE.fullmatch(name)
        or language.script in _NO_SCRIPTS
        or (territory.isalpha() and not _is_country(territory))
    )


def _language(tag: str) -> langcodes.Language | None:
    found = _meant(tag)
    return langcodes.Language.get(found) if found else None


def _likely(tag: str) -> langcodes.Language:
    return _filled(_language(tag) or langcodes.Language.make(language="und", script="Latn"))


def _filled(language: langcodes.Language) -> langcodes.Language:
    """The language with its likeliest script and territory; without a territory where CLDR knows
    nothing of it (``langcodes`` would say that it is of the United States)."""
    name = language.language or "und"
    if name in LIKELY_SUBTAGS or name == "und":
        return language.maximize()
    script = language.script or _SCRIPTS.get(name, "Latn")
    return langcodes.Language.make(language=name, script=script, territory=language.territory)


def _is_country(territory: str) -> bool:
    return territory.isalpha() and (territory == "XK" or not _NO_TERRITORY.fullmatch(territory))


def _meant(tag: str) -> str:
    """The known tag, or that of a language that was written by its name."""
    return known(tag) or _tags_by_name().get(tag.strip().casefold(), "")


def _nearest(text: str) -> str:
    folded = text.strip().casefold()
    # "en_English", "de-Deutschland": the first subtag says it.
    parts = folded.replace("_", "-").split("-")
    if len(parts) > 1 and (found := known("-".join(parts[:2])) or _meant(parts[0])):
        return found
    names = _tags_by_name()
    close = difflib.get_close_matches(folded, names, n=1, cutoff=0.7)
    return names[close[0]] if close else ""


def _names_of(code: str) -> tuple[str, str] | None:
    info: Any = LANG_INFO.get(code)
    return (info["name"], info["name_local"]) if info and "name" in info else None


@lru_cache(maxsize=1)
def _tags_by_name() -> dict[str, str]:
    """Tags by the language's name in English and in itself, as Django lists them."""
    found: dict[str, str] = {}
    for code in LANG_INFO:
        if names := _names_of(code):
            for each in names:
                found.setdefault(each.casefold(), known(code))
                # "Brazilian Portuguese" stands under its last word too.
                found.setdefault(each.casefold().split()[-1], known(code.split("-")[0]))
    return {name: tag for name, tag in found.items() if tag}
