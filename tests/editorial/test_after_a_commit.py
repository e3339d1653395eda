"""Tests that commit leave the database as ``migrate`` has made it, for those that follow."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection

from newsroom.accounts.roles import Role
from newsroom.editorial.models import LedgerEntry, NamingAuthority
from tests.conftest import person
from tests.factories import publish_article

pytestmark = pytest.mark.django_db(transaction=True)


def every_row() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def test_every_table_is_again_as_it_was():
    before = every_row()
    publish_article(by=person(Role.DESK_EDITOR))
    assert LedgerEntry.objects.exists()
    Group.objects.filter(name=Role.LEGAL.value).delete()
    Permission.objects.filter(codename="add_image").update(name="Another")
    NamingAuthority.objects.update(name="elsewhere.example,2000")
    assert every_row() != before
    # What ends each of these tests.
    call_command("flush", interactive=False, verbosity=0)
    assert every_row() == before
