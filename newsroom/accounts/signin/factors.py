"""Second factors: an app's codes (TOTP), passkeys (WebAuthn), and recovery codes.

Only this module knows django-allauth, which stores them and checks them. A passkey is always asked
to verify its user, so it is both factors at once and signs in without a password.
"""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from newsroom.accounts.models import User
from newsroom.lib.text import storable

Type = Authenticator.Type
#: Those that make a second factor; recovery codes only stand in for one.
SECOND = (Type.TOTP, Type.WEBAUTHN)
_SETTING_UP = "second_factor_secret"
#: What an app shows can be used once, though it would be right for so long.
_CODE_RIGHT_SECONDS = 120
#: What a response that is none of a passkey may raise while it is read.
_UNREADABLE = (ValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError)


@dataclass(frozen=True)
class Held:
    """What a person has set up."""

    app: Authenticator | None = None
    passkeys: list[Authenticator] = field(default_factory=list)
    codes_left: int = 0

    def __bool__(self) -> bool:
        return bool(self.app or self.passkeys)


def of(user: User) -> Held:
    """One query."""
    rows = list(Authenticator.objects.filter(user_id=user.pk).order_by("id"))
    codes = next((row for row in rows if row.type == Type.RECOVERY_CODES), None)
    return Held(
        app=next((row for row in rows if row.type == Type.TOTP), None),
        passkeys=[row for row in rows if row.type == Type.WEBAUTHN],
        codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
    )


def has_second(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=SECOND).exists()


# --- Codes ---


@transaction.atomic
def check_code(user: User, code: str) -> str:
    """The kind of factor that the code is right for, once; empty if for none."""
    digits = "".join(code.split()).replace("-", "")
    rows = Authenticator.objects.select_for_update().filter(user_id=user.pk).order_by("id")
    for row in rows.exclude(type=Type.WEBAUTHN):
        if row.type == Type.TOTP and _is_used(row, digits):
            continue
        if row.wrap().validate_code(digits):
            _note_used(row, digits)
            return str(row.type)
    return ""


def _is_used(row: Authenticator, digits: str) -> bool:
    used = row.data.get("used", {})
    is_recent = time.time() - used.get("at", 0) < _CODE_RIGHT_SECONDS
    return is_recent and constant_time_compare(used.get("code", ""), digits)


def _note_used(row: Authenticator, digits: str) -> None:
    # The row of recovery codes was saved by another object, which crossed out the code.
    row.refresh_from_db()
    row.last_used_at = timezone.now()
    if row.type == Type.TOTP:
        row.data["used"] = {"code": digits, "at": time.time()}
    row.save(update_fields=["last_used_at", "data"])


@dataclass(frozen=True)
class AppSetup:
    """What the app is told: by a picture, as a data address, or typed."""

    secret: str
    picture: str


def app_setup(request: HttpRequest, user: User) -> AppSetup:
    """The secret stays the same until it is confirmed with a first code."""
    secret = request.session.setdefault(_SETTING_UP, generate_totp_secret())
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    data = base64.b64encode(svg.encode()).decode()
    return AppSetup(secret, f"data:image/svg+xml;base64,{data}")


@transaction.atomic
def add_app(request: HttpRequest, user: User, code: str) -> bool:
    """Whether the code shows that the app knows the secret; it is then the user's only app."""
    secret = request.session.get(_SETTING_UP, "")
    if not secret or not validate_totp_code(secret, "".join(code.split())):
        return False
    Authenticator.objects.filter(user_id=user.pk, type=Type.TOTP).delete()
    TOTP.activate(user, secret)
    del request.session[_SETTING_UP]
    return True


@transaction.atomic
def new_codes(user: User) -> list[str]:
    """New recovery codes in place of the old ones. They are shown now and never again."""
    Authenticator.objects.filter(user_id=user.pk, type=Type.RECOVERY_CODES).delete()
    return RecoveryCodes.activate(user).generate_codes()


# --- Passkeys ---


def passkey_request(user: User | None) -> dict[str, Any]:
    """What the browser is asked to sign with a passkey of the user's; of anybody's for ``None``."""
    return webauthn.begin_authentication(user)


def check_passkey(user: User | None, credential: str) -> User | None:
    """Whose passkey has signed what ``passkey_request`` asked; it must be the user's if given."""
    try:
        sent = json.loads(credential)
        response = webauthn.parse_authentication_response(sent)
        owner: Any = user or webauthn.extract_user_from_response(sent)
        found = webauthn.complete_authentication(owner, sent)
        is_verified = response.response.authenticator_data.is_user_verified()
    except _UNREADABLE:
        return None
    if not is_verified or not owner.is_active:
        return None
    Authenticator.objects.filter(pk=found.pk).update(last_used_at=timezone.now())
    return owner  # type: ignore[no-any-return]


def passkey_creation(user: User) -> dict[str, Any]:
    return webauthn.begin_registration(user, True)  # noqa: FBT003


def add_passkey(user: User, name: str, credential: str) -> bool:
    try:
        sent = json.loads(credential)
        webauthn.parse_registration_response(sent)
        made = webauthn.complete_registration(sent)
        is_verified = made.is_user_verified()
    except _UNREADABLE:
        return False
    if is_verified:
        webauthn.WebAuthn.add(user, name, storable(sent))
    return is_verified


# --- Taking off ---


@transaction.atomic
def remove(user: User, pk: int) -> bool:
    """Take off one factor; with the last one its recovery codes go too."""
    mine = Authenticator.objects.filter(user_id=user.pk)
    deleted, _rows = mine.filter(pk=pk, type__in=SECOND).delete()
    if not has_second(user):
        mine.delete()
    return bool(deleted)


def remove_all(user: User) -> bool:
    deleted, _rows = Authenticator.objects.filter(user_id=user.pk).delete()
    return bool(deleted)
