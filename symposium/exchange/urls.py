"""Addresses of what other programs read."""

from django.urls import path

from symposium.exchange import feeds

urlpatterns = [
    path("events/<slug:event>/schedule.xml", feeds.ScheduleXml.as_view(), name="schedule-xml"),
    path("events/<slug:event>/schedule.json", feeds.ScheduleJson.as_view(), name="schedule-json"),
]
