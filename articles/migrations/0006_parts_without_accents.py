from django.db import migrations

from newsroom.lib.parts import FoldTrigramIndex


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_redirects_are_counted"),
        ("editorial", "0006_parts_without_accents"),
    ]

    operations = [
        FoldTrigramIndex("articles_article", "headline", "article_headline_parts"),
        FoldTrigramIndex("articles_article", "slug", "article_slug_parts"),
        FoldTrigramIndex("articles_article", "slugline", "article_slugline_parts"),
        FoldTrigramIndex("articles_articleedition", "card ->> 'headline'", "articleedition_headline_parts"),
        FoldTrigramIndex("articles_redirect", "old_path", "redirect_old_path_parts"),
        FoldTrigramIndex("articles_redirect", "target", "redirect_target_parts"),
    ]
