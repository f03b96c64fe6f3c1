"""Fill in, from the trace, which shipments ended before their departure was sealed."""

from typing import Any

from django.db import migrations


def fill(apps: Any, schema_editor: Any) -> None:
    shipments = apps.get_model("orders", "Shipment").objects
    for event in apps.get_model("tracing", "TraceEvent").objects.filter(kind="ended").iterator():
        if event.data.get("frees_room"):
            shipments.filter(pk=event.shipment_id).update(stayed_behind_at=event.at)


class Migration(migrations.Migration):
    dependencies = [("tracing", "0001_initial"), ("orders", "0002_shipments_that_stayed_behind")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
