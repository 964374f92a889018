"""What guests change about themselves: their details, and what they agree to."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from registrations import private_files
from registrations.models import Answer, Consent, Deed, Needs, Question, Registration, SiteAccess
from registrations.services.desk import GUEST, By, Desk, at_the_desk
from registrations.services.people import Details, sealed_for

Verb = Deed.Verb
DETAILS = frozenset({"name", "form_of_address", "badge_name", "pronouns", "affiliation"})


def change_details(registration: Registration, *, more: Details | None = None, by: By = GUEST, **details: str) -> bool:
    """Change name, form of address, name on the badge, pronouns or affiliation; whether anything is new.

    Of ``more`` count answers, needs and site access: each that is there replaces what was, what is missing stays. An
    answer of None, needs or site-access details that say nothing are deleted. Consents have deeds of their own.
    """
    if unknown := details.keys() - DETAILS:
        raise TypeError(f"no details of a guest: {', '.join(sorted(unknown))}")
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        new = {name: words for name, words in details.items() if getattr(registration, name) != words}
        for name, words in new.items():
            setattr(registration, name, words)
        if new:
            registration.save(update_fields=[*new, "changed_at"])
            _list_changed(desk, registration)
        kinds = (["details"] if new else []) + (_write_more(registration, more) if more else [])
        for kind in kinds:
            desk.note(by, Verb.CHANGED, registration=registration, rule=kind)
    return bool(kinds)


def _write_more(registration: Registration, more: Details) -> list[str]:
    """Store them; which kinds of things are new."""
    kinds = []
    if _write_answers(registration, more.answers):
        kinds.append("answers")
    if more.needs and _write_needs(registration, dict(more.needs)):
        kinds.append("needs")
    if more.site_access:
        rows = SiteAccess.objects.filter(registration=registration)
        rows.delete()
        if any(more.site_access.values()):
            sealed_for(registration, more.site_access).save(force_insert=True)
        kinds.append("site access")
    return kinds


def _write_answers(registration: Registration, given: Sequence[tuple[Question, Any]]) -> bool:
    before = {one.question_id: one for one in Answer.objects.filter(registration=registration)}
    changed = False
    for question, value in given:
        found = before.get(question.pk)
        if found and found.value == value:
            continue
        if found:
            forget_file(found)
            found.delete()
        if value is not None:
            Answer.objects.create(
                registration=registration, question=question, asked=question.label, kind=question.kind, value=value
            )
        changed = changed or found is not None or value is not None
    return changed


def forget_file(answer: Answer) -> None:
    """Delete the file that an answer names as soon as the deed is written."""
    if answer.kind == Question.Kind.FILE and isinstance(answer.value, dict) and answer.value.get("path"):
        path = answer.value["path"]
        transaction.on_commit(lambda: private_files.storage().delete(path))


def _write_needs(registration: Registration, needs: dict[str, Any]) -> bool:
    before = Needs.objects.filter(registration=registration).first()
    if before and all(getattr(before, name) == value for name, value in needs.items()):
        return False
    if not any(needs.values()):
        return bool(before and before.delete())
    Needs.objects.update_or_create(registration=registration, defaults=needs)
    return True


def consent(registration: Registration, kind: str, *, by: By = GUEST) -> None:
    """They agree to that from now on; done twice, it is done once."""
    change_consents(registration, given=[kind], asked=[kind], by=by)


def withdraw(registration: Registration, kind: str, *, by: By = GUEST) -> None:
    """They no longer agree to that; done twice, it is done once. When it was given, and until when, stays."""
    change_consents(registration, given=(), asked=[kind], by=by)


def change_consents(registration: Registration, *, given: Iterable[str], asked: Iterable[str], by: By = GUEST) -> None:
    """Of the kinds that were asked, these are agreed to from now on, and the others are not; done twice, it is once.

    What was withdrawn stays as a record of when it was given and when it ended.
    """
    given, asked = frozenset(given), frozenset(asked)
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        standing = Consent.objects.standing().filter(registration=registration, kind__in=asked)
        before = frozenset(standing.values_list("kind", flat=True))
        withdrawn, new = before - given, (given & asked) - before
        if withdrawn:
            standing.filter(kind__in=withdrawn).update(withdrawn_at=desk.now)
        Consent.objects.bulk_create(
            Consent(registration=registration, kind=kind, given_at=desk.now) for kind in sorted(new)
        )
        for kind in sorted(new):
            desk.note(by, Verb.CONSENTED, registration=registration, after="given", rule=kind)
        for kind in sorted(withdrawn):
            desk.note(by, Verb.WITHDREW, registration=registration, before="given", rule=kind)
        if Consent.Kind.PARTICIPANTS in withdrawn | new:
            _list_changed(desk, registration)


def _list_changed(desk: Desk, registration: Registration) -> None:
    """What stands on the public list of participants may have changed."""
    if desk.rules.asks_participants and registration.is_confirmed and registration.shadow_of_id is None:
        desk.list_changed()
