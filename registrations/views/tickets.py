"""A guest's ticket: on their telephone, and as a file to print."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe

from registrations import tickets
from registrations.views.guest import GuestView
from symposium.kit.answers import NO_POLICY, POLICY
from symposium.kit.pages import PRIVATE


class TicketView(GuestView):
    """For a screen: nothing but what the door asks for. ``?party=1`` shows those of the whole party to its first."""

    http_method_names = ["get", "head", "options"]

    @property
    def for_party(self) -> bool:
        """Whether all tickets of the party are asked for."""
        return self.request.GET.get("party") == "1"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The ticket, or why there is none."""
        mine = self.registration
        together = tickets.shown_with(mine, party=True)
        shown = together if self.for_party else [mine]
        # An SVG that is made here, of letters that are made here.
        drawn = [(one, mark_safe(tickets.drawn_code(one))) for one in shown]  # noqa: S308
        return self.show(
            "registrations/ticket.html",
            is_given=tickets.is_given(mine),
            tickets=drawn,
            together=len(together),
            for_party=self.for_party,
        )


class TicketFileView(TicketView):
    """For paper; a page for each ticket."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The file; where there is none, the page that says why."""
        mine = self.registration
        if not tickets.is_given(mine):
            return redirect(reverse("registration-ticket", args=[kwargs["token"]]))
        shown = tickets.shown_with(mine, party=self.for_party)
        response = HttpResponse(tickets.ticket_pdf(mine.event, shown), content_type="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="{tickets.file_name(shown)}"'
        response.headers["Cache-Control"] = PRIVATE
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers[POLICY] = NO_POLICY
        return response
