"""All that is held about a speaker, for themselves. Whoever adds a table about speakers adds it here.

What they said to sessions the programme adds (``programme.speaking``), which serves it as ``data.json``.
"""

from typing import Any

from speakers.models import PersonalLink, SpeakerConsent, SpeakerNeeds, Suggestion
from speakers.profile import held
from symposium.mail.models import OutgoingMail

LINK = ("sent_at", "opened_at", "answered_at", "reminded_at", "deletion_asked_at")


def held_about(link: PersonalLink) -> dict[str, Any]:
    """Everything, in plain words and ISO times."""
    speaker = link.speaker
    needs = SpeakerNeeds.objects.filter(speaker=speaker)
    suggestions = Suggestion.objects.filter(speaker=speaker)
    consents = SpeakerConsent.objects.filter(speaker=speaker)
    mails = OutgoingMail.objects.filter(event=speaker.event_id, about__speaker_link=link.pk)
    return {
        "event": {"name": speaker.event.name, "address": speaker.event.get_absolute_url()},
        "speaker": held(speaker) | {"state": speaker.state, "email": speaker.email},
        "personal_link": {name: getattr(link, name) for name in LINK},
        "suggestions": list(suggestions.values("state", "changes", "made_at", "decided_at", "taken", "words")),
        "consents": list(consents.values("kind", "is_given", "version", "said_at", "ended_at")),
        "needs": needs.values("helps", "words", "telephone", "changed_at").first(),
        "mails": list(mails.order_by("created_at").values("subject", "to_address", "created_at")),
    }
