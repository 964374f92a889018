"""Questions at the desk: an order that holds, conditions that can be met, answers that stay readable."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registrations.models import Answer, Question
from symposium.accounts.models import Role
from symposium.events.models import Event
from tests import factories
from tests.factories.forms import errors, filled, page_of, save, sign_in

pytestmark = pytest.mark.django_db

LIST = "/admin/registrations/question/"
ADD = f"{LIST}add/"
ORDER = f"{LIST}order/"


@pytest.fixture
def event() -> Event:
    return factories.make_event()


@pytest.fixture
def organiser(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.ORGANISER))


def ask(event: Event, label: str, **fields: Any) -> Question:
    last = Question.objects.filter(event=event).count()
    return Question.objects.create(event=event, label=label, **{"position": last + 1} | fields)


def answer(question: Question, value: Any) -> Answer:
    guest = factories.make_registration(question.event)
    return Answer.objects.create(
        registration=guest, question=question, asked=question.label, kind=question.kind, value=value
    )


def labels(event: Event) -> list[str]:
    return list(
        Question.objects.filter(event=event, is_retired=False)
        .order_by("position", "pk")
        .values_list("label", flat=True)
    )


def add(client: Client, event: Event, **fields: Any) -> Any:
    page = client.get(f"{ADD}?event={event.pk}")
    return client.post(f"{ADD}?event={event.pk}", filled(page, **{"label": "New", "kind": "text"} | fields))


# --- writing -------------------------------------------------------------------------------------------------------


def test_a_new_question_is_asked_last_and_published(event: Event, organiser: Client) -> None:
    ask(event, "First")
    before = Event.objects.get().revision
    assert add(organiser, event, label="Second").status_code == 302
    assert labels(event) == ["First", "Second"]
    assert Event.objects.get().revision == before + 1


def test_every_change_of_a_question_is_published(event: Event, organiser: Client) -> None:
    first, second = ask(event, "First"), ask(event, "Second")
    for deed in (
        lambda: save(organiser, first, help="Why we ask"),
        lambda: organiser.post(f"{ORDER}?event={event.pk}", {"down": first.pk}),
        lambda: organiser.post(f"{ORDER}?event={event.pk}", {"order": json.dumps([first.pk, second.pk])}),
        lambda: organiser.post(reverse("admin:registrations_question_delete", args=[second.pk]), {"post": "yes"}),
    ):
        before = Event.objects.get().revision
        deed()
        assert Event.objects.get().revision == before + 1


@pytest.mark.parametrize(
    ("kind", "choices", "said"),
    [
        ("choice", "", "Write at least two answers"),
        ("several", "One", "Write at least two answers"),
        ("choice", "Yes\nNo\nyes", "The same answer stands here twice."),
        ("choice", "A\n" + "B" * 241, "Keep each answer below 240 letters."),
        ("text", "One\nTwo", "Only questions with given answers have these."),
    ],
)
def test_choices_fit_the_kind(event: Event, organiser: Client, kind: str, choices: str, said: str) -> None:
    assert errors(add(organiser, event, kind=kind, choices=choices))["choices"][0].startswith(said)


def test_a_question_can_depend_on_an_answer_that_exists(event: Event, organiser: Client) -> None:
    dinner = ask(event, "Dinner?", kind="choice", choices="Yes, gladly\nNo")
    response = add(organiser, event, label="Wine?", shown_after=dinner.pk, shown_if="YES, gladly")
    assert response.status_code == 302, errors(response)
    assert Question.objects.get(label="Wine?").shown_if == "Yes, gladly"
    response = add(organiser, event, label="Beer?", shown_after=dinner.pk, shown_if="Perhaps")
    said = "“Dinner?” has no answer “Perhaps”. Its answers: Yes, gladly, No."
    assert errors(response) == {"shown_if": [said]}


def test_a_condition_on_yes_or_no_is_kept_as_the_form_knows_it(event: Event, organiser: Client) -> None:
    dinner = ask(event, "Dinner?", kind="yes_no")
    add(organiser, event, label="Wine?", shown_after=dinner.pk, shown_if="Yes")
    assert Question.objects.get(label="Wine?").shown_if == "yes"


def test_a_question_depends_only_on_one_before_it(event: Event, organiser: Client) -> None:
    first = ask(event, "First", kind="yes_no")
    second = ask(event, "Second", kind="yes_no", shown_after=first)
    for other in (first, second):
        offered = organiser.get(page_of(first)).context["adminform"].form.fields["shown_after"].queryset
        assert other not in offered
    assert "shown_after" in errors(save(organiser, first, shown_after=second.pk))
    assert "shown_after" in errors(save(organiser, first, shown_after=first.pk))
    first.refresh_from_db()
    assert first.shown_after is None


def test_a_question_depends_on_none_of_another_event_nor_on_one_without_given_answers(
    event: Event, organiser: Client
) -> None:
    elsewhere = ask(factories.make_event(), "Elsewhere?", kind="yes_no")
    free = ask(event, "Free words")
    for other in (elsewhere, free):
        assert errors(add(organiser, event, shown_after=other.pk)) == {
            "shown_after": ["This is not one of this event's. Choose another."]
        }
    assert "Elsewhere?" not in organiser.get(f"{ADD}?event={event.pk}").content.decode()


def test_a_condition_without_a_question_is_asked_for(event: Event, organiser: Client) -> None:
    assert errors(add(organiser, event, shown_if="yes")) == {
        "shown_after": ["Choose the question whose answer this depends on."]
    }


def test_nobody_is_asked_who_takes_part_in_a_way_that_there_is_not(event: Event, organiser: Client) -> None:
    assert "mode" in errors(add(organiser, event, mode="online"))
    assert add(organiser, event, mode="in_person").status_code == 302


def test_an_answer_on_which_another_question_depends_stays(event: Event, organiser: Client) -> None:
    dinner = ask(event, "Dinner?", kind="choice", choices="Yes\nNo")
    ask(event, "Wine?", shown_after=dinner, shown_if="Yes")
    said = "“Wine?” is asked after the answer “Yes”. Change that question first."
    assert errors(save(organiser, dinner, choices="Perhaps\nNo")) == {"choices": [said]}
    said = "“Wine?” is asked only after this one. Change or retire that first."
    assert errors(save(organiser, dinner, is_retired="on")) == {"is_retired": [said]}


# --- answers -------------------------------------------------------------------------------------------------------


def test_words_of_an_answered_question_change_and_its_answers_keep_theirs(event: Event, organiser: Client) -> None:
    question = ask(event, "Diner?", kind="choice", choices="Fish\nBeans")
    given = answer(question, "Fish")
    assert "1 guest has answered this question." in organiser.get(page_of(question)).content.decode()
    assert save(organiser, question, label="Dinner?", choices="Fish\nBeans\nRice").status_code == 302
    given.refresh_from_db()
    assert (given.asked, given.value, given.question.label) == ("Diner?", "Fish", "Dinner?")


@pytest.mark.parametrize(
    ("changes", "field"), [({"kind": "text", "choices": ""}, "kind"), ({"choices": "Beans\nRice"}, "choices")]
)
def test_what_given_answers_would_not_fit_is_refused_and_can_be_asked_anew(
    event: Event, organiser: Client, changes: dict[str, str], field: str
) -> None:
    question = ask(event, "Dinner?", kind="several", choices="Fish\nBeans")
    ask(event, "After")
    given = answer(question, ["Fish"])
    assert errors(save(organiser, question, **changes))[field][0].startswith("1 answer that was given would not fit")
    response = save(organiser, question, **changes, _ask_anew="yes")
    assert response.status_code == 302
    question.refresh_from_db()
    given.refresh_from_db()
    assert (question.is_retired, question.kind, given.question) == (True, "several", question)
    anew = Question.objects.get(label="Dinner?", is_retired=False)
    assert anew.pk != question.pk
    assert labels(event) == ["Dinner?", "After"]


def test_an_answer_that_nobody_chose_can_go(event: Event, organiser: Client) -> None:
    question = ask(event, "Dinner?", kind="choice", choices="Fish\nBeans\nRice")
    answer(question, "Fish")
    assert save(organiser, question, choices="Fish\nBeans").status_code == 302


def test_what_depended_on_a_question_depends_on_the_new_one(event: Event, organiser: Client) -> None:
    question = ask(event, "Dinner?", kind="choice", choices="Fish\nBeans")
    wine = ask(event, "Wine?", shown_after=question, shown_if="Fish")
    answer(question, "Beans")
    save(organiser, question, choices="Fish\nRice", _ask_anew="yes")
    wine.refresh_from_db()
    assert wine.shown_after.choices == "Fish\nRice"


def test_a_question_with_answers_is_retired_not_deleted(event: Event, organiser: Client) -> None:
    question = ask(event, "Dinner?")
    answer(question, "Fish")
    path = reverse("admin:registrations_question_delete", args=[question.pk])
    assert "was answered by 1 guest. Retire it instead" in organiser.get(path).content.decode()
    assert organiser.post(path, {"post": "yes"}).status_code == 200 or Question.objects.exists()
    assert Question.objects.exists()
    save(organiser, question, is_retired="on")
    assert labels(event) == []


def test_a_question_on_which_others_depend_is_not_deleted(event: Event, organiser: Client) -> None:
    question = ask(event, "Dinner?", kind="yes_no")
    ask(event, "Wine?", shown_after=question)
    organiser.post(reverse("admin:registrations_question_delete", args=[question.pk]), {"post": "yes"})
    assert Question.objects.filter(pk=question.pk).exists()


# --- the order -----------------------------------------------------------------------------------------------------


def test_questions_move_by_buttons_that_need_no_script(event: Event, organiser: Client) -> None:
    first, second, third = ask(event, "A"), ask(event, "B"), ask(event, "C")
    page = organiser.get(f"{LIST}?event={event.pk}").content.decode()
    assert f'formaction="{ORDER}?event={event.pk}"' in page
    organiser.post(f"{ORDER}?event={event.pk}", {"down": first.pk})
    assert labels(event) == ["B", "A", "C"]
    organiser.post(f"{ORDER}?event={event.pk}", {"up": third.pk})
    assert labels(event) == ["B", "C", "A"]
    organiser.post(f"{ORDER}?event={event.pk}", {"up": second.pk})
    assert labels(event) == ["B", "C", "A"]


def test_a_dragged_order_is_kept_whole(event: Event, organiser: Client) -> None:
    pks = [ask(event, label).pk for label in "ABC"]
    response = organiser.post(f"{ORDER}?event={event.pk}", {"order": json.dumps(pks[::-1])})
    assert response.json() == {"refused": ""}
    assert labels(event) == ["C", "B", "A"]


def test_a_question_stays_below_the_one_it_depends_on(event: Event, organiser: Client) -> None:
    first = ask(event, "Dinner?", kind="yes_no")
    second = ask(event, "Wine?", shown_after=first)
    said = "“Wine?” is asked only after an answer to “Dinner?”, so it stays below it."
    response = organiser.post(f"{ORDER}?event={event.pk}", {"order": json.dumps([second.pk, first.pk])})
    assert (response.status_code, response.json()) == (409, {"refused": said})
    assert said in organiser.post(f"{ORDER}?event={event.pk}", {"up": second.pk}, follow=True).content.decode()
    assert labels(event) == ["Dinner?", "Wine?"]


@pytest.mark.parametrize("wrong", ["", "abc", "{}", "[null]", '["1"]', "[1.5]", "[-1]", "[99999999999999999999]"])
def test_an_order_of_nonsense_changes_nothing(event: Event, organiser: Client, wrong: str) -> None:
    ask(event, "A"), ask(event, "B")
    assert organiser.post(f"{ORDER}?event={event.pk}", {"order": wrong}).status_code == 200
    assert organiser.post(f"{ORDER}?event={event.pk}", {"up": wrong}).status_code == 302
    assert organiser.get(f"{LIST}?event={wrong}").status_code == 200
    assert labels(event) == ["A", "B"]


def test_nobody_orders_or_sees_questions_of_another_event(event: Event, organiser: Client) -> None:
    other = factories.make_event()
    first, second = ask(other, "Elsewhere A"), ask(other, "Elsewhere B")
    assert organiser.post(f"{ORDER}?event={other.pk}", {"down": first.pk}).status_code == 403
    organiser.post(f"{ORDER}?event={event.pk}", {"down": first.pk})
    organiser.post(f"{ORDER}?event={event.pk}", {"order": json.dumps([second.pk, first.pk])})
    assert labels(other) == ["Elsewhere A", "Elsewhere B"]
    for path in (LIST, f"{LIST}?event={other.pk}", f"{ADD}?event={other.pk}"):
        assert "Elsewhere" not in organiser.get(path).content.decode()
    assert organiser.get(f"{LIST}preview/?event={other.pk}").status_code == 403


@pytest.mark.parametrize("role", [Role.EDITOR, Role.DOOR, Role.CARE, Role.SITE_ACCESS])
def test_questions_are_the_organisers(event: Event, role: Role) -> None:
    question = ask(event, "Dinner?")
    client = sign_in(factories.make_member(event, role))
    assert client.get(LIST).status_code == 403
    assert client.get(page_of(question)).status_code in {302, 403}
    assert client.post(f"{ORDER}?event={event.pk}", {"down": question.pk}).status_code == 403


def test_the_preview_shows_what_is_asked_and_can_send_nothing(event: Event, organiser: Client) -> None:
    ask(event, "Dinner?", kind="choice", choices="Fish\nBeans")
    ask(event, "Former?", is_retired=True)
    text = organiser.get(f"{LIST}preview/?event={event.pk}").content.decode()
    assert "Dinner?" in text
    assert "Beans" in text
    assert "Former?" not in text
    assert "<form" not in text.partition("<main")[2]


def test_a_list_of_many_costs_as_many_queries_as_one_of_few(
    event: Event, organiser: Client, django_assert_max_num_queries
) -> None:
    first = ask(event, "First", kind="yes_no")
    for number in range(20):
        answer(ask(event, f"Question {number}", shown_after=first), "x")
    with django_assert_max_num_queries(12):
        organiser.get(f"{LIST}?event={event.pk}")
