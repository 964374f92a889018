"""Lists as somebody has filtered them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from symposium.accounts.models.users import User
from symposium.kit.text import LineField


class SavedFilter(models.Model):
    """The address of a list as somebody has filtered it, under a name: for themselves, or for the team of an event.

    It opens the list as whoever follows it may see it, and holds nothing else.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters", verbose_name=_("member of staff"))
    event = models.ForeignKey(
        "events.Event", models.CASCADE, null=True, related_name="+", verbose_name=_("for the team of")
    )
    # The label of the list's model: 'registrations.registration'.
    list = models.CharField(_("list"), max_length=100)
    name = LineField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=1000)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ("name", "pk")
        indexes = (models.Index(fields=["list", "event"], name="filters_of_teams"),)
        constraints = (
            models.UniqueConstraint(
                fields=["user", "list", "name"],
                name="saved_filter_once",
                violation_error_message=_("You have a filter of this name here already. Choose another name."),
            ),
        )

    def __str__(self) -> str:
        return self.name
