"""Addresses of events."""

from django.urls import path

from symposium.events import cards, views
from symposium.events.feeds import NewsFeed

urlpatterns = [
    path("", views.HomePage.as_view(), name="home"),
    path("events/", views.ArchivePage.as_view(), name="archive"),
    path("events/<slug:event>/", views.EventHome.as_view(), name="event"),
    path("events/<slug:event>/hosts/", views.HostsPage.as_view(), name="hosts"),
    path("events/<slug:event>/venue/", views.VenuePage.as_view(), name="venue"),
    path("events/<slug:event>/story/", views.StoryPage.as_view(), name="story"),
    path("events/<slug:event>/photographs/", views.PhotographsPage.as_view(), name="photographs"),
    path("events/<slug:event>/photographs/credits/", views.CreditsPage.as_view(), name="photograph-credits"),
    path("events/<slug:event>/news/", views.NewsPage.as_view(), name="news"),
    path("card.png", cards.SiteCard.as_view(), name="site-card"),
    path("events/<slug:event>/card.png", cards.CardPage.as_view(), name="event-card"),
    path("events/<slug:event>/icon.svg", cards.IconPage.as_view(), name="event-icon"),
    path("events/<slug:event>/icon-<int:size>.png", cards.IconPage.as_view(), name="event-touch-icon"),
    path(
        "events/<slug:event>/icon-maskable.png",
        cards.IconPage.as_view(),
        {"is_maskable": True},
        name="event-maskable-icon",
    ),
    path("events/<slug:event>/manifest.webmanifest", cards.ManifestPage.as_view(), name="event-manifest"),
    path("events/<slug:event>/news.atom", NewsFeed.as_view(), name="news-feed"),
]
