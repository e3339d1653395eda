from django.db import migrations
from django.utils import timezone


def settle(apps, schema_editor):
    """The worker keeps films privately that are only public, and takes those of killed stories away."""
    videos = apps.get_model("media", "Video").objects.exclude(file_name="", captions_file_name="")
    videos.update(files_due_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("media", "0007_video_files_due_at")]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop, elidable=True)]
