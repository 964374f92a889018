"""The same form sent again: who goes back and mends what they wrote is still the same guest; the last form stands."""

from collections.abc import Sequence
from contextlib import suppress

from registrations.exceptions import EventFullError, RegistrationNotOpenError, TooManyMailsError
from registrations.models import Party, Registration, RegistrationRules, email_key
from registrations.models.guests import ENDED
from registrations.services.addresses import change_address
from registrations.services.desk import By, at_the_desk
from registrations.services.details import change_consents, change_details
from registrations.services.leaving import cancel
from registrations.services.line import fill
from registrations.services.moving import change_mode
from registrations.services.people import Person
from registrations.services.wishes import Wish


def correct(registration: Registration, wish: Wish, *, by: By) -> Sequence[Person]:
    """Let what the form says now stand in place of what it said before; returns whom it brings beside the others.

    Nobody gets a second place, or a better one in the line. Who is not in the form any more gives their place back.
    What a form cannot say is not taken back: a file that it does not bring again, what the gate must know. The other
    way to take part is had only where it is free.
    """
    if wish.mode != registration.mode:
        with suppress(EventFullError, RegistrationNotOpenError):
            change_mode(registration, wish.mode, by=by)
    _correct_person(registration, wish.people[0], by=by)
    if not by.is_staff:
        _agree_anew(registration, wish, by=by)
    if registration.has_ended:
        return []
    found, gone, new = compared(registration, wish.people[1:])
    for member, person in found:
        _correct_person(member, person, by=by)
        _correct_address(member, person, by=by)
    for member in gone:
        cancel(member, by=by)
    _correct_party(registration, wish)
    return new


def _correct_person(registration: Registration, person: Person, *, by: By) -> None:
    """What was not asked stays as it was."""
    said, rules = person.details, RegistrationRules.of(registration.event)
    details = {"name": person.name, "affiliation": person.affiliation}
    for name in ("form_of_address", "badge_name", "pronouns"):
        if getattr(said, name) or (getattr(rules, f"asks_{name}") and not by.is_staff):
            details[name] = getattr(said, name)
    change_details(registration, more=said, by=by, **details)


def _agree_anew(registration: Registration, wish: Wish, *, by: By) -> None:
    """To the privacy notice as it is by now, and to what else the form asked for."""
    with at_the_desk(registration.event_id) as desk:
        change_consents(registration, given=wish.people[0].details.consents, asked=desk.rules.asked_consents, by=by)
        if registration.privacy_version != desk.event.privacy_version:
            registration.privacy_version, registration.consented_at = desk.event.privacy_version, desk.now
            registration.save(update_fields=["privacy_version", "consented_at", "changed_at"])


def _correct_party(registration: Registration, wish: Wish) -> None:
    """Who may be split by now gets the places that are there, in the order of the line."""
    if registration.party_id is None or len(wish.people) == 1:
        return
    party = Party.objects.filter(pk=registration.party_id).exclude(may_split=wish.may_split)
    if party.update(may_split=wish.may_split):
        with at_the_desk(registration.event_id) as desk:
            fill(desk)


def compared(
    head: Registration, people: Sequence[Person]
) -> tuple[list[tuple[Registration, Person]], list[Registration], list[Person]]:
    """Those of the party whom the form still has, those whom it has no more, and who is new.

    They are known by their address, by their name, or, without an address, by their place in the form: whoever that
    is now has the place.
    """
    rows = Registration.objects.filter(party=head.party_id).exclude(state__in=ENDED).exclude(pk=head.pk)
    members = list(rows.select_related("event").order_by("pk")) if head.party_id else []
    left, found = list(people), []
    for is_one in (_has_address, _has_name, _is_nameless):
        for person in list(left):
            member = next((one for one in members if is_one(one, person)), None)
            if member:
                members.remove(member)
                left.remove(person)
                found.append((member, person))
    return found, members, left


def _has_address(member: Registration, person: Person) -> bool:
    return bool(member.email_key) and member.email_key == email_key(person.email)


def _has_name(member: Registration, person: Person) -> bool:
    return member.name.casefold() == person.name.casefold()


def _is_nameless(member: Registration, _person: Person) -> bool:
    """Nobody has a link to this place but whoever brought them."""
    return not member.email


def _correct_address(member: Registration, person: Person, *, by: By) -> None:
    """Another address of a companion counts once it was confirmed there, as any change of an address."""
    key = email_key(person.email)
    if key and key not in {member.email_key, email_key(member.new_email)}:
        with suppress(TooManyMailsError):
            change_address(member, person.email, by=by)
