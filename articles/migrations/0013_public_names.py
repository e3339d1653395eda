from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_sections_have_desks")]

    operations = [
        migrations.AddIndex(
            model_name="author",
            index=models.Index(
                condition=models.Q(("is_announced", True)), fields=["slug"], name="author_public"
            ),
        ),
        migrations.AddIndex(
            model_name="tag",
            index=models.Index(
                condition=models.Q(("is_announced", True)), fields=["slug"], name="tag_public"
            ),
        ),
    ]
