"""The API's pages for people, in a browser: documentation and kinds of problems."""

from urllib.parse import urlsplit

import pytest

from newsroom.api.errors import KINDS
from tests.requirements import need

from .test_markup import nu_messages, told
from .visiting import listen_for_policy

PAGES = ["/api/v1/docs", "/api/v1/problems/retracted"]


def test_the_documentation_draws_itself_from_our_own_files_alone(browser, site):
    context = browser.new_context()
    listen_for_policy(context)
    page, said, hosts = context.new_page(), [], set()
    # Its warnings are about shapes it has no drawing of.
    page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.goto(f"{site.url}/api/v1/docs")
    page.wait_for_selector(".opblock")
    assert page.locator(".opblock").count() >= 20
    page.locator(".opblock").first.click()
    page.wait_for_selector(".opblock-body")
    assert said == []
    assert hosts - {""} == {urlsplit(site.url).netloc}
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_they_are_html_as_the_standard_has_it(site, tmp_path, path):
    need("nu")
    (tmp_path / "page.html").write_text(site.get(path).content.decode(), encoding="utf-8")
    assert [told(message) for message in nu_messages(tmp_path)] == []


def test_the_address_in_an_answer_s_type_leads_to_its_page(site):
    problem = site.get("/api/v1/articles?nonsense=1").json()
    page = site.get(urlsplit(problem["type"]).path)
    assert page.status_code == 200
    assert str(KINDS["bad_parameter"].title) in page.content.decode()
