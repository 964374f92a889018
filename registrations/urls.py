"""Addresses of registration."""

from django.urls import path

from registrations import views

urlpatterns = [
    path("events/<slug:event>/register/", views.RegisterView.as_view(), name="register"),
    path("registrations/<str:token>/", views.RegistrationView.as_view(), name="registration"),
    path("registrations/<str:token>/confirm/<str:mark>/", views.ConfirmView.as_view(), name="registration-confirm"),
    path("registrations/<str:token>/cancel/", views.CancelView.as_view(), name="registration-cancel"),
]
