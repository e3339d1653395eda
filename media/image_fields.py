"""The fields of an image that people change, each declared once.

From a declaration follow the groups of the form, who may change the field, the quick form and the
bulk form, the library's search, what a file fills in and where its blocks contradict each other,
when the public files are made again, and, for what readers get as it is, the member of the
document with its shape and its name in ninjs. Label and help stand in the model. What is made of
several fields (credit, place, licence) stays a function; ``checks`` reports what is missing here.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from functools import partial
from typing import Any, Literal

from newsroom.api.shapes import Schema, string
from newsroom.editorial.rules import who_may

#: The part of an image that is its file; the others are words and rights.
FILE = "file"
_TEXTS, _CREDIT, _PLACE, _RIGHTS, _FOCAL = GROUPS = ("words", "credit", "place", "rights", "focal")


@dataclass(frozen=True)
class Field:
    """A column of ``Image``."""

    name: str
    _: KW_ONLY
    #: The group of the form in which it stands; empty for what nobody types.
    group: str = ""
    #: Whether it stands in the row of the field before it.
    beside: bool = False
    #: Who may change it: see ``who_may.toml``.
    part: str = who_may.WORDS
    #: Whether the upload page, the editor's dialog and a choice between the file's blocks save it.
    quick: bool = True
    #: Whether several images can be given the same value at once.
    bulk: bool = False
    #: What ``metadata.Found`` calls it, and how ``Fitting`` fits it into the column; without
    #: ``fits`` a function of ``prefilled_fields`` does.
    said: str = ""
    fits: Literal["", "line", "text", "address", "date"] = ""
    #: The column of the search index.
    search: Literal["", "title", "names", "text"] = ""
    #: Whether those who may choose the image without seeing the library see it.
    is_told: bool = False
    #: Whether the public files show or carry it.
    in_files: bool = False
    #: The document's member that holds the value as it is, its shape, and its name in ninjs.
    member: str = ""
    shape: Schema | None = None
    ninjs: str = ""


_text = partial(Field, group=_TEXTS)
_credit = partial(Field, group=_CREDIT, is_told=True, in_files=True)
_place = partial(Field, group=_PLACE, search="text")
_right = partial(Field, group=_RIGHTS, part=who_may.RIGHTS)
_file = partial(Field, part=FILE, quick=False)

IMAGE: tuple[Field, ...] = (
    _text("title", said="headline", fits="line", search="title"),
    _text("alt_text", said="alt_text", fits="text", search="text", is_told=True, in_files=True),
    _text("is_decorative", is_told=True, in_files=True),
    _text("caption", said="caption", fits="text", search="text", is_told=True, in_files=True),
    _text(
        "extended_description", said="extended_description", fits="text", search="text",
        member="extended_description",
        shape=string("What the alt text has no room for, of a chart or a map."),
    ),
    _text("keywords", said="keywords", bulk=True),
    _credit("creator", said="creators", search="names", bulk=True),
    _credit("is_pool", beside=True),
    _credit("agency", part=who_may.RIGHTS, search="names", bulk=True),
    _credit("supplier", part=who_may.RIGHTS, search="names", bulk=True),
    _credit("credit_line", part=who_may.RIGHTS, said="credit_line", search="names", bulk=True),
    # What the house rule of the agency prints of these.
    Field("house_credit", quick=False, search="names", is_told=True, in_files=True),
    _place("city", said="city", fits="line"),
    _place("region", said="region", fits="line"),
    _place("country", said="country", fits="line"),
    _place(
        "date_created", said="date_created", fits="date", member="date_created",
        shape=string("When it was taken, as far as it is known: 2026, 2026-03-02 …"),
    ),
    _right("rights_category", bulk=True),
    _right("licence", beside=True, quick=False, bulk=True, in_files=True),
    _right("cost", quick=False, bulk=True),
    _right("cost_note", beside=True, quick=False),
    _right("restrictions", search="text", bulk=True),
    _right(
        "copyright_notice", said="copyright", fits="line", bulk=True, in_files=True,
        member="copyright", shape=string("The copyright notice."), ninjs="copyrightNotice",
    ),
    _right(
        "usage_terms", said="usage_terms", fits="text", in_files=True,
        member="usage_terms", shape=string("What users of the file are told."), ninjs="usageTerms",
    ),
    _right(
        "web_statement", said="web_statement", fits="address", in_files=True,
        member="web_statement", shape=string("Address of the rights statement, or empty."),
    ),
    _right(
        "licensor_url", said="licensor_url", fits="address", in_files=True,
        member="licensor_url", shape=string("Where a licence can be had, or empty."),
    ),
    _file("digital_source_type", group=_RIGHTS, in_files=True),
    _right("data_mining", beside=True, quick=False, in_files=True),
    _file("source_url", group=_RIGHTS),
    _file("focal_x", group=_FOCAL, in_files=True),
    _file("focal_y", group=_FOCAL, beside=True, in_files=True),
)  # fmt: skip

#: What people say about an image; everything else comes from its file.
TYPED = tuple(field.name for field in IMAGE if field.group)
#: The part of each, and of what only an act changes.
PARTS = {field.name: field.part for field in IMAGE} | {"merged_into": FILE}


def shapes() -> dict[str, Schema]:
    """The shapes of the members that hold a field as it is."""
    return {field.member: field.shape for field in IMAGE if field.shape}


def names(**wanted: object) -> tuple[str, ...]:
    """The fields that are declared so: ``names(search="text")``."""
    return tuple(
        field.name
        for field in IMAGE
        if all(getattr(field, key) == value for key, value in wanted.items())
    )


def rows(group: str) -> list[Any]:
    """The fields of a group of the form, those that stand beside each other as a tuple."""
    found: list[Any] = []
    for field in IMAGE:
        if field.group == group and field.beside:
            found[-1] = (found[-1], field.name)
        elif field.group == group:
            found.append(field.name)
    return found
