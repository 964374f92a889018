import uuid

from django.db import migrations

# Kind, app, model, and the path to its event.
PUBLIC = (
    ("event", "events", "Event", "pk"),
    ("rooms", "events", "Room", "venue__event"),
    ("speakers", "speakers", "Speaker", "event"),
    ("sessions", "programme", "Session", "event"),
)


def give_keys(apps, _schema_editor):
    """What was published before there were keys gets one now; all else when it is published next."""
    Identity = apps.get_model("exchange", "Identity")
    for kind, app, model, path in PUBLIC:
        rows = apps.get_model(app, model)._base_manager.order_by().values_list("pk", path)
        made = (
            Identity(kind=kind, object_id=pk, event_id=event, source="", key=str(uuid.uuid4()))
            for pk, event in rows.iterator()
        )
        Identity.objects.bulk_create(made, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0001_exchange"),
        ("events", "0003_ways_to_a_place"),
        ("programme", "0006_hold_again"),
        ("speakers", "0002_records_and_colours"),
    ]
    operations = [migrations.RunPython(give_keys, migrations.RunPython.noop)]
