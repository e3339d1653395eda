"""A page loads nothing from elsewhere and runs nothing that stands in it."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from .newspaper import KINDS


class Parts(HTMLParser):
    """The parts of a page that a strict Content-Security-Policy forbids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "style" or "style" in attributes:
            self.found.append(self.get_starttag_text())
        if tag == "script" and "src" not in attributes and not _is_data(attributes):
            self.found.append(self.get_starttag_text())
        if any(name.startswith("on") for name in attributes):
            self.found.append(self.get_starttag_text())
        if re.match(r"\s*javascript:", attributes.get("href") or "", re.IGNORECASE):
            self.found.append(self.get_starttag_text())


def _is_data(attributes: dict) -> bool:
    return attributes.get("type") == "application/ld+json"


def test_a_page_answers_as_its_kind_does_and_all_of_it_loads(visit):
    assert visit.status == KINDS[visit.kind]
    assert visit.failed == []


def test_the_browser_has_nothing_to_complain_about(visit):
    assert visit.console == []


def test_a_page_asks_no_other_host_for_anything(visit, site):
    hosts = {urlsplit(address).netloc for address in visit.requests}
    assert hosts == {urlsplit(site.url).netloc}


@pytest.mark.parametrize("kind", KINDS)
def test_no_script_or_style_stands_in_a_page(site, kind):
    assert Parts(site.html(kind)).found == []


@pytest.mark.parametrize("path", ["/", "/no-such-page/", "/search/?q=x", "/rss.xml", "/api/v1/"])
def test_every_answer_carries_the_strict_policy(site, path):
    policy = site.get(path).headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert directives["style-src"] == "'self'"
    assert "unsafe" not in policy


def test_the_policy_really_stops_what_is_written_into_a_page(page, site):
    """The check itself is proved: Chromium refuses what the other tests look for."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(site.address("page"))
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>');"
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        "document.body.append(s)"
    )
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in text for text in said)
