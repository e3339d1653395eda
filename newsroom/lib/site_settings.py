"""What a newsroom says of itself: name, logo, policies, language. Read everywhere by ``current()``.

An empty field means the environment's value. Where the settings are stored, and how a process
learns that they have changed, is what ``read_from`` is given: ``newsroom.site_settings``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import trans_real

from . import addresses

#: The policies that schema.org knows of a NewsMediaOrganization (version 30.0).
POLICIES = (
    "publishingPrinciples", "ethicsPolicy", "correctionsPolicy", "ownershipFundingInfo", "masthead",
    "missionCoveragePrioritiesPolicy", "verificationFactCheckingPolicy", "unnamedSourcesPolicy",
    "noBylinesPolicy", "actionableFeedbackPolicy", "diversityPolicy", "diversityStaffingReport",
)  # fmt: skip
#: How the members begin that say what becomes of a warning. They change nothing for readers: pages
#: that were printed before hold on.
PREFLIGHT = "preflight_"
#: Members that Django has as settings of its own.
_DJANGOS = {"language": "LANGUAGE_CODE", "time_zone": "TIME_ZONE"}
_X = frozenset({"x.com", "www.x.com", "twitter.com", "www.twitter.com"})


@dataclass(frozen=True)
class SiteSettings:
    """The settings as they were saved under a number; 0: none were ever saved."""

    number: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    saved_at: datetime | None = None

    @property
    def name(self) -> str:
        return self._text("name", settings.SITE_NAME)

    @property
    def description(self) -> str:
        """Never empty: feeds want one."""
        return self._text("description", settings.SITE_DESCRIPTION) or self.name

    @property
    def language(self) -> str:
        """A code of Django's, as ``pt-br``."""
        return self._text("language", settings.LANGUAGE_CODE)

    @property
    def time_zone(self) -> str:
        return self._text("time_zone", settings.TIME_ZONE)

    @property
    def email(self) -> str:
        return self._text("email", settings.CONTACT_EMAIL)

    @property
    def mail_from(self) -> str:
        """Who the newsroom's letters are from."""
        return settings.MAIL_FROM or self.email or settings.DEFAULT_FROM_EMAIL

    @property
    def telephone(self) -> str:
        return self._text("telephone")

    @property
    def address(self) -> str:
        """The postal address, in lines."""
        return self._text("address")

    @property
    def owner(self) -> str:
        """Who owns the newsroom, as a court would name them."""
        return self._text("owner")

    @property
    def managing_editor(self) -> str:
        """Who answers for feeds, as ``editor@news.example (Mara Lind)``."""
        contact = f"{self.email} ({self.name})" if self.email else ""
        return self._text("managing_editor", settings.MANAGING_EDITOR) or contact

    @property
    def policies(self) -> Mapping[str, str]:
        """Addresses by the name that schema.org has for the policy."""
        named = {name: self._text(name) for name in POLICIES}
        return {**settings.POLICIES, **{name: said for name, said in named.items() if said}}

    @property
    def profiles(self) -> Sequence[str]:
        """The addresses of the newsroom elsewhere."""
        return self._text("profiles").splitlines()

    @property
    def twitter_site(self) -> str:
        """The newsroom's name on X, with its @."""
        for profile in map(urlsplit, self.profiles):
            if profile.hostname in _X and (name := profile.path.strip("/").partition("/")[0]):
                return f"@{name}"
        return str(settings.TWITTER_SITE)

    @property
    def logo(self) -> Mapping[str, Any]:
        """``file``, ``width``, ``height`` of the uploaded logo, and its ``icons`` by their names;
        empty without one."""
        return self.values.get("logo") or {}

    @property
    def feed_image(self) -> Mapping[str, Any]:
        """The same of the image of feeds, without icons."""
        return self.values.get("feed_image") or {}

    @property
    def colours(self) -> Mapping[str, str]:
        """``accent`` on light paper and ``accent_dark`` on dark, as ``#0b4a63``; where chosen."""
        return {
            name: self.values[name] for name in ("accent", "accent_dark") if self.values.get(name)
        }

    @property
    def preflight(self) -> Mapping[str, str]:
        """What becomes of warnings, by their code: ``blocks`` or ``off``."""
        return {
            name.removeprefix(PREFLIGHT): said
            for name, said in self.values.items()
            if name.startswith(PREFLIGHT)
        }

    @property
    def tdm_reservation(self) -> str:
        """Whether the right to mine texts and data is reserved: ``1``, ``0``; empty: unsaid."""
        return self._text("tdm_reservation")

    @property
    def mining(self) -> Mapping[str, str]:
        """The same with the terms, as headers and ``meta`` say it; empty: unsaid."""
        if not self.tdm_reservation:
            return {}
        policy = self._text("tdm_policy")
        told = {"tdm-policy": addresses.absolute(policy) if policy[:1] == "/" else policy}
        return {"tdm-reservation": self.tdm_reservation, **(told if policy else {})}

    @property
    def style(self) -> str:
        """The name of the style sheet of the chosen colours; empty: those of the program."""
        return self._text("style")

    @cached_property
    def look(self) -> str:
        """A digest of all that readers get of the settings: what is printed is kept under it."""
        printed = {n: said for n, said in self.values.items() if not n.startswith(PREFLIGHT)}
        text = orjson.dumps(printed, option=orjson.OPT_SORT_KEYS)
        return hashlib.blake2b(text, digest_size=9).hexdigest() if printed else ""

    def _text(self, name: str, usual: str = "") -> str:
        return str(self.values.get(name) or usual)


@dataclass(frozen=True)
class Source:
    """Where the settings come from."""

    #: The number that all processes of the machine share: a read of memory; 0: nobody has said.
    told: Callable[[], int]
    #: The newest settings, of the database.
    load: Callable[[], SiteSettings]
    #: Tell the number to the machine's other processes.
    tell: Callable[[int], None]


def file_path(name: str) -> str:
    """The address of a file that was made of a logo, which its name says for ever."""
    return f"/site-files/{name}"


_source: Source | None = None
_kept: SiteSettings | None = None
#: What the environment says, of the settings of Django's that are not the environment's now.
_of_environment: dict[str, str] = {}


def read_from(source: Source) -> None:
    global _source
    _source = source


def current() -> SiteSettings:
    """The settings as they stand: a query when they have changed, else a look at memory.

    While the database cannot be reached, they are what they were.
    """
    found = _kept
    if _source is None:
        return found or SiteSettings()
    told = _source.told()
    if found is not None and found.number == told:
        return found
    try:
        loaded = _source.load()
    except (OperationalError, InterfaceError):
        return found or SiteSettings()
    if loaded.number > told:
        # A machine that has just started, or another's save: no process of this one has said it.
        _source.tell(loaded.number)
    # A number ahead of the database's belongs to a save that is about to be committed.
    if loaded.number >= told:
        _keep(loaded)
    return loaded


def heed(number: int) -> None:
    """The database has just given this number: for processes that no reader asks anything."""
    if _source is not None and _source.told() != number:
        _source.tell(number)
    current()


def of_environment(name: str) -> Any:
    """A setting of Django's as the environment has it, whatever the newsroom has chosen since."""
    return _of_environment.get(name, getattr(settings, name, None))


def forget() -> None:
    """For tests: between two of them the database goes back."""
    _keep(SiteSettings())


def _keep(found: SiteSettings) -> None:
    global _kept
    _kept = found
    for name, djangos in _DJANGOS.items():
        _follow(djangos, str(found.values.get(name) or ""))


def _follow(name: str, value: str) -> None:
    """Let Django's own default be this value; "": the environment's again."""
    if value:
        _of_environment.setdefault(name, getattr(settings, name))
    elif name in _of_environment:
        value = _of_environment.pop(name)
    else:
        return
    setattr(settings, name, value)
    # Django reads both once.
    timezone.get_default_timezone.cache_clear()  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]
