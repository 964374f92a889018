"""What a form says of the people in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from registrations.models import Answer, Consent, Needs, Question, Registration, SiteAccess
from registrations.models.site_access import kinds_of
from registrations.sealing import seal


@dataclass(frozen=True, slots=True)
class Details:
    """What is asked of each person beside name, address and institution; every part may be missing.

    ``needs`` has the columns of ``Needs``; ``consents`` kinds of ``Consent``; ``site_access`` the asked fields of
    ``SiteAccessField`` as strings; ``answers`` pairs of a question and a value as ``Answer.value`` describes it, None
    where it is not answered (any more).
    """

    form_of_address: str = ""
    badge_name: str = ""
    pronouns: str = ""
    needs: Mapping[str, Any] = field(default_factory=dict)
    consents: frozenset[str] = frozenset()
    site_access: Mapping[str, str] = field(default_factory=dict)
    answers: Sequence[tuple[Question, Any]] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is to get a place. Without an address of their own they are a companion of the first."""

    name: str
    email: str = ""
    affiliation: str = ""
    details: Details = Details()


def sealed_for(registration: Registration, details: Mapping[str, str]) -> SiteAccess:
    """What the gate must know of a guest, not stored."""
    return SiteAccess(registration=registration, sealed=seal(details), kinds=kinds_of(details))


def write_details(given: Sequence[tuple[Registration, Details]]) -> None:
    """Store what belongs beside registrations that have just been made: one query a kind of thing, none for nothing."""
    consents = [Consent(registration=one, kind=kind) for one, said in given for kind in sorted(said.consents)]
    answers = [
        Answer(registration=one, question=question, asked=question.label, kind=question.kind, value=value)
        for one, said in given
        for question, value in said.answers
        if value is not None
    ]
    needs = [Needs(registration=one, **said.needs) for one, said in given if any(said.needs.values())]
    sealed = [sealed_for(one, said.site_access) for one, said in given if said.site_access]
    rows: tuple[tuple[Any, list[Any]], ...] = ((Consent, consents), (Answer, answers), (Needs, needs))
    for model, made in (*rows, (SiteAccess, sealed)):
        if made:
            model.objects.bulk_create(made)
