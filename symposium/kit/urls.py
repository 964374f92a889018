"""Addresses of the site itself."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from symposium.kit import site, views
from symposium.kit.sitemaps import sections

urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": sections}, name="sitemap"),
    path("robots.txt", site.robots, name="robots"),
    path(".well-known/security.txt", site.security, name="security"),
    path("manifest.webmanifest", site.SiteManifest.as_view(), name="site-manifest"),
    path("favicon.ico", site.SiteIcon.as_view(), name="favicon"),
    path("icon.svg", site.SiteIcon.as_view(), name="site-icon"),
    path("icon-<int:size>.png", site.SiteIcon.as_view(), name="site-touch-icon"),
    path("icon-maskable.png", site.SiteIcon.as_view(), {"is_maskable": True}, name="site-maskable-icon"),
    path("sw.js", site.worker, name="worker"),
    path("offline/", site.OfflinePage.as_view(), name="offline"),
    path("media/<path:name>", views.picture, name="picture"),
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
]
