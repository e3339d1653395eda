"""A page loads the style sheets that its kind needs, and uses no class of another sheet."""

import re
from pathlib import Path

import pytest

from newsroom.site import style_sheets
from tests.site import styles

from .newspaper import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_loads_what_is_declared_for_its_kind_in_one_order(site, kind):
    html = site.html(kind)
    page_kind = re.search(r'<body class="page-([\w-]+)">', html)[1]
    expected = [Path(name).stem for name in style_sheets.of_page(page_kind)]
    assert page_kind in style_sheets.BY_KIND
    assert styles.loaded(html) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_uses_a_class_whose_rules_it_does_not_load(site, kind):
    assert styles.missed(site.html(kind)) == []


def test_each_sheet_is_needed_by_some_page_that_loads_it(site):
    used = {name for kind in KINDS for name in styles.used(site.html(kind))}
    assert used == set(style_sheets.ORDER) - {"theme"}
