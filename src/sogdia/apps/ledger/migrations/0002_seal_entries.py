"""A sealed entry balances in every currency and never changes: walls in the database itself."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = [
    """
    CREATE TRIGGER ledger_no_posting_to_sealed BEFORE INSERT ON ledger_posting
    WHEN (SELECT is_sealed FROM ledger_entry WHERE id = NEW.entry_id)
    BEGIN SELECT RAISE(ABORT, 'ledger: entry is sealed'); END
    """,
    """
    CREATE TRIGGER ledger_no_posting_change BEFORE UPDATE ON ledger_posting
    BEGIN SELECT RAISE(ABORT, 'ledger: postings never change'); END
    """,
    """
    CREATE TRIGGER ledger_no_posting_delete BEFORE DELETE ON ledger_posting
    BEGIN SELECT RAISE(ABORT, 'ledger: postings never go'); END
    """,
    """
    CREATE TRIGGER ledger_no_entry_change BEFORE UPDATE ON ledger_entry WHEN OLD.is_sealed
    BEGIN SELECT RAISE(ABORT, 'ledger: entry is sealed'); END
    """,
    """
    CREATE TRIGGER ledger_no_entry_delete BEFORE DELETE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'ledger: entries never go'); END
    """,
    """
    CREATE TRIGGER ledger_seal_balanced BEFORE UPDATE OF is_sealed ON ledger_entry
    WHEN NEW.is_sealed AND NOT OLD.is_sealed AND (
        NOT EXISTS (SELECT 1 FROM ledger_posting WHERE entry_id = NEW.id)
        OR EXISTS (
            SELECT 1 FROM ledger_posting p JOIN ledger_ledgeraccount a ON a.id = p.account_id
            WHERE p.entry_id = NEW.id GROUP BY a.currency HAVING SUM(p.amount_minor) <> 0
        )
    )
    BEGIN SELECT RAISE(ABORT, 'ledger: entry does not balance'); END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION ledger_guard_posting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN RAISE EXCEPTION 'ledger: postings never change'; END IF;
        IF (SELECT is_sealed FROM ledger_entry WHERE id = NEW.entry_id) THEN
            RAISE EXCEPTION 'ledger: entry is sealed';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION ledger_guard_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'ledger: entries never go'; END IF;
        IF OLD.is_sealed THEN RAISE EXCEPTION 'ledger: entry is sealed'; END IF;
        IF NEW.is_sealed AND (
            NOT EXISTS (SELECT 1 FROM ledger_posting WHERE entry_id = NEW.id)
            OR EXISTS (
                SELECT 1 FROM ledger_posting p JOIN ledger_ledgeraccount a ON a.id = p.account_id
                WHERE p.entry_id = NEW.id GROUP BY a.currency HAVING SUM(p.amount_minor) <> 0
            )
        ) THEN RAISE EXCEPTION 'ledger: entry does not balance'; END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER ledger_guard_posting BEFORE INSERT OR UPDATE OR DELETE ON ledger_posting
    FOR EACH ROW EXECUTE FUNCTION ledger_guard_posting()
    """,
    """
    CREATE TRIGGER ledger_guard_entry BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_guard_entry()
    """,
]


def build(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers up in the dialect at hand."""
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


def clear(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers down."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute("DROP TRIGGER " + statement.split()[2])
    else:
        schema_editor.execute("DROP TRIGGER ledger_guard_posting ON ledger_posting")
        schema_editor.execute("DROP TRIGGER ledger_guard_entry ON ledger_entry")
        schema_editor.execute("DROP FUNCTION ledger_guard_posting()")
        schema_editor.execute("DROP FUNCTION ledger_guard_entry()")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(build, clear)]
