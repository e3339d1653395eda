"""A newsroom begins: its name, its sections, and the first person, all at once or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from articles.models import Author, Section
from newsroom.accounts import roles
from newsroom.accounts.models import User
from newsroom.editorial import addresses
from newsroom.editorial.publication import recompilation
from newsroom.site_settings import saving

from . import links
from .forms import Paper, Person


@transaction.atomic
def begin(link: str, *, paper: Paper, sections: Iterable[str], person: Person) -> User:
    """The first person, who administers the site. Raises ``links.Closed`` if there is one."""
    row = links.claim(link)
    user = _user(person)
    # Slugs are spelt in the language that the paper has from now on.
    made = [*_sections(sections, paper.language), _author(user, person.name, paper.language)]
    row.link_digest, row.done_by, row.done_at = "", user, timezone.now()
    row.save()
    recompilation.changed(*made)
    # Last: nothing may lock after it.
    saving.save(asdict(paper), by=user)
    return user


def _user(person: Person) -> User:
    first, _space, last = person.name.rpartition(" ")
    user = User.objects.create(
        username=person.username, email=person.email, password=person.password,
        first_name=first or last, last_name=last if first else "",
        is_staff=True, is_superuser=True,
    )  # fmt: skip
    if group := roles.group_of(roles.Role.MANAGING_EDITOR):
        user.groups.add(group)
    return user


def _sections(names: Iterable[str], language: str) -> list[Section]:
    sections = []
    for place, name in enumerate(names):
        section = Section(name=name, position=place)
        section.slug = addresses.free_slug(section, name, language=language)
        section.save()
        sections.append(section)
    return sections


def _author(user: User, name: str, language: str) -> Author:
    author = Author(name=name, user=user)
    author.slug = addresses.free_slug(author, name, language=language)
    author.save()
    return author
