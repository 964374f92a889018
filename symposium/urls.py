"""All addresses; each app has its own. They are permanent: other sites, mails and printed codes hold them."""

from django.contrib import admin
from django.urls import include, path, register_converter

from symposium.kit.languages import LanguageConverter, in_language

register_converter(LanguageConverter, "language")

urlpatterns = [
    # Before Django's admin: it signs in as these say.
    path("", include("symposium.accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("symposium.kit.urls")),
    path("", include("symposium.api.urls")),
    path("", include("symposium.exchange.urls")),
    path("", include("registrations.urls")),
    path("", include("symposium.calendars.urls")),
    path("", include("symposium.search.urls")),
    path("", include("symposium.programme.urls")),
    path("", include("speakers.urls")),
    path("", include("symposium.events.urls")),
    path("<language:language>/", in_language, name="home-in-language"),
    path("<language:language>/<path:path>", in_language, name="in-language"),
]
handler400 = "symposium.kit.views.bad_request"
handler403 = "symposium.kit.views.forbidden"
handler404 = "symposium.kit.views.not_found"
handler429 = "symposium.accounts.views.too_many"
handler500 = "symposium.kit.views.broken"
