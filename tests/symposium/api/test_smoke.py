import pytest
from tests import factories
pytestmark = pytest.mark.django_db
def test_all(client):
    e = factories.make_event(slug="night")
    v = factories.make_room(e, slug="hall"); t = factories.make_track(e, slug="science")
    s = factories.make_session(e, slug="talk", room=v, track=t)
    sp = factories.make_speaker(e, slug="ada"); factories.make_appearance(s, sp); o=factories.make_organisation(slug="host"); factories.make_hosting(e,o); factories.make_announcement(e)
    for p in ["", "events/", "events/night/", "events/night/sessions/", "events/night/sessions/talk/", "events/night/tracks/","events/night/rooms/","events/night/speakers/","events/night/speakers/ada/","events/night/news/","organisations/","organisations/host/","openapi.json","token/","events/night/registrations/","nothing","events/none/"]:
        r = client.get("/api/v1/"+p)
        print(p, r.status_code, r.headers.get("content-type"), r.content[:300])
    r = client.get("/api/docs"); print(r.status_code, len(r.content))
    for p in ["/oembed?url=http://testserver/events/night/", "/oembed?url=http://testserver/events/night/programme/talk/&maxwidth=300","/oembed?url=http://testserver/events/none/", "/embed/v1.js", "/events/night/embed/programme.html","/events/night/embed/registration.html","/en-us/events/night/embed/registration.html"]:
        r = client.get(p); print(p, r.status_code, dict(r.headers), r.content.decode()[:1500])
    for m in ("post","options","delete"):
        for p in ("/api/v1/events/","/api/v1/nothing","/api/"):
            r = getattr(client,m)(p); print(m,p,r.status_code,r.content[:100])
    from symposium.api.views.embed import embed_script; print(len(embed_script().encode()))
    assert 0
