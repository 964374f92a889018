"""Addresses of registration."""

from django.urls import path

from registrations import views

urlpatterns = [
    path("events/<slug:event>/register/", views.RegisterView.as_view(), name="register"),
    path("registrations/address/<str:mark>/", views.NewAddressView.as_view(), name="registration-new-address"),
    path("registrations/<str:token>/", views.RegistrationView.as_view(), name="registration"),
    path("registrations/<str:token>/cancel/", views.CancelView.as_view(), name="registration-cancel"),
]
