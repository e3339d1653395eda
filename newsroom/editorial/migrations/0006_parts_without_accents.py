from django.db import migrations

from newsroom.lib.parts import CreateFunction, FoldTrigramIndex


class Migration(migrations.Migration):
    dependencies = [("editorial", "0005_addresses")]

    operations = [
        CreateFunction(),
        FoldTrigramIndex("editorial_logentry", "note", "log_note_parts"),
    ]
