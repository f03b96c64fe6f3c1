"""Let loads of very many rows leave one mark for all of them."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sogdia.apps.quotes import shelf_triggers


def put_up(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put every trigger up anew."""
    shelf_triggers.put_up(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("quotes", "0004_put_triggers_up_again"),
    ]

    operations = [migrations.RunPython(put_up, migrations.RunPython.noop)]
