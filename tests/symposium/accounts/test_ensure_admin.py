"""`manage.py ensure_admin`: somebody can sign in."""

from io import StringIO

import pytest
from django.core.management import call_command

from symposium.accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def note(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR / "admin-password.txt"


def ensure() -> str:
    out = StringIO()
    call_command("ensure_admin", stdout=out)
    return out.getvalue()


def test_makes_a_superuser_and_says_the_password_that_it_keeps_for_the_owner_alone(note):
    said = ensure()
    password = note.read_text().strip()
    assert f"admin@example.org with the password {password}" in said
    assert len(password) >= 16
    assert note.stat().st_mode & 0o777 == 0o600
    admin = User.objects.get()
    assert admin.is_superuser
    assert admin.check_password(password)


def test_says_the_same_password_again_and_makes_nobody_else():
    assert ensure() == ensure()
    assert User.objects.count() == 1


def test_does_not_say_a_password_that_its_owner_has_changed(note):
    ensure()
    admin = User.objects.get()
    admin.set_password("chosen by its owner")
    admin.save()
    assert ensure() == "Sign in as admin@example.org with the password that was set for it.\n"


def test_leaves_a_superuser_whom_somebody_else_made(note):
    User.objects.create_superuser("root@example.org", "a password of their own")
    assert "root@example.org" in ensure()
    assert not note.exists()
    assert User.objects.count() == 1


def test_takes_the_address_from_the_environment(monkeypatch):
    monkeypatch.setenv("SYMPOSIUM_ADMIN_EMAIL", "Boss@Example.org")
    assert "boss@example.org" in ensure()


def test_raises_an_account_that_has_the_address_already():
    make_user(email="admin@example.org")
    ensure()
    assert User.objects.get().is_superuser
