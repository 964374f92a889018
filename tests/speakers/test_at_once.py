"""Two at once on a real database: one suggestion waits, and it is decided once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from speakers import services
from speakers.exceptions import SpeakingError
from speakers.models import Speaker, Suggestion
from symposium.accounts.models import Role
from symposium.programme.models import Appearance
from symposium.programme.speaking.services import reply
from tests import factories
from tests.factories.speaking import make_linked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def together(*deeds: Callable[[], object]) -> list[str]:
    """What became of each, done at the same moment: 'done', or the name of why not."""
    barrier = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> str:
        barrier.wait(timeout=10)
        try:
            deed()
        except SpeakingError as refused:
            return type(refused).__name__
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(do, deeds))


def decide(suggestion: Suggestion, by: Any) -> Callable[[], object]:
    return lambda: services.decide(suggestion, values={"name": "Ada King"}, seen={"name": "Ada"}, by=by)


def test_two_forms_at_once_leave_one_that_waits_with_both_parts() -> None:
    speaker = make_linked(factories.make_event(), name="Ada").speaker
    said = together(
        lambda: services.suggest(speaker, {"name": "Ada King"}),
        lambda: services.suggest(speaker, {"pronunciation": "AY-da"}),
    )
    assert said == ["done", "done"]
    assert Suggestion.objects.waiting().get().changes.keys() == {"name", "pronunciation"}


def test_two_editors_at_once_decide_once() -> None:
    event = factories.make_event()
    speaker = make_linked(event, name="Ada").speaker
    suggestion = services.suggest(speaker, {"name": "Ada King"})
    assert suggestion
    editors = [factories.make_member(event, Role.EDITOR) for _ in range(2)]
    assert together(*(decide(suggestion, one) for one in editors)) == ["SuggestionClosedError", "done"]
    assert Speaker.objects.get().name == "Ada King"


def test_who_decides_while_the_speaker_changes_their_mind_decides_what_they_saw_or_nothing() -> None:
    event = factories.make_event()
    speaker = make_linked(event, name="Ada").speaker
    suggestion = services.suggest(speaker, {"name": "Ada King"})
    assert suggestion
    editor = factories.make_member(event, Role.EDITOR)
    said = together(decide(suggestion, editor), lambda: services.suggest(speaker, {"name": "Augusta"}))
    assert said[-1] == "done"
    assert Suggestion.objects.waiting().get().changes["name"]["to"] == "Augusta"
    assert Speaker.objects.get().name == ("Ada" if "SuggestionClosedError" in said else "Ada King")


def test_a_reply_is_not_lost_to_a_session_that_is_saved_meanwhile() -> None:
    event = factories.make_event()
    part = factories.make_appearance(factories.make_session(event), make_linked(event).speaker)
    assert together(lambda: reply(part, "confirmed"), lambda: reply(part, "confirmed")) == ["done", "done"]
    assert Appearance.objects.get().reply == "confirmed"


def test_links_are_sent_once_though_two_press_at_once(outbox: Any) -> None:
    event = factories.make_event()
    for number in range(5):
        factories.make_speaker(event, email=f"s{number}@example.org")
    together(*[lambda: services.send(Speaker.objects.all())] * 3)
    assert len(outbox()) == 5
