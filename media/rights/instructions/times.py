"""Until when and from when: embargoes, ends and ranges of use."""

import re
from dataclasses import replace
from itertools import pairwise

from . import leads, moments
from .leads import Lead, Meaning
from .readings import Circumstances, Kind, Reading, Sentence

_ONLY = re.compile(r"\W*ONLY\b")
_BETWEEN = re.compile(r"\b(?:BETWEEN|FROM)\W*$")
_AND = re.compile(r"[ ,]*(?:AND|TO|UNTIL|TILL|-|THROUGH)[ ,]*")


def between(sentence: Sentence, given: Circumstances) -> None:
    """ "FOR USE BETWEEN 1 MARCH 2026 AND 12 MARCH 2026 ONLY"."""
    found = moments.find(sentence.text, given)
    for first, last in pairwise(found):
        lead = leads.before(sentence.text, first.start)
        is_range = _BETWEEN.search(lead.text) and _AND.fullmatch(
            sentence.text[first.end : last.start]
        )
        if not is_range or not lead.is_about_use or not (first.day and last.day):
            continue
        kind: Kind = "deny" if lead.is_negated else "allow"
        reading = Reading(kind, starts_at=first.begins(), ends_at=last.is_over())
        sentence.read(reading, first.start, last.end, lead=lead.length)
        return


def at_moments(sentence: Sentence, given: Circumstances) -> None:
    """ "EMBARGOED UNTIL …", "NO USE AFTER …", "MAY BE USED UNTIL …" with a date."""
    since = 0
    for moment in list(moments.find(sentence.text, given)):
        lead = leads.before(sentence.text, moment.start, since=since)
        meaning = lead.meaning(is_only=bool(_ONLY.match(sentence.text, moment.end)))
        if meaning:
            _read(sentence, meaning, moment, lead)
            since = moment.end


def _read(sentence: Sentence, meaning: Meaning, moment: moments.Moment, lead: Lead) -> None:
    """Take down what a time means after these words, with the places that they name."""
    if not moment.day or lead.is_mixed:
        sentence.read(None, moment.start, moment.end, lead=lead.length)
        return
    reading = _dated(meaning, replace(moment, is_end=moment.is_end or lead.is_inclusive))
    if codes := lead.places:
        if lead.is_embargo or reading.kind == "allow":
            reading = replace(reading, places=codes)
        else:
            sentence.is_unclear = True
    elif reading.kind == "allow":
        reading = replace(reading, places=leads.places_after(sentence.text, moment.end))
    if lead.is_about_sales:
        sentence.readings.append(replace(reading, scope="syndication"))
    sentence.read(reading, moment.start, moment.end, lead=lead.length)


def _dated(meaning: Meaning, moment: moments.Moment) -> Reading:
    # "Midnight" of a day may be its first or its last instant: the stricter one counts.
    if meaning in ("not before", "from"):
        is_last = moment.is_midnight or moment.is_end
        return Reading("deny", ends_at=moment.is_over() if is_last else moment.begins())
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
    if not found or leads.is_lifted(sentence.text):
        return
    notice = _FURTHER_NOTICE.match(sentence.text, found.end())
    if notice:
        sentence.read(Reading("deny"), found.start(), notice.end())
        return
    moment = moments.bare(sentence.text, found.end(), after=given.received_at, zone=given.zone)
    if moment:
        ends_at = moment.is_over() if moment.is_midnight else moment.begins()
        sentence.read(Reading("deny", ends_at=ends_at), found.start(), moment.end)


_LEADING = re.compile(
    r"\b(?:UNTIL|UNTILL|TILL?|TO|THROUGH|THRU|BY|BIS|UP TO|EXPIRES?|END(?:S|ING)?|BEFORE|PRIOR TO"
    r"|AFTER|PAST|BEYOND|LATER THAN|FROM|SINCE|AS OF|STARTING|BEGINNING|ON|RELEASED?|HOLD)"
    r"(?: AND INCLUDING| INCLUDING)?(?: (?:ON|THE|AT|END OF))*[ :,]{1,3}"
)
# Without a date or a plain word for "not before" the earlier of two weekdays would be guessed.
_LATER_IS_STRICTER = frozenset({"not before", "from"})


def at_weekdays(sentence: Sentence, given: Circumstances) -> None:
    """ "FREE FOR USE UNTIL SATURDAY", "HOLD FOR RELEASE MONDAY 6 PM"."""
    for found in list(_LEADING.finditer(sentence.text)):
        moment = moments.bare(sentence.text, found.end(), after=given.received_at, zone=given.zone)
        lead = leads.before(sentence.text, found.end())
        meaning = lead.meaning() if moment and moment.is_weekday else None
        if not moment or not meaning:
            continue
        if meaning not in _LATER_IS_STRICTER and not _is_sure(moment, given):
            moment = replace(moment, day=None)
        moment = replace(moment, is_end="END OF" in found[0])
        _read(sentence, meaning, moment, lead)


def _is_sure(moment: moments.Moment, given: Circumstances) -> bool:
    """Whether the next such weekday is the same from the image's day on as from its coming."""
    made_on, came_on = given.created_on, given.received_at.astimezone(given.zone).date()
    assert moment.day
    return not made_on or made_on > came_on or (moment.day - made_on).days <= 7
