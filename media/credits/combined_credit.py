"""One credit out of what a file says in several places: credit line, creators, source, caption."""

from dataclasses import replace

from media.models.credit import Credit
from newsroom.lib.folding import key_of

from .lines import (
    WELL_KNOWN,
    Names,
    Printed,
    is_copyright,
    read_credit,
    same_words,
    without_copyright,
)
from .placeholders import cleaned


def combined(
    *,
    credit_line: str,
    creators: list[str],
    source: str,
    caption_credit: str = "",
    names: Names = WELL_KNOWN,
) -> Printed:
    """The credit to print. What the file prints as its credit stays as it is if it is complete.

    A creator is put before an agency that stands alone ("AFP" by Jon Reyes is "Jon Reyes/AFP"); the
    source comes after "via" where it adds a name. What is nobody's name is left out, and so is a
    line that only says whose the copyright is. Source: IPTC Photo Metadata Standard.
    """
    credit_line, source, caption_credit = map(cleaned, (credit_line, source, caption_credit))
    creators = [cleaned(without_copyright(creator)) for creator in creators]
    if is_copyright(credit_line):
        credit_line = ""
    printed = _richer(
        read_credit(credit_line, names=names), read_credit(caption_credit, names=names)
    )
    people, bylines = _people(creators, names)
    if not printed.text and bylines:
        printed = bylines[0]
    printed = _with_creators(printed, people, names)
    return _with_source(printed, source.strip(), names)


def _richer(field: Printed, caption: Printed) -> Printed:
    """The caption's credit only where it says the same as the field's and more."""
    if not field.text or not caption.text:
        return field if field.text else caption
    said = {key_of(name) for name in _names_in(field.credit)}
    more = {key_of(name) for name in _names_in(caption.credit)}
    return caption if said < more else field


def _names_in(credit: Credit) -> list[str]:
    pool = "Pool" if credit.pool else ""
    return [name for name in (credit.creator, pool, credit.agency, credit.supplier) if name]


def _people(creators: list[str], names: Names) -> tuple[list[str], list[Printed]]:
    """Who took it, and bylines that hold a whole credit ("Jon Reyes/AFP", "AFP")."""
    people: list[str] = []
    bylines: list[Printed] = []
    for text in filter(None, creators):
        printed = read_credit(text, names=names)
        credit = printed.credit
        if credit.agency or credit.supplier or credit.pool or printed.line:
            bylines.append(printed)
        if credit.creator and key_of(credit.creator) not in map(key_of, people):
            people.append(credit.creator)
    return people, bylines


def _with_creators(printed: Printed, people: list[str], names: Names) -> Printed:
    credit = printed.credit
    people = [name for name in people if not names.is_agency(name) and not names.is_supplier(name)]
    if not people:
        return printed
    if _is_messy(credit):
        # Nobody can tell its parts, but who took it is known.
        return Printed(Credit(", ".join(people)), printed.text)
    if _names_another(credit, people) and not printed.line:
        # A name that stands alone and took no image is the agency.
        credit = replace(credit, creator="", agency=credit.creator)
    others = {key_of(name) for name in _names_in(credit)}
    missing = [name for name in people if key_of(name) not in others]
    if credit.creator or not missing:
        return replace(printed, credit=credit)
    credit = replace(credit, creator=", ".join(missing))
    if not credit.agency and not credit.pool and names.is_supplier(credit.supplier):
        # "Jane Dole/Getty Images": whoever sells it for her, with nobody in between.
        credit = replace(credit, agency=credit.supplier, supplier="")
    return Printed(credit, _line_with(printed.line, credit.creator))


def _names_another(credit: Credit, people: list[str]) -> bool:
    """Whether the credit is one name, perhaps with a supplier, and none of these people's."""
    if not credit.creator or credit.agency or credit.pool:
        return False
    return not any(_is_same_person(credit.creator, name) for name in people)


def _is_same_person(left: str, right: str) -> bool:
    """ "A. Ruiz", "Ruiz" and "RUIZ, Ana" are Ana Ruiz: initials and accents tell nobody apart."""
    mine, theirs = _name_words(left), _name_words(right)
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def _name_words(name: str) -> set[str]:
    keys = {key_of(word) for word in name.replace(".", " ").split()}
    return {key for key in keys if len(key) > 1}


def _is_messy(credit: Credit) -> bool:
    return "/" in credit.creator


def _line_with(line: str, creator: str) -> str:
    """What to print instead of the parts once the creator is known.

    "Courtesy of Red Cross" stays, a handout gets its maker, and "AFP/Getty Images" gives way to
    the parts, as it would print no person.
    """
    opening = line.casefold()
    if opening.startswith("courtesy"):
        return line
    if opening.startswith(("handout", "hand-out")):
        return f"{creator}/{line}"
    return ""


def _with_source(printed: Printed, source: str, names: Names) -> Printed:
    credit = printed.credit
    if not source or credit.supplier or _is_messy(credit) or "://" in source:
        return printed
    if printed.line and not same_words(printed.line, credit.line):
        return printed
    if any(_is_same_name(source, name) for name in _names_in(credit)):
        return printed
    is_sold = credit.creator and not credit.pool and names.is_supplier(source)
    if not credit.agency and (names.is_agency(source) or is_sold):
        return Printed(replace(credit, agency=source))
    if credit.agency and not names.is_supplier(source):
        # "Name/Agency" is a whole credit: the source is whoever sent the file.
        return printed
    if "/" in source or " via " in source:
        return printed
    return Printed(replace(credit, supplier=source))


def _is_same_name(left: str, right: str) -> bool:
    """Equal, or the one is the initials of the other: "CP" and "The Canadian Press"."""
    if key_of(left) == key_of(right):
        return True
    return any(_are_initials(*pair) for pair in ((left, right), (right, left)))


def _are_initials(short: str, long: str) -> bool:
    words = [word for word in long.split() if word.casefold() not in ("the", "of", "and")]
    return len(words) > 1 and key_of(short) == key_of("".join(word[0] for word in words))
