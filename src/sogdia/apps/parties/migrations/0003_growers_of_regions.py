"""Count the growers of each region from an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_name_what_a_consent_is_for"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="party",
            index=models.Index(
                condition=models.Q(("is_seller", True), ("state", "verified")),
                fields=["region", "member_count"],
                name="growers_of_regions",
            ),
        ),
    ]
