from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="logo_dark",
            field=models.ImageField(
                blank=True,
                db_default="",
                help_text="Drawn to stand on night blue. Left empty, the logo stands on a light ground.",
                upload_to="logos/",
                verbose_name="logo for dark pages",
            ),
        ),
    ]
