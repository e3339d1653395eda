import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("editorial", "0009_ledger_settings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SettingsFile",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="SettingsRevision",
            fields=[
                ("id", models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                )),
                ("number", models.PositiveBigIntegerField(unique=True, verbose_name="number")),
                ("values", models.JSONField()),
                ("changed", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(verbose_name="saved at")),
                ("created_by", models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+",
                    to=settings.AUTH_USER_MODEL, verbose_name="by",
                )),
            ],
            options={
                "verbose_name": "site settings",
                "verbose_name_plural": "site settings",
                "ordering": ["-number"],
                "default_permissions": ("view", "change"),
            },
        ),
    ]
