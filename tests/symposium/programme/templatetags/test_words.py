import pytest

from symposium.programme.models import Session
from symposium.programme.templatetags.words import kind_in_words


@pytest.mark.parametrize("kind", list(Session.Kind))
def test_each_kind_of_session_has_its_word(kind):
    assert kind_in_words(kind.value) == str(kind.label).capitalize()
