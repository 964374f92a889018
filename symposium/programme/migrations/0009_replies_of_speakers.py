from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0008_publications"),
    ]

    operations = [
        migrations.AddField(
            model_name="appearance",
            name="asks_early",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Shown on the speaker's own page, to be confirmed, also while the session is a draft.",
                verbose_name="ask already",
            ),
        ),
        migrations.AddField(
            model_name="appearance",
            name="reply",
            field=models.CharField(
                blank=True,
                choices=[("", "not answered"), ("confirmed", "confirmed"), ("declined", "declined")],
                db_default="",
                default="",
                editable=False,
                max_length=9,
                verbose_name="the speaker says",
            ),
        ),
        migrations.AddField(
            model_name="appearance",
            name="reply_words",
            field=models.TextField(
                blank=True, db_default="", default="", editable=False, max_length=1000, verbose_name="why"
            ),
        ),
        migrations.AddField(
            model_name="appearance",
            name="replied_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="said"),
        ),
        migrations.AddField(
            model_name="appearance",
            name="replied_for",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
