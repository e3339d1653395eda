import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def of_user(**more):
    return models.ForeignKey(
        blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
        related_name="+", to=settings.AUTH_USER_MODEL, **more,
    )  # fmt: skip


def by_last_save(column, **more):
    return models.Index(
        models.F(column),
        models.OrderBy(models.F("saved_at"), descending=True),
        models.OrderBy(models.F("id"), descending=True),
        condition=models.Q((f"{column}__isnull", False)),
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_public_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="byline",
            name="saved_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="byline",
            name="author",
            field=models.ForeignKey(
                blank=True, db_index=False, null=True,
                on_delete=django.db.models.deletion.PROTECT, related_name="bylines",
                to="articles.author", verbose_name="author",
            ),
        ),
        migrations.AddIndex(
            model_name="byline",
            index=models.Index(
                models.F("author"),
                models.OrderBy(models.F("saved_at"), descending=True),
                models.OrderBy(models.F("article"), descending=True),
                name="byline_saved",
            ),
        ),
        *(
            operation
            for name in ("article", "page")
            for operation in (
                migrations.AlterField(
                    model_name=name,
                    name="assigned_to",
                    field=of_user(verbose_name="assigned to"),
                ),
                migrations.AlterField(
                    model_name=name, name="created_by", field=of_user(editable=False)
                ),
                migrations.AddIndex(
                    model_name=name, index=by_last_save("created_by", name=f"{name}_created_by")
                ),
                migrations.AddIndex(
                    model_name=name, index=by_last_save("assigned_to", name=f"{name}_assigned_to")
                ),
            )
        ),
    ]  # fmt: skip
