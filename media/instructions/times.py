"""Until when, from when, for how long: embargoes, ends and spans of use."""

import re
from datetime import UTC, datetime, time
from itertools import pairwise
from typing import Literal

from . import durations, moments
from .readings import Circumstances, Kind, Reading, Sentence

_EMBARGO = re.compile(r"\bEMBARGO(?:ED|ES)?\b|\bSPERRFRIST\b|\bHOLD(?: FOR RELEASE)?\b")
_NO_EMBARGO = re.compile(r"\b(?:NO|NOT|NON|WITHOUT) ?-?EMBARGO|\bEMBARGO (?:LIFTED|EXPIRED|OVER)\b")
_NO = re.compile(r"\b(?:NO|NOT|NEVER|DON'T|CANNOT|CAN'T|PROHIBITED|FORBIDDEN|NICHT|KEINE)\b")
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
_ONLY = re.compile(r"\W*ONLY\b")
_LEAD_WINDOW = 120


def _lead(text: str, start: int, since: int) -> str:
    """What stands before a time and may say what it is about.

    After an earlier time (``since``) that is only what follows it, unless that says nothing.
    """
    near = text[max(since, start - _LEAD_WINDOW) : start]
    says_something = any(words.search(near) for words in (_EMBARGO, _RELEASE, _GONE, _USE))
    return near if says_something else text[max(0, start - _LEAD_WINDOW) : start]


_BETWEEN = re.compile(r"\b(?:BETWEEN|FROM)\W*$")
_AND = re.compile(r"[ ,]*(?:AND|TO|UNTIL|TILL|-|THROUGH)[ ,]*")


def between(sentence: Sentence, given: Circumstances) -> None:
    """ "FOR USE BETWEEN 1 MARCH 2026 AND 12 MARCH 2026 ONLY"."""
    found = _moments(sentence, given)
    for first, last in pairwise(found):
        lead = _lead(sentence.text, first.start, 0)
        is_range = _BETWEEN.search(lead) and _AND.fullmatch(sentence.text[first.end : last.start])
        if not is_range or not _USE.search(lead) or not (first.day and last.day):
            continue
        kind: Kind = "deny" if _NO.search(lead) else "allow"
        reading = Reading(kind, starts_at=first.begins(), ends_at=last.is_over())
        sentence.read(reading, first.start, last.end, lead=_LEAD_WINDOW)
        return


def at_moments(sentence: Sentence, given: Circumstances) -> None:
    """ "EMBARGOED UNTIL …", "NO USE AFTER …", "MAY BE USED UNTIL …" with a date."""
    since = 0
    for moment in _moments(sentence, given):
        lead = _lead(sentence.text, moment.start, since)
        is_only = bool(_ONLY.match(sentence.text, moment.end))
        meaning = _meaning(lead, is_only=is_only)
        if not meaning:
            continue
        reading = _dated(meaning, moment) if moment.day else None
        sentence.read(reading, moment.start, moment.end, lead=_LEAD_WINDOW)
        since = moment.end


def _moments(sentence: Sentence, given: Circumstances) -> list[moments.Moment]:
    return list(moments.find(sentence.text, near=given.near, zone=given.zone))


Meaning = Literal["not before", "not after", "not from", "until", "until before", "from", "on"]


def _meaning(lead: str, *, is_only: bool) -> Meaning | None:
    """What the words before a date make of it."""
    connector = _CONNECTOR.search(lead)
    word = connector.lastgroup if connector else None
    if _EMBARGO.search(lead):
        return None if word == "after" or _NO_EMBARGO.search(lead) else "not before"
    if _RELEASE.search(lead):
        return "not before"
    if _GONE.search(lead):
        return "until"
    if not _USE.search(lead):
        return None
    if _NO.search(lead):
        return _NEGATED.get(word or "")
    if word == "on" and not (is_only or "ONLY" in lead):
        return None
    return _PERMITTED.get(word or "")


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


def _dated(meaning: Meaning, moment: moments.Moment) -> Reading:
    # "Midnight" of a day may be its first or its last instant: the stricter one counts.
    if meaning in ("not before", "from"):
        begins = moment.is_over() if moment.is_midnight else moment.begins()
        return Reading("deny", ends_at=begins)
    if meaning == "not after":
        ends = moment.begins() if moment.is_midnight else moment.is_over()
        return Reading("deny", starts_at=ends)
    if meaning == "not from":
        return Reading("deny", starts_at=moment.begins())
    if meaning == "until before":
        return Reading("allow", ends_at=moment.begins())
    if meaning == "on":
        return Reading("allow", starts_at=moment.begins(), ends_at=moment.is_over())
    return Reading("allow", ends_at=moment.begins() if moment.is_midnight else moment.is_over())


_EMBARGO_UNTIL = re.compile(
    r"\b(?:(?:EMBARGO(?:ED)?|SPERRFRIST)\W*(?:(?:UNTIL|TILL|TO|BIS|FOR)\b\W*)?"
    r"|NOT? (?:FOR |TO BE )?(?:USED?|PUBLICATION|PUBLISHED|RELEASED?)\W+(?:UNTIL|TILL|BEFORE)\b\W*)"
)
_FURTHER_NOTICE = re.compile(r"FURTHER NOTICE")


def until_a_weekday(sentence: Sentence, given: Circumstances) -> None:
    """ "EMBARGOED UNTIL 2200 GMT SUNDAY", "EMBARGOED UNTIL FURTHER NOTICE"."""
    found = _EMBARGO_UNTIL.search(sentence.text)
    if not found or _NO_EMBARGO.search(sentence.text):
        return
    notice = _FURTHER_NOTICE.match(sentence.text, found.end())
    if notice:
        sentence.read(Reading("deny"), found.start(), notice.end())
        return
    moment = moments.bare(sentence.text, found.end(), after=given.received_at, zone=given.zone)
    if moment:
        ends_at = moment.is_over() if moment.is_midnight else moment.begins()
        sentence.read(Reading("deny", ends_at=ends_at), found.start(), moment.end)


# What a span counts from. Of the first use nothing is known: the picture's coming is earlier.
_FROM_TRANSMISSION = re.compile(
    r" ?(?:(?:FROM|AFTER|OF|FOLLOWING|SINCE|BEGINNING|STARTING|COUNTING)"
    r"(?: (?:ON|FROM|WITH))? (?:THE )?"
    r"(?:(?:TIME|DATE|DAY|MOMENT)(?: AND TIME)?(?: OF)? ?)?(?:THE )?(?:FIRST |INITIAL |ORIGINAL )?"
    r"(?:TRANSMISSION|TRANSMITTED|TRANSMITTING|RELEASED?|PUBLICATION|RECEIPT|RECEIVED|DISTRIBUTION"
    r"|ISSUED?|ISSUANCE|ISSUING|SENDING|SENT|DELIVERY|DOWNLOAD|FILING|UPLOAD|USE|TODAY|NOW)"
    r"|(?:FROM|AFTER|OF) (?:TIME|DATE)\b)"
)
_FROM_CREATION = re.compile(
    r" ?(?:FROM|AFTER|OF|FOLLOWING|SINCE) (?:THE )?(?:(?:TIME|DATE|DAY) (?:OF )?)?(?:THE |BEING )?"
    r"(?:CREATION|CREATED|CAPTURED?|TAKEN|TAKING|SHOOT(?:ING)?|SHOT|PHOTOGRAPH(?:ED|Y)?)\b"
)
_FROM_ELSEWHERE = re.compile(r" ?(?:FROM|AFTER|OF|FOLLOWING|SINCE|BEFORE|PRIOR TO)\b(?! USE\b)")
_SPAN_FOLLOWERS = re.compile(r"['\" -]*(?:OF )?(?:USE|USAGE|ONLY|LICEN[CS]E|RIGHTS|NEWS)\b")
# In the instructions of a picture, "14 DAYS" alone is how long it may be used.
_ALONE = re.compile(r"\W*(?:MAX(?:IMUM)?\b\W*|UP TO )?$")
_AFTER_SPAN = re.compile(
    r"\b(?:AFTER|BEYOND|PAST|LATER THAN|LONGER THAN|MORE THAN|EXCEEDING)(?: THE)?\W*$"
)
# "Free for visitors under 12 years" is about no span of use.
_SPAN_LEAD = re.compile(
    r"\b(?:FOR|WITHIN|UP TO|DURING|AFTER|IN|OF|TO|THAN|BEYOND|PAST|EXCEEDING|MAX(?:IMUM)?|PERIOD)"
    r"(?: (?:A|THE|ONLY|FIRST|NEXT|MAXIMUM|TOTAL|PERIOD|OF|UP TO|MAX|ABOUT)\b)*\W*$|:\W*$"
)


def for_a_span(sentence: Sentence, given: Circumstances) -> None:
    """ "USE ONLY FOR 14 DAYS FROM TRANSMISSION", "EMBARGOED FOR 24 HOURS"."""
    since = 0
    dated = [moment.end for moment in _moments(sentence, given)]
    for span in durations.find(sentence.text):
        since = max([since, *(end for end in dated if end <= span.start)])
        followers = _SPAN_FOLLOWERS.match(sentence.text, span.end)
        lead = _lead(sentence.text, span.start, since)
        is_alone = bool(_ALONE.match(sentence.text[: span.start])) and not sentence.text[
            span.end :
        ].strip(" .!*")
        meaning = _span_meaning(lead, is_followed_by_use=bool(followers) or is_alone)
        if not meaning or (span.unit == "hours" and _CLOCK_LEAD.search(lead)):
            continue
        begins, end = _span_begins(sentence.text, span.end, given)
        ends = span.after(begins) if begins else None
        reading = _spanned(meaning, begins, ends) if ends else None
        since = max(end, followers.end() if followers else 0)
        sentence.read(reading, span.start, since, lead=_LEAD_WINDOW)


# "Until 18 hours" is a time of day.
_CLOCK_LEAD = re.compile(r"\b(?:UNTIL|TILL|AT|BEFORE|BY)\W*$")


def _span_meaning(lead: str, *, is_followed_by_use: bool) -> Meaning | None:
    if not is_followed_by_use and not _SPAN_LEAD.search(lead):
        return None
    if _EMBARGO.search(lead):
        return None if _NO_EMBARGO.search(lead) else "not before"
    if _GONE.search(lead):
        return "until"
    if _NO.search(lead) and _USE.search(lead):
        # "Not for use within 24 hours of the match" is counted from what nobody here knows.
        return "not after" if _AFTER_SPAN.search(lead) else "not before"
    return "until" if is_followed_by_use or _USE.search(lead) else None


def _span_begins(text: str, at: int, given: Circumstances) -> tuple[datetime | None, int]:
    """From when a span counts, None where that is not known; and where its words end."""
    if found := _FROM_CREATION.match(text, at):
        created = given.created_on
        if not created:
            return None, found.end()
        return datetime.combine(created, time(), given.zone).astimezone(UTC), found.end()
    if found := _FROM_TRANSMISSION.match(text, at):
        return given.received_at, found.end()
    dated = next(moments.find(text[at : at + 80], near=given.near, zone=given.zone), None)
    if found := _FROM_ELSEWHERE.match(text, at):
        is_next = dated is not None and dated.start + at <= found.end() + 5
        if dated and dated.day and is_next:
            return dated.begins(), at + dated.end
        return None, found.end()
    return given.received_at, at


def _spanned(meaning: Meaning, begins: datetime | None, ends: datetime) -> Reading:
    if meaning == "not before":
        return Reading("deny", ends_at=ends)
    if meaning == "not after":
        return Reading("deny", starts_at=ends)
    return Reading("allow", starts_at=begins, ends_at=ends)
