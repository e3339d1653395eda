"""What the settings hold, declared once: label, group, how it is typed and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.editorial.acts import preflight
from newsroom.lib import languages, site_settings, urls

from . import colours

Words = str | Promise
Choices = Sequence[tuple[str, Words]]

LINE, LINES, CHOICE, COLOUR, PICTURE = "line", "lines", "choice", "colour", "picture"
_TELEPHONE = re.compile(r"\+?[0-9 ()/.\-]{3,40}")
_MOST_PROFILES = 20


_AS_SET = gettext_lazy("As the server is set")


def _same(text: str) -> str:
    return text


@dataclass(frozen=True)
class Member:
    """One setting. Its value is text, but of a picture; empty text means the environment's value.

    ``clean`` gives the text in the form in which it is stored, or raises ``ValidationError``.
    """

    name: str
    label: Words
    group: str
    help: Words = ""
    kind: str = LINE
    longest: int = 300
    clean: Callable[[str], str] = _same
    choices: Callable[[], Choices] = tuple
    #: What holds while it is empty.
    usual: Callable[[], str] = str


GROUPS: Mapping[str, Words] = {
    "paper": gettext_lazy("The paper"),
    "look": gettext_lazy("Logo and colours"),
    "contact": gettext_lazy("Contact"),
    "policies": gettext_lazy("Owner and policies"),
    "networks": gettext_lazy("Elsewhere"),
    "mining": gettext_lazy("Text and data mining"),
    "preflight": gettext_lazy("Preflight"),
}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _language(code: str) -> str:
    if code not in dict(settings.LANGUAGES):
        raise ValidationError(_("Choose a language of the list."))
    return code


@cache
def _languages() -> Choices:
    named = sorted(settings.LANGUAGES)
    return [("", _AS_SET), *((code, f"{languages.name(code)} ({code})") for code, _n in named)]


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a known time zone. Write it as “Europe/Oslo”.") % {"name": name}
        )
    return name


@cache
def _zones() -> Choices:
    return [("", _AS_SET), *((name, name) for name in sorted(available_timezones()))]


def _email(text: str) -> str:
    validate_email(text)
    return text


def _telephone(text: str) -> str:
    text = _one_line(text)
    if not _TELEPHONE.fullmatch(text):
        raise ValidationError(_("Write the number with digits, as “+47 55 90 12 34”."))
    return text


def _managing_editor(text: str) -> str:
    text = _one_line(text)
    validate_email(text.partition(" ")[0])
    return text


def _page_or_address(text: str) -> str:
    address = urls.link_address(text)
    if address is None or not address.startswith(("http://", "https://", "/")):
        raise ValidationError(
            _("Write the path of a page, as “/ethics/”, or an address that begins with https://.")
        )
    return address


def _profiles(text: str) -> str:
    lines = list(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))
    found = [urls.web_address(line) for line in lines]
    for line, address in zip(lines, found, strict=True):
        if address is None:
            raise ValidationError(_("“%(line)s” is not a web address.") % {"line": line})
    if len(found) > _MOST_PROFILES:
        raise ValidationError(_("Keep to %(most)s addresses.") % {"most": _MOST_PROFILES})
    return "\n".join(filter(None, found))


_POLICIES: Mapping[str, Words] = {
    "publishingPrinciples": gettext_lazy("Publishing principles"),
    "ethicsPolicy": gettext_lazy("Ethics"),
    "correctionsPolicy": gettext_lazy("Corrections"),
    "ownershipFundingInfo": gettext_lazy("Ownership and funding"),
    "masthead": gettext_lazy("Masthead"),
    "missionCoveragePrioritiesPolicy": gettext_lazy("Mission and priorities"),
    "verificationFactCheckingPolicy": gettext_lazy("Verification and fact checking"),
    "unnamedSourcesPolicy": gettext_lazy("Unnamed sources"),
    "noBylinesPolicy": gettext_lazy("Stories without a byline"),
    "actionableFeedbackPolicy": gettext_lazy("Feedback from readers"),
    "diversityPolicy": gettext_lazy("Diversity"),
    "diversityStaffingReport": gettext_lazy("Report on the staff's diversity"),
}


_POLICY = gettext_lazy("The path of a page, as “/ethics/”, or an address.")


def _policy_of_environment(name: str) -> str:
    return str(settings.POLICIES.get(name, ""))


_RULES: Choices = [
    ("", gettext_lazy("Warns")),
    ("blocks", gettext_lazy("Blocks publishing")),
    ("off", gettext_lazy("Is not said")),
]
_TDM: Choices = [
    ("", gettext_lazy("Nothing is said")),
    ("1", gettext_lazy("Rights are reserved")),
    ("0", gettext_lazy("Rights are not reserved")),
]


def _among(choices: Choices) -> Callable[[str], str]:
    def clean(text: str) -> str:
        if text not in dict(choices):
            raise ValidationError(_("Choose one of the list."))
        return text

    return clean


_MEMBERS = (
    Member("name", gettext_lazy("Name"), "paper", longest=120, clean=_one_line,
           usual=lambda: settings.SITE_NAME,
           help=gettext_lazy("The newspaper's name, as readers know it.")),
    Member("description", gettext_lazy("Description"), "paper", clean=_one_line,
           usual=lambda: settings.SITE_DESCRIPTION,
           help=gettext_lazy("One sentence: search engines and feeds show it.")),
    Member("language", gettext_lazy("Language"), "paper", kind=CHOICE, choices=_languages,
           clean=_language, usual=lambda: site_settings.of_environment("LANGUAGE_CODE"),
           help=gettext_lazy("Of new stories, and of the site's own words where they are "
                             "translated into it; else these are English.")),
    Member("time_zone", gettext_lazy("Time zone"), "paper", kind=CHOICE, choices=_zones,
           clean=_zone, longest=64, usual=lambda: site_settings.of_environment("TIME_ZONE"),
           help=gettext_lazy("All times are shown in it.")),
    Member("logo", gettext_lazy("Logo"), "look", kind=PICTURE,
           help=gettext_lazy("A square picture, best 512 pixels wide or more. What shows through "
                             "becomes white.")),
    Member("feed_image", gettext_lazy("Image of the feeds"), "look", kind=PICTURE,
           help=gettext_lazy("Feed readers show it; without one they show the logo.")),
    Member("accent", gettext_lazy("Accent"), "look", kind=COLOUR, longest=7, clean=colours.light,
           help=gettext_lazy("Colour of links on light paper, as “#0b4a63”.")),
    Member("accent_dark", gettext_lazy("Accent in the dark"), "look", kind=COLOUR, longest=7,
           clean=colours.dark,
           help=gettext_lazy("Colour of links on dark paper, as “#8cc6de”.")),
    Member("email", gettext_lazy("E-mail"), "contact", clean=_email, longest=254,
           usual=lambda: settings.CONTACT_EMAIL),
    Member("telephone", gettext_lazy("Telephone"), "contact", clean=_telephone, longest=40),
    Member("address", gettext_lazy("Address"), "contact", kind=LINES, longest=500),
    Member("managing_editor", gettext_lazy("Who answers for the feeds"), "contact",
           clean=_managing_editor, usual=lambda: settings.MANAGING_EDITOR,
           help=gettext_lazy("An e-mail address and a name in brackets, as “editor@news.example "
                             "(Mara Lind)”.")),
    Member("owner", gettext_lazy("Owner"), "policies", clean=_one_line,
           help=gettext_lazy("The company, association or person that owns the newspaper.")),
    *(Member(name, label, "policies", clean=_page_or_address, longest=urls.LIMIT, help=_POLICY,
             usual=partial(_policy_of_environment, name))
      for name, label in _POLICIES.items()),
    Member("profiles", gettext_lazy("Profiles"), "networks", kind=LINES, longest=4000,
           clean=_profiles,
           help=gettext_lazy("The newspaper's addresses on networks, one a line.")),
    Member("tdm_reservation", gettext_lazy("Mining of texts and data"), "mining", kind=CHOICE,
           choices=lambda: _TDM, clean=_among(_TDM),
           help=gettext_lazy("Machines that heed the TDM Reservation Protocol read it.")),
    Member("tdm_policy", gettext_lazy("Terms of mining"), "mining", clean=_page_or_address,
           longest=urls.LIMIT, help=gettext_lazy("Where the terms and a contact are found.")),
)  # fmt: skip


def members() -> list[Member]:
    """All members, in the order of the form; those of preflight as the apps declare them."""
    rules = [
        Member(f"{site_settings.PREFLIGHT}{code}", label, "preflight", kind=CHOICE,
               choices=lambda: _RULES, clean=_among(_RULES))
        for code, label in preflight.warnings().items()
    ]  # fmt: skip
    return [*_MEMBERS, *rules]


def cleaned(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes in the form in which they are stored. Raises ``ValidationError`` by name."""
    known = {each.name: each for each in members()}
    found: dict[str, Any] = {}
    wrong: dict[str, Any] = {}
    for name, value in changes.items():
        member = known.get(name)
        if member is None:
            raise KeyError(f"The settings have no {name!r}.")
        try:
            found[name] = value if member.kind == PICTURE else text_of(member, str(value or ""))
        except ValidationError as error:
            wrong[name] = error.messages
    if wrong:
        raise ValidationError(wrong)
    return found


def text_of(member: Member, text: str) -> str:
    """The text of a member in the form in which it is stored. Raises ``ValidationError``."""
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not text:
        return ""
    text = member.clean(text)
    if len(text) > member.longest:
        said = _("It has %(count)s characters; the most are %(most)s.")
        raise ValidationError(said % {"count": len(text), "most": member.longest})
    return text
