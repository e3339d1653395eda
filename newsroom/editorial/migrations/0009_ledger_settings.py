from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0008_desk_words")]

    operations = [
        migrations.AddField(
            model_name="ledgerhead",
            name="settings",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
    ]
