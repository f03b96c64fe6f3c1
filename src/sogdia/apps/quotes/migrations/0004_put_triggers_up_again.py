"""Put the shelf's triggers up again: SQLite makes a table anew whose column changes, and its triggers go with the old one."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sogdia.apps.quotes import shelf_triggers


def put_up(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put every trigger up anew."""
    shelf_triggers.put_up(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("quotes", "0003_index_the_shelf_by_product"),
        ("catalogue", "0002_pack_alcohol_and_pairs"),
        ("tariff", "0003_longer_expressions"),
    ]

    operations = [migrations.RunPython(put_up, migrations.RunPython.noop)]
