from django.db import migrations, models

BATCH = 2000


def repeat(apps, schema_editor):
    """Give each byline the time of its draft's last save."""
    article, byline = (apps.get_model("articles", name) for name in ("Article", "Byline"))
    saved = article.objects.filter(pk=models.OuterRef("article")).values("saved_at")
    place = 0
    while keys := list(
        byline.objects.filter(pk__gt=place).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        byline.objects.filter(pk__in=keys).update(saved_at=models.Subquery(saved))
        place = keys[-1]


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_own_drafts")]

    operations = [migrations.RunPython(repeat, migrations.RunPython.noop)]
