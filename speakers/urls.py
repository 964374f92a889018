"""Addresses of speakers' own pages."""

from django.urls import path

from speakers import views

urlpatterns = [
    path("speaking/", views.LostView.as_view(), name="speaking-lost"),
    path("speaking/<str:token>/", views.PageView.as_view(), name="speaking"),
    path("speaking/<str:token>/consents/", views.ConsentsView.as_view(), name="speaking-consents"),
    path("speaking/<str:token>/deletion/", views.DeletionView.as_view(), name="speaking-deletion"),
    path("speaking/<str:token>/earlier/", views.EarlierView.as_view(), name="speaking-earlier"),
    path("speaking/<str:token>/needs/", views.NeedsView.as_view(), name="speaking-needs"),
    path("speaking/<str:token>/portrait/", views.PortraitView.as_view(), name="speaking-portrait"),
    path("speaking/<str:token>/portrait.webp", views.NewPortraitView.as_view(), name="speaking-new-portrait"),
    path("speaking/<str:token>/profile/", views.ProfileView.as_view(), name="speaking-profile"),
    path("speaking/<str:token>/right/", views.RightView.as_view(), name="speaking-right"),
    path("speaking/<str:token>/withdraw/", views.WithdrawView.as_view(), name="speaking-withdraw"),
]
