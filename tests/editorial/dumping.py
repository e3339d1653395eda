"""Every row of the newsroom's tables, to be compared before and after."""

from django.apps import apps
from django.db import connection

APPS = ("articles", "feed", "media", "editorial")


def dump() -> dict[str, list[tuple]]:
    """Table → its rows in the order of their keys."""
    rows = {}
    with connection.cursor() as cursor:
        for app in APPS:
            for model in apps.get_app_config(app).get_models():
                table, key = model._meta.db_table, model._meta.pk.column
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')
                rows[table] = cursor.fetchall()
    return rows


def difference(before: dict, after: dict) -> list[str]:
    return [
        f"{table}: {set(map(str, before[table])) ^ set(map(str, after[table]))}"
        for table in before
        if before[table] != after[table]
    ]
