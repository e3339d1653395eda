"""The index names an item by its type and public id, so that every type of item can be searched."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_items(apps, schema_editor):
    entries = apps.get_model("site", "SearchEntry").objects.using(schema_editor.connection.alias)
    for app_label, name in (("articles", "article"), ("feed", "post")):
        items = apps.get_model(app_label, name).objects.filter(pk=OuterRef(f"{name}_id"))
        entries.filter(**{f"{name}__isnull": False}).update(
            item_type=name, item_uuid=Subquery(items.values("uuid"))
        )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("feed", "0001_initial"),
        ("site", "0001_initial"),
    ]
    operations = [
        migrations.AddField(
            "SearchEntry", "item_type", models.CharField(max_length=20, default="")
        ),
        migrations.AddField("SearchEntry", "item_uuid", models.UUIDField(null=True)),
        migrations.RunPython(name_items, migrations.RunPython.noop),
    ]
