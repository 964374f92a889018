"""Addresses of the programme and its people."""

from django.urls import path

from symposium.programme import cards, views

urlpatterns = [
    path("events/<slug:event>/programme/", views.ProgrammePage.as_view(), name="programme"),
    path("events/<slug:event>/programme/<slug:session>/", views.SessionPage.as_view(), name="session"),
    path("events/<slug:event>/programme/<slug:session>/card.png", cards.SessionCard.as_view(), name="session-card"),
    path("events/<slug:event>/speakers/<slug:speaker>/card.png", cards.SpeakerCard.as_view(), name="speaker-card"),
    path("events/<slug:event>/changes/", views.ChangesPage.as_view(), name="changes"),
    path("events/<slug:event>/changes.atom", views.ChangesFeed.as_view(), name="changes-feed"),
    path("events/<slug:event>/now/", views.NowPage.as_view(), name="now"),
    path("events/<slug:event>/display/<slug:room>/", views.DisplayPage.as_view(), name="display"),
    path("events/<slug:event>/speakers/", views.SpeakersPage.as_view(), name="speakers"),
    path("events/<slug:event>/speakers/<slug:speaker>/", views.SpeakerPage.as_view(), name="speaker"),
    path("organisations/<slug:organisation>/", views.OrganisationPage.as_view(), name="organisation"),
]
