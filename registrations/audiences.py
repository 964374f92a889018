"""Guests and invitees, as those to whom a notice can go (``notices.audiences``).

Whoever was erased is gone, and shadows are nobody: the holder of one must not learn what the guest is written. Of a
companion without an address, whoever brought them gets the mail.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from registrations.models import (
    Allocation,
    Answer,
    BookableSession,
    Booking,
    Consent,
    Invitation,
    Question,
    Registration,
)
from symposium.events.models import Event, Mode
from symposium.kit.tokens import make_token
from symposium.notices.audiences import Audience, Filters, NarrowingForm, Placeholder, Recipient

GUESTS, INVITEES = "guests", "invitees"
State = Registration.State
STATES = (State.CONFIRMED, State.OFFERED, State.WAITING, State.PENDING)
NO_HOST = "none"
WAYS = {
    "form": (_("by the form"), Q(invitation=None, by_staff=False)),
    "invitation": (_("by invitation"), Q(invitation__isnull=False)),
    "staff": (_("entered by staff"), Q(by_staff=True)),
    "companion": (_("brought by somebody"), Q(party__isnull=False, is_head=False)),
}
# The purpose of the link that ends news; it opens nothing else.
NEWS_TOKEN = "news"  # noqa: S105 (no secret)
_KINDS = (Question.Kind.CHOICE, Question.Kind.YES_NO)


# --- how they are narrowed -----------------------------------------------------------------------------------------


def _boxes(label: Any, choices: Iterable[Any], help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


def _hosts(event: Event) -> list[tuple[str, str]]:
    blocks = Allocation.objects.filter(event=event).select_related("organisation").order_by("organisation__name")
    named = [(str(block.pk), str(block)) for block in blocks]
    return [*named, (NO_HOST, _now("the organisers"))] if named else []


def _sessions(event: Event) -> list[tuple[str, str]]:
    rows = BookableSession.objects.filter(session__event=event).select_related("session")
    return [(str(one.pk), str(one)) for one in rows.order_by("session__starts_at", "pk")]


def _answers(event: Event) -> list[tuple[str, str]]:
    """'12' for whoever answered a question, '12:Yes' for whoever chose that of its answers."""
    found = []
    for question in Question.objects.filter(event=event).order_by("position", "pk"):
        found.append((str(question.pk), _now("%(question)s – answered") % {"question": question.label}))
        if question.kind in _KINDS:
            given = question.choice_list or [_now("Yes"), _now("No")]
            values = question.choice_list or ["true", "false"]
            found += [
                (f"{question.pk}:{value}", f"{question.label} – {words}")
                for value, words in zip(values, given, strict=True)
            ]
    return found


def guests_form(event: Event) -> type[NarrowingForm]:
    """What guests of an event can be told apart by: only what there is more than one of."""
    fields: dict[str, forms.Field] = {
        "states": _boxes(
            _("How they stand"),
            [(state.value, state.label) for state in STATES],
            _("None chosen: those who have a place."),
        )
    }
    if len(event.modes) > 1:
        fields["modes"] = _boxes(_("How they take part"), Mode.choices)
    fields["ways"] = _boxes(_("How they came"), [(key, words) for key, (words, _rule) in WAYS.items()])
    more = (
        ("hosts", _("Whose guests"), _hosts(event)),
        ("sessions", _("What they booked"), _sessions(event)),
        ("answers", _("What they answered"), _answers(event)),
    )
    fields |= {name: _boxes(label, choices) for name, label, choices in more if choices}
    return type("GuestsForm", (NarrowingForm,), fields)


# --- guests --------------------------------------------------------------------------------------------------------


def guest_rows(event: Event, filters: Filters, is_news: bool) -> QuerySet[Registration]:  # noqa: FBT001 (as asked)
    """Guests of the event that fit, with a place where no state is chosen; news only for those who agreed to it."""
    states = [state for state in STATES if state in filters.get("states", ())] or [State.CONFIRMED]
    rows = Registration.objects.real().filter(event=event, state__in=states)
    if "modes" in filters:
        rows = rows.filter(mode__in=filters["modes"])
    if "ways" in filters:
        rows = rows.filter(_any(WAYS[way][1] for way in filters["ways"] if way in WAYS))
    if "hosts" in filters:
        organisers = [Q(allocation=None)] if NO_HOST in filters["hosts"] else []
        rows = rows.filter(_any([Q(allocation__in=_numbers(filters["hosts"])), *organisers]))
    if "sessions" in filters:
        booked = Booking.objects.standing().filter(registration=OuterRef("pk"))
        rows = rows.filter(Exists(booked.filter(bookable__in=_numbers(filters["sessions"]))))
    if "answers" in filters:
        rows = rows.filter(_any(_answered(said) for said in filters["answers"]))
    if is_news:
        agreed = Consent.objects.standing().filter(registration=OuterRef("pk"), kind=Consent.Kind.NEWS)
        rows = rows.filter(Exists(agreed)).exclude(email="")
    return _addressed(rows)


def _addressed(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """With where their mail goes: to themselves, or to whoever brought them."""
    heads = Registration.objects.real().filter(party=OuterRef("party"), is_head=True)
    return rows.annotate(
        address_key=Case(When(email="", then=Subquery(heads.values("email_key")[:1])), default=F("email_key")),
        head_name=Subquery(heads.values("name")[:1]),
        head_email=Subquery(heads.values("email")[:1]),
    )


def _any(rules: Iterable[Any]) -> Q:
    """Any of them; nobody where there is none."""
    found = Q(pk__in=())
    for rule in rules:
        found |= Q(rule)
    return found


def _answered(said: str) -> Exists:
    """Whoever gave that answer, as ``_answers`` writes it."""
    question, _colon, value = str(said).partition(":")
    answers = Answer.objects.filter(registration=OuterRef("pk"), question__in=_numbers([question]))
    if value:
        kept = {"true": True, "false": False}
        is_that = Q(kind=Question.Kind.YES_NO, value=kept.get(value)) | Q(kind=Question.Kind.CHOICE, value=value)
        answers = answers.filter(is_that)
    return Exists(answers)


def _numbers(texts: Iterable[Any]) -> list[int]:
    """The numbers among what was chosen; what is none finds nobody."""
    return [int(text) for text in map(str, texts) if text.isascii() and text.isdecimal() and len(text) < 16]


def guest_recipients(event: Event, rows: Sequence[Any]) -> list[Recipient]:
    """Guests as a notice writes to them; ``rows`` are of ``guest_rows``."""
    return [_guest(event, guest) for guest in rows]


def _guest(event: Event, guest: Any) -> Recipient:
    brought, mark = not guest.email, news_mark(guest.public_id)
    page = settings.SITE_URL + guest.get_absolute_url()
    has_ticket = guest.state == State.CONFIRMED
    ticket = settings.SITE_URL + reverse("registration-ticket", args=[guest.token]) if has_ticket else page
    return Recipient(
        key=guest.pk,
        address=(guest.head_email or "") if brought else guest.email,
        name=(guest.head_name or guest.name) if brought else guest.full_name,
        language=guest.language,
        reason=_reason(guest),
        values={"their page": page, "ticket": ticket, "reference": guest.reference},
        secrets=(guest.token, mark),
        unsubscribe_url=settings.SITE_URL + reverse("registration-news", args=[mark]),
    )


def news_mark(public_id: uuid.UUID) -> str:
    """What ends news to a guest, and does nothing else; it holds as long as the guest is known."""
    return make_token(NEWS_TOKEN, public_id)


def _reason(guest: Any) -> str:
    if not guest.email:
        return _now("You get this mail because you registered %(name)s for this event.") % {"name": guest.name}
    return {
        State.CONFIRMED: _now("You get this mail because you have a place at this event."),
        State.OFFERED: _now("You get this mail because a place at this event is held for you."),
        State.WAITING: _now("You get this mail because you are on the waiting list of this event."),
        State.PENDING: _now("You get this mail because you asked for a place at this event."),
    }[State(guest.state)]


# --- who was invited -----------------------------------------------------------------------------------------------


def invitees_form(event: Event) -> type[NarrowingForm]:
    """By host, where there are several."""
    hosts = _hosts(event)
    return type("InviteesForm", (NarrowingForm,), {"hosts": _boxes(_("Whose guests"), hosts)} if hosts else {})


def invitee_rows(event: Event, filters: Filters, is_news: bool) -> QuerySet[Invitation]:  # noqa: FBT001 (as asked)
    """Whose invitation was sent and is not answered; they agreed to no news."""
    sent = (Invitation.State.SENT, Invitation.State.OPENED)
    rows = Invitation.objects.filter(event=event, state__in=() if is_news else sent)
    if "hosts" in filters:
        organisers = [Q(allocation=None)] if NO_HOST in filters["hosts"] else []
        rows = rows.filter(_any([Q(allocation__in=_numbers(filters["hosts"])), *organisers]))
    return rows.annotate(address_key=F("email_key"))


def invitee_recipients(_event: Event, rows: Sequence[Any]) -> list[Recipient]:
    """Invitees as a notice writes to them."""
    reason = _now("You get this mail because you are invited to this event and have not answered yet.")
    return [
        Recipient(
            key=one.pk,
            address=one.email,
            name=one.full_name,
            language=one.language,
            reason=reason,
            values={"their page": settings.SITE_URL + one.get_absolute_url()},
            secrets=(one.token,),
        )
        for one in rows
    ]


AUDIENCES = (
    Audience(
        key=GUESTS,
        name=_("guests"),
        help=_("Those who have a place, wait for one or asked for one; narrowed as you like."),
        rows=guest_rows,
        recipients=guest_recipients,
        form=guests_form,
        placeholders=(
            Placeholder("their page", _("the address of the guest’s own page")),
            Placeholder("ticket", _("the address of the guest’s ticket; their page where they have none")),
            Placeholder("reference", _("the guest’s reference, as K7Q2-9XDM")),
        ),
        takes_news=True,
    ),
    Audience(
        key=INVITEES,
        name=_("people who have not answered their invitation"),
        help=_("To whom an invitation was sent, and who neither accepted nor declined."),
        rows=invitee_rows,
        recipients=invitee_recipients,
        form=invitees_form,
        placeholders=(Placeholder("their page", _("the address of their invitation")),),
    ),
)
