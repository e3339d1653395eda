"""Slugs of articles and pages move to the one table of addresses, and those of shared things that
readers have known are entered there."""

from django.db import migrations

_ITEMS = """
INSERT INTO editorial_address (space, slug, type, uuid)
SELECT 'story', claim.slug, '{name}', item.uuid
FROM articles_slugclaim claim JOIN articles_{name} item ON item.id = claim.{name}_id
"""
_ITEMS_BACK = """
INSERT INTO articles_slugclaim (slug, {name}_id)
SELECT address.slug, item.id
FROM editorial_address address JOIN articles_{name} item ON item.uuid = address.uuid
WHERE address.space = 'story' AND address.type = '{name}'
"""
_SHARED = """
INSERT INTO editorial_address (space, slug, type, uuid)
SELECT '{name}', thing.slug, '{name}', COALESCE(into_thing.uuid, thing.uuid)
FROM {table} thing LEFT JOIN {table} into_thing ON into_thing.id = thing.merged_into_id
WHERE thing.version > 0
"""
_TABLES = {
    "author": "articles_author",
    "section": "articles_section",
    "tag": "articles_tag",
    "video": "media_video",
}


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_lists"),
        ("editorial", "0005_addresses"),
        ("media", "0002_agencies_do_not_retire"),
    ]

    operations = [
        *(
            migrations.RunSQL(_ITEMS.format(name=name), _ITEMS_BACK.format(name=name))
            for name in ("article", "page")
        ),
        *(
            migrations.RunSQL(
                _SHARED.format(name=name, table=table),
                f"DELETE FROM editorial_address WHERE space = '{name}'",
            )
            for name, table in _TABLES.items()
        ),
        migrations.DeleteModel(name="SlugClaim"),
    ]
