"""What was done with places: who, when, what, by which rule."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.models.allocations import Allocation
from registrations.models.guests import Registration
from registrations.models.invitations import Invitation
from symposium.events.models import Event


class Deed(models.Model):
    """One entry of the log. It is only ever added to, and holds no name and no address."""

    class Actor(models.TextChoices):
        GUEST = "guest", _("the guest")
        STAFF = "staff", _("staff")
        CLOCK = "clock", _("the clock")

    class Verb(models.TextChoices):
        REGISTERED = "registered", _("registered")
        ADDRESS_CONFIRMED = "verified", _("confirmed the address")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        OFFERED = "offered", _("was offered a place")
        ACCEPTED = "accepted", _("accepted the offer")
        REFUSED = "refused", _("refused the offer")
        LAPSED = "lapsed", _("let the offer lapse")
        MOVED_UP = "moved_up", _("moved up from the waiting list")
        CANCELLED = "cancelled", _("cancelled")
        CAME_BACK = "came_back", _("came back")
        CHANGED_MODE = "mode", _("changed how they take part")
        CHANGED = "changed", _("changed the registration")
        ASSIGNED = "assigned", _("moved to another block")
        ADDED = "added", _("added a companion")
        BOOKED = "booked", _("booked a session")
        UNBOOKED = "unbooked", _("gave a session back")
        CONSENTED = "consented", _("agreed")
        WITHDREW = "withdrew", _("withdrew an agreement")
        NEW_ADDRESS = "address", _("changed the address")
        ERASED = "erased", _("was erased")
        INVITED = "invited", _("was invited")
        OPENED = "opened", _("opened the invitation")
        REMINDED = "reminded", _("was reminded")
        ANSWERED = "answered", _("answered the invitation")
        REVOKED = "revoked", _("invitation withdrawn")
        ALLOCATED = "allocated", _("block of seats set")
        RELEASED = "released", _("unused seats went back")
        EXPORTED = "exported", _("guest list exported")
        TOLD = "told", _("guests told of a change")
        REPLIED = "replied", _("answered from their calendar")

    event = models.ForeignKey(Event, models.CASCADE, related_name="deeds", verbose_name=_("event"))
    registration = models.ForeignKey(
        Registration, models.SET_NULL, null=True, blank=True, related_name="deeds", verbose_name=_("registration")
    )
    invitation = models.ForeignKey(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="deeds", verbose_name=_("invitation")
    )
    allocation = models.ForeignKey(
        Allocation, models.SET_NULL, null=True, blank=True, related_name="deeds", verbose_name=_("allocation")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    actor = models.CharField(_("by"), max_length=5, choices=Actor)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("member of staff"),
    )
    verb = models.CharField(_("what"), max_length=10, choices=Verb)
    before = models.CharField(_("before"), max_length=20, blank=True)
    after = models.CharField(_("after"), max_length=20, blank=True)
    rule = models.CharField(_("by which rule"), max_length=30, blank=True)
    reason = models.CharField(_("reason"), max_length=240, blank=True)

    class Meta:
        verbose_name = _("deed")
        verbose_name_plural = _("log of deeds")
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=["event", "-at", "-id"], name="deeds_newest"),
            models.Index(fields=["event", "verb", "-at", "-id"], name="deeds_by_verb"),
            # Guests do most of what is done; what others did is found without reading all of it.
            models.Index(
                fields=["event", "actor", "-at", "-id"], name="deeds_not_by_guests", condition=~Q(actor="guest")
            ),
        )

    def __str__(self) -> str:
        return str(self.get_verb_display())
