"""For how long: "USE ONLY FOR 14 DAYS FROM TRANSMISSION", "NO USE AFTER 30 DAYS"."""

import re
from datetime import UTC, datetime, time

from . import durations, leads, moments
from .leads import Meaning
from .readings import Circumstances, Reading, Sentence

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
_FOLLOWERS = re.compile(r"['\" -]*(?:OF )?(?:USE|USAGE|ONLY|LICEN[CS]E|RIGHTS|NEWS)\b")
# In the instructions of a picture, "14 DAYS" alone is how long it may be used.
_ALONE = re.compile(r"\W*(?:MAX(?:IMUM)?\b\W*|UP TO )?$")


def for_a_span(sentence: Sentence, given: Circumstances) -> None:
    """ "USE ONLY FOR 14 DAYS FROM TRANSMISSION", "EMBARGOED FOR 24 HOURS"."""
    since = 0
    found = list(durations.find(sentence.text))
    dated = [moment.end for moment in moments.find(sentence.text, given)] if found else []
    for span in found:
        since = max([since, *(end for end in dated if end <= span.start)])
        followers = _FOLLOWERS.match(sentence.text, span.end)
        lead = leads.before(sentence.text, span.start, since=since)
        is_alone = bool(_ALONE.match(sentence.text[: span.start])) and not sentence.text[
            span.end :
        ].strip(" .!*")
        meaning = lead.meaning_of_span(is_followed_by_use=bool(followers) or is_alone)
        if not meaning or (span.unit == "hours" and lead.leads_to_clock):
            continue
        from_when, end = begins(sentence.text, span.end, given)
        ends = span.after(from_when) if from_when else None
        since = max(end, followers.end() if followers else 0)
        where = lead.places
        if meaning == "until":
            where = where or leads.places_after(sentence.text, since)
        reading = None
        if ends and not lead.is_mixed:
            reading = _spanned(meaning, from_when, ends, where)
        sentence.read(reading, span.start, since, lead=lead.length)


def begins(text: str, at: int, given: Circumstances) -> tuple[datetime | None, int]:
    """From when a span counts, None where that is not known; and where its words end."""
    if found := _FROM_CREATION.match(text, at):
        created = given.created_on
        if not created:
            return None, found.end()
        return datetime.combine(created, time(), given.zone).astimezone(UTC), found.end()
    if found := _FROM_TRANSMISSION.match(text, at):
        return given.received_at, found.end()
    dated = next(moments.find(text[at : at + 80], given), None)
    if found := _FROM_ELSEWHERE.match(text, at):
        is_next = dated is not None and dated.start + at <= found.end() + 5
        if dated and dated.day and is_next:
            return dated.begins(), at + dated.end
        return None, found.end()
    return given.received_at, at


def _spanned(
    meaning: Meaning, from_when: datetime | None, ends: datetime, where: tuple[str, ...]
) -> Reading:
    if meaning == "not before":
        return Reading("deny", ends_at=ends, places=where)
    if meaning == "not after":
        return Reading("deny", starts_at=ends, places=where)
    return Reading("allow", starts_at=from_when, ends_at=ends, places=where)
