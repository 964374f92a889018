"""Questions of an event: what is asked, what depends on what, and what counts as an answer."""

import io
from datetime import timedelta

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from django.utils.datastructures import MultiValueDict
from PIL import Image

from registrations import services
from registrations.forms import questions
from registrations.forms.answer_fields import AnswerField
from registrations.models import Answer, Question
from registrations.private_files import MOST_BYTES, storage
from symposium.kit.countries import countries, country
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(slug="night")


def ask(event, label="Why?", kind="text", **fields):
    return Question.objects.create(event=event, label=label, kind=kind, **fields)


class Asking(forms.Form):
    """A form that asks an event's questions."""

    def __init__(self, *args, event, mode="", given=None, allocation=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.mode = mode
        self.fields |= questions.fields_for(questions.asked_of(event, allocation=allocation), mode, given=given)

    def clean(self):
        questions.leave_out_unasked(self, self.mode)


def answer(event, data=(), files=(), mode=""):
    lists = {name: value if isinstance(value, list) else [value] for name, value in dict(data).items()}
    return Asking(
        MultiValueDict(lists), MultiValueDict({n: [f] for n, f in dict(files).items()}), event=event, mode=mode
    )


def values(form):
    assert form.is_valid(), form.errors
    return {question.label: value for question, value in questions.answers_of(form)}


def png(size=(8, 8)):
    body = io.BytesIO()
    Image.new("RGB", size).save(body, "PNG")
    return body.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  for\u202e  fun ", "for fun"),
        ("long", "one\r\n\r\n\r\n\r\ntwo \r\n", "one\n\ntwo"),
        ("choice", "red", "red"),
        ("several", ["red", "blue"], ["red", "blue"]),
        ("yes_no", "yes", True),
        ("yes_no", "no", False),
        ("date", "2027-02-28", "2027-02-28"),
        ("number", "12", "12"),
        ("number", "2,50", "2.5"),
        ("number", "-1", "-1"),
        ("number", "0", "0"),
        ("country", "GB", "GB"),
    ],
)
def test_each_kind_keeps_its_answer_as_the_data_describes_it(event, kind, typed, kept):
    question = ask(event, kind=kind, choices="red\nblue")
    assert values(answer(event, {f"q{question.pk}": typed})) == {"Why?": kept}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("text", "x" * 301),
        ("choice", "green"),
        ("several", ["red", "green"]),
        ("yes_no", "perhaps"),
        ("date", "2027-02-29"),
        ("date", "0027-02-28"),
        ("number", "many"),
        ("number", "NaN"),
        ("number", "1e999"),
        ("country", "XX"),
    ],
)
def test_what_is_no_answer_is_refused_by_its_field(event, kind, typed):
    question = ask(event, kind=kind, choices="red\nblue")
    form = answer(event, {f"q{question.pk}": typed})
    assert not form.is_valid()
    assert list(form.errors) == [f"q{question.pk}"]


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_no_answer_leaves_nothing_unless_one_is_needed(event, kind):
    question = ask(event, kind=kind, choices="red\nblue")
    assert values(answer(event)) == {}
    Question.objects.update(is_required=True)
    form = answer(event)
    assert not form.is_valid()
    assert form.errors[f"q{question.pk}"] == ["This question needs an answer."]


def test_a_question_that_depends_on_an_answer_is_asked_only_then(event):
    first = ask(event, "Do you come by car?", "yes_no", position=2)
    second = ask(event, "Its number?", shown_after=first, shown_if="yes", is_required=True)
    third = ask(event, "Electric?", "choice", choices="a\nb", shown_after=second, is_required=True, position=1)
    one, two, three = (f"q{question.pk}" for question in (first, second, third))
    assert values(answer(event)) == {}
    assert values(answer(event, {one: "no", two: "B 1", three: "rubbish"})) == {"Do you come by car?": False}
    form = answer(event, {one: "yes"})
    assert not form.is_valid()
    assert list(form.errors) == [two]
    assert not answer(event, {one: "yes", two: "B 1"}).is_valid()
    assert values(answer(event, {one: "yes", two: "B 1", three: "a"})) == {
        "Do you come by car?": True,
        "Its number?": "B 1",
        "Electric?": "a",
    }


def test_any_of_several_answers_can_call_for_another_question(event):
    first = ask(event, "What?", "several", choices="Talk\nPoster\nNothing")
    second = ask(event, "Title?", shown_after=first, shown_if="talk\nPoster")
    one, two = f"q{first.pk}", f"q{second.pk}"
    assert values(answer(event, {one: ["Nothing", "Poster"], two: "Sails"}))["Title?"] == "Sails"
    assert "Title?" not in values(answer(event, {one: ["Nothing"], two: "Sails"}))


def test_what_hangs_on_a_question_that_is_not_asked_is_not_asked(event):
    first = ask(event, "Old?", "yes_no", is_retired=True)
    ask(event, "Follow?", shown_after=first, is_required=True)
    round_one = ask(event, "Chicken?", "yes_no")
    round_two = ask(event, "Egg?", "yes_no", shown_after=round_one)
    Question.objects.filter(pk=round_one.pk).update(shown_after=round_two)
    assert questions.asked_of(event) == []
    assert values(answer(event)) == {}


def test_questions_are_asked_by_the_way_of_taking_part(event):
    ask(event, "Time zone?", mode="online", is_required=True)
    ask(event, "Train?", mode="in_person")
    assert [field.label for field in answer(event, mode="online").fields.values()] == ["Time zone?"]
    form = answer(event)
    assert len(form.fields) == 2, "whoever may still choose sees both"
    assert not form.is_valid()
    form = answer(event)
    form.mode = "in_person"
    assert form.is_valid()


def test_the_options_and_what_they_show_share_a_number(event):
    first = ask(event, "What?", "choice", choices="Talk\nPoster")
    ask(event, "Title?", shown_after=first, shown_if="Talk")
    form = answer(event)
    (branch,) = questions.branches_of(form)
    assert branch.css == ""
    assert branch.branches[0].css == "follow follow-1"
    assert branch.branches[0].when == "If you answered “Talk”"
    html = str(branch.field)
    assert html.count("opens-1") == 1
    assert html.index('value="Talk"') < html.index("opens-1") < html.index('value="Poster"')


def test_beyond_the_slots_and_after_typed_answers_a_line_says_when_it_is_meant(event):
    first = ask(event, "What?", "choice", choices="Talk\nPoster")
    for number in range(questions.SLOTS + 1):
        ask(event, f"Follow {number}?", shown_after=first, shown_if="Talk")
    typed = ask(event, "Why?")
    ask(event, "Really?", shown_after=typed)
    what, why = questions.branches_of(answer(event))
    assert [branch.css for branch in what.branches] == [
        *(f"follow follow-{number}" for number in range(1, questions.SLOTS + 1)),
        "follow",
    ]
    assert why.branches[0].css == "follow"
    assert why.branches[0].when == "If you answered the question above"


def test_an_answer_that_is_no_longer_offered_can_be_kept(event):
    question = ask(event, "Colour?", "choice", choices="red")
    name = f"q{question.pk}"
    form = Asking({name: "green"}, event=event, given={question.pk: "green"})
    assert values(form) == {"Colour?": "green"}
    assert not Asking({name: "blue"}, event=event, given={question.pk: "green"}).is_valid()


@pytest.mark.parametrize(
    ("name", "body", "path_end"),
    [
        ("cv.pdf", PDF, ".pdf"),
        ("cv.exe", PDF, ".pdf"),
        ("../../photo", png(), ".png"),
        ("a\u202efdp.exe", png(), ".png"),
    ],
)
def test_a_file_is_known_by_its_content_and_kept_under_a_name_that_nobody_guesses(event, name, body, path_end):
    question = ask(event, "CV?", "file")
    (value,) = values(answer(event, files={f"q{question.pk}": SimpleUploadedFile(name, body)})).values()
    assert value["path"].startswith("answers/")
    assert value["path"].endswith(path_end)
    assert value["name"].endswith(path_end)
    assert "/" not in value["name"]
    assert value["bytes"] == len(body)
    with storage().open(value["path"]) as kept:
        assert kept.read() == body


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"MZ\x90 program", "neither a PDF nor a picture"),
        (b"%PDF-1.7 without an end", "neither a PDF nor a picture"),
        (png()[:40], "neither a PDF nor a picture"),
        (b"GIF89a" + b"\0" * 40, "neither a PDF nor a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither a PDF nor a picture"),
        (PDF + b" " * MOST_BYTES, "larger than 5 MB"),
    ],
)
def test_a_file_of_another_kind_is_refused_whatever_its_name_says(event, body, words):
    question = ask(event, "CV?", "file")
    form = answer(event, files={f"q{question.pk}": SimpleUploadedFile("cv.pdf", body, "application/pdf")})
    assert not form.is_valid()
    assert words in form.errors[f"q{question.pk}"][0]


def test_a_file_outlives_a_form_that_must_be_mended(event):
    question = ask(event, "CV?", "file", is_required=True)
    ask(event, "Why?", is_required=True)
    name = f"q{question.pk}"
    form = answer(event, files={name: SimpleUploadedFile("cv.pdf", PDF)})
    assert not form.is_valid()
    questions.keep_files(form)
    html = str(form[name])
    assert "<bdi>cv.pdf</bdi> is here" in html
    mark = html.partition(f'name="{name}-kept" value="')[2].partition('"')[0]
    again = answer(event, {f"{name}-kept": mark, f"q{question.pk + 1}": "fun"})
    assert values(again)["CV?"]["name"] == "cv.pdf"
    assert not answer(event, {f"{name}-kept": mark + "x", f"q{question.pk + 1}": "fun"}).is_valid()


def test_a_file_that_was_given_stands_until_another_comes_or_it_is_removed(event):
    question = ask(event, "CV?", "file")
    given = {question.pk: {"name": "old.pdf", "path": "answers/x.pdf", "bytes": 3}}
    name = f"q{question.pk}"
    assert values(Asking({}, event=event, given=given)) == {"CV?": given[question.pk]}
    assert values(Asking({f"{name}-remove": "on"}, event=event, given=given)) == {}


def test_countries_are_named_and_sorted_in_the_language_of_the_page():
    names = [name for _code, name in countries()]
    assert names.index("Åland Islands") < names.index("Albania") < names.index("Zimbabwe")
    assert {"EU", "UN", "ZZ", "XA"}.isdisjoint(dict(countries()))
    with translation.override("de"):
        assert country("DE") == "Deutschland"


def test_every_question_costs_one_query_in_all(event, django_assert_num_queries):
    first = ask(event, "What?", "choice", choices="Talk\nPoster")
    for number in range(12):
        ask(event, f"Follow {number}?", shown_after=first, shown_if="Talk")
    with django_assert_num_queries(1):
        form = answer(event, {f"q{first.pk}": "Talk"})
        assert isinstance(form.fields[f"q{first.pk}"], AnswerField)
        assert form.is_valid()
        questions.branches_of(form)


def test_a_file_that_no_answer_names_is_gone_after_a_day(event):
    question = ask(event, "CV?", "file")
    registration = make_registration(event)
    paths = [storage().save(f"answers/{name}.pdf", ContentFile(PDF)) for name in ("named", "unnamed")]
    value = {"name": "cv.pdf", "path": paths[0], "bytes": len(PDF)}
    Answer.objects.create(registration=registration, question=question, asked="CV?", kind="file", value=value)
    assert services.forget_files(timezone.now() + timedelta(hours=23)) == 0
    assert services.forget_files(timezone.now() + timedelta(hours=25)) >= 1
    assert [storage().exists(path) for path in paths] == [True, False]
    registration.delete()
    services.forget_files(timezone.now() + timedelta(hours=25))
    assert not storage().exists(paths[0]), "it went with the guest"
