from django.db import migrations, models


def say_what_is_sealed(apps, _schema_editor):
    """Nothing is opened for it: who gave details was asked for all that the event asks."""
    SiteAccess = apps.get_model("registrations", "SiteAccess")
    for rules in apps.get_model("registrations", "RegistrationRules").objects.exclude(site_access_fields=[]):
        rows = SiteAccess.objects.filter(registration__event=rules.event_id)
        rows.update(kinds=",".join(sorted(rules.site_access_fields)))


class Migration(migrations.Migration):
    dependencies = [("registrations", "0010_who_was_invited_stays_so")]

    operations = [
        migrations.AddField(
            "registrationrules",
            "site_access_companions",
            models.BooleanField(
                db_default=True,
                default=True,
                help_text="Each gives it on their own page, which asks for it. Switched off: companions may, and need not.",
                verbose_name="of companions too",
            ),
        ),
        migrations.AddField(
            "siteaccess", "kinds", models.CharField(blank=True, db_default="", editable=False, max_length=80)
        ),
        migrations.RunPython(say_what_is_sealed, migrations.RunPython.noop),
    ]
