"""Keys of names follow the folding: Hebrew signs, a dotted I, stretched Arabic words are folded too.

A tag whose key another one has by now stays apart under a key of its own, as in 0007.
"""

from django.db import migrations

from newsroom.lib.folded_field import FoldedField, second_key
from newsroom.lib.folding import folded

_BATCH = 1_000


def _fold_again(apps, schema_editor):
    for name in ("Author", "Tag", "TagAlias"):
        manager = apps.get_model("articles", name)._base_manager
        changed = [
            row
            for row in manager.only("pk", "name", "key").iterator(chunk_size=_BATCH)
            if not row.name.isascii()
            and FoldedField.SECOND not in row.key
            and row.key != folded(row.name)
        ]
        for row in changed:
            row.key = folded(row.name)
            is_taken = name != "Author" and manager.filter(key=row.key).exists()
            if is_taken:
                row.key = second_key(row.name, row.pk)
            manager.filter(pk=row.pk).update(key=row.key)


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_due_items")]

    operations = [migrations.RunPython(_fold_again, migrations.RunPython.noop)]
