"""Inviting people: one act makes the login, the author row and the roles; a link lets them in.

The login is inactive and has no password until the link is used. The link is shown or mailed once;
the database holds a digest of its token.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from articles.models import Author
from newsroom.accounts import authority, desks
from newsroom.accounts.authority import Act
from newsroom.accounts.models import Desk, User
from newsroom.accounts.signin import log
from newsroom.editorial import addresses, clock
from newsroom.editorial.publication import recompilation
from newsroom.editorial.refusals import NotAllowed, NotPossible
from newsroom.editorial.rules import access
from newsroom.lib.slugs import first_free, made

from . import names
from .models import OPEN, Invitation
from .procedure import begin

VALID_FOR = timedelta(days=7)
_LONGEST_USERNAME = 60


class Closed(NotPossible):
    """A link that opens nothing (any more); the message says what to do, in ``language``."""

    code = "closed"

    def __init__(self, message: str, *, language: str = "") -> None:
        super().__init__(message)
        self.language = language or settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Newcomer:
    """Who is invited to what. ``author`` is an existing row without a login, if it is theirs."""

    name: str
    groups: Sequence[Group]
    username: str = ""
    email: str = ""
    language: str = ""
    author: Author | None = None
    desks: Sequence[Desk] = ()


@dataclass(frozen=True)
class Link:
    """An invitation with the address that opens it: known now, and never again."""

    invitation: Invitation
    url: str


# --- Inviting ---


@transaction.atomic
def invite(newcomer: Newcomer, *, by: User | None, made_as: UUID | None = None) -> Link:
    """Make a login with author row and roles, and a link that lets its person in.

    ``made_as`` is the form's own id: if it arrives again, the same person gets a new link.
    """
    by = begin(Act.INVITE, by=by).by
    if reason := authority.why_not_give(newcomer.groups, by=by):
        raise NotAllowed(reason)
    again = of_form(made_as, by=by)
    if again is not None:
        return invite_again(again.person, by=by)
    person = _make_login(newcomer)
    person.groups.set(newcomer.groups)
    _give_author(person, newcomer, by)
    if newcomer.desks:
        desks.set_of(person, newcomer.desks, by=by)
    log.record_of_person(log.Act.INVITED, person, by=by, note=names.of_groups(newcomer.groups))
    return _link(person, by=by, uuid=made_as)


@transaction.atomic
def invite_again(person: User, *, by: User | None) -> Link:
    """A new link for somebody who has not accepted; older ones open nothing any more."""
    begun = begin(Act.INVITE, by=by, person=person)
    by, fresh = begun.by, begun.person or person
    if fresh.has_usable_password():
        raise NotPossible(_("%(name)s has already accepted an invitation.") % {"name": fresh})
    if reason := authority.why_not_restore(fresh, by=by):
        raise NotAllowed(reason)
    revoke(Invitation.objects.filter(person=fresh))
    log.record_of_person(log.Act.INVITED, fresh, by=by, note=names.of_groups(fresh.groups.all()))
    return _link(fresh, by=by)


def revoke(invitations: QuerySet[Invitation]) -> int:
    """Let none of these open anything any more; how many would have."""
    return invitations.filter(OPEN).update(revoked_at=clock.now())


def free_username(name: str) -> str:
    """A user name made of somebody's name, which nobody has."""
    stem = made(name, limit=_LONGEST_USERNAME, fallback="person")
    return first_free(stem, lambda each: User.objects.filter(username__iexact=each).exists())


def of_form(made_as: UUID | None, *, by: User | None) -> Invitation | None:
    """What this form has already made, if it arrives once more."""
    if made_as is None:
        return None
    made = Invitation.objects.filter(uuid=made_as).select_related("person").first()
    if made is not None and made.made_by_id != (by.pk if by else None):
        raise NotPossible(_("This form was sent by somebody else. Open a new one."))
    return made


def _make_login(newcomer: Newcomer) -> User:
    first, last = names.parts_of(newcomer.name)
    person = User(
        username=newcomer.username or free_username(newcomer.name), email=newcomer.email,
        first_name=first, last_name=last, language=newcomer.language,
        is_active=False, is_staff=True,
    )  # fmt: skip
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        said = _("Somebody already has the user name “%(name)s”. Choose another one.")
        raise NotPossible(said % {"name": person.username}) from None
    return person


def _give_author(person: User, newcomer: Newcomer, by: User | None) -> None:
    if newcomer.author is not None:
        _take_author(person, newcomer.author, by)
        return
    if reason := access.why_not_add(Author, by):
        raise NotAllowed(reason)
    author = Author(name=newcomer.name, user=person)
    author.slug = addresses.free_slug(author, newcomer.name)
    try:
        with transaction.atomic():
            author.save()
    except IntegrityError:
        said = _("Somebody else made an author of this name at this moment. Send it again.")
        raise NotPossible(said) from None


def _take_author(person: User, author: Author, by: User | None) -> None:
    fresh = Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    if reason := access.why_not_change(fresh, by):
        raise NotAllowed(reason)
    if fresh.user is not None:
        said = _("“%(author)s” is already the author of %(login)s. Choose another one.")
        raise NotPossible(said % {"author": fresh, "login": fresh.user.get_username()})
    fresh.user = person
    fresh.save(update_fields=["user"])


def _link(person: User, *, by: User | None, uuid: UUID | None = None) -> Link:
    token, now = secrets.token_urlsafe(32), clock.now()
    invitation = Invitation.objects.create(
        uuid=uuid or uuid4(), person=person, digest=_digest(token), made_by=by, made_at=now,
        expires_at=now + VALID_FOR,
    )  # fmt: skip
    return Link(invitation, settings.SITE_URL + reverse("invitation", args=[token]))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# --- Accepting ---


def find(token: str) -> Invitation:
    """The invitation that a link names. Raises ``Closed`` with what to do if it opens nothing."""
    rows = Invitation.objects.select_related("person", "made_by")
    invitation = rows.filter(digest=_digest(token)).first()
    if invitation is None:
        raise Closed(_("This link is not complete, or was never one of ours. Copy the whole link."))
    _refuse_closed(invitation, at=clock.now())
    return invitation


@transaction.atomic
def accept(invitation: Invitation, *, password: str, name: str) -> User:
    """Give the login its password and let it in; of two who do this at once, one does.

    ``name`` is how the person wants to stand in bylines.
    """
    people = User.objects.select_for_update(no_key=True)
    person = people.get(pk=invitation.person_id)
    fresh = Invitation.objects.select_related("made_by").get(pk=invitation.pk)
    fresh.person, now = person, clock.now()
    _refuse_closed(fresh, at=now)
    person.set_password(password)
    person.first_name, person.last_name = names.parts_of(name)
    person.is_active = person.is_staff = True
    person.save()
    fresh.accepted_at = now
    fresh.save(update_fields=["accepted_at"])
    log.record_of_person(log.Act.ACCEPTED, person, by=fresh.made_by)
    author = Author.objects.select_for_update(no_key=True).filter(user=person).first()
    if author is not None and author.name != name:
        author.name = name
        author.save()
        recompilation.changed(author)
    return person


def _refuse_closed(invitation: Invitation, *, at: datetime) -> None:
    if not invitation.is_open(at):
        language = invitation.person.letter_language
        with translation.override(language):
            raise Closed(_why_closed(invitation), language=language)


def _why_closed(invitation: Invitation) -> str:
    who = {"name": invitation.made_by or _("whoever invited you")}
    if invitation.accepted_at is not None:
        return _("This invitation was used. Log in with your user name and password.")
    if invitation.revoked_at is None:
        return _("This invitation has expired. Ask %(name)s for a new one.") % who
    if Invitation.objects.filter(OPEN, person=invitation.person_id).exists():
        return _("There is a newer invitation for you: use the link that you got last.")
    return _("This invitation was taken back. Ask %(name)s if that is a mistake.") % who
