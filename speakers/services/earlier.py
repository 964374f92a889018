"""What a person said of themselves at another event, for their own page at this one."""

from django.core.files.base import ContentFile

from speakers import private_files
from speakers.models import Speaker, Suggestion
from speakers.profile import PORTRAIT, held
from speakers.services.suggestions import suggest


def earlier_of(speaker: Speaker) -> Speaker | None:
    """The same person, by their address, as another event presents them in public last; None where none does.

    Only what every visitor can read there: who holds the link of one event learns nothing else of another. One query.
    """
    if not speaker.email:
        return None
    same = Speaker.objects.public().filter(email__iexact=speaker.email).exclude(event=speaker.event_id)
    return same.select_related("event").order_by("-event__starts_at", "-pk").first()


def suggest_earlier(speaker: Speaker, earlier: Speaker) -> Suggestion | None:
    """Suggest to be presented as there; what is empty there stays as it is here."""
    values = {part: value for part, value in held(earlier).items() if value}
    if PORTRAIT in values:
        with earlier.portrait.open() as master:
            values[PORTRAIT] = private_files.keep(ContentFile(master.read(), name="portrait.webp"))
    return suggest(speaker, values)
