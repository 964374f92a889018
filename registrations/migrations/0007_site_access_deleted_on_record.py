from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registrations", "0006_invitation_lists_and_signatures")]

    operations = [
        migrations.AlterField(
            model_name="siteaccesslook",
            name="how",
            field=models.CharField(
                choices=[("looked", "looked"), ("exported", "exported"), ("deleted", "deleted")],
                max_length=8,
                verbose_name="how",
            ),
        ),
    ]
