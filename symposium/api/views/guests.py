"""Guests, for programs that show a token: no more than its owner may see and export at that moment."""

from http import HTTPStatus
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from registrations.models import Registration
from symposium.api import cursors, parameters, schemas
from symposium.api.guests import guest
from symposium.api.models import AccessToken, Scope
from symposium.api.parameters import CURSOR, LIMIT, STATE, UPDATED_SINCE, USUAL
from symposium.api.schemas import encode
from symposium.api.services.tokens import Sight, find_token, note_reading, sight_of
from symposium.api.views.base import JSON, ApiView, check_cursor, next_page, too_many
from symposium.events.models import Event
from symposium.kit import limits
from symposium.kit.answers import NO_POLICY, POLICY
from symposium.kit.pages import PRIVATE, Moved
from symposium.kit.problems import Problem
from symposium.kit.slugs import moved_to

# A minute: of one token, and of wrong ones from one reader.
MOST_ASKED, MOST_WRONG = 300, 30
_BEARER = "Bearer "


class TokenView(ApiView):
    """For whoever shows a good token; not for scripts on other sites' pages, where it would be read by everybody."""

    token: AccessToken
    sight: Sight | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = PRIVATE
        response.headers["Vary"] = "Authorization"
        response.headers[POLICY] = NO_POLICY
        return response

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The answer to who may have it."""
        self.token = self.shown()
        self.sight = sight_of(self.token)
        self.check(**kwargs)
        body = encode(self.say(**kwargs))
        response = HttpResponse(b"" if request.method == "HEAD" else body, content_type=JSON)
        response.headers["Content-Length"] = str(len(body))
        return response

    def shown(self) -> AccessToken:
        """The token that came with the request; raises Problem where there is no good one."""
        words = self.request.META.get("HTTP_AUTHORIZATION", "")
        if not words.startswith(_BEARER):
            raise unknown("Send a token: Authorization: Bearer sym_…", "")
        found = find_token(words.removeprefix(_BEARER).strip())
        if found is None:
            if wait := limits.wait(self.request, "api-wrong", most=MOST_WRONG, seconds=60):
                raise too_many(wait)
            raise unknown("This token is unknown, withdrawn, or no longer good.", ', error="invalid_token"')
        if limits.count("api-token", str(found.pk), seconds=60) > MOST_ASKED:
            raise too_many(60)
        return found

    def check(self, **kwargs: Any) -> None:
        """Raises Problem or Http404 for what the token may not read."""

    def say(self, **kwargs: Any) -> schemas.Answer:
        """The answer."""
        raise NotImplementedError


def unknown(detail: str, error: str) -> Problem:
    """Nobody knows who asks (RFC 6750 §3)."""
    headers = {"WWW-Authenticate": f'Bearer realm="symposium"{error}'}
    return Problem(HTTPStatus.UNAUTHORIZED, detail, headers=headers)


class TokenDetail(TokenView):
    """What the token that was sent may do."""

    summary = "What the token that was sent may read"
    answer = schemas.TokenStanding
    scope = ""

    def say(self, **kwargs: Any) -> schemas.TokenStanding:
        if self.sight is None:
            raise forbidden()
        return schemas.TokenStanding(
            name=self.token.name,
            event=self.token.event.slug,
            scopes=self.token.scopes,
            expires_at=self.token.expires_at,
            sees="all" if self.sight.sees_whole_event else "block",
        )


def forbidden() -> Problem:
    """Known, but not let in."""
    return Problem(HTTPStatus.FORBIDDEN, "The owner of this token may not read this event's guests.")


class GuestView(TokenView):
    """Below one event, whose token it must be: to any other it is as if there were none."""

    scope = Scope.GUESTS.value

    def check(self, **kwargs: Any) -> None:
        parameters.read(self.request.GET, self.asks)
        self.check_event(kwargs["event"])
        if not self.token.has(Scope.GUESTS):
            words = 'This token was not made for guests: it lacks the scope "guests".'
            challenge = 'Bearer realm="symposium", error="insufficient_scope", scope="guests"'
            raise Problem(HTTPStatus.FORBIDDEN, words, headers={"WWW-Authenticate": challenge})
        if self.sight is None:
            raise forbidden()
        note_reading(self.token, self.sight)

    def check_event(self, slug: str) -> None:
        """Public events are known to be there; of others only the token's own."""
        event = self.token.event
        if slug == event.slug:
            return
        if moved_to(Event.objects.filter(pk=event.pk), slug):
            named = {**self.kwargs, "event": event.slug}
            raise Moved(reverse(self.request.resolver_match.view_name, kwargs=named))  # type: ignore[union-attr]
        if Event.objects.public().filter(slug=slug).exists():
            raise Problem(HTTPStatus.FORBIDDEN, "This token was made for another event.")
        raise Http404

    def guests(self) -> QuerySet[Registration]:
        """Those whom the owner of the token sees."""
        seen = self.sight.rows if self.sight else Q(pk__in=())
        return Registration.objects.real().filter(seen).select_related("allocation__organisation")

    def write(self, row: Registration) -> schemas.Guest:
        """One of them."""
        return guest(row, self.token.event, with_address=self.token.has(Scope.ADDRESSES))


class Guests(GuestView):
    """The guest list: who registered last first, or, with ``updated_since``, who changed first first."""

    summary = "Guests of an event, the newest first; with updated_since in the order in which they changed"
    answer = schemas.Page[schemas.Guest]
    asks = (LIMIT, CURSOR, STATE, UPDATED_SINCE)

    def say(self, **kwargs: Any) -> schemas.Answer:
        asked = parameters.read(self.request.GET, self.asks)
        limit, since = asked.get(LIMIT.name, USUAL), asked.get(UPDATED_SINCE.name)
        kind = "guests" if since is None else "guests-changed"
        check_cursor(kind, self.request.GET)
        rows = self.guests()
        if STATE.name in asked:
            rows = rows.filter(state=asked[STATE.name])
        if CURSOR.name in asked:
            rows = rows.filter(_behind(kind, asked[CURSOR.name]))
        if since is None:
            rows = rows.order_by("-created_at", "-pk")
        else:
            rows = rows.filter(changed_at__gte=since).order_by("changed_at", "pk")
        found = list(rows[: limit + 1])
        more = ""
        if len(found) > limit:
            last = found[limit - 1]
            more = cursors.write(kind, last.pk, last.created_at if since is None else last.changed_at)
        return schemas.Page(
            items=[self.write(row) for row in found[:limit]], next=next_page(self.request.path, asked, more)
        )


def _behind(kind: str, cursor: str) -> TupleLessThan | TupleGreaterThan:
    """Rows behind that place, compared as pairs: an index finds the first of them, whatever else shares its moment."""
    pk, moment = cursors.read(kind, cursor)
    if kind == "guests":
        return TupleLessThan(Tuple(F("created_at"), F("pk")), (moment, pk))
    return TupleGreaterThan(Tuple(F("changed_at"), F("pk")), (moment, pk))


class GuestDetail(GuestView):
    """One guest."""

    summary = "One guest"
    answer = schemas.Guest

    def say(self, **kwargs: Any) -> schemas.Guest:
        row = self.guests().filter(public_id=kwargs["guest"]).first()
        if row is None:
            raise Http404
        return self.write(row)
