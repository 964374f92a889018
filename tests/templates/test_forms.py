"""The form pack ties labels, hints and errors to their fields, and says what is optional in words."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from crispy_forms.utils import render_crispy_form
from django import forms


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As you <like>.")
    note = forms.CharField(label="A note", required=False, widget=forms.Textarea)
    agrees = forms.BooleanField(label="I agree <b>fully</b>.", error_messages={"required": "Please agree."})
    meal = forms.ChoiceField(label="Meal", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput, initial="x")

    helper = FormHelper()
    helper.add_input(Submit("go", "Send"))


def page(data=None, **kwargs):
    return render_crispy_form(Sample(data, **kwargs), context={"csrf_token": "token"})


def test_every_field_that_is_seen_has_a_label_of_its_own():
    html = page()
    for field in ("name", "note", "agrees"):
        assert f'<label for="id_{field}">' in html
    assert "<legend>Meal" in html


def test_what_is_optional_says_so_and_what_is_required_is_marked_for_machines():
    html = page()
    assert html.count("(optional)") == 1
    assert re.search(r'<input[^>]* name="name"[^>]* required', html)


def test_help_stands_between_label_and_field_and_is_tied_to_it():
    html = page()
    assert html.index("</label>") < html.index("As you &lt;like&gt;.") < html.index('name="name"')
    assert 'id="id_name_helptext"' in html
    assert re.search(r'name="name"[^>]*aria-describedby="id_name_helptext"', html)


def test_an_error_stands_below_its_field_and_is_tied_to_it():
    html = page({"name": "", "agrees": ""})
    field = re.search(r'<input[^>]*name="name"[^>]*>', html)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="id_name_helptext id_name_error"' in field[0]
    assert field.end() < html.index('id="id_name_error"')


def test_the_summary_on_top_leads_to_each_field():
    html = page({"name": "", "agrees": ""})
    summary = html[html.index('role="alert"') : html.index("</ul>")]
    assert re.findall(r'href="#([^"]+)"', summary) == ["id_name", "id_agrees", "id_meal_0"]
    assert "Please agree." in summary


def test_without_errors_there_is_no_summary():
    assert 'role="alert"' not in page()


def test_words_with_markup_stay_words():
    assert "<b>fully</b>" not in page()


def test_hidden_fields_take_no_room():
    assert '<input type="hidden" name="secret" value="x" id="id_secret">' in page()


def test_the_button_says_its_deed_and_is_never_disabled():
    assert re.search(r'<button type="submit"[^>]*>Send</button>', page())
    assert "disabled" not in page({"name": ""})


def test_the_token_against_forgery_is_in_a_form_that_is_posted():
    assert 'value="token"' in page()


def test_layouts_group_fields():
    form = Sample()
    form.helper = FormHelper()
    form.helper.layout = Layout(Fieldset("You", "name"), Div("note", css_class="wide"))
    html = render_crispy_form(form)
    assert "<legend>You</legend>" in html
    assert '<div class="wide">' in html


def test_a_set_of_forms_renders_each_of_them():
    html = render_crispy_form(forms.formset_factory(Sample, extra=2)(), helper=FormHelper())
    assert [html.count(f"id_form-{number}-name") > 0 for number in (0, 1)] == [True, True]
    assert html.count("<form") == 1
