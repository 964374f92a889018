"""What sessions leave behind; then the rule that spans two tables is held anew."""

from importlib import import_module

import django.db.models.deletion
import symposium.kit.text
from django.db import migrations, models

from symposium.kit.triggers import hold

rules = import_module("symposium.programme.migrations.0002_session_within_event")


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_records_and_colours"),
        ("programme", "0003_let_go"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="record",
            field=models.TextField(
                blank=True,
                db_default="",
                help_text="Afterwards: the outcome, for whoever was not there.",
                verbose_name="what was said",
            ),
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("slides", "slides"),
                            ("recording", "recording"),
                            ("paper", "paper"),
                            ("other", "further reading"),
                        ],
                        default="slides",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "title",
                    symposium.kit.text.LineField(
                        blank=True, help_text="Left empty, its kind is shown.", max_length=160, verbose_name="title"
                    ),
                ),
                ("url", models.URLField(verbose_name="address")),
                ("rank", models.PositiveSmallIntegerField(default=1, verbose_name="place in the order")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="materials",
                        to="programme.session",
                        verbose_name="session",
                    ),
                ),
            ],
            options={
                "verbose_name": "material",
                "verbose_name_plural": "materials",
                "ordering": ("rank", "pk"),
            },
        ),
        hold(rules.SESSION, rules.EVENT),
    ]
