"""Places in single sessions, chosen by the guest."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from registrations import services
from registrations.exceptions import ChoiceRefusedError
from registrations.forms.sessions import SessionsForm
from registrations.places import by_day, places_of
from registrations.services.booking import can_book
from registrations.views.guest import GuestView


class SessionsView(GuestView):
    """All sessions with places, chosen in one form. Sent twice, it is done once."""

    http_method_names = ["get", "head", "post", "options"]
    # Set where the form came without its cookie: it is shown again, and nothing is done.
    cookie_missing = False

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """What there is, and what is theirs."""
        return self.answer(SessionsForm(places=places_of(self.registration)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Book and give back, all of it or nothing."""
        mine = self.registration
        form = SessionsForm(request.POST, places=places_of(mine))
        if self.cookie_missing:
            return self.answer(form, status=HTTPStatus.FORBIDDEN)
        if not can_book(mine.event, mine):
            return self.answer(form, status=HTTPStatus.CONFLICT)
        if not form.is_valid():
            return self.answer(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            services.choose_sessions(mine, take=form.to_take, give_back=form.to_give_back)
        except ChoiceRefusedError as refused:
            # As it stands now, with what was ticked.
            form = SessionsForm(request.POST, places=places_of(mine))
            form.full_clean()
            form.refuse_for(refused)
            return self.answer(form, status=HTTPStatus.CONFLICT)
        return redirect(reverse("registration-sessions", args=[kwargs["token"]]) + "?done=1")

    def answer(self, form: SessionsForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page."""
        mine, wanted = self.registration, form.wanted
        days = by_day(list(form.places.values()))
        return self.show(
            "registrations/sessions.html",
            status=status,
            form=form,
            can_book=can_book(mine.event, mine),
            is_over=mine.event.is_over(),
            cookie_missing=self.cookie_missing,
            is_done="done" in self.request.GET and not form.is_bound,
            days=[
                (day, [(place, place.session.slug in wanted, form.refused.get(place.session.slug)) for place in places])
                for day, places in days.items()
            ],
        )
