"""The rule that spans two tables steps aside while SQLite remakes both."""

from importlib import import_module

from django.db import migrations

from symposium.kit.triggers import let_go

rules = import_module("symposium.programme.migrations.0002_session_within_event")


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_session_within_event")]
    run_before = [("events", "0002_records_and_colours")]
    operations = [let_go(rules.SESSION, rules.EVENT)]
