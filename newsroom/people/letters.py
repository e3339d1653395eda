"""The letter with an invitation's link, where ``EMAIL_URL`` is set."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from newsroom.accounts.models import User
from newsroom.lib import site_settings

from . import names
from .invitations import Link

logger = logging.getLogger(__name__)
#: Whoever invites waits for the mail server, to hear whether it took the letter.
_WAITS_SECONDS = 10


def send(link: Link) -> bool:
    """Whether the letter was mailed; if not, whoever invites is shown the link."""
    person = link.invitation.person
    if not is_due(person):
        return False
    connection = get_connection(timeout=_WAITS_SECONDS)
    subject, text = _written(link, person)
    try:
        sender = site_settings.current().mail_from
        EmailMessage(subject, text, sender, [person.email], connection=connection).send()
    except (OSError, SMTPException):
        logger.exception("The invitation of %s was not mailed.", person.get_username())
        return False
    return True


def is_due(person: User) -> bool:
    return bool(settings.EMAIL_URL and person.email)


def _written(link: Link, person: User) -> tuple[str, str]:
    with translation.override(person.letter_language):
        context = {
            "person": person, "by": link.invitation.made_by, "url": link.url,
            "roles": names.of_groups(person.groups.all()),
            "site_name": site_settings.current().name,
            "expires_at": link.invitation.expires_at,
        }  # fmt: skip
        subject = render_to_string("people/letter_subject.txt", context)
        text = render_to_string("people/letter.txt", context)
    return " ".join(subject.split()), text
