"""Addresses of the site itself."""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.urls import path
from django.views.generic import TemplateView

from symposium.kit import views
from symposium.kit.sitemaps import sections

urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": sections}, name="sitemap"),
    path("media/<path:name>", views.picture, name="picture"),
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
    path(
        "robots.txt",
        TemplateView.as_view(
            template_name="robots.txt",
            content_type="text/plain; charset=utf-8",
            extra_context={"site_url": settings.SITE_URL},
        ),
        name="robots",
    ),
]
