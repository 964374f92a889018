"""How a speaker wants to be presented: each form makes a suggestion, on which the team decides."""

from typing import Any

from django import forms
from django.core.files.storage import Storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from speakers import private_files, services
from speakers.forms import AffiliationRows, LinkRows, PortraitForm, ProfileForm, cleaned_rows
from speakers.models import Speaker, Suggestion
from speakers.profile import PORTRAIT, ROWS, Values, held
from speakers.views.base import SpeakingDeed, SpeakingView
from symposium.events.models import Hosting
from symposium.kit.answers import NO_POLICY
from symposium.kit.pages import PRIVATE


class SuggestingView(SpeakingDeed):
    """A form about how they are presented, filled with what they suggested last."""

    button = _("Send it to the organisers")
    stay = _("Leave it as it is")
    words = _("The organisers look at it before it is public.")

    @cached_property
    def values(self) -> Values:
        """Every part as it is, or as it waits to be."""
        waiting = Suggestion.objects.waiting().filter(speaker=self.speaker).first()
        wished = {part: change["to"] for part, change in waiting.changes.items()} if waiting else {}
        return held(self.speaker) | wished

    def suggest(self, values: Values) -> None:
        """Make it a suggestion; what is so already is none."""
        self.said = "suggested" if services.suggest(self.speaker, values) else "same"


class ProfileView(SuggestingView):
    """Name, affiliations, biography, links."""

    template = "speaking/profile.html"
    heading = _("How you are presented")

    def form(self, *data: Any) -> forms.Form:
        posted = data[0] if data else None
        rows = {"affiliations": AffiliationRows, "links": LinkRows}
        self.rows = {name: kind(posted, prefix=name, initial=self.values[name]) for name, kind in rows.items()}
        return ProfileForm(posted, values=self.values)

    def is_valid(self, form: forms.Form) -> bool:
        return all([form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def do(self, form: forms.Form) -> None:
        self.suggest(form.cleaned_data | {name: cleaned_rows(self.rows[name]) for name in ROWS})

    def context(self) -> dict[str, Any]:
        hosts = Hosting.objects.listed().filter(event=self.event).select_related("organisation")
        return {**self.rows, "known": [one.organisation.name for one in hosts if one.organisation]}


class PortraitView(SuggestingView):
    """Their portrait."""

    template = "speaking/portrait.html"
    heading = _("Your portrait")

    def form(self, *data: Any) -> forms.Form:
        return PortraitForm(*data, values=self.values)

    def do(self, form: forms.Form) -> None:
        assert isinstance(form, PortraitForm)  # noqa: S101 (made above)
        self.suggest(form.values)


class EarlierView(SpeakingDeed):
    """As another event presents them, where it does so in public."""

    button = _("Suggest it here too")
    stay = _("Leave it as it is")

    @cached_property
    def earlier(self) -> Speaker:
        """Themselves, there. Raises Http404 where there is nothing."""
        found = services.earlier_of(self.speaker)
        if found is None:
            raise Http404
        return found

    @property
    def heading(self) -> str:  # type: ignore[override]
        """With the name of that event."""
        return _now("Use what stands at %(event)s?") % {"event": self.earlier.event.name}

    @property
    def words(self) -> str:  # type: ignore[override]
        """What comes along."""
        return _now(
            "Name, affiliations, words, links and portrait as visitors read them there. The organisers of this event "
            "look at it before it is public here, and you can still change it."
        )

    def do(self, form: forms.Form) -> None:
        self.said = "suggested" if services.suggest_earlier(self.speaker, self.earlier) else "same"


class NewPortraitView(SpeakingView):
    """The portrait that waits, for its owner to look at."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The picture, as it was kept."""
        return waiting_portrait(Suggestion.objects.waiting().filter(speaker=self.speaker).first())


def waiting_portrait(suggestion: Suggestion | None) -> HttpResponse:
    """The picture of a suggestion, for whoever may see it; raises Http404 where there is none."""
    path = suggestion.changes.get(PORTRAIT, {}).get("to") if suggestion else ""
    kept: Storage = private_files.storage()
    if not path or not kept.exists(path):
        raise Http404
    headers = {
        "Cache-Control": PRIVATE,
        "Content-Security-Policy": NO_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
    with kept.open(path) as picture:
        return HttpResponse(picture.read(), content_type="image/webp", headers=headers)
