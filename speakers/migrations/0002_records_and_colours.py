import django.db.models.deletion
import symposium.kit.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("speakers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "label",
                    symposium.kit.text.LineField(
                        help_text="ORCID, Institute’s page, Book …", max_length=80, verbose_name="what it is"
                    ),
                ),
                ("url", models.URLField(verbose_name="address")),
                ("rank", models.PositiveSmallIntegerField(default=1, verbose_name="place in the order")),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="speakers.speaker",
                        verbose_name="speaker",
                    ),
                ),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "ordering": ("rank", "pk"),
            },
        ),
    ]
