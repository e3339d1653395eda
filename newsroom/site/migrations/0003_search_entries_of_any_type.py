from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("site", "0002_search_entries_by_type")]
    operations = [
        migrations.RemoveConstraint("SearchEntry", "search_entry_of_one_item"),
        migrations.RemoveField("SearchEntry", "article"),
        migrations.RemoveField("SearchEntry", "post"),
        migrations.AlterField("SearchEntry", "item_type", models.CharField(max_length=20)),
        migrations.AlterField("SearchEntry", "item_uuid", models.UUIDField()),
        migrations.AddConstraint(
            "SearchEntry",
            models.UniqueConstraint(fields=["item_type", "item_uuid"], name="search_entry_once"),
        ),
    ]
