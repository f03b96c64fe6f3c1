"""Let PostgreSQL keep a product's row in one piece: packing its texts costs more than twice what writing them does."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def keep_whole(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Pack texts only in rows of more than half a page."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE catalogue_product SET (toast_tuple_target = 4080)")


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_pack_alcohol_and_pairs"),
    ]

    operations = [migrations.RunPython(keep_whole, migrations.RunPython.noop)]
