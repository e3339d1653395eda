"""What the first-run page proposes: language, time zone and the names of the first sections."""

from __future__ import annotations

import os
import tomllib
import zoneinfo
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from newsroom.lib import languages

_SECTIONS = Path(__file__).parent / "first_sections.toml"
#: The areas of the time zone database that are places; the others are old names of zones.
_AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian",
          "Pacific")  # fmt: skip
_UTC = "UTC"
#: Where systems keep the zone of the machine: a link into the database.
_LOCAL_TIME = Path("/etc/localtime")


@cache
def _sections() -> dict[str, list[str]]:
    return tomllib.loads(_SECTIONS.read_text(encoding="utf-8"))


def sections_in(language: str) -> str:
    """A name in each line."""
    return "\n".join(_sections().get(language) or _sections()["en"])


@cache
def language_choices() -> list[tuple[str, str]]:
    """Tags with the language's name in itself, by that name."""
    named = [(tag, languages.name(tag)) for tag in _sections()]
    return sorted(named, key=lambda pair: pair[1].casefold())


def language(accepted: str) -> str:
    """The newsroom's own if it is set, else the first that the browser asks for and we offer."""
    wanted = [tag for tag, _weight in parse_accept_lang_header(accepted)]
    if settings.LANGUAGE_CODE != "en":
        wanted.insert(0, settings.LANGUAGE_CODE)
    for tag in filter(None, map(languages.known, wanted)):
        if tag in _sections():
            return tag
        if alike := [each for each in _sections() if languages.are_alike(each, tag)]:
            return alike[0]
    return "en"


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
