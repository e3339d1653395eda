"""What stands before a time and says what it means: "EMBARGOED UNTIL", "MAY BE USED IN … UNTIL"."""

import re
from dataclasses import dataclass
from typing import Literal

from . import places

Meaning = Literal["not before", "not after", "not from", "until", "until before", "from", "on"]

_EMBARGO = re.compile(r"\bEMBARGO(?:ED|ES)?\b|\bSPERRFRIST\b|\bHOLD(?: FOR RELEASE)?\b")
_NO_EMBARGO = re.compile(r"\b(?:NO|NOT|NON|WITHOUT) ?-?EMBARGO|\bEMBARGO (?:LIFTED|EXPIRED|OVER)\b")
_NO = re.compile(
    r"\b(?:NO|NOT|NEVER|DON'T|CANNOT|CAN'T|PROHIBITED|FORBIDDEN|RESERVED|WITHHELD|BARRED|BANNED"
    r"|BLOCKED|DENIED|RESTRICTED(?! TO\b)|NICHT|KEINE)\b"
)
_USE = re.compile(
    r"\b(?:RE-?)?(?:USE[DS]?|USAGE|USABLE|PUBLI(?:SH(?:ED)?|CATIONS?)|PRINT(?:ED)?|BROADCAST|VALID"
    r"|LICEN[CS]ED?|RIGHTS|FREE|PERMITTED|PERMISSION|ALLOWED|CLEARED|AVAILABLE|RESTRICTED|LIMITED"
    r"|RELEASED?|ACCESS|ONLY|ONLINE|INTERNET|WEB|VERWENDUNG|NUTZUNG|NUR)\b"
)
_GONE = re.compile(
    r"\b(?:EXPIR(?:ES?|Y|ED|ATION)|DELETED?|REMOVED?|DESTROY(?:ED)?|PURGED?|TAKEN? DOWN)\b"
)
_RELEASE = re.compile(
    r"\b(?:FOR|RELEASE) (?:IMMEDIATE )?(?:RELEASE|DATE|ON)\b[^A-Z]*(?:ON|AT|FROM)?\W*$"
)
_CONNECTOR = re.compile(
    r"\b(?:(?P<until>UNTIL|UNTILL|TILL?|TO|THROUGH|THRU|BY|BIS(?: ZUM)?|UP TO"
    r"|EXPIRES?|END(?:S|ING)?)"
    r"|(?P<before>BEFORE|PRIOR TO|EARLIER THAN|AHEAD OF)"
    r"|(?P<after>AFTER|PAST|BEYOND|LATER THAN)"
    r"|(?P<since>FROM|AB|SINCE|AS OF|ON OR AFTER|STARTING|BEGINNING)"
    r"|(?P<on>ON))(?: AND INCLUDING| INCLUDING)?(?: (?:ON|THE|AT|DATE|MIDDAY OF|END OF))*\W*$"
)
_INCLUSIVE = re.compile(r"\b(?:THROUGH|THRU|INCLUDING)\b")
_WINDOW = 120
# What begins a statement of its own after a comma: "NO SALES, FREE FOR USE UNTIL …".
_OWN = re.compile(
    r"[,:(](?= ?(?:FOR )?(?:(?:EDITORIAL )?USE ONLY|EDITORIAL USE|ONLY|FREE|MAY|CAN BE|HOLD|VALID"
    r"|USE (?:BY|UNTIL|BEFORE|WITHIN|FOR|FROM)"
    r"|EMBARGO(?:ED)?|LICEN[CS]ED|CLEARED|EXPIR(?:ES|Y)|NO|NOT|DO NOT)\b)"
)
# "NO SALES FOR EDITORIAL USE ONLY UNTIL …": nobody can tell what ends then.
_PERMITS = re.compile(
    r"\b(?:NO|NOT|NEVER)\b.*\b(?:USE ONLY|ONLY FOR|FREE|EXCEPT|BUT)\b|\bEXCLUSIVE\b"
)


_OF_SALES = re.compile(r"\b(?:(?:RE-?)?SALES?|SYNDICATION|ARCHIVES?)(?: (?:IS|ARE))? ?$")
_IN = re.compile(r"\b(?:IN|WITHIN|FOR|TO)(?: THE)? ?$")
_FOR = re.compile(r"\b(?:FOR|WITHIN|UP TO|DURING)(?: (?:A|THE|ONLY|MAXIMUM|OF))*\W*$")
_AFTER_SPAN = re.compile(
    r"\b(?:AFTER|BEYOND|PAST|LATER THAN|LONGER THAN|MORE THAN|EXCEEDING)(?: THE)?\W*$"
)
# "Until 18 hours" is a time of day.
_CLOCK = re.compile(r"\b(?:UNTIL|TILL|AT|BEFORE|BY)\W*$")
# "Free for visitors under 12 years" is about no span of use.
_SPAN = re.compile(
    r"\b(?:FOR|WITHIN|UP TO|DURING|AFTER|IN|OF|TO|THAN|BEYOND|PAST|EXCEEDING|MAX(?:IMUM)?|PERIOD)"
    r"(?: (?:A|THE|ONLY|FIRST|NEXT|MAXIMUM|TOTAL|PERIOD|OF|UP TO|MAX|ABOUT)\b)*\W*$|:\W*$"
)

_NEGATED: dict[str, Meaning] = {
    "until": "not before",
    "before": "not before",
    "after": "not after",
    "since": "not from",
}
_PERMITTED: dict[str, Meaning] = {
    "until": "until",
    "before": "until before",
    "after": "not before",
    "since": "from",
    "on": "on",
}


@dataclass(frozen=True)
class Lead:
    """The words before a time, as far as they may say what it is about."""

    text: str

    @property
    def length(self) -> int:
        """How many of the characters before the time belong to it."""
        embargo = _EMBARGO.search(self.text)
        return len(self.text) - embargo.start() if embargo else len(self.text)

    @property
    def is_embargo(self) -> bool:
        return bool(_EMBARGO.search(self.text))

    @property
    def is_about_use(self) -> bool:
        return bool(_USE.search(self.text))

    @property
    def is_negated(self) -> bool:
        return bool(_NO.search(self.text))

    @property
    def is_mixed(self) -> bool:
        """Whether it forbids one thing and permits another, and the time may be either's."""
        return bool(_PERMITS.search(self.text)) and not self.is_embargo

    @property
    def is_inclusive(self) -> bool:
        return bool(_INCLUSIVE.search(self.text))

    @property
    def leads_to_clock(self) -> bool:
        return bool(_CLOCK.search(self.text))

    @property
    def is_about_sales(self) -> bool:
        """ "SYNDICATION EMBARGOED UNTIL …"."""
        found = _EMBARGO.search(self.text)
        return bool(found and _OF_SALES.search(self.text[: found.start()]))

    @property
    def places(self) -> tuple[str, ...]:
        """The codes right before the word that leads to the time: "FREE IN GERMANY UNTIL …"."""
        word = _CONNECTOR.search(self.text) or _FOR.search(self.text)
        listed = places.before(self.text, word.start()) if word else None
        if not word or not listed or self.text[listed.end : word.start()].strip(" )"):
            return ()
        return listed.codes if _IN.search(self.text[: listed.start]) else ()

    def meaning(self, *, is_only: bool = False) -> Meaning | None:
        """What these words make of a date."""
        connector = _CONNECTOR.search(self.text)
        word = connector.lastgroup if connector else None
        if self.is_embargo:
            return None if word == "after" or _NO_EMBARGO.search(self.text) else "not before"
        if _RELEASE.search(self.text):
            return "not before"
        if _GONE.search(self.text):
            return "until"
        if not self.is_about_use:
            return None
        if self.is_negated:
            return _NEGATED.get(word or "")
        if word == "on" and not (is_only or "ONLY" in self.text):
            return None
        return _PERMITTED.get(word or "")

    def meaning_of_span(self, *, is_followed_by_use: bool) -> Meaning | None:
        """What these words make of "14 DAYS"."""
        if not is_followed_by_use and not _SPAN.search(self.text):
            return None
        if self.is_embargo:
            return None if _NO_EMBARGO.search(self.text) else "not before"
        if _GONE.search(self.text):
            return "until"
        if self.is_negated and self.is_about_use:
            # "Not for use within 24 hours of the match" is counted from what nobody here knows.
            return "not after" if _AFTER_SPAN.search(self.text) else "not before"
        return "until" if is_followed_by_use or self.is_about_use else None


def before(text: str, start: int, *, since: int = 0) -> Lead:
    """What stands before a time and may say what it is about.

    After an earlier time (``since``), and after a comma that begins a statement of its own, that
    is only what follows, unless that says nothing.
    """
    window = max(0, start - _WINDOW)
    own = [found.end() for found in _OWN.finditer(text, window, start)]
    near = text[max([since, window, *own]) : start]
    says_something = any(words.search(near) for words in (_EMBARGO, _RELEASE, _GONE, _USE))
    return Lead(near if says_something else text[window:start])


_IN_AFTER = re.compile(r"[ ,(]*\b(?:IN|WITHIN) (?:THE )?")


def places_after(text: str, end: int) -> tuple[str, ...]:
    """The codes right after a time: "FREE UNTIL 5 MARCH IN GERMANY"."""
    found = _IN_AFTER.match(text, end)
    listed = places.after(text, found.end()) if found else None
    return listed.codes if found and listed and listed.start == found.end() else ()


def is_lifted(text: str) -> bool:
    """Whether a sentence says that there is no embargo."""
    return bool(_NO_EMBARGO.search(text))
