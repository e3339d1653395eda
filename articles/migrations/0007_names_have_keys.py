"""One topic is one tag: names get folded keys, unique for tags.

Tags that have one name already stay apart, each later one under a key of its own, and are listed:
``manage.py duplicate_tags --merge`` merges them.
"""

import django.db.models.deletion
from django.db import migrations, models

from newsroom.lib.folded_field import second_key
from newsroom.lib.folding import folded

_BATCH = 1_000


def _fill(apps, schema_editor):
    for name in ("Author", "Tag"):
        model = apps.get_model("articles", name)
        rows = model._base_manager.only("pk", "name").order_by("merged_into_id", "pk")
        seen, twice = {}, []
        batch = []
        # What is not merged comes first: it keeps the name.
        for row in sorted(rows, key=lambda row: (row.merged_into_id is not None, row.pk)):
            row.key = folded(row.name)
            if name == "Tag" and row.key in seen:
                twice.append((seen[row.key], row.name))
                row.key = second_key(row.name, row.pk)
            seen.setdefault(row.key, row.name)
            batch.append(row)
        model._base_manager.bulk_update(batch, ["key"], batch_size=_BATCH)
        for first, second in twice:
            print(f"\n  Two tags have one name: {first!r} and {second!r}.", end="")
        if twice:
            print("\n  manage.py duplicate_tags lists them; with --merge it merges them.", end="")


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_parts_without_accents")]

    operations = [
        migrations.AddField(
            "author",
            "key",
            models.CharField(db_index=True, default="", editable=False, max_length=480),
        ),
        migrations.AddField(
            "tag", "key", models.CharField(default="", editable=False, max_length=400)
        ),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.AlterField(
            "tag",
            "key",
            models.CharField(default="", editable=False, max_length=400, unique=True),
        ),
        migrations.CreateModel(
            name="TagAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("key", models.CharField(editable=False, max_length=400, unique=True)),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="articles.tag",
                    ),
                ),
            ],
            options={"ordering": ["name"]},
        ),
    ]
