"""Whether a member of staff must have a second factor, and whether they have one."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from symposium.accounts.models import Membership, User
from symposium.accounts.scope import is_asked_for_second_factor

# What counts as one; recovery codes only stand in for it.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_required_of(user: User) -> bool:
    """By this server's settings, or by the owners of an event on whose team they are."""
    return settings.SECOND_FACTOR == "required" or is_asked_for_second_factor(user)


def factors_of(user: User | OuterRef) -> QuerySet[Authenticator]:
    """The apps and passkeys of somebody."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type__in=FACTORS)
    return found


def has_one(user: User) -> bool:
    """An app that shows codes, or a passkey."""
    return factors_of(user).exists()


def is_missing(user: User) -> bool:
    """Whether they can do nothing before they have set one up. Asks the database only where one is required."""
    return is_required_of(user) and not has_one(user)


def number_without(event_id: int) -> int:
    """How many of an event's team lack the one that is asked of them; none where none is asked. One query."""
    team = Membership.objects.filter(event=event_id, user__is_active=True)
    if settings.SECOND_FACTOR != "required":
        team = team.filter(event__team_rules__requires_second_factor=True)
    return team.exclude(Exists(factors_of(OuterRef("user")))).values("user").distinct().count()
