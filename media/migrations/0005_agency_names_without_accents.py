from django.db import migrations

from newsroom.lib.words import key_of

_BATCH = 500


def fold(apps, schema_editor):
    """The names' keys without accents; where another agency has that key, this one stays as it is."""
    aliases = apps.get_model("media", "AgencyAlias").objects.order_by("pk")
    last = 0
    while batch := list(aliases.filter(pk__gt=last)[:_BATCH]):
        for alias in batch:
            key = key_of(alias.name)[:200]
            if key != alias.key and not aliases.filter(key=key).exists():
                alias.key = key
                alias.save(update_fields=["key"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("media", "0004_library_upkeep")]

    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
