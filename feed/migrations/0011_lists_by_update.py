from django.db import migrations, models


def by_update(*columns, name, **condition):
    return models.Index(
        *(models.F(column) for column in columns),
        models.OrderBy(models.F("updated_at"), descending=True),
        models.OrderBy(models.F("item_id"), descending=True),
        condition=models.Q(superseded=False, **condition),
        name=name,
    )


class Migration(migrations.Migration):
    dependencies = [("feed", "0010_bylines_repeat_the_last_save")]

    operations = [
        migrations.AddIndex("postedition", by_update(*columns, name=name, **condition))
        for columns, name, condition in (
            (("language",), "post_language_updated", {}),
            ((), "post_images_updated", {"has_image": True}),
        )
    ]
