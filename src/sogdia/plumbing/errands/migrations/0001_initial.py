"""Deeds that take longer than a page may."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Errand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=30)),
                ("asked", models.JSONField(default=dict)),
                ("key", models.CharField(max_length=80)),
                ("language", models.CharField(default="en", max_length=10)),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "beat_at",
                    models.DateTimeField(help_text="When the worker last said how far it is.", null=True),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "said",
                    models.CharField(
                        blank=True, help_text="What came of it, in the person's language.", max_length=500
                    ),
                ),
                ("answer", models.JSONField(default=dict)),
                ("content", models.BinaryField(null=True)),
                ("file_name", models.CharField(blank=True, max_length=120)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "running"))),
                        fields=["id"],
                        name="errand_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "kind", "key"), name="errand_is_begun_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("waiting", "running", "done", "refused", "failed", "cancelled"))
                        ),
                        name="errand_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("total__isnull", True), ("done__lte", models.F("total")), _connector="OR"
                        ),
                        name="errand_does_no_more_than_all",
                    ),
                ],
            },
        ),
    ]
