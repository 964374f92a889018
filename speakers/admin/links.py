"""Personal links at the desk: sent to many or to one, reminded of, revoked."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from speakers import letters, services
from speakers.admin.pages import SpeakerPages
from speakers.models import PersonalLink, Speaker, Stage
from speakers.models.links import STAGES
from symposium.accounts.admin_base import may, number_in
from symposium.accounts.admin_pages import write_in
from symposium.accounts.scope import EDITORS
from symposium.events.models import Event
from symposium.kit.text import LinesFormField

TITLE = gettext_lazy("Personal links")
SEND, REMIND, AGAIN = "send", "remind", "again"
KINDS = {SEND: letters.LINK, AGAIN: letters.LINK, REMIND: letters.REMINDER}
# So many can be chosen in a list; without a choice it is everybody.
MOST = 500
NAMES_SHOWN = 20
READ_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


class WordsForm(forms.Form):
    """What the team says in the mail."""

    words = LinesFormField(
        label=gettext_lazy("Your words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("They stand in every mail, below ours. Left empty, the mail speaks for itself."),
    )


class LinkPages(SpeakerPages):
    """The pages from which links go out."""

    def link_urls(self) -> list[Any]:
        """Their addresses."""
        return [
            path("links/", self.page(READ_AND_POST(self.links)), name="speakers_speaker_links"),
            path("<str:pk>/revoke/", self.page(READ_AND_POST(self.revoke)), name="speakers_speaker_revoke"),
            path("<str:pk>/deletion/", self.page(READ_AND_POST(self.settle)), name="speakers_speaker_deletion"),
        ]

    def way_to_links(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        """The way from the event's page."""
        if not may(request, EDITORS, event_id):
            return []
        return [(_("Personal links of speakers"), f"{reverse('admin:speakers_speaker_links')}?event={event_id}")]

    def links(self, request: HttpRequest) -> HttpResponse:
        """Whom it would go to, and the mail as it goes; with ``sure``, it goes."""
        event = self.event_for(request)
        deed = request.POST.get("deed") or request.GET.get("deed") or SEND
        if deed not in KINDS:
            raise Http404
        form = WordsForm(request.POST if request.method == "POST" and "words" in request.POST else None)
        is_valid = form.is_valid()
        chosen = self.chosen(request, event)
        due = self.due(deed, chosen)
        if is_valid and "sure" in request.POST:
            return self._do(request, event, deed, due, form.cleaned_data["words"])
        words = form.cleaned_data["words"] if is_valid else ""
        context = self._context(request, event, deed, due, words)
        return self.show(request, "links", context | {"form": form}, status=422 if form.errors else 200)

    def chosen(self, request: HttpRequest, event: Event) -> QuerySet[Speaker]:
        """Those of the event that were chosen; all of them without a choice."""
        rows = self.within(request, Speaker.objects.filter(event=event), EDITORS)
        sent = request.POST.getlist("chosen") or request.GET.getlist("chosen")
        pks = [number for text in sent[:MOST] if (number := number_in(text)) is not None]
        return rows.filter(pk__in=pks) if sent else rows

    @staticmethod
    def due(deed: str, chosen: QuerySet[Speaker]) -> QuerySet[Speaker]:
        """Those of them to whom a mail would go."""
        if deed == REMIND:
            return services.may_be_reminded(chosen)
        return chosen.exclude(email="") if deed == AGAIN else services.may_be_sent(chosen)

    def _do(self, request: HttpRequest, event: Event, deed: str, due: QuerySet[Speaker], words: str) -> HttpResponse:
        number = (
            services.remind(due, words=words)
            if deed == REMIND
            else services.send(due, words=words, again=deed == AGAIN)
        )
        said = ngettext("%d mail is on its way.", "%d mails are on their way.", number) % number
        level = messages.SUCCESS if number else messages.WARNING
        self.message_user(request, said if number else _("Nobody was written to: it had been done already."), level)
        return redirect(f"{reverse('admin:speakers_speaker_links')}?event={event.pk}")

    def _context(
        self, request: HttpRequest, event: Event, deed: str, due: QuerySet[Speaker], words: str
    ) -> dict[str, Any]:
        people = list(due.order_by("sort_name", "name").only("name", "form_of_address", "email", "event_id")[:MOST])
        first = people[0] if people else None
        if first:
            first.event = event
        mail = letters.preview(PersonalLink(speaker=first), KINDS[deed], words) if first else None
        sent = request.POST.getlist("chosen") or request.GET.getlist("chosen")
        return {
            "title": _("Personal links: %(event)s") % {"event": event.name},
            "event": event,
            "deed": deed,
            "number": due.count(),
            "people": people[:NAMES_SHOWN],
            "more": max(len(people) - NAMES_SHOWN, 0),
            "chosen": sent[:MOST],
            "mail": mail,
            "first": first,
            **self._figures(event),
        }

    @staticmethod
    def _figures(event: Event) -> dict[str, Any]:
        """How many speakers of the event stand where; with the way to each in the list. One query."""
        stages = {stage.value: Count("pk", filter=STAGES[stage]) for stage in Stage}
        rows = Speaker.objects.filter(event=event)
        found = rows.aggregate(**stages, unreachable=Count("pk", filter=Q(email="")))
        query = f"{reverse('admin:speakers_speaker_changelist')}?event={event.pk}&link="
        figures = [(stage.label, found[stage.value], f"{query}{stage.value}") for stage in Stage]
        return {"figures": figures, "unreachable": found["unreachable"]}

    # --- one speaker -----------------------------------------------------------------------------------------------

    def find(self, request: HttpRequest, pk: str) -> Speaker:
        """The speaker, for whoever may change them."""
        found: Speaker | None = self.get_queryset(request).filter(pk=number_in(pk)).first()
        if found is None:
            raise Http404
        if not self.has_role(request, EDITORS, found):
            raise PermissionDenied
        write_in(found.event.timezone)
        return found

    def revoke(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Ask; then every link that was sent opens nothing any more."""
        speaker = self.find(request, pk)
        if request.method == "POST":
            services.revoke(speaker)
            self.message_user(request, _("The link opens nothing any more. You can send a new one."))
            return redirect("admin:speakers_speaker_change", speaker.pk)
        return self.ask(
            request,
            speaker,
            title=_("Revoke the personal link?"),
            words=_("Whoever has it finds nothing there any more. What the speaker said with it stays."),
            button=_("Revoke it"),
        )

    def settle(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Ask; then the wish to have all deleted counts as dealt with."""
        speaker = self.find(request, pk)
        if request.method == "POST":
            services.settle_deletion(speaker)
            self.message_user(request, _("Noted: what they asked for is dealt with."))
            return redirect("admin:speakers_speaker_change", speaker.pk)
        return self.ask(
            request,
            speaker,
            title=_("Is it dealt with?"),
            words=_(
                "They asked to have what is held about them deleted. Delete them from the event with the button on "
                "their page, or agree with them on what stays as its record, and say here that it is done."
            ),
            button=_("It is dealt with"),
        )

    def ask(self, request: HttpRequest, speaker: Speaker, *, title: str, words: str, button: str) -> HttpResponse:
        """A page that says what will happen, with one button that does it, and a way back."""
        context = {"title": title, "words": words, "button": button, "speaker": speaker, "event": speaker.event}
        return self.show(request, "ask", context)
