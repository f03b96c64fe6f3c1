"""The audit of privileged deeds is only ever added to: a wall in the database itself (rule AU-1)."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = [
    """
    CREATE TRIGGER outbox_no_audit_change BEFORE UPDATE ON outbox_auditrow
    BEGIN SELECT RAISE(ABORT, 'audit: rows never change'); END
    """,
    """
    CREATE TRIGGER outbox_no_audit_delete BEFORE DELETE ON outbox_auditrow
    BEGIN SELECT RAISE(ABORT, 'audit: rows never go'); END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION outbox_guard_audit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'audit: rows never go'; END IF;
        RAISE EXCEPTION 'audit: rows never change';
    END $$
    """,
    """
    CREATE TRIGGER outbox_guard_audit BEFORE UPDATE OR DELETE ON outbox_auditrow
    FOR EACH ROW EXECUTE FUNCTION outbox_guard_audit()
    """,
]


def build(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers up in the dialect at hand."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def clear(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers down."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute("DROP TRIGGER " + statement.split()[2])
    else:
        schema_editor.execute("DROP TRIGGER outbox_guard_audit ON outbox_auditrow")
        schema_editor.execute("DROP FUNCTION outbox_guard_audit()")


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_audit_roles")]
    operations = [migrations.RunPython(build, clear)]
