"""Signing in, step by step: the password, the second factor, or a passkey in place of both.

The page for signing in and the page that keeps an unsaved text ask in the same way, each with its
own names of fields. Between the steps nothing is stored: what is proved goes along, signed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.core import signing
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.accounts.models import User
from newsroom.lib.text import storable

from . import factors, log, logins, requirement, sessions, throttle
from .tables import SignInEntry

Act = SignInEntry.Act
_SALT = "newsroom.accounts.password_was_right"
_SECOND_WITHIN_SECONDS = 600


@dataclass(frozen=True)
class Fields:
    """The names of a page's fields."""

    name: str = "username"
    password: str = "password"  # noqa: S105
    code: str = "code"
    credential: str = "credential"
    passed: str = "passed"

    def are_in(self, request: HttpRequest) -> bool:
        return self.password in request.POST or self.passed in request.POST

    @classmethod
    def beginning(cls, prefix: str) -> Fields:
        return cls(
            *(prefix + word for word in ("name", "password", "code", "credential", "passed"))
        )

    @property
    def all(self) -> tuple[str, ...]:
        return (self.name, self.password, self.code, self.credential, self.passed)


@dataclass(frozen=True)
class Attempt:
    """How far somebody has come. ``user`` is logged in; without one the page asks on.

    ``passed`` is the signed proof that the password was right: the page asks for the second factor,
    ``passkey`` being what the browser's passkeys are asked.
    """

    user: User | None = None
    name: str = ""
    error: str = ""
    is_staff: bool = True
    wait_seconds: int = 0
    passed: str = ""
    has_codes: bool = False
    passkey: dict[str, Any] | None = field(default=None)

    @property
    def status(self) -> int:
        return 429 if self.wait_seconds else 200


def sent(request: HttpRequest, field: str, most: int = 150) -> str:
    """What a field holds, as a database takes it."""
    return str(storable(request.POST.get(field, "")))[:most]


def attempt(request: HttpRequest, fields: Fields) -> Attempt:
    """Take the step that the fields hold."""
    if passed := request.POST.get(fields.passed):
        return _second(request, fields, passed)
    return _first(request, fields)


def attempt_passkey(request: HttpRequest, credential: str) -> Attempt:
    """A passkey of anybody's: there is no password to guess, so no delay is in its way."""
    user = factors.check_passkey(None, credential)
    if user is None:
        log.record(request, Act.WRONG_CODE, None, note="passkey")
        return Attempt(error=_("This passkey does not belong to any account here."))
    if not user.is_staff:
        return _not_staff(request, user)
    return finish(request, user, how="passkey")


def _first(request: HttpRequest, fields: Fields) -> Attempt:
    name = sent(request, fields.name)
    known = User.objects.filter(username=name).first()
    try:
        claim = throttle.claim(request, name, known)
    except throttle.TooManyTries as refused:
        return _refused(request, refused, known, name)
    password = sent(request, fields.password, 4096)
    user = authenticate(request, username=name, password=password)
    if not isinstance(user, User):
        log.record(request, Act.WRONG_PASSWORD, known, typed=name)
        return Attempt(name=name, error=_wrong_password())
    claim.succeeded()
    if not user.is_staff:
        return _not_staff(request, user)
    if factors.has_second(user):
        return _asking_second(user)
    return finish(request, user, how="password")


def _second(request: HttpRequest, fields: Fields, passed: str) -> Attempt:
    user = _who_passed(passed)
    if user is None:
        return Attempt(error=_("That took too long. Enter your password again."))
    try:
        claim = throttle.claim(request, user.get_username(), user, kind="code")
    except throttle.TooManyTries as refused:
        return _asking_second(user, _refused(request, refused, user, ""))
    how = _check_second(request, fields, user)
    if not how:
        log.record(request, Act.WRONG_CODE, user)
        error = _("That is not right, or was used before. Try the code that the app shows now.")
        return _asking_second(user, Attempt(error=error))
    claim.succeeded()
    return finish(request, user, how=f"password, {how}")


def _check_second(request: HttpRequest, fields: Fields, user: User) -> str:
    credential = request.POST.get(fields.credential, "")
    if credential:
        return "passkey" if factors.check_passkey(user, credential) else ""
    return factors.check_code(user, sent(request, fields.code, 40))


def _asking_second(user: User, so_far: Attempt | None = None) -> Attempt:
    so_far, held = so_far or Attempt(), factors.of(user)
    proof = {"user": user.pk, "hash": _fingerprint(user)}
    return Attempt(
        name=user.get_username(),
        error=so_far.error,
        wait_seconds=so_far.wait_seconds,
        passed=signing.dumps(proof, salt=_SALT),
        has_codes=bool(held.app),
        passkey=factors.passkey_request(user) if held.passkeys else None,
    )


def _who_passed(passed: str) -> User | None:
    try:
        proof = signing.loads(passed, salt=_SALT, max_age=_SECOND_WITHIN_SECONDS)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=proof["user"], is_active=True, is_staff=True).first()
    return user if user and _fingerprint(user) == proof["hash"] else None


def _fingerprint(user: User) -> str:
    return user.get_session_auth_hash()[:16]


def _not_staff(request: HttpRequest, user: User) -> Attempt:
    log.record(request, Act.NOT_STAFF, user)
    error = _(
        "This login is right, but it does not open the newsroom yet. Ask a managing editor to give "
        "it access and a role."
    )
    return Attempt(name=user.get_username(), error=error, is_staff=False)


def _refused(
    request: HttpRequest, refused: throttle.TooManyTries, user: User | None, typed: str
) -> Attempt:
    log.record(request, Act.REFUSED, user, typed=typed)
    seconds = refused.seconds
    error = ngettext(
        "There were too many wrong tries. Wait %(seconds)s second, then try again.",
        "There were too many wrong tries. Wait %(seconds)s seconds, then try again.",
        seconds,
    ) % {"seconds": seconds}
    return Attempt(name=user.get_username() if user else typed, error=error, wait_seconds=seconds)


def _wrong_password() -> str:
    return _("That user name and password do not belong to an account that may log in here.")


# --- Done ---


def finish(request: HttpRequest, user: User, *, how: str) -> Attempt:
    """Log the person in, tell them of failed tries, and let the browser be known."""
    was_open = request.user.is_authenticated and request.user.pk == user.pk
    failures = log.failures_since_last_sign_in(user)
    login(request, user)
    sessions.begin(request)
    if how != "password":
        requirement.note_second(request)
    request.signed_in_user = user  # type: ignore[attr-defined]
    log.record(request, Act.CONFIRMED if was_open else Act.SIGNED_IN, user, note=how)
    if failures.tries >= log.TOLD_FROM:
        messages.warning(request, _told(failures))
    for module in (log, logins, throttle):
        module.forget_old()
    return Attempt(user=user, name=user.get_username())


def _told(failures: log.Failures) -> str:
    when = date_format(localtime(failures.last_at), "DATETIME_FORMAT") if failures.last_at else ""
    told = ngettext(
        "Since you last signed in, somebody tried and failed %(tries)s times to sign in as you, "
        "from %(addresses)s address, last on %(when)s.",
        "Since you last signed in, somebody tried and failed %(tries)s times to sign in as you, "
        "from %(addresses)s addresses, last on %(when)s.",
        failures.addresses,
    ) % {"tries": failures.tries, "addresses": failures.addresses, "when": when}
    advice = _("If that was not you, tell whoever runs the site, and set up a second factor.")
    return f"{told} {advice}"
