"""What speakers suggest, beside what there is: taken over part by part, as suggested or otherwise, or declined."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from speakers import services
from speakers.admin.deciding import DecideForm
from speakers.admin.pages import SpeakerPages
from speakers.exceptions import ChangedMeanwhileError, SuggestionClosedError
from speakers.models import Suggestion
from speakers.profile import Values, held, in_order
from speakers.views.profile import waiting_portrait
from symposium.accounts.admin_base import NOBODY, number_in
from symposium.accounts.admin_lists import EventFilter, on_the_wall
from symposium.accounts.models import User

_SALT = "speakers.seen"


@admin.register(Suggestion)
class SuggestionAdmin(SpeakerPages):
    """They come from speakers, and stay as a record of what was asked for and decided."""

    event_path = "speaker__event"
    may_add = may_delete = may_choose = NOBODY
    may_see_history = NOBODY
    is_entrance = True
    desk_order = 32
    list_display = ("who", "parts", "state", "made", "decided", "event")
    list_filter = (EventFilter, "state")
    list_select_related = ("speaker__event", "decided_by")
    search_fields = ("speaker__name",)
    ordering = ("-made_at", "-pk")
    sortable_by = ()
    actions = None
    fields: ClassVar[tuple[str, ...]] = ()

    # --- the list --------------------------------------------------------------------------------------------------

    def count_at(self, request: HttpRequest, event_id: int) -> int:
        """Those that wait."""
        return self.waiting(self.narrowed(self.get_queryset(request), event_id)).count()

    @staticmethod
    def waiting(rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
        """Those that nobody has decided."""
        return rows.filter(state=Suggestion.State.OPEN)

    @admin.display(description=_("speaker"))
    def who(self, suggestion: Suggestion) -> str:
        """Whose it is."""
        return suggestion.speaker.full_name

    @admin.display(description=_("about"))
    def parts(self, suggestion: Suggestion) -> str:
        """What they would have changed."""
        return ", ".join(change.label for change in in_order(suggestion.changes))

    @admin.display(description=_("suggested"))
    def made(self, suggestion: Suggestion) -> str:
        """On the event's wall."""
        return on_the_wall(suggestion.made_at, suggestion.speaker.event.timezone)

    @admin.display(description=_("decided"))
    def decided(self, suggestion: Suggestion) -> str:
        """When and by whom."""
        when = on_the_wall(suggestion.decided_at, suggestion.speaker.event.timezone)
        return ", ".join(filter(None, [when, str(suggestion.decided_by or "")]))

    @admin.display(description=_("event"))
    def event(self, suggestion: Suggestion) -> str:
        """At which event."""
        return str(suggestion.speaker.event)

    # --- one of them -----------------------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        view = self.page(self.portrait)
        return [path("<str:pk>/portrait.webp", view, name="speakers_suggestion_portrait"), *super().get_urls()]

    def find(self, request: HttpRequest, pk: str) -> Suggestion:
        """The suggestion, for whoever may decide it."""
        found: Suggestion | None = self.get_queryset(request).filter(pk=number_in(pk)).first()
        if found is None:
            raise Http404
        if not self.has_change_permission(request, found):
            raise PermissionDenied
        return found

    def portrait(self, request: HttpRequest, pk: str) -> HttpResponse:
        """The picture that waits; of one that was decided nothing is kept."""
        suggestion = self.find(request, pk)
        return waiting_portrait(suggestion if suggestion.is_open else None)

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if object_id is None:
            raise PermissionDenied
        return self._answer(request, lambda: self.decide(request, object_id))

    def decide(self, request: HttpRequest, pk: str) -> HttpResponse:
        """What there is beside what is suggested; with ``take`` or ``decline``, it is decided."""
        suggestion = self.find(request, pk)
        if not suggestion.is_open:
            return self.closed(request, suggestion)
        now_held = held(suggestion.speaker)
        if request.method != "POST":
            return self.ask(request, suggestion, now_held, DecideForm(suggestion=suggestion, now_held=now_held))
        form = DecideForm(request.POST, suggestion=suggestion, now_held=now_held, declines="decline" in request.POST)
        if not form.is_valid():
            return self.ask(request, suggestion, now_held, form)
        return self.do(request, suggestion, now_held, form)

    def do(self, request: HttpRequest, suggestion: Suggestion, now_held: Values, form: DecideForm) -> HttpResponse:
        """The deed; or the form again, with the reason why nothing was changed."""
        assert isinstance(request.user, User)  # noqa: S101 (whoever is at the desk is one)
        try:
            services.decide(
                suggestion,
                values=form.values,
                seen=self.seen(request, suggestion, now_held),
                by=request.user,
                words=form.cleaned_data["words"],
                tells=form.cleaned_data["tells"],
            )
        except SuggestionClosedError:
            suggestion.refresh_from_db()
            return self.closed(request, suggestion)
        except ChangedMeanwhileError as changed:
            form.say_changed(changed.parts)
            return self.ask(request, suggestion, now_held, form, status=HTTPStatus.CONFLICT)
        except ValidationError as error:
            form.say_refused(error)
            return self.ask(request, suggestion, now_held, form)
        words = _now("Taken over.") if form.values else _now("Declined. Nothing was changed.")
        self.message_user(request, words, messages.SUCCESS)
        return redirect(reverse("admin:speakers_suggestion_changelist") + self.more(request, suggestion))

    def more(self, request: HttpRequest, suggestion: Suggestion) -> str:
        """The query that leads to what waits besides at the event; empty where nothing does."""
        event_id = suggestion.speaker.event_id
        waits = self.waiting(self.narrowed(self.get_queryset(request), event_id)).exists()
        return f"?event={event_id}&state__exact=open" if waits else ""

    @staticmethod
    def seen(request: HttpRequest, suggestion: Suggestion, now_held: Values) -> Values:
        """What stood on the page that was sent; where its mark is not ours, nothing is taken for seen."""
        try:
            seen: Values = signing.loads(request.POST.get("seen", ""), salt=f"{_SALT}.{suggestion.pk}")
        except signing.BadSignature:
            return dict.fromkeys(now_held)
        return dict.fromkeys(now_held) | seen

    def ask(
        self,
        request: HttpRequest,
        suggestion: Suggestion,
        now_held: Values,
        form: DecideForm,
        *,
        status: int | None = None,
    ) -> HttpResponse:
        """The page."""
        shown = {part: now_held[part] for part in suggestion.changes}
        context = {
            "title": _now("What %(name)s suggests") % {"name": suggestion.speaker.full_name},
            "suggestion": suggestion,
            "speaker": suggestion.speaker,
            "event": suggestion.speaker.event,
            "form": form,
            "media": self.media + form.media,
            "seen": signing.dumps(shown, salt=f"{_SALT}.{suggestion.pk}", compress=True),
        }
        wrong = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return self.show(request, "suggestion/decide", context, status=status or wrong)

    def closed(self, request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
        """What was suggested and what became of it; with the way to the one that waits now."""
        later = Suggestion.objects.waiting().filter(speaker=suggestion.speaker_id).first()
        changes: Iterable[Any] = in_order(suggestion.changes)
        context = {
            "title": _now("What %(name)s suggested") % {"name": suggestion.speaker.full_name},
            "suggestion": suggestion,
            "speaker": suggestion.speaker,
            "event": suggestion.speaker.event,
            "changes": [(change, change.part in suggestion.taken) for change in changes],
            "decided": self.decided(suggestion),
            "later": later,
        }
        status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
        return self.show(request, "suggestion/closed", context, status=status)
