"""What an event asks beside who comes: fields, what depends on what, and the answers.

    questions = asked_of(event, allocation=block)           # one query
    form.fields |= fields_for(questions, mode, given=...)   # 'q<pk>': one AnswerField each
    leave_out_unasked(form, mode)                           # in clean(): what was not asked cannot be wrong
    replies_of(form)                                        # what ``Details.answers`` takes
    branches_of(form)                                       # for templates/registrations/_questions.html

A question that depends on another's answer is shown by CSS alone: the option that calls for it has the class
``opens-3``, the question ``follow follow-3``, within one ``.asks`` (static/css/components/forms.css). There are
``SLOTS`` of these; what is beyond them, or hangs on an answer that is typed, is always shown with a line that says when
it is meant. The server leaves out, and never requires, what the answers before do not call for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registrations.forms.answer_fields import NO, YES, AnswerField, field_for
from registrations.forms.widgets import KeptFileInput, NewFile
from registrations.models import Allocation, Question
from registrations.private_files import keep
from symposium.events.models import Event, Mode

Kind = Question.Kind
SLOTS = 8
# An answer to these is one of several that are known before.
_CHOSEN = {Kind.CHOICE, Kind.SEVERAL, Kind.YES_NO}
_WHEN_MODE = {Mode.IN_PERSON: _("If you come in person"), Mode.ONLINE: _("If you take part online")}


@dataclass(frozen=True, slots=True)
class Branch:
    """A question as a template shows it, with those that depend on its answer.

    ``css`` are the classes that let it be shown only when called for; ``when`` says in words when that is.
    """

    field: BoundField
    css: str
    when: str
    branches: "Sequence[Branch]"


def asked_of(event: Event, *, allocation: Allocation | int | None = None) -> list[Question]:
    """What is asked at present of guests of that block, or of everybody else; in its order, one query.

    None where the event was fetched with ``asked_of_everybody`` (views/register.py).
    """
    known: list[Question] | None = getattr(event, "asked_of_everybody", None)
    if allocation is None and known is not None:
        return known
    mine = Q(allocation=None) if allocation is None else Q(allocation=None) | Q(allocation=allocation)
    asked = list(Question.objects.filter(mine, event=event, is_retired=False).order_by("position", "pk"))
    return [question for question, _depth in _in_order(asked)]


def fields_for(
    questions: Sequence[Question], mode: str = "", *, given: Mapping[int, Any] | None = None
) -> dict[str, AnswerField]:
    """A field for each, by the name 'q<pk>'. ``mode`` leaves out what is not for who takes part so; '' leaves it open.

    ``given`` has the answers so far, by the question's key, as ``Answer.value`` holds them.
    """
    given = given or {}
    asked = [question for question in questions if not (mode and question.mode and question.mode != mode)]
    asked = [question for question, _depth in _in_order(asked)]
    slots = _slots(asked)
    return {
        name_of(question): field_for(
            question,
            opens=_opens(question, asked, slots),
            given=given.get(question.pk),
            slot=slots.get(question.pk, 0),
        )
        for question in asked
    }


def name_of(question: Question) -> str:
    """The name of its field."""
    return f"q{question.pk}"


def _in_order(questions: Iterable[Question]) -> list[tuple[Question, int]]:
    """Each after the one on which it depends, with its depth; without those that depend on what is not asked."""
    children: dict[int | None, list[Question]] = {}
    for question in questions:
        children.setdefault(question.shown_after_id, []).append(question)
    found: list[tuple[Question, int]] = []
    ahead = [(question, 0) for question in reversed(children.get(None, []))]
    while ahead:
        question, depth = ahead.pop()
        found.append((question, depth))
        ahead += [(child, depth + 1) for child in reversed(children.get(question.pk, []))]
    return found


def _slots(asked: Sequence[Question]) -> dict[int, int]:
    chosen = {question.pk for question in asked if question.kind in _CHOSEN}
    following = [question.pk for question in asked if question.shown_after_id in chosen]
    return {pk: number for number, pk in enumerate(following[:SLOTS], start=1)}


def _opens(question: Question, asked: Sequence[Question], slots: Mapping[int, int]) -> dict[str, str]:
    """The classes of its answers that call for others."""
    options = [YES, NO] if question.kind == Kind.YES_NO else question.choice_list
    followers = [one for one in asked if one.shown_after_id == question.pk and one.pk in slots]
    classes = {
        option: " ".join(f"opens-{slots[one.pk]}" for one in followers if calls_for(one, question.kind, option))
        for option in options
    }
    return {option: css for option, css in classes.items() if css}


def calls_for(follower: Question, kind: str, answer: Any) -> bool:
    """Whether an answer to a question of that kind calls for the one that depends on it."""
    if answer in (None, "", []):
        return False
    wanted = {one.casefold() for one in follower.shown_if_list}
    if not wanted:
        return True
    if kind == Kind.YES_NO:
        said = {YES, "true", gettext("Yes")} if answer in (True, YES) else {NO, "false", gettext("No")}
    else:
        said = set(answer) if isinstance(answer, list) else {str(answer)}
    return any(one.casefold() in wanted for one in said)


def _fields(form: forms.Form) -> dict[str, AnswerField]:
    return {name: field for name, field in form.fields.items() if isinstance(field, AnswerField)}


def leave_out_unasked(form: forms.Form, mode: str = "") -> None:
    """Drop answers, and errors, of what the answers before (or ``mode``, once it is known) do not call for."""
    fields = _fields(form)
    called_for: dict[int, AnswerField] = {}
    for name, field in fields.items():
        question = field.question
        parent = called_for.get(question.shown_after_id or 0)
        parent_answer = form.cleaned_data.get(name_of(parent.question)) if parent else None
        follows = parent is not None and calls_for(question, parent.question.kind, parent_answer)
        if (follows or question.shown_after_id is None) and question.mode in {"", mode or question.mode}:
            called_for[question.pk] = field
            continue
        form.errors.pop(name, None)
        form.cleaned_data.pop(name, None)


def files_in(form: forms.Form) -> dict[str, NewFile]:
    """Files that came with a form and were found good."""
    return {name: value for name, value in form.cleaned_data.items() if isinstance(value, NewFile)}


def keep_files(form: forms.Form) -> None:
    """Store the files that came and were found good; a form that must be mended brings them back."""
    for name, file in files_in(form).items():
        widget = form.fields[name].widget
        if isinstance(widget, KeptFileInput):
            form.cleaned_data[name] = widget.kept = keep(file.upload, file.ending)


def answers_of(form: forms.Form) -> list[tuple[Question, Any]]:
    """Pairs of a question and its answer, as ``Answer.value`` holds it, of a form that is valid. Files are stored."""
    keep_files(form)
    answers = [(field.question, form.cleaned_data.get(name)) for name, field in _fields(form).items()]
    return [(question, value) for question, value in answers if value is not None]


def replies_of(form: forms.Form) -> list[tuple[Question, Any]]:
    """Each question of a form that is valid with its answer, None where there is none.

    A file that may be sent and was not is left out: a browser does not send it twice.
    """
    given = {question.pk: value for question, value in answers_of(form)}
    return [
        (field.question, given.get(field.question.pk))
        for name, field in _fields(form).items()
        if field.question.pk in given or field.question.kind != Kind.FILE or name not in form.cleaned_data
    ]


def branches_of(form: forms.Form, mode: str = "") -> list[Branch]:
    """The questions as they hang on each other. With a ``mode`` that is fixed none has to say for whom it is."""
    fields = _fields(form)

    def below(parent: AnswerField | None) -> list[Branch]:
        above = parent.question.pk if parent else None
        mine = [(name, field) for name, field in fields.items() if field.question.shown_after_id == above]
        return [Branch(form[name], _css(field, mode), _when(field, parent, mode), below(field)) for name, field in mine]

    return below(None)


def _css(field: AnswerField, mode: str) -> str:
    question = field.question
    classes = ["for-online" if question.mode == Mode.ONLINE else "for-in-person"] if question.mode and not mode else []
    if question.shown_after_id:
        classes += ["follow", f"follow-{field.slot}"] if field.slot else ["follow"]
    return " ".join(classes)


def _when(field: AnswerField, parent: AnswerField | None, mode: str) -> str:
    question = field.question
    said = [str(_WHEN_MODE[Mode(question.mode)])] if question.mode and not mode else []
    if parent:
        wanted = question.shown_if_list
        if parent.question.kind == Kind.YES_NO:
            wanted = [gettext("Yes") if calls_for(question, Kind.YES_NO, YES) else gettext("No")] if wanted else []
        words = gettext("”, “").join(wanted)
        said.append(gettext("If you answered “%s”") % words if words else gettext("If you answered the question above"))
    return "; ".join(said)
