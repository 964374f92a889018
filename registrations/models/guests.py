"""Guests' places."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.models.allocations import Allocation
from registrations.models.invitations import Invitation
from registrations.models.keys import email_key
from registrations.models.linked import Linked, opened_by
from symposium.events.models import Event, Mode
from symposium.kit.findable import Findable, WordsField, WordsIndex, unknown_words
from symposium.kit.text import LineField
from symposium.kit.tokens import is_genuine, make_token, read_token

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Those that hold a seat.
SEATED = ("confirmed", "offered")
# Those that neither hold a seat nor wait for anything any more.
ENDED = ("declined", "cancelled")


class Party(models.Model):
    """Keeps people together who registered together."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="parties", verbose_name=_("event"))
    may_split = models.BooleanField(
        _("may be split"), default=False, help_text=_("Places are taken as they come, not only for all together.")
    )
    created_at = models.DateTimeField(_("registered"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Registrations as desks and services pick them."""

    def real(self) -> Self:
        """Without shadows (see ``Registration.shadow_of``)."""
        return self.filter(shadow_of=None)

    def waiting_in_line(self) -> Self:
        """The waiting list, who came first standing first."""
        return self.real().filter(state=Registration.State.WAITING).order_by("waiting_since", "pk")

    def standing(self) -> Self:
        """Those that stop a second registration with the same address."""
        return self.real().exclude(state=Registration.State.CANCELLED)

    def seated(self) -> Self:
        """Those that hold a seat: it is theirs, or offered to them."""
        return self.real().filter(state__in=SEATED)

    def to_decide(self) -> Self:
        """Requests on which a host or the organisers have to decide, the oldest first."""
        return self.real().filter(state=Registration.State.PENDING).order_by("created_at", "pk")

    def listed(self) -> Self:
        """Those who have a place and agreed to be on the public list of participants."""
        return self.real().filter(
            state=Registration.State.CONFIRMED, consents__kind="participants", consents__withdrawn_at=None
        )

    def of_form(self, submission: str) -> Self:
        """What a form has made, by the mark that it carries; nothing for one that is none."""
        try:
            return self.filter(submission=uuid.UUID(submission))
        except ValueError:
            return self.none()

    def by_token(self, token: str) -> "Registration | None":
        """The registration that a guest's link opens, or None when the link is not one of ours."""
        return opened_by(token, lambda public_id: self.select_related("event").filter(public_id=public_id).first())

    def by_new_address_token(self, token: str) -> "Registration | None":
        """The registration whose new address, or the one that it has by now, the link in a mail there confirms."""
        public_id = read_token(token)
        found = self.select_related("event").filter(public_id=public_id).first() if public_id else None
        if found is None:
            return None
        # Once it is confirmed, all links have a version more, and this one still leads on.
        asked = ((found.new_email, found.token_version), (found.email, found.token_version - 1))
        named = ((f"new-address.{email_key(address)}", version) for address, version in asked if address)
        genuine = any(is_genuine(token, purpose, found.public_id, version) for purpose, version in named)
        return found if genuine else None


class Registration(Findable, Linked):
    """One person's place at an event, or their wish for one."""

    class State(models.TextChoices):
        UNVERIFIED = "unverified", _("address not confirmed")
        PENDING = "pending", _("to be decided")
        CONFIRMED = "confirmed", _("confirmed")
        OFFERED = "offered", _("place offered")
        WAITING = "waiting", _("on the waiting list")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")

    # As guests read it of those who came with them.
    IN_WORDS: ClassVar[dict[str, Any]] = {
        State.UNVERIFIED: _("address not confirmed yet"),
        State.PENDING: _("the organisers decide"),
        State.CONFIRMED: _("has a place"),
        State.OFFERED: _("a place is held"),
        State.WAITING: _("on the waiting list"),
        State.DECLINED: _("no place this time"),
        State.CANCELLED: _("cancelled"),
    }

    class Reply(models.TextChoices):
        ACCEPTED = "accepted", _("comes")
        TENTATIVE = "tentative", _("may come")
        DECLINED = "declined", _("cannot come")

    TOKEN = "registration"  # noqa: S105 (the purpose of the token, no secret)
    PAGE = "registration"

    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations", verbose_name=_("event"))
    submission = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text=_("The form it came by; a replay finds it again.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State)
    name = LineField(_("name"), max_length=160)
    form_of_address = LineField(_("form of address"), max_length=60, blank=True, db_default="")
    badge_name = LineField(
        _("name on the badge"), max_length=80, blank=True, db_default="", help_text=_("Left empty: the name.")
    )
    pronouns = LineField(_("pronouns"), max_length=40, blank=True, db_default="")
    # Companions need none of their own: the head of their party gets their mails.
    email = models.EmailField(_("e-mail address"), blank=True)
    # An address that they want to be written to from now on, not confirmed yet.
    new_email = models.EmailField(_("new address"), blank=True, db_default="", editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True, db_default="", editable=False)
    affiliation = LineField(_("affiliation"), max_length=160, blank=True)
    # Who registers an address a second time must not learn that it is registered: they get a page like any other,
    # which is this shadow of the real registration. It holds no seat and stands in no list.
    shadow_of = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="shadows", editable=False)
    # What a shadow's page was used for, as the log of a real guest would have it: what is taken along must look alike.
    pretended = models.JSONField(default=list, db_default=[], editable=False)
    mode = models.CharField(
        _("takes part"), max_length=10, choices=Mode, default=Mode.IN_PERSON, db_default=Mode.IN_PERSON
    )
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("party"), editable=False
    )
    is_head = models.BooleanField(_("registered the party"), default=False, db_default=False, editable=False)
    invitation = models.ForeignKey(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="registrations", verbose_name=_("invitation")
    )
    # Whether it was made out to them. It stays so when their address changes; who had the link from them asks.
    is_invitee = models.BooleanField(default=False, db_default=False, editable=False)
    # Whose guest this is; and whether the seat comes out of that host's block, or out of the common pool.
    allocation = models.ForeignKey(
        Allocation, models.PROTECT, null=True, blank=True, related_name="registrations", verbose_name=_("host")
    )
    in_block = models.BooleanField(_("seat of the block"), default=False, db_default=False, editable=False)
    offered_until = models.DateTimeField(_("offered until"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decision_reason = models.CharField(_("reason"), max_length=240, blank=True, db_default="")
    by_staff = models.BooleanField(_("entered by staff"), default=False, db_default=False, editable=False)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("registered"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True, editable=False)
    consented_at = models.DateTimeField(_("agreed to the privacy notice"), default=timezone.now, editable=False)
    privacy_version = models.PositiveSmallIntegerField(_("version of the notice"), default=1, editable=False)
    calendar_bump = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("How often this guest's own calendar entry was withdrawn or made anew.")
    )
    calendar_told = models.PositiveIntegerField(
        default=0, db_default=0, editable=False, help_text=_("SEQUENCE of the event that they were told of last.")
    )
    # What their calendar, or somebody in its name, answered (RFC 5546): a wish, which frees no seat.
    calendar_reply = models.CharField(
        _("answer from their calendar"), max_length=10, choices=Reply, blank=True, db_default="", editable=False
    )
    calendar_replied_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    found_by = WordsField(texts=("name", "badge_name", "affiliation"), addresses=("email",))

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(
                fields=["event", "mode", "waiting_since", "id"], name="waiting_line", condition=Q(state="waiting")
            ),
            models.Index(fields=["offered_until"], name="offers_due", condition=Q(state="offered")),
            models.Index(fields=["event", "created_at", "id"], name="to_decide", condition=Q(state="pending")),
            models.Index(fields=["created_at"], name="unverified", condition=Q(state="unverified")),
            models.Index(fields=["event", "-created_at", "-id"], name="guest_list"),
            # How many are in a state that no counter has, for the dashboard. Who just has a place is not in it.
            models.Index(
                fields=["event", "state", "mode", "offered_until"],
                name="guests_in_few_states",
                condition=Q(state__in=["pending", "offered", "declined", "cancelled"], shadow_of=None),
            ),
            # Programs that follow the list ask for what has changed since.
            models.Index(fields=["event", "changed_at", "id"], name="guests_by_change"),
            # Also of those who cancelled; without it each registration reads all others of its event.
            models.Index(fields=["event", "email_key"], name="registration_by_address"),
            WordsIndex(fields=["found_by"], name="registration_words"),
            unknown_words("registration_words_unknown"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["event", "email_key"],
                condition=Q(shadow_of=None) & ~Q(state="cancelled") & ~Q(email_key=""),
                name="registration_one_place_per_address",
                violation_error_message=_("This address is registered for the event already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(waiting_since__isnull=False),
                name="registration_waiting_has_time",
                violation_error_message=_("A guest on the waiting list needs a place in the line."),
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offered_until__isnull=False),
                name="registration_offer_has_end",
                violation_error_message=_("An offered place needs a time until which it can be accepted."),
            ),
            models.CheckConstraint(
                condition=Q(in_block=False) | Q(allocation__isnull=False, mode="in_person"),
                name="registration_block_has_host",
                violation_error_message=_("A seat of a block belongs to a host, and is in the room."),
            ),
            models.CheckConstraint(
                condition=~Q(email="") | Q(party__isnull=False, is_head=False) | Q(by_staff=True),
                name="registration_guest_has_address",
                violation_error_message=_("Only companions, and guests entered by staff, can do without an address."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def address_mark(self) -> str:
        """What confirms the address: only who reads its mail has it, not who typed it into the form."""
        return make_token(self._address_purpose, self.public_id, self.token_version)

    def confirms_address(self, mark: str) -> bool:
        """Whether the mark is the one that was sent to this address."""
        return is_genuine(mark, self._address_purpose, self.public_id, self.token_version)

    @property
    def _address_purpose(self) -> str:
        return f"address.{self.email_key}"

    @property
    def new_address_token(self) -> str:
        """What confirms the new address; another one after it makes it worthless."""
        return make_token(f"new-address.{email_key(self.new_email)}", self.public_id, self.token_version)

    @property
    def state_in_words(self) -> Any:
        """How they stand, for whoever brought them."""
        return self.IN_WORDS[self.state]

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_seated(self) -> bool:
        """Whether they hold a seat: it is theirs, or offered to them."""
        return self.state in SEATED

    @property
    def has_ended(self) -> bool:
        """Whether they neither hold a seat nor wait for anything."""
        return self.state in ENDED

    @property
    def shown_name(self) -> str:
        """As on the badge."""
        return self.badge_name or self.name

    @property
    def reference(self) -> str:
        """'K7Q2-9XDM': what a guest can say at the door."""
        return reference_of(self.public_id)


def reference_of(public_id: uuid.UUID) -> str:
    """Of a registration's ``public_id``. Crockford's base 32, 40 bits: no proof of anything."""
    bits = public_id.int >> 88
    letters = "".join([CROCKFORD[bits >> shift & 31] for shift in range(35, -1, -5)])
    return f"{letters[:4]}-{letters[4:]}"
