"""Who stands in a byline, in which role, and whose byline is shown: articles and posts alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Author = TypeVar("Author", bound=Mapping[str, Any])


@dataclass(frozen=True)
class BylineRole:
    """``name`` is stored, in drafts and documents."""

    name: str
    #: As the form offers it.
    label: str | Promise
    #: What readers are told before the names, of those who did not write the story.
    credit: str | Promise = ""
    #: The member of schema.org's Article that lists them; empty for none.
    schema_member: str = ""
    #: Whether it is always a body, never a person.
    is_body: bool = False

    @property
    def wrote(self) -> bool:
        """Whether the printed line names them: the words are theirs."""
        return self.schema_member == "author"


WRITER = BylineRole("writer", _("Writer"), schema_member="author")
ROLES = {
    role.name: role
    for role in (
        WRITER,
        BylineRole("photographer", _("Photographer"), _("Photographs")),
        BylineRole("illustrator", _("Illustrator"), _("Illustration")),
        BylineRole("editor", _("Editor"), _("Editing"), schema_member="editor"),
        BylineRole("translator", _("Translator"), _("Translation")),
        BylineRole("agency", _("Agency"), schema_member="author", is_body=True),
    )
}
CHOICES = [(role.name, role.label) for role in ROLES.values()]


def role_of(author: Mapping[str, Any]) -> BylineRole:
    """The role of a document's author; one that is declared no longer goes by its name."""
    name = author.get("role", WRITER.name)
    return ROLES.get(name) or BylineRole(name, name, name.replace("_", " ").capitalize())


def wrote(authors: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Whose byline is shown: the authors whose words these are, in order, each once.

    Page, cards, feeds, mails, JSON-LD, ninjs and the API all name these and nobody else as authors.
    """
    return _distinct((author for author in authors if role_of(author).wrote), _is_same)


def contributed(authors: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The others of a byline, whose part is named before them: photographer, editor …"""
    return [author for author in each_once(authors) if not role_of(author).wrote]


def names(authors: Iterable[Mapping[str, Any]]) -> str:
    """The names of those who wrote it, with commas between."""
    return ", ".join(author["name"] for author in wrote(authors))


def byline_text(authors: Iterable[Mapping[str, Any]]) -> str:
    """The printed byline: "by Mara Lind and Jon Reyes"; empty when nobody wrote it by name."""
    named = [author["name"] for author in wrote(authors)]
    if not named:
        return ""
    if len(named) == 1:
        return gettext("by %(name)s") % {"name": named[0]}
    listed = ", ".join(named[:-1])
    return gettext("by %(names)s and %(last)s") % {"names": listed, "last": named[-1]}


def each_once(authors: Iterable[Author]) -> list[Author]:
    """The authors without those who stand there in the same role already."""
    return _distinct(
        authors, lambda one, other: role_of(one) == role_of(other) and _is_same(one, other)
    )


def is_body(author: Mapping[str, Any]) -> bool:
    """Whether it is an agency or a body, not a person."""
    return author.get("kind") == "body" or role_of(author).is_body


def _distinct(
    authors: Iterable[Author], are_same: Callable[[Author, Author], bool]
) -> list[Author]:
    """Of those that are the same the first, or in its place the first who has a page."""
    found: list[Author] = []
    for author in authors:
        place = next((n for n, other in enumerate(found) if are_same(author, other)), None)
        if place is None:
            found.append(author)
        elif author.get("id") and not found[place].get("id"):
            found[place] = author
    return found


def _is_same(author: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Two people may share a name; a guest, who has no id, counts as anyone with that name."""
    if author.get("id") and other.get("id"):
        return bool(author["id"] == other["id"])
    return _folded(author["name"]) == _folded(other["name"])


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
