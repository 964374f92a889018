"""``manage.py load_sample``: the sample's events, or one large event of any size."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from symposium.events.models import Event
from symposium.sample import bulk, loading


class Command(BaseCommand):
    """What is there already is left alone, so that it can be run again at any time."""

    help = "Loads the sample's events; with --sessions or another number, one large event for measuring instead."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in bulk.NUMBERS:
            parser.add_argument(f"--{name}", type=int, metavar="N", help=f"how many {name} the large event has")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there is any event already")
        parser.add_argument("--slug", help=f"the address of the large event ({bulk.SLUG})")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Event.objects.exists():
            return
        given = {name: options[name] for name in bulk.NUMBERS if options[name] is not None}
        if not given and not options["slug"]:
            made = loading.load_all()
        else:
            try:
                size = bulk.Size(**given)
            except ValueError as error:
                raise CommandError(str(error)) from error
            event = bulk.load(options["slug"] or bulk.SLUG, size)
            made = [event] if event else []
        for event in made:
            self.stdout.write(f"made /events/{event.slug}/  {event.name}")
        if not made:
            self.stdout.write("The sample is there already; nothing was changed.")
