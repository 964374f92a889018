"""The rule that spans two tables is held anew."""

from importlib import import_module

from django.db import migrations

from symposium.kit.triggers import hold

rules = import_module("symposium.programme.migrations.0002_session_within_event")


class Migration(migrations.Migration):
    dependencies = [("programme", "0005_let_go_again"), ("events", "0003_ways_to_a_place")]
    operations = [hold(rules.SESSION, rules.EVENT)]
