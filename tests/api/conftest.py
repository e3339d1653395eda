"""What the API's tests share: a client that checks every answer against the description."""

import contextlib
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from . import contract

BASE = "/api/v1"


class Api:
    """A reader of the API. ``get`` takes a path under the base or an absolute address."""

    def __init__(self) -> None:
        self.client = Client()

    def get(self, address: str, **headers: str):
        parts = urlsplit(address)
        path = parts.path if parts.path.startswith("/api") else BASE + parts.path
        query = f"?{parts.query}" if parts.query else ""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = self.client.get(path + query, headers=named)
        contract.check(path, response)
        return response

    def data(self, address: str) -> list[dict]:
        """The data of one page."""
        response = self.get(address)
        assert response.status_code == 200, response.content
        return response.json()["data"]

    def walk(self, address: str) -> list[dict]:
        """The data of all pages, by following ``next``."""
        found = []
        while address:
            page = self.get(address).json()
            found += page["data"]
            address = page["next"]
        return found

    def headlines(self, address: str) -> list[str]:
        return [each["headline"] for each in self.walk(address)]

    def problem(self, address: str, status: int, **headers: str) -> dict:
        """The problem document of an answer that must be one."""
        response = self.get(address, **headers)
        assert response.status_code == status, response.content
        assert response["Content-Type"] == "application/problem+json"
        return response.json()


@pytest.fixture
def api(db) -> Api:
    return Api()


@pytest.fixture
def time_machine_at():
    """Sets the clock to an instant, or forward by seconds; it ticks on from there."""
    with contextlib.ExitStack() as stack:

        def move(at) -> None:
            stack.enter_context(time_machine.travel(at, tick=True))

        yield move
