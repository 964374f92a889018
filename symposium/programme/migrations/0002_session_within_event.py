"""A session lies within its event, whichever of the two is changed."""

from django.db import migrations

from symposium.kit.triggers import Rule, hold

SESSION = Rule(
    name="session_within_event",
    table="programme_session",
    columns=("starts_at", "ends_at", "event_id"),
    broken=(
        "EXISTS (SELECT 1 FROM events_event e WHERE e.id = NEW.event_id "
        "AND (NEW.starts_at < e.starts_at OR NEW.ends_at > e.ends_at))"
    ),
    # Not FOR SHARE: the revision of the same row rises later in the transaction.
    lock="PERFORM 1 FROM events_event WHERE id = NEW.event_id FOR NO KEY UPDATE;",
)
EVENT = Rule(
    name="event_around_sessions",
    table="events_event",
    columns=("starts_at", "ends_at"),
    broken=(
        "EXISTS (SELECT 1 FROM programme_session s WHERE s.event_id = NEW.id "
        "AND (s.starts_at < NEW.starts_at OR s.ends_at > NEW.ends_at))"
    ),
)


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]
    operations = [hold(SESSION, EVENT)]
