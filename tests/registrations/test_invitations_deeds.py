"""Deeds with invitations: made, sent, reminded of, withdrawn and answered, each logged, with every seat counted."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registrations import services
from registrations.exceptions import (
    AddressKnownError,
    EventFullError,
    InvitationClosedError,
    ListDoneError,
    RegistrationNotOpenError,
)
from registrations.models import Allocation, Deed, Invitation, InvitationDraft, Registration
from registrations.services import CLOCK, By, Guest, Letter
from registrations.services.desk import A_SLICE
from symposium.accounts.models import User
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from symposium.mail.sending import HELPING, deliver_due
from symposium.mail.services import queue_mail
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return factories.make_event(capacity=5, policy=Event.Policy.INVITATION)


@pytest.fixture
def block(event: Event) -> Allocation:
    return factories.make_block(event, factories.make_organisation(name="Institute of Slow Orbits"), seats=2)


@pytest.fixture
def staff(event: Event) -> User:
    return factories.make_member(event, "organiser")


def guests(number: int) -> list[Guest]:
    return [Guest(f"Guest {n}", f"guest-{n}@example.org") for n in range(number)]


def all_of(*invitations: Invitation) -> Any:
    return Invitation.objects.filter(pk__in=[one.pk for one in invitations])


def accept(invitation: Invitation, **more: Any) -> Registration:
    return services.register(
        invitation.event, name=invitation.name, email=invitation.email, invitation=invitation, **more
    )


def counted(event: Event, block: Allocation) -> tuple[int, int, int]:
    event.refresh_from_db()
    block.refresh_from_db()
    return event.seats_taken, event.seats_held, block.taken


def test_a_list_becomes_invitations_mails_and_a_log(event: Event, block: Allocation, staff: User, outbox: Any) -> None:
    letter = Letter(words="Come and see.", companions=1, signed_by="Director Doe", answers_to="doe@example.org")
    made = services.invite(
        event,
        [Guest("Ada", "ada@example.org", "Prof.", words="Dear Ada, come."), Guest("Ben", "ben@example.org")],
        letter,
        block=block,
        by=By.of(staff),
    )
    assert [(one.name, one.greeting, one.companions, one.state) for one in made] == [
        ("Ada", "Dear Ada, come.", 1, "sent"),
        ("Ben", "Come and see.", 1, "sent"),
    ]
    first, second = outbox()
    assert first.subject == f"Institute of Slow Orbits invites you: {event.name}"
    assert first.reply_to == ["doe@example.org"]
    for needed in ("Dear Prof. Ada,", "Dear Ada, come.", "Director Doe", made[0].get_absolute_url(), "?answer=no"):
        assert needed in first.body
    assert "Come and see." in second.body
    assert "one companion" in second.body
    deeds = Deed.objects.filter(verb=Deed.Verb.INVITED)
    assert {(deed.user, deed.allocation) for deed in deeds} == {(staff, block)}
    assert deeds.count() == 2


def test_who_is_known_already_or_stands_twice_in_the_list_is_invited_once(event: Event, staff: User) -> None:
    factories.make_registration(event, email="guest-0@example.org")
    factories.make_invitation(event, email="GUEST-1@example.org")
    made = services.invite(event, [*guests(3), *guests(3)], by=By.of(staff))
    assert [one.email for one in made] == ["guest-2@example.org"]


def test_a_withdrawn_address_may_be_invited_again(event: Event) -> None:
    factories.make_invitation(event, email="guest-0@example.org", state="revoked")
    assert len(services.invite(event, guests(1), by=CLOCK)) == 1


def test_a_thousand_are_invited_in_slices_of_few_queries_each(event: Event) -> None:
    """A guest who registers meanwhile waits for one slice at the most."""
    with CaptureQueriesContext(connection) as queries:
        services.invite(event, guests(1000), by=CLOCK)
    deeds = [query["sql"] for query in queries if query["sql"].startswith("RELEASE SAVEPOINT")]
    assert len(deeds) >= 1000 / A_SLICE
    assert len(queries) <= 14 * 1000 / A_SLICE
    assert OutgoingMail.objects.count() == 1000


def test_who_goes_on_with_a_list_that_somebody_else_has_gone_on_with_is_refused(event: Event, staff: User) -> None:
    """Two clicks: whoever comes second to a slice leaves all as it was, and the other goes on."""
    draft = InvitationDraft.objects.create(event=event, user=staff)
    InvitationDraft.objects.filter(pk=draft.pk).update(reached=7)
    with pytest.raises(ListDoneError):
        services.invite(event, guests(1), draft=draft, by=By.of(staff))
    assert (Invitation.objects.count(), OutgoingMail.objects.count(), Deed.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("deed", ["send", "remind", "revoke"])
def test_what_is_done_to_thousands_of_invitations_is_done_in_slices(event: Event, deed: str) -> None:
    state = {"send": "draft"}.get(deed, "sent")
    rows = [factories.make_invitation(event, state=state) for _ in range(2 * A_SLICE + 1)]
    with CaptureQueriesContext(connection) as queries:
        assert getattr(services, deed)(Invitation.objects.all(), by=CLOCK) == len(rows)
    assert sum(query["sql"].startswith("RELEASE SAVEPOINT") for query in queries) >= 3


def test_many_mails_go_out_in_helpings_behind_those_of_single_guests(event: Event, mailoutbox: Any) -> None:
    services.invite(event, guests(HELPING + 10), by=CLOCK)
    queue_mail(kind="registration_link", to_address="waits@example.org", subject="Your link", text="Here it is.")
    assert deliver_due() == HELPING
    assert mailoutbox[0].to == ["waits@example.org"]
    assert deliver_due() == 11
    assert deliver_due() == 0


def test_a_list_is_done_once(event: Event, staff: User) -> None:
    draft = InvitationDraft.objects.create(event=event, user=staff, rows=[["x"]])
    services.invite(event, guests(1), draft=draft, by=By.of(staff))
    with pytest.raises(ListDoneError):
        services.invite(event, guests(2), draft=draft, by=By.of(staff))
    draft.refresh_from_db()
    assert (Invitation.objects.count(), draft.rows) == (1, [])


def test_lists_are_forgotten_after_a_day(event: Event, staff: User) -> None:
    InvitationDraft.objects.create(event=event, user=staff)
    assert services.forget_drafts() == 0
    assert services.forget_drafts(timezone.now() + timedelta(days=1, minutes=1)) == 1


@pytest.mark.parametrize("state", ["draft", "postponed", "cancelled", "over"])
def test_nobody_is_written_to_while_the_event_is_not_public(event: Event, state: str) -> None:
    Event.objects.filter(pk=event.pk).update(state=state)
    with pytest.raises(RegistrationNotOpenError):
        services.invite(event, guests(1), by=CLOCK)
    services.invite(event, guests(1), at_once=False, by=CLOCK)
    assert services.send(Invitation.objects.all(), by=CLOCK) == 0
    Event.objects.filter(pk=event.pk).update(state="published")
    assert services.send(Invitation.objects.all(), by=CLOCK) == 1
    assert services.send(Invitation.objects.all(), by=CLOCK) == 0
    assert OutgoingMail.objects.count() == 1


def test_only_those_are_reminded_who_can_still_answer_and_had_no_mail_for_a_day(event: Event, outbox: Any) -> None:
    now = timezone.now()
    due = factories.make_invitation(event, name="Due")
    factories.make_invitation(event, state="opened", name="Opened")
    for fields in (
        {"state": "accepted"},
        {"state": "declined"},
        {"state": "revoked"},
        {"state": "draft", "sent_at": None},
        {"sent_at": now - timedelta(hours=23)},
        {"reminded_at": now - timedelta(hours=23)},
        {"answer_by": now - timedelta(hours=1)},
    ):
        factories.make_invitation(event, **fields)
    assert services.may_be_reminded(Invitation.objects.all()).count() == 2
    assert services.remind(Invitation.objects.all(), by=CLOCK) == 2
    assert services.remind(Invitation.objects.all(), by=CLOCK) == 0
    due.refresh_from_db()
    assert (due.reminders, due.reminded_at is not None, due.state) == (1, True, "sent")
    assert {mail.subject for mail in outbox()} == {f"Can you come? {event.name}"}
    assert Deed.objects.filter(verb=Deed.Verb.REMINDED).count() == 2


def test_a_withdrawn_invitation_sends_no_mail_and_gives_no_place(event: Event, outbox: Any) -> None:
    (invitation,) = services.invite(event, guests(1), by=CLOCK)
    assert services.revoke(all_of(invitation), by=CLOCK) == 1
    assert outbox() == []
    with pytest.raises(RegistrationNotOpenError):
        accept(invitation)
    with pytest.raises(InvitationClosedError):
        services.regret(invitation)


def test_an_accepted_invitation_is_not_withdrawn(event: Event) -> None:
    invitation = factories.make_invitation(event)
    accept(invitation)
    assert services.revoke(all_of(invitation), by=CLOCK) == 0


def test_regrets_free_the_seat_with_those_of_companions(event: Event, block: Allocation) -> None:
    invitation = factories.make_invitation(event, allocation=block, companions=1)
    accept(invitation, companions=[services.Person("Companion")])
    assert counted(event, block) == (2, 0, 2)
    services.regret(invitation)
    services.regret(invitation)
    assert counted(event, block) == (0, 2, 0)
    invitation.refresh_from_db()
    assert invitation.state == "declined"
    assert list(Registration.objects.values_list("state", flat=True)) == ["cancelled", "cancelled"]


def test_regrets_leave_the_place_of_somebody_who_had_the_link_from_them(event: Event, block: Allocation) -> None:
    invitation = factories.make_invitation(event, allocation=block)
    other = services.register(event, name="Other", email="other@example.org", invitation=invitation)
    assert other.state == "pending"
    services.approve(other, by=CLOCK)
    services.regret(invitation)
    other.refresh_from_db()
    assert other.state == "confirmed"


def test_comes_by_telephone_is_a_seat_of_the_block(event: Event, block: Allocation, staff: User) -> None:
    invitation = factories.make_invitation(event, allocation=block, form_of_address="Dr")
    place = services.answer_by_telephone(invitation, comes=True, by=By.of(staff))
    assert place
    assert (place.state, place.in_block, place.form_of_address) == ("confirmed", True, "Dr")
    assert services.answer_by_telephone(invitation, comes=True, by=By.of(staff)) == place
    assert counted(event, block) == (1, 1, 1)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.by_telephone) == ("accepted", True)
    assert Deed.objects.filter(invitation=invitation, user=staff, verb=Deed.Verb.ANSWERED).count() == 1


def test_comes_by_telephone_says_when_the_block_is_full(event: Event, block: Allocation, staff: User) -> None:
    for invitation in (factories.make_invitation(event, allocation=block) for _ in range(2)):
        accept(invitation)
    late = factories.make_invitation(event, allocation=block)
    with pytest.raises(EventFullError):
        services.answer_by_telephone(late, comes=True, by=By.of(staff))
    late.refresh_from_db()
    assert (late.state, late.by_telephone) == ("sent", False)
    waiting = services.answer_by_telephone(late, comes=True, accepts_waiting=True, by=By.of(staff))
    assert waiting
    assert (waiting.state, counted(event, block)) == ("waiting", (2, 0, 2))


def test_does_not_come_by_telephone_names_the_member_of_staff(event: Event, block: Allocation, staff: User) -> None:
    invitation = factories.make_invitation(event, allocation=block)
    accept(invitation)
    assert services.answer_by_telephone(invitation, comes=False, by=By.of(staff)) is None
    invitation.refresh_from_db()
    assert (invitation.state, invitation.by_telephone, counted(event, block)) == ("declined", True, (0, 2, 0))
    assert Deed.objects.filter(invitation=invitation, user=staff).exists()


def test_another_address_makes_the_old_link_worthless_and_writes_anew(event: Event, outbox: Any) -> None:
    invitation = factories.make_invitation(event, state="opened", opened_at=timezone.now())
    old = invitation.token
    services.readdress(invitation, "new@example.org", by=CLOCK)
    assert Invitation.objects.by_token(old) is None
    assert Invitation.objects.by_token(invitation.token) == invitation
    assert invitation.state == "sent"
    assert [mail.to for mail in outbox()] == [[f"{invitation.name} <new@example.org>"]]


def test_another_address_that_is_known_is_refused(event: Event) -> None:
    invitation = factories.make_invitation(event)
    factories.make_registration(event, email="known@example.org")
    with pytest.raises(AddressKnownError):
        services.readdress(invitation, "known@example.org", by=CLOCK)


def test_opening_is_noted_once(event: Event) -> None:
    invitation = factories.make_invitation(event)
    services.open_invitation(invitation)
    services.open_invitation(invitation)
    assert invitation.state == "opened"
    assert Deed.objects.filter(verb=Deed.Verb.OPENED).count() == 1
