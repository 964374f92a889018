"""The rule that spans two tables steps aside while SQLite remakes that of events."""

from importlib import import_module

from django.db import migrations

from symposium.kit.triggers import let_go

rules = import_module("symposium.programme.migrations.0002_session_within_event")


class Migration(migrations.Migration):
    dependencies = [("programme", "0004_records")]
    run_before = [("events", "0003_ways_to_a_place")]
    operations = [let_go(rules.SESSION, rules.EVENT)]
