"""The pictures of the pages: all that are promised, small enough, shown in a table."""

import io
import json

import pytest
from PIL import Image

from deploy import people_of_pictures, screenshots
from tests.factories import make_session, make_speaker
from tests.factories.guests import come, make_desk


def png(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def test_every_page_is_shown_at_both_widths_by_day_and_by_night():
    names = [picture.name for picture in screenshots.pictures()]
    assert len(set(names)) == 20 * 2 * 2
    readme = screenshots.readme()
    assert [name for name in names if f'src="{name}"' not in readme] == []
    assert "| programme, grid |" in readme
    assert "| desk, requests |" in readme


@pytest.mark.django_db
def test_the_pages_of_a_guest_and_of_the_desk_are_there_to_be_looked_at(client, capsys):
    event = make_desk(slug=people_of_pictures.COMING)
    come(event, email=people_of_pictures.HEAD_OF_A_PARTY)
    make_session(event, at=2)
    make_speaker(event)
    make_desk(slug=people_of_pictures.ON_REQUEST, policy="approval")
    people_of_pictures.main()
    people = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert tuple(people["paths"]) == screenshots.PERSONAL
    client.cookies[people["cookie"]] = people["session"]
    assert {name: client.get(path).status_code for name, path in people["paths"].items()} == dict.fromkeys(
        screenshots.PERSONAL, 200
    )


def test_a_picture_is_made_to_fit_and_keeps_its_size():
    fitted = screenshots.shrunk(png(Image.effect_noise((390, 400), 40)))
    assert len(fitted) < screenshots.MOST_BYTES
    assert Image.open(io.BytesIO(fitted)).size == (390, 400)


def test_a_page_that_fits_into_no_quality_is_said(monkeypatch):
    monkeypatch.setattr(screenshots, "MOST_BYTES", 10)
    with pytest.raises(RuntimeError, match="cut it sooner"):
        screenshots.shrunk(png(Image.new("RGB", (40, 40))))
