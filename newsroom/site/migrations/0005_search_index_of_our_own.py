"""Search has an index of its own, in tables that are the same on every database.

What was indexed is deleted: the follower takes it in again from the ledger's beginning.
"""

from django.db import migrations, models

from newsroom.lib.vendor_sql import VendorSQL


def empty(apps, schema_editor):
    entries = apps.get_model("site", "SearchEntry").objects.using(schema_editor.connection.alias)
    entries.all().delete()


class Migration(migrations.Migration):
    dependencies = [("site", "0004_stored_pages")]
    operations = [
        migrations.RunPython(empty, empty),
        VendorSQL(
            "postgresql",
            "ALTER TABLE site_searchentry DROP COLUMN vector",
            undo="ALTER TABLE site_searchentry ADD COLUMN vector tsvector; "
            "CREATE INDEX site_search_gin ON site_searchentry USING gin (vector)",
        ),
        VendorSQL(
            "sqlite",
            "DROP TABLE site_search_fts",
            undo="CREATE VIRTUAL TABLE site_search_fts USING fts5(title, summary, names, text, "
            "tokenize='porter unicode61 remove_diacritics 2')",
        ),
        migrations.CreateModel(
            name='SearchPostings',
            fields=[
                ('pk', models.CompositePrimaryKey('word', 'span', blank=True, editable=False, primary_key=True, serialize=False)),
                ('word', models.CharField(max_length=60)),
                ('span', models.BigIntegerField()),
                ('postings', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchSpan',
            fields=[
                ('span', models.BigIntegerField(primary_key=True, serialize=False)),
                ('facts', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('languages', models.JSONField(default=list)),
            ],
        ),
        migrations.AddField(
            model_name='searchentry',
            name='facets',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='folded',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='language',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='place',
            field=models.BigIntegerField(default=0, unique=True),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name='SearchSpelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=24)),
                ('word', models.CharField(max_length=24)),
                ('shown', models.CharField(max_length=40)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'word'), name='search_spelling_once')],
            },
        ),
    ]
