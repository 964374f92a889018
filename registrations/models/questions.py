"""What an event asks its guests beside who they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registrations.models.allocations import Allocation
from registrations.models.guests import Registration
from symposium.events.models import Event, Mode
from symposium.events.models.content import EventContent
from symposium.kit.text import LineField


class Question(EventContent):
    """One question of the form, in the organisers' words. The form is kept by the event's revision."""

    class Kind(models.TextChoices):
        TEXT = "text", _("a line of text")
        LONG = "long", _("a longer text")
        CHOICE = "choice", _("one of several answers")
        SEVERAL = "several", _("any of several answers")
        YES_NO = "yes_no", _("yes or no")
        DATE = "date", _("a date")
        NUMBER = "number", _("a number")
        COUNTRY = "country", _("a country")
        FILE = "file", _("a file (PDF or picture)")

    event = models.ForeignKey(Event, models.CASCADE, related_name="questions", verbose_name=_("event"))
    position = models.PositiveSmallIntegerField(_("place in the order"), default=1)
    label = LineField(_("question"), max_length=240)
    help = LineField(_("help"), max_length=300, blank=True, help_text=_("Shown below the question."))
    kind = models.CharField(_("kind of answer"), max_length=8, choices=Kind, default=Kind.TEXT)
    choices = models.TextField(
        _("answers to choose from"), blank=True, help_text=_("One a line; for questions with given answers.")
    )
    is_required = models.BooleanField(_("must be answered"), default=False)
    is_retired = models.BooleanField(
        _("no longer asked"), default=False, help_text=_("Answers that were given stay readable.")
    )
    # Shown only when another question was answered so.
    shown_after = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("only after"),
        help_text=_("A question before this one, with given answers or yes and no."),
    )
    shown_if = models.TextField(
        _("if the answer is"), blank=True, help_text=_("One a line, as the answers of that question are written.")
    )
    mode = models.CharField(_("only for those who come"), max_length=10, choices=Mode, blank=True)
    allocation = models.ForeignKey(
        Allocation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("only for the guests of"),
    )

    class Meta(EventContent.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("event", "position", "pk")

    def __str__(self) -> str:
        return self.label

    @property
    def choice_list(self) -> list[str]:
        """The given answers, in their order."""
        return [line.strip() for line in self.choices.splitlines() if line.strip()]

    @property
    def shown_if_list(self) -> list[str]:
        """The answers of ``shown_after`` that call for this question."""
        return [line.strip() for line in self.shown_if.splitlines() if line.strip()]


class Answer(models.Model):
    """What one guest answered, with the question as it was asked."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="answers", verbose_name=_("registration")
    )
    question = models.ForeignKey(
        Question, models.SET_NULL, null=True, related_name="answers", verbose_name=_("question")
    )
    asked = LineField(_("as it was asked"), max_length=240)
    kind = models.CharField(max_length=8, choices=Question.Kind)
    # A string; for 'several' a list of strings; for 'yes_no' true or false; for 'number' a string of decimal digits;
    # for 'date' YYYY-MM-DD; for 'country' ISO 3166-1 alpha-2; for 'file' {"name", "path", "bytes"}.
    value = models.JSONField(_("answer"))
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("registration", "question__position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["registration", "question"],
                name="answer_once",
                violation_error_message=_("This question is answered already."),
            ),
        )

    def __str__(self) -> str:
        return self.asked
