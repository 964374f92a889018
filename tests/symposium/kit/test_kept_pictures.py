"""Pictures from their upload to a day after their removal."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from symposium.events.models import Photograph
from symposium.history.models import KeptImage
from symposium.kit import renditions
from symposium.kit.kept_pictures import look_after_pictures
from symposium.kit.models import KeptPicture
from symposium.kit.renditions import make_rendition, renditions_of
from symposium.kit.tasks import make_renditions
from tests.factories import make_event, make_organisation, make_photograph, make_picture, make_speaker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def files(master):
    return [name for name in (master, *(r.name for r in renditions_of(master))) if default_storage.exists(name)]


def kept(**fields):
    """A photograph with a picture of its own, and all that there can be of it."""
    photograph = make_photograph(make_event(), image=make_picture(61, 40, "teal"), **fields)
    make_renditions.func(photograph.image.name)
    return photograph


def forget_what_was_deleted():
    """As the history does after 30 days: until then it names the picture."""
    KeptImage.objects.all().delete()


def test_every_picture_is_made_ready_once_whatever_names_it():
    event = make_event()
    make_photograph(event, image=make_picture(70, 40))
    make_speaker(event, portrait=make_picture(71, 40), portrait_alternative_text="A face")
    make_organisation(logo=make_picture(72, 40), logo_dark=make_picture(73, 40))
    look_after_pictures()
    look_after_pictures()
    assert DBTaskResult.objects.count() == KeptPicture.objects.count() == 4
    assert {result.priority for result in DBTaskResult.objects.all()} == {-50}


def test_what_was_made_ready_is_not_made_again_for_a_visitor(client, monkeypatch):
    photograph = kept()
    monkeypatch.setattr(renditions, "_encode", lambda rendition: pytest.fail("made again"))
    for rendition in renditions_of(photograph.image.name):
        assert client.get(f"/media/{rendition.name}").status_code == 200


def test_a_picture_that_is_gone_before_the_worker_comes_is_no_failure():
    assert make_renditions.func(f"photographs/{'0' * 24}.webp") == 0


def test_a_picture_that_no_row_names_is_deleted_a_day_later_with_all_that_was_made_of_it(client):
    photograph = kept()
    master = photograph.image.name
    assert len(files(master)) == 7
    now = timezone.now()
    look_after_pictures(now)
    Photograph.objects.all().delete()
    look_after_pictures(now + 29 * DAY)
    assert len(files(master)) == 7
    forget_what_was_deleted()
    assert look_after_pictures(now) == 0
    assert look_after_pictures(now + DAY - timedelta(minutes=1)) == 0
    assert len(files(master)) == 7
    assert look_after_pictures(now + DAY + timedelta(minutes=1)) == 1
    assert files(master) == []
    assert client.get(f"/media/{renditions_of(master)[0].name}").status_code == 404
    assert not KeptPicture.objects.exists()


def test_a_picture_goes_with_its_event():
    photograph = kept()
    now = timezone.now()
    look_after_pictures(now)
    photograph.event.delete()
    forget_what_was_deleted()
    look_after_pictures(now)
    assert look_after_pictures(now + 2 * DAY) == 1


def test_what_another_row_names_stays():
    photograph = kept()
    make_photograph(make_event(), image=photograph.image.name)
    now = timezone.now()
    look_after_pictures(now)
    photograph.delete()
    look_after_pictures(now)
    assert look_after_pictures(now + 2 * DAY) == 0
    assert len(files(photograph.image.name)) == 7


def test_what_is_named_again_within_the_day_stays():
    photograph = kept()
    master, now = photograph.image.name, timezone.now()
    look_after_pictures(now)
    photograph.delete()
    look_after_pictures(now)
    make_photograph(make_event(), image=master)
    look_after_pictures(now + DAY / 2)
    Photograph.objects.all().delete()
    look_after_pictures(now + DAY)
    assert look_after_pictures(now + DAY * 1.5) == 0
    assert len(files(master)) == 7


def test_files_that_no_row_ever_named_are_nobodys_business():
    file = make_picture(62, 40, "olive")
    name = default_storage.save(f"photographs/{file.name}", file)
    look_after_pictures()
    assert look_after_pictures(timezone.now() + 9 * DAY) == 0
    assert default_storage.exists(name)


def test_a_deletion_that_was_interrupted_is_finished_later(monkeypatch):
    photograph = kept()
    master, now = photograph.image.name, timezone.now()
    look_after_pictures(now)
    photograph.delete()
    forget_what_was_deleted()
    look_after_pictures(now)
    delete = default_storage.delete

    def fail(name):
        if name == master:
            raise OSError
        delete(name)

    monkeypatch.setattr(default_storage, "delete", fail)
    with pytest.raises(OSError):  # noqa: PT011 (whatever the storage says)
        look_after_pictures(now + 2 * DAY)
    monkeypatch.undo()
    assert look_after_pictures(now + 2 * DAY) == 1
    assert files(master) == []


def test_a_sweep_asks_the_same_however_many_there_are(django_assert_max_num_queries):
    event = make_event()
    for number in range(20):
        make_photograph(event, image=make_picture(80 + number, 40))
    look_after_pictures()
    with django_assert_max_num_queries(9):
        look_after_pictures()


def test_a_rendition_is_made_when_the_worker_has_not_come_yet(client):
    photograph = make_photograph(make_event())
    rendition = renditions_of(photograph.image.name)[0]
    assert client.get(f"/media/{rendition.name}").status_code == 200
    make_rendition(rendition)
