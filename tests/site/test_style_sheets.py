"""What a page of an empty newspaper loads, and what the sheets themselves may say."""

import pytest
from django.test import Client

from newsroom.site import style_sheets

from . import styles

EMPTY = ("/", "/feed/", "/videos/", "/corrections/", "/search/", "/search/?q=nothing", "/nothing/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", EMPTY)
def test_an_empty_newspaper_uses_no_class_whose_rules_it_does_not_load(path):
    assert styles.missed(Client().get(path).content.decode()) == []


def test_the_walk_sees_a_rule_that_is_missing():
    html = '<link rel="stylesheet" href="/static/site/theme.css"><p class="list-title gone-code">'
    assert {"lists: .list-title", "gone: .gone-code"} <= set(styles.missed(html))


def test_only_sheets_of_every_page_speak_of_elements_without_a_class():
    speak = {
        name
        for name in styles.SHEETS
        for css in styles.selectors(styles.SHEETS[name])
        if css.find(".") < 0
    }
    assert speak <= style_sheets.EVERYWHERE
