"""Issued papers never change, and a sealed departure keeps its seal and its load: walls in the database itself."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_PAPER = "kind number issuer order_id shipment_id departure_id corrects_id language currency total_minor facts digest issued_at"
_PAPER_CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _PAPER.split())
_FILE_CHANGED = "(OLD.file <> '' AND NEW.file <> OLD.file)"
_SEALED = "EXISTS (SELECT 1 FROM departures_departure WHERE id = OLD.departure_id AND sealed_at IS NOT NULL)"
_SEAL_CHANGED = (
    "OLD.sealed_at IS NOT NULL AND (NEW.sealed_at IS DISTINCT FROM OLD.sealed_at"
    " OR NEW.seal_number IS DISTINCT FROM OLD.seal_number)"
)

#: Name, table, when it fires, condition, and what it says.
WALLS = (
    ("documents_paper_keeps", "documents_document", "UPDATE", f"{_PAPER_CHANGED} OR {_FILE_CHANGED}", "papers never change"),
    ("documents_paper_stays", "documents_document", "DELETE", "1 = 1", "papers never go"),
    ("documents_load_keeps", "orders_shipment", "UPDATE", f"NEW.departure_id <> OLD.departure_id AND {_SEALED}", "departure is sealed"),
    ("documents_seal_keeps", "departures_departure", "UPDATE", _SEAL_CHANGED, "seals never change"),
)  # fmt: skip


def build(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the walls up in the dialect at hand."""
    for name, table, event, condition, says in WALLS:
        if schema_editor.connection.vendor == "sqlite":
            when = condition.replace("IS DISTINCT FROM", "IS NOT")
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when}"
                f" BEGIN SELECT RAISE(ABORT, 'documents: {says}'); END"
            )
            continue
        schema_editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {condition} THEN RAISE EXCEPTION 'documents: {says}'; END IF;"
            f" RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def clear(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the walls down."""
    for name, table, *_rest in WALLS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {name}")
        else:
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("orders", "0001_initial"),
        ("departures", "0001_initial"),
    ]
    operations = [migrations.RunPython(build, clear)]
