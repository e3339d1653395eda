"""How often one address may ask, and what it is told."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache

from newsroom.api import schema

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counted_anew(settings, time_machine_at):
    time_machine_at(datetime(2027, 1, 1, 12, 0, 5, tzinfo=UTC))
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache",
                                   "LOCATION": "limits"}}  # fmt: skip
    settings.API_LIMIT, settings.API_SEARCH_LIMIT = 3, 2
    cache.clear()


def ask(api, path: str, address: str = "192.0.2.1", **headers: str):
    return api.client.get(f"/api/v1{path}", REMOTE_ADDR=address, headers=headers)


def test_beyond_the_limit_a_problem_says_when_to_come_back(api):
    assert [ask(api, "/articles").status_code for _ask in range(4)] == [200, 200, 200, 429]
    answer = ask(api, "/posts")
    assert answer.status_code == 429
    assert answer.json()["type"].endswith("/problems/too_many_requests")
    assert answer["Content-Type"] == "application/problem+json"
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert answer["RateLimit-Policy"] == '"reading";q=3;w=60'
    assert answer["RateLimit"].startswith('"reading";r=0;t=')
    assert answer["Cache-Control"] == "no-store"
    assert api.get("/problems/too_many_requests").status_code == 200


def test_each_address_has_a_limit_of_its_own_and_an_ipv6_network_one(api):
    for _ask in range(3):
        ask(api, "/articles")
        ask(api, "/articles", "2001:db8::1")
    assert ask(api, "/articles", "192.0.2.2").status_code == 200
    assert ask(api, "/articles", "2001:db8::ffff").status_code == 429
    assert ask(api, "/articles", "2001:db8:0:1::1").status_code == 200


def test_search_has_a_lower_limit_apart_and_tells_what_is_left(api):
    first = ask(api, "/search?q=port")
    assert first["RateLimit"].startswith('"search";r=1;t=')
    assert "public" not in first["Cache-Control"]
    ask(api, "/search?q=port")
    assert ask(api, "/search?q=port").status_code == 429
    listed = ask(api, "/articles")
    assert listed.status_code == 200
    assert not {"RateLimit", "RateLimit-Policy"} & set(listed.headers)


def test_behind_a_proxy_the_address_that_the_proxy_has_seen_counts(api, settings):
    settings.BEHIND_PROXY = True
    for number in range(3):
        ask(api, "/articles", x_forwarded_for=f"10.0.0.{number}, 198.51.100.7")
    assert ask(api, "/articles", x_forwarded_for="10.9.9.9, 198.51.100.7").status_code == 429


def test_no_limit_counts_nothing(api, settings):
    settings.API_LIMIT = 0
    assert {ask(api, "/articles").status_code for _ask in range(6)} == {200}


def test_every_reading_address_documents_the_limit():
    for operations in schema.openapi()["paths"].values():
        assert "Retry-After" in operations["get"]["responses"]["429"]["headers"]


@pytest.mark.parametrize("path", ["/search?q=port", "/articles", "/no/such"])
def test_what_a_browser_asks_before_a_script_may_is_never_refused_nor_counted(api, path):
    """Of a refusal scripts could not read that they are to wait."""
    question = {"origin": "https://other.example", "access-control-request-method": "GET",
                "access-control-request-headers": "if-none-match"}  # fmt: skip
    for _ask in range(5):
        told = api.client.options(f"/api/v1{path}", REMOTE_ADDR="192.0.2.1", headers=question)
        assert told.status_code == 204
        assert "If-None-Match" in told["Access-Control-Allow-Headers"]
        assert "RateLimit" not in told.headers
    assert ask(api, "/search?q=port")["RateLimit"].startswith('"search";r=1;t=')
    for _ask in range(4):
        refused = ask(api, "/search?q=port", origin="https://other.example")
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in refused["Access-Control-Expose-Headers"]
