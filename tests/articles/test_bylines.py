"""Roles of a byline: one declaration says what the line, the page, ninjs and JSON-LD make of it."""

from articles import bylines, ninjs, structured_data
from articles.document import byline_text
from newsroom.site.templatetags.news import contributed, role_name


def _authors(*roles):
    return [
        {"name": role.capitalize(), "role": role, "kind": "person", "url": "", "job_title": ""}
        for role in roles
    ]


def test_a_role_is_printed_everywhere_as_it_is_declared():
    authors = _authors("writer", "agency", "photographer", "editor")
    assert byline_text(authors) == "by Writer and Agency"
    assert [role_name(author) for author in contributed(authors)] == ["Photographs", "Editing"]
    listed = {
        member: structured_data._in_role({"authors": authors}, member)
        for member in ("author", "editor")
    }
    assert [author["@type"] for author in listed["author"]] == ["Person", "Organization"]
    assert [editor["name"] for editor in listed["editor"]] == ["Editor"]
    assert [ninjs._named(author)["rel"] for author in authors] == [
        "author", "author", "photographer", "editor",
    ]  # fmt: skip


def test_a_stored_role_that_is_declared_no_longer_goes_by_its_name():
    [author] = _authors("fact_checker")
    assert role_name(author) == "Fact checker"
    assert bylines.wrote([author]) == []
