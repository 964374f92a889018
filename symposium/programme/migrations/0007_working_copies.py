"""Sessions have working copies. The rules that span two tables step aside while SQLite remakes that of sessions."""

from importlib import import_module

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from symposium.kit.triggers import hold, let_go

rules = import_module("symposium.programme.migrations.0002_session_within_event")


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0003_ways_to_a_place'),
        ('programme', '0006_hold_again'),
    ]

    operations = [
        let_go(rules.SESSION, rules.EVENT),
        migrations.AlterModelOptions(
            name='appearance',
            options={'base_manager_name': 'every', 'default_manager_name': 'objects', 'ordering': ('rank', 'pk'), 'verbose_name': 'appearance', 'verbose_name_plural': 'appearances'},
        ),
        migrations.AlterModelOptions(
            name='material',
            options={'base_manager_name': 'every', 'default_manager_name': 'objects', 'ordering': ('rank', 'pk'), 'verbose_name': 'material', 'verbose_name_plural': 'materials'},
        ),
        migrations.AlterModelOptions(
            name='session',
            options={'base_manager_name': 'every', 'default_manager_name': 'objects', 'ordering': ('starts_at', 'pk'), 'verbose_name': 'session', 'verbose_name_plural': 'sessions'},
        ),
        migrations.AlterModelManagers(
            name='appearance',
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('every', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AlterModelManagers(
            name='material',
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('every', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AlterModelManagers(
            name='session',
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('every', django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='session',
            name='session_slug_unique',
        ),
        migrations.AddField(
            model_name='session',
            name='becomes',
            field=models.CharField(blank=True, choices=[('draft', 'draft'), ('published', 'published'), ('cancelled', 'cancelled')], db_default='', default='', editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name='session',
            name='revises',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='working_copy', to='programme.session'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.UniqueConstraint(condition=models.Q(('revises', None)), fields=('event', 'slug'), name='session_slug_unique', violation_error_message='Another session has this address already.'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('revises', None), models.Q(('state', 'draft'), models.Q(('becomes', ''), _negated=True)), _connector='OR'), name='session_copy_is_hidden', violation_error_message='A change that is not published yet must be hidden.'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('becomes', ''), ('state', 'draft'), _connector='OR'), name='session_becomes_from_draft', violation_error_message='Only a draft waits for a publication.'),
        ),
        hold(rules.SESSION, rules.EVENT),
    ]
