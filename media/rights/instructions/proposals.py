"""Readings of sentences, put together into the leases that are proposed."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo

from newsroom.lib import text as plain

from . import bounded, languages, moments, places, sentences, spans, territories, times, uses
from .readings import Circumstances, Kind, Reading, Scope, Sentence

#: The lease's column holds so much.
MAX_WORDS = 500
_MOST = 50


@dataclass(frozen=True)
class ProposedLease:
    """What ``Lease`` needs; instants are in UTC, places ISO codes, ``words`` the sentence."""

    kind: Kind
    scope: Scope
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    places: list[str] = field(default_factory=list)
    words: str = ""


def propose(
    text: str, *, received_at: datetime, date_created: str = "", zone: tzinfo
) -> list[ProposedLease]:
    """The leases that the instructions amount to.

    Days "from transmission" count from ``received_at``, those "from creation" from
    ``date_created`` (ISO, at least a day). Dates without a zone are in ``zone``. What several
    sentences allow must hold together: it becomes one lease. Equal denials become one.
    """
    received_at = received_at.astimezone(UTC)
    given = Circumstances(received_at, _day_of(date_created), zone, near=received_at)
    denied: dict[Reading, list[str]] = {}
    allowed: dict[Scope, tuple[Reading, list[str]]] = {}
    for words in sentences.split(text):
        for reading in _read(words, given).readings[:_MOST]:
            if reading.kind == "deny":
                denied.setdefault(reading, []).append(words)
            else:
                before, said = allowed.get(reading.scope, (reading, []))
                allowed[reading.scope] = (_both(before, reading), [*said, words])
    found = [*allowed.values(), *denied.items()]
    return [_lease(reading, said) for reading, said in found[:_MOST]]


def unread(text: str, *, received_at: datetime | None = None, date_created: str = "") -> list[str]:
    """The sentences that sound like a restriction and of which something could not be read.

    Without ``received_at`` nothing is said of weekdays that do not fit their date without a year.
    """
    given = Circumstances(received_at or _SOME_DAY, _day_of(date_created), UTC, near=received_at)
    found = []
    for words in sentences.split(text):
        sentence = _read(words, given)
        if sentence.is_unclear or _sounds_limited(sentence):
            found.append(plain.single_line(words, limit=MAX_WORDS))
    return list(dict.fromkeys(found))[:_MOST]


def _read(words: str, given: Circumstances) -> Sentence:
    return _by_rules(languages.in_english(sentences.folded(words)), given)


# A rule takes what it reads away from those after it.
_RULES = (
    bounded.bars,
    times.between,
    spans.for_a_span,
    times.at_moments,
    times.until_a_weekday,
    times.at_weekdays,
    territories.out,
    territories.only,
    territories.named,
    uses.not_online,
    uses.not_passed_on,
)


def _by_rules(text: str, given: Circumstances) -> Sentence:
    """What the rules make of a sentence in capitals."""
    sentence = Sentence(text)
    for rule in _RULES:
        rule(sentence, given)
    return sentence


# Whether a span can be counted does not depend on when the image came.
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)

# What binds every image of the trade and asks for no lease.
_TRADE = r"(?:COMMERCIAL|MARKETING|ADVERTISING|PROMOTIONAL|ADVERTISEMENTS?)"
_HARMLESS = re.compile(
    r"\b(?:(?:FOR |RESTRICTED TO |STRICTLY |LIMITED TO )*"
    r"EDITORIAL(?: NEWS)?(?: USE| USAGE| PURPOSES)+(?: ONLY)?"
    r"|MANDATORY CREDIT[^,]{0,80}|MUST (?:BE )?CREDIT(?:ED)?"
    rf"|(?:NO|NOT FOR|AND|OR)(?: ANY)? {_TRADE}(?: OR {_TRADE})?"
    r"(?: (?:USE|USAGE|CAMPAIGNS?|PURPOSES|SALES))?"
    r"|(?:NO|NOT|NON|WITHOUT)[ -]?EMBARGO(?:ED)?"
    r"|NO (?:MODEL|PROPERTY) (?:OR PROPERTY )?RELEASES?)\b"
)
_OBJECTS = (
    r"(?:RE-?)?(?:USE[DS]?|USAGE|PUBLI|PRINT|SALE|SELL|SOLD|ARCHIV|SYNDICAT|DISTRIBUT|TRANSMI"
    r"|BROADCAST|TV\b|TELEVISION|CABLE|MAGS?\b|MAGAZINE|TABLOID|NEWSPAPER|INTERNET|ONLINE"
    r"|ON-LINE|WEB|DIGITAL|MOBILE|SOCIAL|FACEBOOK|TWITTER|CROP|ALTER|MANIPULAT|RETOUCH|COVER"
    r"|BOOK|POSTER|CALENDAR|MERCHANDIS|LICENS|LICENC|REPRODUC|VIDEO|BETTING|GAMES|COMMERCIAL"
    r"|RELEASE|COPY|COPIES|STOCK|LIBRARY|THIRD|FREE)"
)
_SOUNDS = re.compile(
    rf"\b(?:NO|NOT|NEVER|DON'T|WITHOUT)\b[^,]{{0,40}}?\b{_OBJECTS}"
    r"|\b(?:USE|PUBLI|PRINT|RIGHTS|SALES?)[A-Z]{0,10}\b[^,]{0,40}\bONLY\b"
    rf"|\bONLY\b[^,]{{0,40}}\b{_OBJECTS}"
    r"|\b[A-Z]{2,20} OUT\b(?! OF\b)(?=\W*(?:$|UNTIL|TILL|BEFORE|AFTER|FROM|FOR|WITHIN|UNLESS)\b)"
    r"|\bEMBARGO(?!\w* (?:LIFTED|EXPIRED|OVER))"
    r"|\b(?:PROHIBITED|FORBIDDEN|RESTRICT(?:ED|IONS?)|EXPIRES?|EXPIRY|SPERRFRIST|PERMISSION|EXCLUSIVE)\b"
    r"|\bMUST (?:NOT )?BE (?:DELETED|REMOVED|DESTROYED|PURGED)\b"
    r"|\b(?:IN CONNECTION WITH|IM ZUSAMMENHANG MIT|DANS LE CADRE D)"
    r"|\b(?:GESPERRT|UNTERSAGT|VERBOTEN|INTERDITE?S?|NE PAS|NO USE|NOT TO BE USED)\b"
    r"|\b(?:USE|VALID) (?:UNTIL|BEFORE|BY)\b|^\W*(?:UNTIL|TILL|BEFORE|AFTER)\b[^A-Z]*\d"
)


# A time that no rule has read, in a sentence that is about use.
_ABOUT_USE = re.compile(
    r"\b(?:RE-?)?(?:USE[DS]?|USAGE|FREE|OUT|SALES?|RIGHTS|CLEARED|VALID|HOLD"
    r"|(?:LICEN[CS]|PUBLI[SC]|RELEAS|SYNDICAT|DISTRIBUT|HONORAR|VEROFFENTLICH)[A-Z]*)\b"
)
_TIME_LEFT = re.compile(
    r"\b(?:UNTIL|UNTILL|TILL|BIS|JUSQU'\w*|THROUGH|THRU|UP TO|BEFORE|VOR|AVANT|PRIOR TO|AFTER|NACH"
    r"|APRES|BEYOND|FROM|AS OF|WITHIN|DURING|EXPIR[A-Z]*|INCLUDING|(?:IN|FOR)(?= \d{4}\b))"
    r"\b[^,]{0,25}?"
    r"(?:\b(?:19|20)\d\d\b|\d[./:]\d|\b(?:\d+|[A-Z]+) (?:DAY|HOUR|WEEK|MONTH|YEAR)S?\b"
    r"|\b(?:TOMORROW|TODAY|TONIGHT|MIDNIGHT|NOON|SEASON|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY"
    rf"|(?:{moments.MONTHS}))(?![A-Z]))"
)
_SOMEWHERE = re.compile(
    r"\b(?:USE[DS]?|USAGE|FREE|LICEN[CS]ED|CLEARED|AVAILABLE|PERMITTED|ALLOWED|VALID|RIGHTS)"
    r"(?: [A-Z]+){0,2}? (?:IN|WITHIN)(?: THE)? "
)


def _sounds_limited(sentence: Sentence) -> bool:
    """Whether what is left of a sentence limits use, by its words, by a time or to a place."""
    rest = _HARMLESS.sub(" ", sentence.rest)
    if _SOUNDS.search(rest):
        return True
    is_about_use = sentence.readings or _ABOUT_USE.search(sentence.original)
    if is_about_use and _TIME_LEFT.search(rest):
        return True
    named = (places.after(sentence.rest, its.end()) for its in _SOMEWHERE.finditer(sentence.rest))
    return any(named)


def _day_of(iso: str) -> date | None:
    """The day of an ISO text; None of a month, a year or nothing."""
    try:
        return date.fromisoformat(iso[: len("2026-03-12")])
    except ValueError:
        return None


def _both(one: Reading, other: Reading) -> Reading:
    """What two permissions allow together: the later beginning, the earlier end, shared places.

    Lists of places that share none add up: "UK ONLY" and "IRELAND ONLY" are two parts of a list.
    """
    starts = [at for at in (one.starts_at, other.starts_at) if at]
    ends = [at for at in (one.ends_at, other.ends_at) if at]
    shared = tuple(code for code in one.places if code in other.places)
    added = tuple(dict.fromkeys(one.places + other.places))
    return replace(
        one,
        starts_at=max(starts, default=None),
        ends_at=min(ends, default=None),
        places=shared or added,
    )


def _lease(reading: Reading, said: list[str]) -> ProposedLease:
    starts_at, ends_at = reading.starts_at, reading.ends_at
    if starts_at and ends_at and starts_at >= ends_at:
        # It was over before the image came: what counts is the end.
        starts_at = None
    return ProposedLease(
        kind=reading.kind,
        scope=reading.scope,
        starts_at=starts_at,
        ends_at=ends_at,
        places=list(reading.places),
        words=plain.single_line(" · ".join(dict.fromkeys(said)), limit=MAX_WORDS),
    )
