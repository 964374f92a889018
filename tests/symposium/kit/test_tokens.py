import uuid

import pytest

from symposium.kit.tokens import is_genuine, make_token, read_token

PUBLIC = uuid.UUID("6f2a7a31-9a51-4a2c-9d58-0d2f4f4c9c11")


def test_a_token_names_what_it_opens_and_proves_it():
    token = make_token("registration", PUBLIC)
    assert len(token) == 43
    assert read_token(token) == PUBLIC
    assert is_genuine(token, "registration", PUBLIC)


def test_a_token_opens_nothing_else():
    token = make_token("registration", PUBLIC)
    assert not is_genuine(token, "invitation", PUBLIC)
    assert not is_genuine(token, "registration", uuid.uuid4())
    assert not is_genuine(token, "registration", PUBLIC, version=2)


def test_one_changed_letter_opens_nothing():
    token = make_token("registration", PUBLIC)
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert not is_genuine(changed, "registration", PUBLIC)


@pytest.mark.parametrize("token", ["", "x", "a" * 43 + "!", "é" * 43, "A" * 5000, "=" * 43, "%00"])
def test_what_is_no_token_is_none(token):
    assert read_token(token) is None


def test_links_outlive_a_change_of_the_secret_key(settings):
    token = make_token("registration", PUBLIC)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-" * 5, [settings.SECRET_KEY]
    assert is_genuine(token, "registration", PUBLIC)
    settings.SECRET_KEY_FALLBACKS = []
    assert not is_genuine(token, "registration", PUBLIC)
