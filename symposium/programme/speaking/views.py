"""Pages of speakers' own that know the programme."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from speakers.held import held_about
from speakers.views.base import SpeakingDeed, SpeakingView
from symposium.kit.answers import NO_POLICY
from symposium.kit.pages import PRIVATE
from symposium.kit.text import LinesFormField
from symposium.programme.models import Appearance
from symposium.programme.speaking import services

Reply = Appearance.Reply


class ReplyForm(forms.Form):
    """Yes or no to one part in one session; a button says which."""

    words = LinesFormField(
        label=_("Is there something that the organisers should know?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("A reason is welcome and not needed."),
    )
    reply = forms.ChoiceField(
        choices=((Reply.CONFIRMED.value, ""), (Reply.DECLINED.value, "")),
        widget=forms.HiddenInput,
        error_messages={"required": _("Say whether you take part."), "invalid_choice": _("Say whether you take part.")},
    )


class ReplyView(SpeakingDeed):
    """Whether they take part in one session, which can be said otherwise until it is over."""

    template = "speaking/reply.html"
    heading = _("Do you take part?")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Somebody else's session is as good as none."""
        self.session_slug, self.part = kwargs["session"], kwargs["part"]
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def appearance(self) -> Appearance:
        """Theirs of that name. Raises Http404."""
        rows = services.appearances_of(self.speaker)
        found = rows.filter(session__slug=self.session_slug, part=self.part).first()
        if found is None:
            raise Http404
        return found

    def form(self, *data: Any) -> forms.Form:
        return ReplyForm(data[0] if data else None, initial={"words": self.appearance.reply_words})

    def why_not(self) -> str:
        if services.can_reply(self.appearance):
            return ""
        if self.appearance.session.is_cancelled or self.event.is_cancelled:
            return _now("This session is cancelled, so there is nothing to answer any more.")
        return _now("This session is over, so there is nothing to answer any more.")

    def do(self, form: forms.Form) -> None:
        answer = form.cleaned_data["reply"]
        services.reply(self.appearance, answer, words=form.cleaned_data["words"])
        self.said = answer

    def context(self) -> dict[str, Any]:
        return {"appearance": self.appearance, "one": self.appearance.session}


class DataView(SpeakingView):
    """``data.json``."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """As a file that programs and people can read."""
        sessions = [
            {"session": one.session.title, "part": one.part, "reply": one.reply, "words": one.reply_words}
            | {"replied_at": one.replied_at}
            for one in services.appearances_of(self.speaker)
        ]
        held = held_about(self.link) | {"sessions": sessions}
        response = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 2})
        response.headers["Content-Disposition"] = f'attachment; filename="{self.event.slug}-speaker.json"'
        response.headers["Cache-Control"] = PRIVATE
        response.headers["Content-Security-Policy"] = NO_POLICY
        response.headers["X-Robots-Tag"] = "noindex"
        return response
