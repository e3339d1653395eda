"""A newsroom begins: its name, its sections, and the first person, all at once or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from articles.models import Author, Section
from newsroom.accounts.models import RoleRecord, User
from newsroom.accounts.roles import Role
from newsroom.editorial import addresses
from newsroom.editorial.publication import recompilation
from newsroom.lib import site_settings
from newsroom.site_settings import saving

from . import links
from .forms import Paper, Person


@transaction.atomic
def begin(link: str, *, paper: Paper, sections: Iterable[str], person: Person) -> User:
    """The first person, who administers the site. Raises ``links.Closed`` if there is one."""
    row = links.claim(link)
    user = _user(person)
    # Before the sections: their slugs are spelt as the language has it.
    _name_the_paper(paper, by=user)
    made = [*_sections(sections), _author(user, person.name)]
    row.link_digest, row.done_by, row.done_at = "", user, timezone.now()
    row.save()
    recompilation.changed(*made)
    return user


def _name_the_paper(paper: Paper, *, by: User) -> None:
    saving.save(asdict(paper), by=by)
    site_settings.current()


def _user(person: Person) -> User:
    first, _space, last = person.name.rpartition(" ")
    user = User.objects.create(
        username=person.username, email=person.email, password=person.password,
        first_name=first or last, last_name=last if first else "",
        is_staff=True, is_superuser=True,
    )  # fmt: skip
    user.groups.add(_group(Role.MANAGING_EDITOR))
    return user


def _group(role: Role) -> Group:
    """Under whatever name the site has given it."""
    record = RoleRecord.objects.select_related("group").filter(role=role.value).first()
    return record.group if record and record.group else Group.objects.get(name=role.value)


def _sections(names: Iterable[str]) -> list[Section]:
    sections = []
    for place, name in enumerate(names):
        section = Section(name=name, position=place)
        section.slug = addresses.free_slug(section, name)
        section.save()
        sections.append(section)
    return sections


def _author(user: User, name: str) -> Author:
    author = Author(name=name, user=user)
    author.slug = addresses.free_slug(author, name)
    author.save()
    return author
