"""Documents, and the index that each database keeps of their words by itself.

SQLite: a table of FTS5 that reads its content from the documents, moved by triggers. Whoever lets Django remake the
table (to add or alter a column) makes them anew at the end of that migration. PostgreSQL: derived columns.
"""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = (
    # Words are folded before they come here: the 'ascii' tokenizer takes every other character as a letter.
    "CREATE VIRTUAL TABLE search_index USING fts5(title_words, all_words, content='search_document', "
    "content_rowid='id', tokenize='ascii', detail='column')",
    "CREATE TRIGGER search_index_insert AFTER INSERT ON search_document BEGIN "
    "INSERT INTO search_index(rowid, title_words, all_words) VALUES (NEW.id, NEW.title_words, NEW.all_words); END",
    "CREATE TRIGGER search_index_delete AFTER DELETE ON search_document BEGIN "
    "INSERT INTO search_index(search_index, rowid, title_words, all_words) "
    "VALUES ('delete', OLD.id, OLD.title_words, OLD.all_words); END",
    "CREATE TRIGGER search_index_update AFTER UPDATE ON search_document BEGIN "
    "INSERT INTO search_index(search_index, rowid, title_words, all_words) "
    "VALUES ('delete', OLD.id, OLD.title_words, OLD.all_words); "
    "INSERT INTO search_index(rowid, title_words, all_words) VALUES (NEW.id, NEW.title_words, NEW.all_words); END",
)
POSTGRES = tuple(
    statement
    for column in ("title_words", "all_words")
    for statement in (
        # From the words themselves: no parser, no dictionary, no configuration of a language.
        f"ALTER TABLE search_document ADD COLUMN {column}_index tsvector "
        f"GENERATED ALWAYS AS (array_to_tsvector(string_to_array({column}, ' '))) STORED",
        f"CREATE INDEX search_document_{column}_gin ON search_document USING gin ({column}_index)",
    )
)


def make_index(_apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def drop_index(_apps, editor):
    # Triggers and derived columns go with the table.
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE search_index")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('events', '0002_records_and_colours'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.PositiveSmallIntegerField(choices=[(1, 'event'), (2, 'session'), (3, 'speaker'), (4, 'organisation'), (5, 'news')])),
                ('object_id', models.BigIntegerField()),
                ('slug', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=240)),
                ('variety', models.CharField(blank=True, max_length=10)),
                ('is_cancelled', models.BooleanField(default=False)),
                ('starts_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('sort_words', models.CharField(blank=True, max_length=160)),
                ('title_words', models.TextField(blank=True)),
                ('all_words', models.TextField(blank=True)),
                ('digest', models.CharField(max_length=32)),
                ('event', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.event')),
            ],
            options={
                'verbose_name': 'document of the search',
                'verbose_name_plural': 'documents of the search',
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id'), name='document_once')],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
