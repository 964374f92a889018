"""The addresses; each app has its own (they are permanent: other sites, mails, printed codes and calendars hold them)."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
