"""The form in which organisers write a question: what fits together, and what answers that were given still need."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations.forms.answer_fields import NO, YES
from registrations.forms.widgets import RadiosThatOpen
from registrations.models import Answer, Question
from symposium.accounts.admin_forms import ScopedForm
from symposium.events.models import Event, Mode

Kind = Question.Kind
WITH_CHOICES = {Kind.CHOICE, Kind.SEVERAL}
# An answer to these can call for another question.
DECIDING = (Kind.CHOICE, Kind.SEVERAL, Kind.YES_NO)
LONGEST_CHOICE = 240
ASK_ANEW = "_ask_anew"


class WaysForm(forms.Form):
    """In the preview: the choice on which it depends which questions are asked."""

    mode = forms.ChoiceField(
        label=gettext_lazy("How do you take part?"),
        choices=Mode.choices,
        initial=Mode.IN_PERSON,
        widget=RadiosThatOpen({Mode.IN_PERSON.value: "opens-in-person", Mode.ONLINE.value: "opens-online"}),
    )


class QuestionForm(ScopedForm):
    """A question; ``asks_anew`` says that the one before it is to be retired, with its answers."""

    class Meta:
        help_texts = {
            "shown_if": gettext_lazy(
                "One a line, as the answers of that question are written; for yes and no: yes, or no. "
                "Left empty: after any answer."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_anew = ASK_ANEW in self.data
        self.before = Question.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_choices(cleaned)
        self._check_condition(cleaned)
        self._check_whom(cleaned)
        if self.before and not self.errors:
            self._check_followers(cleaned, self.before)
            if not self.asks_anew and not self.errors:
                self._check_answers(cleaned, self.before)
        return cleaned

    def _check_choices(self, cleaned: dict[str, Any]) -> None:
        kind, typed = cleaned.get("kind"), _lines(cleaned.get("choices"))
        if kind in WITH_CHOICES:
            if len(typed) < 2:
                self.add_error("choices", _("Write at least two answers to choose from, one a line."))
            elif len({one.casefold() for one in typed}) < len(typed):
                self.add_error("choices", _("The same answer stands here twice."))
            elif any(len(one) > LONGEST_CHOICE for one in typed):
                self.add_error("choices", _("Keep each answer below %(most)d letters.") % {"most": LONGEST_CHOICE})
        elif typed:
            words = _("Only questions with given answers have these. Empty this, or choose such a kind of answer.")
            self.add_error("choices", words)
        cleaned["choices"] = "\n".join(typed)

    def _check_condition(self, cleaned: dict[str, Any]) -> None:
        parent, wanted = cleaned.get("shown_after"), _lines(cleaned.get("shown_if"))
        if parent is None:
            if wanted and "shown_after" not in self.errors:
                self.add_error("shown_after", _("Choose the question whose answer this depends on."))
            return
        event = self._event(cleaned)
        if event is None:
            return
        if parent.event_id != event.pk:
            self.add_error("shown_after", _("This question belongs to another event."))
        elif parent.pk == self.instance.pk or self._comes_later(parent):
            words = _("“%(question)s” is asked later. Choose one that comes before, or change the order first.")
            self.add_error("shown_after", words % {"question": parent})
        elif parent.kind not in DECIDING:
            words = _(
                "“%(question)s” has no given answers. Choose one with answers to choose from, or with yes and no."
            )
            self.add_error("shown_after", words % {"question": parent})
        else:
            cleaned["shown_if"] = "\n".join(self._known_answers(parent, wanted))

    def _event(self, cleaned: dict[str, Any]) -> Event | None:
        """The one that it is asked at; none where the form was sent with one that is not the user's."""
        found: Event | None = cleaned.get("event") or getattr(self.instance, "event", None)
        return found

    def _comes_later(self, parent: Question) -> bool:
        """A new question is asked last, so that all others come before it. Earlier ones alone: no circle can be."""
        here = self.instance
        return bool(here.pk) and (parent.position, parent.pk) >= (here.position, here.pk)

    def _known_answers(self, parent: Question, wanted: list[str]) -> list[str]:
        """The wanted ones as the question has them; an error names those that it has not."""
        known = known_answers(parent)
        found = {key: known[key.casefold()] for key in wanted if key.casefold() in known}
        unknown = [one for one in wanted if one not in found]
        if unknown:
            words = _("“%(question)s” has no answer “%(unknown)s”. Its answers: %(answers)s.")
            answers = ", ".join(dict.fromkeys(known.values()))
            self.add_error("shown_if", words % {"question": parent, "unknown": unknown[0], "answers": answers})
        return list(dict.fromkeys(found.values()))

    def _check_whom(self, cleaned: dict[str, Any]) -> None:
        event, mode, block = self._event(cleaned), cleaned.get("mode"), cleaned.get("allocation")
        if event is None:
            return
        if mode and mode not in event.modes:
            self.add_error("mode", _("Nobody takes part so: the event's page says how people take part."))
        if block and block.event_id != event.pk:
            self.add_error("allocation", _("This host's block belongs to another event."))

    def _check_followers(self, cleaned: dict[str, Any], before: Question) -> None:
        """What is asked only after an answer to this one must stay possible."""
        changed = Question(kind=cleaned["kind"], choices=cleaned["choices"])
        offered = known_answers(changed)
        for follower in before.follow_ups.filter(is_retired=False):
            if cleaned.get("is_retired") and not self.asks_anew:
                words = _("“%(question)s” is asked only after this one. Change or retire that first.")
                self.add_error("is_retired", words % {"question": follower})
                return
            lost = [one for one in follower.shown_if_list if one.casefold() not in offered]
            if lost or changed.kind not in DECIDING:
                words = _("“%(question)s” is asked after the answer “%(answer)s”. Change that question first.")
                answer = ", ".join(lost or follower.shown_if_list) or _("any")
                self.add_error("choices", words % {"question": follower, "answer": answer})
                return

    def _check_answers(self, cleaned: dict[str, Any], before: Question) -> None:
        """Answers that were given must fit what is asked; where they would not, it is asked anew."""
        number = answers_that_do_not_fit(before, kind=cleaned["kind"], choices=_lines(cleaned["choices"]))
        if number:
            words = ngettext(
                "%(number)d answer that was given would not fit any more. Keep what was there and add to it, or "
                "press 'Retire and ask anew': the old answer stays readable.",
                "%(number)d answers that were given would not fit any more. Keep what was there and add to it, or "
                "press 'Retire and ask anew': the old answers stay readable.",
                number,
            )
            self.add_error("kind" if cleaned["kind"] != before.kind else "choices", words % {"number": number})


def _lines(text: str | None) -> list[str]:
    return [" ".join(line.split()) for line in (text or "").splitlines() if line.strip()]


def known_answers(question: Question) -> dict[str, str]:
    """The answers that a question can have, by what may be typed for each (case folded)."""
    if question.kind == Kind.YES_NO:
        return {YES: YES, "true": YES, _("Yes").casefold(): YES, NO: NO, "false": NO, _("No").casefold(): NO}
    return {one.casefold(): one for one in question.choice_list}


def answers_that_do_not_fit(question: Question, *, kind: str, choices: list[str]) -> int:
    """How many answers to a question as it was would be none to what it is to become."""
    answers = Answer.objects.filter(question=question)
    if kind != question.kind:
        return answers.count()
    gone = set(question.choice_list) - set(choices) if kind in WITH_CHOICES else set()
    if not gone:
        return 0
    given = answers.values_list("value", flat=True).iterator()
    return sum(not gone.isdisjoint(value if isinstance(value, list) else [value]) for value in given)


def deciding_questions(event_id: int, before: Question | None = None) -> Any:
    """The event's questions on whose answers another can depend: those that come before it."""
    rows = Question.objects.filter(event=event_id, is_retired=False, kind__in=DECIDING)
    if before:
        rows = rows.filter(position__lte=before.position).exclude(pk=before.pk)
    return rows.order_by("position", "pk")
