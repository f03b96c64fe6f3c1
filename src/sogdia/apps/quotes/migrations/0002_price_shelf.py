"""The price shelf, the marks and stamps that keep it true, and the triggers that write them."""

import secrets

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import sogdia.plumbing.fields
from sogdia.apps.quotes import shelf_triggers


def build(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers up; what is there already is marked whole, and its book gets its first stamp."""
    shelf_triggers.put_up(schema_editor.connection)
    apps.get_model("quotes", "BookStamp").objects.create(token=secrets.randbelow(10**12))
    apps.get_model("quotes", "ShelfMark").objects.create(scope="all")


class Migration(migrations.Migration):
    dependencies = [
        ("quotes", "0001_initial"),
        ("lots", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("departures", "0001_initial"),
        ("tariff", "0001_initial"),
        ("markets", "0003_say_when_a_consumer_may_withdraw"),
        ("parties", "0002_name_what_a_consent_is_for"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BookStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ShelfMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(max_length=10)),
                ("product_id", models.BigIntegerField(null=True)),
                ("seller_id", models.BigIntegerField(null=True)),
                ("market_id", models.BigIntegerField(null=True)),
                ("lane_id", models.BigIntegerField(null=True)),
                ("cutoff_at", models.DateTimeField(null=True)),
                ("until_at", models.DateTimeField(null=True)),
                ("over_mass_g", models.BigIntegerField(null=True)),
                ("over_volume_cm3", models.BigIntegerField(null=True)),
                ("territory", models.CharField(db_default="", max_length=6)),
                ("prefix", models.CharField(db_default="", max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name="ShelfMarket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("market_id", models.BigIntegerField(unique=True)),
                ("day", models.DateField()),
                ("serial", models.BigIntegerField(default=0)),
                (
                    "counts",
                    models.JSONField(
                        default=list, help_text="[category, region id, has a price, is in season, how many]"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShelfState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("serial", models.BigIntegerField(default=0)),
                ("most_mass_g", models.BigIntegerField(default=0)),
                ("most_volume_cm3", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ShelfRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("market_id", models.BigIntegerField()),
                ("product_id", models.BigIntegerField()),
                ("offer_id", models.BigIntegerField(null=True)),
                ("seller_id", models.BigIntegerField()),
                ("region_id", models.BigIntegerField()),
                ("province_id", models.BigIntegerField()),
                ("category", models.CharField(max_length=20)),
                ("temperature", models.CharField(max_length=8)),
                ("code", models.CharField(blank=True, max_length=10)),
                ("gross_mass_g", models.BigIntegerField(default=0)),
                ("volume_cm3", models.BigIntegerField(default=0)),
                ("price_minor", sogdia.plumbing.fields.MinorField(null=True)),
                ("closed_code", models.CharField(blank=True, max_length=40)),
                ("closed_params", models.JSONField(default=dict)),
                ("arrives_first", models.DateField(null=True)),
                ("arrives_last", models.DateField(null=True)),
                ("departure_ref", models.CharField(blank=True, max_length=12)),
                ("valid_until", models.DateTimeField()),
                ("looks_to", models.DateTimeField(null=True)),
                ("is_open", models.BooleanField()),
                ("in_season", models.BooleanField()),
                (
                    "since_harvest",
                    models.SmallIntegerField(
                        help_text="Months since the last harvest; 12 when it never ends."
                    ),
                ),
                ("has_gi", models.BooleanField(help_text="Whether it bears a protected name.")),
                ("pick", models.IntegerField(help_text="Lower is shown first where few are shown.")),
                ("sort_price", models.BigIntegerField()),
                ("sort_kilo", models.BigIntegerField()),
                ("sort_arrival", models.DateField()),
                ("published_ts", models.BigIntegerField()),
                ("serial", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["market_id", "sort_price", "product_id"], name="shelf_by_price"),
                    models.Index(
                        fields=["market_id", "category", "sort_price", "product_id"], name="shelf_by_kind"
                    ),
                    models.Index(
                        fields=["market_id", "province_id", "sort_price", "product_id"],
                        name="shelf_by_province",
                    ),
                    models.Index(fields=["market_id", "region_id", "sort_price"], name="shelf_by_region"),
                    models.Index(fields=["market_id", "seller_id", "sort_price"], name="shelf_by_seller"),
                    models.Index(
                        fields=["market_id", "sort_arrival", "sort_price", "product_id"],
                        name="shelf_by_arrival",
                    ),
                    models.Index(fields=["market_id", "-published_ts", "-product_id"], name="shelf_newest"),
                    models.Index(fields=["market_id", "sort_kilo", "product_id"], name="shelf_by_kilo"),
                    models.Index(fields=["market_id", "category", "pick", "product_id"], name="shelf_picks"),
                    models.Index(
                        fields=["market_id", "temperature", "pick", "product_id"], name="shelf_cold"
                    ),
                    models.Index(fields=["market_id", "valid_until"], name="shelf_runs_out"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("market_id", "product_id"), name="shelf_has_a_product_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_open", True), ("price_minor__isnull", False)),
                            models.Q(("is_open", False), ("price_minor__isnull", True)),
                            _connector="OR",
                        ),
                        name="shelf_row_is_open_with_a_price",
                    ),
                ],
            },
        ),
        migrations.RunPython(build, migrations.RunPython.noop),
    ]
