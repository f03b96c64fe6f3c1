"""Say within how many days a consumer may withdraw, by which law."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("markets", "0002_say_what_low_value_counts"),
    ]

    operations = [
        migrations.AddField(
            model_name="market",
            name="withdrawal_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="In which a consumer may withdraw after delivery; empty: no such right.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="market",
            name="withdrawal_source",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
