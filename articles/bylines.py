"""The roles of names in a byline, each declared once, for articles and posts alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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
    """The authors whose words these are, in order."""
    return [author for author in authors if role_of(author).wrote]


def writers(authors: Iterable[Mapping[str, Any]]) -> str:
    """The names of the people who wrote it, without agencies."""
    return ", ".join(author["name"] for author in authors if role_of(author) is WRITER)


def is_body(author: Mapping[str, Any]) -> bool:
    """Whether it is an agency or a body, not a person."""
    return author.get("kind") == "body" or role_of(author).is_body
