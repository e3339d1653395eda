"""Browsers that sign in, apps that show codes, and strangers who guess."""

from __future__ import annotations

import re
from html import unescape

from allauth.mfa.totp.internal.auth import TOTP as App
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

PASSWORD = "the right one"
LOGIN = "/admin/login/"


class Browser(Client):
    """A browser at an address of the internet."""

    def __init__(self, address: str = "203.0.113.7", **more):
        agent = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"
        super().__init__(REMOTE_ADDR=address, HTTP_USER_AGENT=agent, **more)

    def sign_in(self, name: str, password: str = PASSWORD, **more):
        return self.post(LOGIN, {"username": name, "password": password, **more})

    def second(self, page, code: str, **more):
        """Type the code into the page that asks for it."""
        return self.post(LOGIN, {"passed": proof(page), "code": code, **more})

    @property
    def is_in(self) -> bool:
        return self.get("/admin/").status_code == 200


def proof(page) -> str:
    return unescape(re.search(r'name="[a-z_]*passed" value="([^"]+)"', page.content.decode())[1])


def connect_app(user) -> str:
    """Give the user an app; its secret."""
    secret = generate_totp_secret()
    App.activate(user, secret)
    return secret


def code_of(secret: str, *, step: int = 0) -> str:
    """What the app shows now, or a step of half a minute before or later (-1, 1)."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[1 + step]))
