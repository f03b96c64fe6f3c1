"""In which role a privileged deed was done, and a quick way to the newest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0002_let_processes_say_they_live"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditrow",
            name="role",
            field=models.CharField(blank=True, help_text="Of the person at that moment.", max_length=80),
        ),
        migrations.AddIndex(
            model_name="auditrow",
            index=models.Index(fields=["-at", "-id"], name="audit_by_time"),
        ),
    ]
