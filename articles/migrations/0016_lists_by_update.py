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
    dependencies = [("articles", "0015_bylines_repeat_the_last_save")]

    operations = [
        migrations.AddIndex("articleedition", by_update(*columns, name=name, **condition))
        for columns, name, condition in (
            (("section",), "article_section_updated", {}),
            (("language",), "article_language_updated", {}),
            ((), "article_images_updated", {"has_image": True}),
            ((), "article_videos_updated", {"has_video": True}),
        )
    ]
