"""Addresses of calendars. Whoever subscribed holds them for years."""

from django.urls import path

from symposium.calendars import event_feeds, feeds, speaking, views

urlpatterns = [
    path("calendar/check/", views.CheckPage.as_view(), name="calendar-check"),
    path("calendar.ics", feeds.SiteFeed.as_view(), name="site-feed"),
    path("events/<slug:event>/calendar/", views.CalendarPage.as_view(), name="event-calendar"),
    path("events/<slug:event>/calendar.ics", event_feeds.EventFeed.as_view(), name="event-feed"),
    path("events/<slug:event>/programme.ics", event_feeds.ProgrammeFeed.as_view(), name="programme-feed"),
    path("events/<slug:event>/programme/<slug:session>.ics", event_feeds.SessionFeed.as_view(), name="session-feed"),
    path("events/<slug:event>/tracks/<slug:track>.ics", event_feeds.TrackFeed.as_view(), name="track-feed"),
    path("events/<slug:event>/rooms/<slug:room>.ics", event_feeds.RoomFeed.as_view(), name="room-feed"),
    path("events/<slug:event>/speakers/<slug:speaker>.ics", event_feeds.SpeakerFeed.as_view(), name="speaker-feed"),
    path("organisations/<slug:organisation>/calendar.ics", feeds.OrganisationFeed.as_view(), name="organisation-feed"),
    path("speaking/<str:token>/calendar.ics", speaking.SpeakingCalendarView.as_view(), name="speaking-calendar"),
]
