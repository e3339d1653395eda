"""What the first-run page proposes: language, time zone and the names of the first sections."""

from __future__ import annotations

import os
import tomllib
import zoneinfo
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from newsroom.site_settings.members import Choices, members

_SECTIONS = Path(__file__).parent / "first_sections.toml"
#: The areas of the time zone database that are places; the others are old names of zones.
_AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian",
          "Pacific")  # fmt: skip
_UTC, _ENGLISH = "UTC", "en"
#: Where systems keep the zone of the machine: a link into the database.
_LOCAL_TIME = Path("/etc/localtime")


@cache
def _sections() -> dict[str, list[str]]:
    return tomllib.loads(_SECTIONS.read_text(encoding="utf-8"))


def sections_in(language: str) -> str:
    """A name in each line; in English for a language of which we know none."""
    by_code = _sections()
    known = (by_code.get(code) for code in (language, language.partition("-")[0], _ENGLISH))
    return "\n".join(next(filter(None, known)))


def language_choices() -> Choices:
    """Codes of Django's with the language's name in itself."""
    language = next(member for member in members() if member.name == "language")
    return [choice for choice in language.choices() if choice[0]]


def language(accepted: str) -> str:
    """The newsroom's own if it is set, else the first that the browser asks for and we know."""
    if settings.LANGUAGE_CODE != _ENGLISH:
        return str(settings.LANGUAGE_CODE)
    for tag, _weight in parse_accept_lang_header(accepted):
        try:
            return get_supported_language_variant(tag)
        except LookupError:
            continue
    return _ENGLISH


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones by area, each called by its place."""
    found: dict[str, list[tuple[str, str]]] = {area: [] for area in _AREAS}
    for zone in sorted(zoneinfo.available_timezones()):
        area, _slash, place = zone.partition("/")
        if place and area in found:
            found[area].append((zone, place.replace("_", " ")))
    return [(_("Everywhere"), [(_UTC, "UTC")]), *found.items()]


def time_zone() -> str:
    """The newsroom's own if it is set, else that of the machine."""
    zone = settings.TIME_ZONE
    if zone == _UTC:
        _database, _folder, zone = os.path.realpath(_LOCAL_TIME).rpartition("zoneinfo/")
    offered = {name for _area, zones in zone_choices() for name, _place in zones}
    return zone if zone in offered else _UTC
