import symposium.kit.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="accent",
            field=symposium.kit.text.LineField(
                blank=True,
                db_default="",
                help_text="An institution’s own colour as #1f6feb, where the hue alone is not enough. It sets the hue too.",
                max_length=7,
                verbose_name="exact colour",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="record",
            field=models.TextField(
                blank=True,
                db_default="",
                help_text="Shown first once the event has taken place.",
                verbose_name="what came of it",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("accent", ""), ("accent__regex", "^#[0-9a-f]{6}$"), _connector="OR"),
                name="event_accent_is_colour",
                violation_error_message="Write the colour as # and six digits, for example #1f6feb.",
            ),
        ),
    ]
