"""Addresses for programs: the interface, its description, what other sites show of ours."""

from django.urls import path

from symposium.api import views

# The interface itself; the description is made of these.
programs = [
    path("api/v1/", views.Start.as_view(), name="api"),
    path("api/v1/events/", views.Events.as_view(), name="api-events"),
    path("api/v1/events/<slug:event>/", views.EventDetail.as_view(), name="api-event"),
    path("api/v1/events/<slug:event>/sessions/", views.Sessions.as_view(), name="api-sessions"),
    path("api/v1/events/<slug:event>/sessions/<slug:session>/", views.SessionDetail.as_view(), name="api-session"),
    path("api/v1/events/<slug:event>/tracks/", views.Tracks.as_view(), name="api-tracks"),
    path("api/v1/events/<slug:event>/rooms/", views.Rooms.as_view(), name="api-rooms"),
    path("api/v1/events/<slug:event>/speakers/", views.Speakers.as_view(), name="api-speakers"),
    path("api/v1/events/<slug:event>/speakers/<slug:speaker>/", views.SpeakerDetail.as_view(), name="api-speaker"),
    path("api/v1/events/<slug:event>/news/", views.NewsList.as_view(), name="api-news"),
    path("api/v1/events/<slug:event>/registrations/", views.Guests.as_view(), name="api-guests"),
    path("api/v1/events/<slug:event>/registrations/<uuid:guest>/", views.GuestDetail.as_view(), name="api-guest"),
    path("api/v1/organisations/", views.Organisations.as_view(), name="api-organisations"),
    path("api/v1/organisations/<slug:organisation>/", views.OrganisationDetail.as_view(), name="api-organisation"),
    path("api/v1/token/", views.TokenDetail.as_view(), name="api-token"),
]

urlpatterns = [
    *programs,
    path("api/v1/openapi.json", views.Description.as_view(), name="api-description"),
    path("api/docs", views.DocsPage.as_view(), name="api-docs"),
    path("oembed", views.OEmbed.as_view(), name="oembed"),
    path("embed/v1.js", views.EmbedScript.as_view(), name="embed-script"),
    path("events/<slug:event>/embed/programme.html", views.ProgrammeFragment.as_view(), name="embed-programme"),
    path(
        "events/<slug:event>/embed/registration.html", views.RegistrationFragment.as_view(), name="embed-registration"
    ),
    path("api/<path:rest>", views.Nowhere.as_view(), name="api-nowhere"),
    path("api/", views.Nowhere.as_view(), name="api-root"),
]
