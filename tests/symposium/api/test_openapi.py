"""The description is made of the code, is valid OpenAPI 3.1, and holds for whatever is thrown at it."""

import re

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from symposium.api import openapi
from symposium.api.openapi import views
from symposium.api.views.base import ApiView
from tests import factories
from tests.symposium.api.test_public import make_full

pytestmark = pytest.mark.django_db


def document(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.headers["Content-Type"].startswith("application/vnd.oai.openapi+json")
    return answer.json()


def test_every_address_of_the_interface_is_described(client):
    from symposium.api.urls import urlpatterns

    below = {entry.name for entry in urlpatterns if str(entry.pattern).startswith("api/v1/")}
    assert {entry.name for _path, entry, _view in views()} == below - {"api-description"}
    told = document(client)["paths"]
    for path, entry, view in views():
        assert issubclass(view, ApiView)
        operation = told[path]["get"]
        assert operation["operationId"] == entry.name
        assert operation["summary"] == view.summary != ""
        asked = {one["name"] for one in operation["parameters"] if one["in"] == "query"}
        assert asked == {one.name for one in view.asks}
        assert ("security" in operation) == (view.scope is not None)


def test_whatever_it_points_to_is_there_and_every_field_says_what_it_is(client):
    told = client.get("/api/v1/openapi.json").content.decode()
    names = set(document(client)["components"]["schemas"])
    assert set(re.findall(r'"#/components/schemas/([^"]+)"', told)) <= names
    for name, schema in document(client)["components"]["schemas"].items():
        assert schema["description"], name
        assert set(schema["required"]) | {"errors"} >= set(schema["properties"]), name
    assert '"draft"' not in told


def test_people_read_it_on_one_page_of_this_site_alone(client):
    answer = client.get("/api/docs")
    page = answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    hosts = set(re.findall(r'(?:src|href)="https?://([^/"]+)', page))
    assert hosts <= {"testserver"}
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
    for path, entry, view in views():
        assert path in page
        assert entry.name in ids
        assert view.summary in page
    assert client.get("/api/docs", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.fixture
def site():
    """Something at every address of the description, which examples then name."""
    event = make_full("night")
    guest = factories.make_registration(event)
    _row, words = factories.make_access_token(event, factories.make_member(event, "organiser"))
    return {
        "event": "night",
        "session": "talk",
        "speaker": "ada",
        "organisation": "host-of-night",
        "guest": guest,
    }, words


def test_no_request_that_fits_the_description_or_does_not_brings_it_down(site, monkeypatch):
    """Schemathesis: answers are what was described, for requests that fit and for requests that do not."""
    monkeypatch.setattr("symposium.api.views.base.MOST_MADE", 10**9)
    monkeypatch.setattr("symposium.api.views.guests.MOST_ASKED", 10**9)
    monkeypatch.setattr("symposium.api.views.guests.MOST_WRONG", 10**9)
    known, words = site
    schema = schemathesis.openapi.from_dict(openapi.document())
    schema.app = get_wsgi_application()
    modes = list(schemathesis.GenerationMode)
    check = schemathesis.checks.CHECKS.get_one
    # A cursor that was made up fits the description, and is refused all the same; the token that is sent is a good one.
    accepts, ignores = check("positive_data_acceptance"), check("ignored_auth")
    seen = set()
    for result in schema.get_all_operations():
        operation = result.ok()
        tried = settings(
            max_examples=12,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )

        def throw(case, at_what_there_is, authorised):
            if at_what_there_is:
                case.path_parameters = {
                    name: str(getattr(known[name], "public_id", known[name])) for name in case.path_parameters
                }
            headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {words}"} if authorised else {})}
            answer = case.call(base_url="http://testserver", headers=headers)
            assert answer.status_code < 500
            seen.add(answer.status_code)
            case.validate_response(answer, excluded_checks=[accepts, *([ignores] if authorised else [])])

        given(
            case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes)),
            at_what_there_is=st.booleans(),
            authorised=st.booleans(),
        )(tried(throw))()
    assert seen >= {200, 400, 401, 404}
