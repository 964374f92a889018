"""Questions of an event's form: put in order, retired, asked anew. The form is kept under the event's revision."""

from collections.abc import Sequence

from registrations.exceptions import QuestionOrderError
from registrations.models import Question
from symposium.events.models import Event
from symposium.kit.revisions import publishing


def arrange(event: Event, pks: Sequence[int]) -> None:
    """Ask the event's questions in that order; those that are not named keep theirs, after the others.

    Raises QuestionOrderError where one would come before the question on whose answer it depends.
    """
    with publishing() as touch:
        touch(Event, event.pk)
        rows = list(Question.objects.filter(event=event).order_by("position", "pk"))
        wanted = {pk: place for place, pk in enumerate(pks)}
        rows.sort(key=lambda question: wanted.get(question.pk, len(wanted)))
        seen: set[int] = set()
        known = {question.pk: question for question in rows}
        for place, question in enumerate(rows, 1):
            before = known.get(question.shown_after_id or 0)
            if before and before.pk not in seen:
                raise QuestionOrderError(question=question, before=before)
            seen.add(question.pk)
            question.position = place
        Question.objects.bulk_update(rows, ["position"])


def move(question: Question, by: int) -> None:
    """One place up (-1) or down (+1) among the event's questions that are asked; nothing at either end.

    Raises QuestionOrderError as ``arrange`` does.
    """
    asked = Question.objects.filter(event=question.event_id, is_retired=question.is_retired)
    order = list(asked.order_by("position", "pk").values_list("pk", flat=True))
    here = order.index(question.pk)
    there = here + by
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
        others = Question.objects.filter(event=question.event_id).exclude(is_retired=question.is_retired)
        rest = list(others.order_by("position", "pk").values_list("pk", flat=True))
        arrange(question.event, [*rest, *order] if question.is_retired else [*order, *rest])


def save_question(question: Question) -> Question:
    """Write a question; a new one is asked last."""
    with publishing() as touch:
        touch(Event, question.event_id)
        if question._state.adding:
            last = Question.objects.filter(event=question.event_id).order_by("-position").first()
            question.position = last.position + 1 if last else 1
        question.save()
    return question


def ask_anew(question: Question) -> Question:
    """Retire a question as it is stored, and ask what ``question`` says now in its place; the new one.

    Answers stay with the retired one; what depended on it depends on the new one.
    """
    with publishing() as touch:
        touch(Event, question.event_id)
        former = question.pk
        Question.objects.filter(pk=former).update(is_retired=True)
        question.pk, question._state.adding, question.is_retired = None, True, False
        question.save()
        Question.objects.filter(shown_after=former).update(shown_after=question)
    return question


def delete_question(question: Question) -> None:
    """Delete one that nobody has answered."""
    with publishing() as touch:
        touch(Event, question.event_id)
        question.delete()
