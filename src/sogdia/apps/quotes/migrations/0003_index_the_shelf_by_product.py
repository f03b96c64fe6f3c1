"""Find one product in every market at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quotes", "0002_price_shelf"),
    ]

    operations = [
        migrations.AlterField(
            model_name="shelfmarket",
            name="counts",
            field=models.JSONField(
                default=list,
                help_text="[category, region id, temperature, has a price, is in season, how many]",
            ),
        ),
        migrations.AddIndex(
            model_name="shelfrow",
            index=models.Index(fields=["product_id"], name="shelf_of_product"),
        ),
    ]
