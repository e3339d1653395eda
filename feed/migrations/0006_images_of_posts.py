from django.db import migrations

BATCH = 500


def note_images(apps, schema_editor):
    """Note of each post that is live or planned whether its document has an image of its own."""
    rows = apps.get_model("feed", "PostEdition").objects.filter(superseded=False).order_by("pk")
    place = 0
    while batch := list(rows.filter(pk__gt=place).values_list("pk", "card__image")[:BATCH]):
        rows.filter(pk__in=[pk for pk, image in batch if image]).update(has_image=True)
        place = batch[-1][0]


class Migration(migrations.Migration):

    dependencies = [
        ('feed', '0005_filters'),
    ]

    operations = [
        migrations.RunPython(note_images, migrations.RunPython.noop),
    ]
