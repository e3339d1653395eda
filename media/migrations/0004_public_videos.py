from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media", "0003_images_may_be_tiff")]

    operations = [
        migrations.AddIndex(
            model_name="video",
            index=models.Index(
                condition=models.Q(("is_announced", True)), fields=["slug"], name="video_public"
            ),
        ),
    ]
