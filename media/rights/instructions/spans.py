"""For how long: "USE ONLY FOR 14 DAYS FROM TRANSMISSION", "NO USE AFTER 30 DAYS"."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from . import leads, moments
from .leads import Meaning
from .readings import Circumstances, Reading, Sentence

_NUMBERS = {
    name: number
    for number, name in enumerate(
        "ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN "  # noqa: SIM905
        "FIFTEEN".split(),
        1,
    )
} | {"A": 1, "AN": 1, "TWENTY": 20, "TWENTY-FOUR": 24, "TWENTY-EIGHT": 28, "THIRTY": 30,
     "FORTY-EIGHT": 48, "SIXTY": 60, "NINETY": 90}  # fmt: skip
_UNITS = {"H": "hours", "D": "days", "W": "weeks", "M": "months", "Y": "years"}
_DURATION = re.compile(
    rf"(?<![\d.,/:-])(?:\b(?P<word>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b"
    r"(?: ?\(\d{1,3}\))?|(?P<digits>[1-9]\d{0,2}))[ -]?(?:CALENDAR |FULL |CONSECUTIVE )?"
    r"(?P<unit>HOUR|HR|DAY|WEEK|WK|MONTH|YEAR|YR)S?\b'?"
)


@dataclass(frozen=True)
class Span:
    """An amount of a unit, found at ``start`` to ``end`` of the sentence."""

    amount: int
    unit: str
    start: int
    end: int

    def after(self, at: datetime) -> datetime | None:
        """The instant so much later; months are those of the calendar. None beyond all sense."""
        try:
            if self.unit == "months":
                return _months_after(at, self.amount)
            if self.unit == "years":
                return _months_after(at, 12 * self.amount)
            return at + timedelta(**{self.unit: self.amount})
        except (ValueError, OverflowError):
            return None


def find(text: str) -> Iterator[Span]:
    """The spans of a sentence in capitals."""
    for found in _DURATION.finditer(text):
        amount = int(found["digits"]) if found["digits"] else _NUMBERS[found["word"]]
        if amount:
            yield Span(amount, _UNITS[found["unit"][0]], found.start(), found.end())


def _months_after(at: datetime, months: int) -> datetime:
    """The same day of a later month, or its last."""
    index = at.year * 12 + at.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return at.replace(year=year, month=month, day=min(at.day, last))


# What a span counts from. Of the first use nothing is known: the image's coming is earlier.
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
# In the instructions of an image, "14 DAYS" alone is how long it may be used.
_ALONE = re.compile(r"\W*(?:MAX(?:IMUM)?\b\W*|UP TO )?$")


def for_a_span(sentence: Sentence, given: Circumstances) -> None:
    """ "USE ONLY FOR 14 DAYS FROM TRANSMISSION", "EMBARGOED FOR 24 HOURS"."""
    since = 0
    found = list(find(sentence.text))
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
