"""Add what a consent was given for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="subject",
            field=models.CharField(
                blank=True,
                help_text="What it was given for, where no account gave it: an order's number.",
                max_length=40,
            ),
        ),
    ]
