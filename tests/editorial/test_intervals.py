"""The database itself refuses a second live edition of an item."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from newsroom.editorial import clock, registry, setup
from tests.factories import publish_article

pytestmark = pytest.mark.django_db


def _second_edition(article) -> None:
    edition = article.editions.get()
    edition.pk = None
    edition.live_from = clock.now() + timedelta(hours=1)
    with transaction.atomic():
        edition.save(force_insert=True)


def test_a_second_live_edition_is_refused_by_the_database():
    article = publish_article()
    with pytest.raises(IntegrityError):
        _second_edition(article)


def test_the_rule_is_put_back_after_a_migrate_for_every_type_of_item():
    """Its migrations need not name it, so a new app cannot forget it."""
    with connection.cursor() as cursor:
        for item_type in registry.item_types():
            table = item_type.edition_model._meta.db_table
            if connection.vendor == "postgresql":
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_one_live"')
            else:
                cursor.execute(f'DROP TRIGGER "{table}_one_live_insert"')
                cursor.execute(f'DROP TRIGGER "{table}_one_live_update"')
    setup.keep_intervals("default")
    setup.keep_intervals("default")
    article = publish_article()
    with pytest.raises(IntegrityError):
        _second_edition(article)
