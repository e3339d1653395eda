"""Two browsers with the same link at the same moment, on real connections: one newsroom begins."""

import pytest
from django.test import Client

from articles.models import Author, Section
from newsroom.accounts.models import User
from newsroom.first_run import links
from tests.editorial.racing import at_once

from .starting import address, typed

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_browsers_at_once_exactly_one_begins_the_newsroom():
    link = address(links.new())
    names = [f"person-{n}" for n in range(6)]
    answers = at_once(*(
        lambda name=name: Client().post(link, typed(username=name, name=name)) for name in names
    ))  # fmt: skip
    assert sorted(answer.status_code for answer in answers) == [302, *[404] * 5]
    first = User.objects.get()
    assert first.is_superuser
    assert Author.objects.get().user == first
    assert Section.objects.count() == 2
