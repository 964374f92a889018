from django.db import migrations, models
from django.db.models import F, Q


def mark_invitees(apps, _schema_editor):
    """Who has the address that their invitation was made out to, or had it when they accepted."""
    Registration = apps.get_model("registrations", "Registration")
    same = Q(invitation__email_key=F("email_key")) & ~Q(email_key="")
    # Who came by somebody else's link asked first, and was decided on.
    changed = Q(invitation__state="accepted", decided_at=None, shadow_of=None) & ~Q(state__in=("pending", "unverified"))
    first = Q(is_head=True) | Q(party=None)
    Registration.objects.filter(same | (changed & first)).update(is_invitee=True)


class Migration(migrations.Migration):
    dependencies = [("registrations", "0009_lists_know_how_far_they_came")]

    operations = [
        migrations.AddField("registration", "is_invitee", models.BooleanField(db_default=False, default=False, editable=False)),
        migrations.RunPython(mark_invitees, migrations.RunPython.noop),
    ]
