"""Every way in which something becomes public, or ceases to be, moves the index."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction

from speakers.models import Speaker
from symposium.events.models import Event
from symposium.events.services import release_announcements
from symposium.kit.models import Counter
from symposium.kit.revisions import publishing
from symposium.organisations.models import Organisation
from symposium.programme.models import Session
from symposium.search.models import Document
from symposium.search.services import COUNTER, catch_up, follow_event, reindex
from tests import factories as make

pytestmark = pytest.mark.django_db


def change(thing, **fields):
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save()


def address(client, words):
    return [line.split('"')[3] for line in client.get("/search/", {"q": words}).content.decode().split("<h3>")[1:]]


@pytest.fixture
def event():
    return make.make_event(name="Zodiac")


def test_an_event_comes_with_all_that_is_in_it_and_goes_with_it_when_it_is_a_draft(search, event):
    event = make.make_event(name="Zenith", state="draft")
    speaker = make.make_speaker(event, name="Zora")
    make.make_session(event, title="Zinc")
    make.make_announcement(event, title="Zest")
    organisation = make.make_organisation(name="Zoo")
    make.make_affiliation(speaker, organisation=organisation)
    everything = ["zenith", "zora", "zinc", "zest", "zoo"]
    assert [search(word) for word in everything] == [[]] * 5
    change(event, state="published")
    assert [search(word) for word in everything] == [["Zenith"], ["Zora"], ["Zinc"], ["Zest"], ["Zoo", "Zora"]]
    for state in ("postponed", "cancelled", "over"):
        change(event, state=state)
        assert search("zenith") == ["Zenith"], state
    change(event, state="draft")
    assert [search(word) for word in everything] == [[]] * 5
    assert search("zodiac") == ["Zodiac"]


def test_a_session_is_found_while_it_is_no_draft(search, event):
    session = make.make_session(event, title="Mars", state="draft")
    assert search("mars") == []
    change(session, state="published")
    assert search("mars") == ["Mars"]
    change(session, state="cancelled")
    assert search("mars") == ["Mars"]
    change(session, title="Venus")
    assert (search("mars"), search("venus")) == ([], ["Venus"])
    session.delete()
    assert search("venus") == []


def test_who_is_not_announced_is_found_nowhere(search, event):
    speaker = make.make_speaker(event, name="Zora", state="draft")
    session = make.make_session(event, title="Mars")
    make.make_appearance(session, speaker)
    assert search("zora") == []
    change(speaker, state="published")
    assert search("zora") == ["Zora", "Mars"]
    change(speaker, name="Yara", sort_name="Yara")
    assert (search("zora"), search("yara")) == ([], ["Yara", "Mars"])
    speaker.delete()
    assert search("yara") == []


def test_the_address_of_a_speaker_is_never_found(search, event):
    make.make_speaker(event, name="Zora", email="secret@example.org")
    assert search("secret") == []


def test_a_changed_address_is_the_one_that_is_shown(client, event):
    session = make.make_session(event, title="Mars")
    change(session, slug="red-planet")
    assert address(client, "mars") == [f"/events/{event.slug}/programme/red-planet/"]
    change(event, slug="another")
    assert address(client, "mars") == ["/events/another/programme/red-planet/"]


def test_a_session_that_moves_to_another_event_is_found_there_alone(client, event):
    other = make.make_event()
    session = make.make_session(event, title="Mars")
    change(session, event=other, starts_at=other.starts_at, ends_at=other.ends_at)
    assert address(client, "mars") == [f"/events/{other.slug}/programme/mars/"]


def test_a_host_is_found_as_long_as_it_agrees_at_one_public_event(search, event):
    organisation = make.make_organisation(name="Harbour Trust", words="<p>By the sea</p>")
    assert search("sea") == []
    hosting = make.make_hosting(event, organisation, consented=False)
    assert search("harbour") == []
    change(hosting, consented=True)
    assert search("harbour") == ["Harbour Trust", "Zodiac"]
    other = make.make_hosting(make.make_event(), organisation)
    change(hosting, consented=False)
    assert search("sea") == ["Harbour Trust"]
    other.event.delete()
    assert search("harbour") == []


def test_an_organisation_that_is_renamed_is_renamed_wherever_it_is_named(search, event):
    organisation = make.make_organisation(name="Old Institute", short_name="OLDI")
    make.make_affiliation(make.make_speaker(event, name="Zora"), organisation=organisation)
    make.make_hosting(event, organisation)
    untouched = make.make_speaker(make.make_event(), name="Other")
    digest = Document.objects.filter(object_id=untouched.pk, kind=Document.Kind.SPEAKER).values_list("digest", "pk")
    before = digest.get()
    assert search("old institute") == ["Old Institute", "Zodiac", "Zora"]
    change(organisation, name="New Institute", short_name="")
    assert search("new institute") == ["New Institute", "Zodiac", "Zora"]
    assert search("old") == search("oldi") == []
    assert digest.get() == before


def test_a_deleted_event_takes_its_documents_along_and_no_others(search, event):
    other = make.make_event(name="Zodiac two")
    make.make_session(event, title="Mars")
    make.make_session(other, title="Mars again")
    event.delete()
    assert search("mars") == ["Mars again"]
    assert search("zodiac") == ["Zodiac two"]
    assert set(Document.objects.values_list("event", flat=True)) == {other.pk}


def test_news_is_found_from_its_hour_on(search, event):
    later = datetime.now(UTC) + timedelta(hours=2)
    news = make.make_announcement(event, title="Doors", published_at=later)
    assert search("doors") == []
    with time_machine.travel(later + timedelta(minutes=1)):
        release_announcements()
        assert search("doors") == ["Doors"]
        change(news, published_at=None)
        assert search("doors") == []


def test_many_changes_at_once_are_followed_at_the_end(search, event):
    session = make.make_session(event, title="Mars")
    with publishing() as touch:
        Session.objects.filter(pk=session.pk).update(title="Venus")
        touch(Event, event.pk)
        make.make_session(event, title="Pluto")
    assert search("mars") == []
    assert (search("venus"), search("pluto")) == (["Venus"], ["Pluto"])


def test_what_fails_leaves_the_index_as_it_was(search, event):
    def change_and_fail():
        with publishing():
            make.make_session(event, title="Mars")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert search("mars") == []


def test_only_what_changed_is_written(event):
    for number in range(5):
        make.make_session(event, title=f"Moon {number}")
    Document.objects.update(text="as it was")
    change(event.sessions.get(title="Moon 3"), title="Moon three")
    assert Document.objects.exclude(text="as it was").get().title == "Moon three"


def test_following_costs_the_same_queries_however_many_there_are(event, django_assert_max_num_queries):
    with publishing():
        for _ in range(30):
            make.make_appearance(make.make_session(event), make.make_speaker(event))
    with django_assert_max_num_queries(11):
        follow_event(event.pk)


# --- making it anew ---------------------------------------------------------------------------------------------


def test_the_index_is_made_anew_from_what_is_public(search, event):
    make.make_session(event, title="Mars")
    make.make_session(event, title="Hidden Mars", state="draft")
    make.make_hosting(event, make.make_organisation(name="Mars Trust"))
    gone = make.make_event(name="Gone Mars")
    draft = make.make_event(name="Draft Mars")
    Event.objects.filter(pk=draft.pk).update(state="draft")
    Document.objects.exclude(event=draft).update(title_words="", all_words="", digest="")
    Document.objects.filter(event=gone).update(event_id=gone.pk + 10_000)
    gone.delete()
    call_command("reindex", verbosity=0)
    assert search("mars") == ["Mars", "Mars Trust", "Zodiac"]
    assert reindex() == 0


def test_a_database_that_was_filled_before_is_indexed_once(search, event):
    make.make_session(event, title="Mars")
    catch_up()
    assert catch_up() == 0
    Counter.objects.filter(name=COUNTER).delete()
    Document.objects.all().delete()
    assert search("mars") == []
    assert catch_up() > 0
    assert search("mars") == ["Mars"]
    assert catch_up() == 0


def test_making_it_anew_publishes_what_it_changed(client, event):
    make.make_session(event, title="Mars")
    Document.objects.all().delete()
    before = client.get("/search/?q=mars").headers["ETag"]
    reindex()
    assert client.get("/search/?q=mars").headers["ETag"] != before


def while_held(first, then):
    """Do ``first`` in a transaction that stays open until ``then``, in another, waits for a lock (or is done)."""

    def other():
        try:
            then()
        finally:
            connection.close()

    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    thread = threading.Thread(target=other)
    with transaction.atomic(), connection.cursor() as cursor:
        first()
        thread.start()
        while thread.is_alive():
            thread.join(timeout=0.02)
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                break
    thread.join(timeout=30)
    assert not thread.is_alive()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rename_comes_first", [True, False])
def test_a_rename_and_a_change_of_who_works_there_do_not_miss_each_other(search, rename_comes_first):
    organisation = make.make_organisation(name="Old Institute")
    speaker = make.make_speaker(make.make_event(name="Zodiac"), name="Zora")
    make.make_affiliation(speaker, organisation=organisation)

    def rename():
        change(Organisation.objects.get(pk=organisation.pk), name="New Institute")

    def revise():
        change(Speaker.objects.get(pk=speaker.pk), biography="<p>She flew.</p>")

    deeds = (rename, revise) if rename_comes_first else (revise, rename)
    while_held(*deeds)
    assert search("old") == []
    assert search("new institute flew") == ["Zora"]
