from django.db import migrations

from newsroom.lib.parts import FoldTrigramIndex


class Migration(migrations.Migration):
    dependencies = [
        ("feed", "0003_lists"),
        ("editorial", "0006_parts_without_accents"),
    ]

    operations = [
        FoldTrigramIndex("feed_post", "headline", "post_headline_parts"),
        FoldTrigramIndex("feed_postedition", "card ->> 'headline'", "postedition_headline_parts"),
    ]
