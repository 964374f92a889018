"""Addresses of registration."""

from django.urls import path

from registrations import views

urlpatterns = [
    path("calendars/<str:token>.ics", views.PersonalFeedView.as_view(), name="personal-feed"),
    path("events/<slug:event>/participants/", views.ParticipantsPage.as_view(), name="participants"),
    path("events/<slug:event>/register/", views.RegisterView.as_view(), name="register"),
    path("invitations/<str:token>/", views.InvitationView.as_view(), name="invitation"),
    path("events/<slug:event>/register/link/", views.LinkView.as_view(), name="registration-link"),
    path("registrations/address/<str:mark>/", views.NewAddressView.as_view(), name="registration-new-address"),
    path("registrations/news/<str:mark>/", views.NewsView.as_view(), name="registration-news"),
    path("registrations/<str:token>/", views.RegistrationView.as_view(), name="registration"),
    path("registrations/<str:token>/accept/", views.AcceptView.as_view(), name="registration-accept"),
    path("registrations/<str:token>/confirm/<str:mark>/", views.ConfirmView.as_view(), name="registration-confirm"),
    path("registrations/<str:token>/address/", views.AddressView.as_view(), name="registration-address"),
    path("registrations/<str:token>/answers/", views.AnswersView.as_view(), name="registration-answers"),
    path("registrations/<str:token>/cancel/", views.CancelView.as_view(), name="registration-cancel"),
    path("registrations/<str:token>/ticket/", views.TicketView.as_view(), name="registration-ticket"),
    path("registrations/<str:token>/ticket.pdf", views.TicketFileView.as_view(), name="registration-ticket-file"),
    path("registrations/<str:token>/sessions/", views.SessionsView.as_view(), name="registration-sessions"),
    path("registrations/<str:token>/calendar.ics", views.OwnCalendarView.as_view(), name="registration-calendar"),
    path("registrations/<str:token>/feed/", views.FeedView.as_view(), name="registration-feed"),
    path("registrations/<str:token>/companions/", views.CompanionView.as_view(), name="registration-companions"),
    path(
        "registrations/<str:token>/companions/<uuid:companion>/",
        views.RemoveView.as_view(),
        name="registration-remove",
    ),
    path("registrations/<str:token>/consents/", views.ConsentsView.as_view(), name="registration-consents"),
    path("registrations/<str:token>/data.json", views.DataView.as_view(), name="registration-data"),
    path("registrations/<str:token>/details/", views.DetailsView.as_view(), name="registration-details"),
    path("registrations/<str:token>/erase/", views.EraseView.as_view(), name="registration-erase"),
    path("registrations/<str:token>/mail/", views.ResendView.as_view(), name="registration-mail"),
    path("registrations/<str:token>/mode/", views.ModeView.as_view(), name="registration-mode"),
    path("registrations/<str:token>/needs/", views.NeedsView.as_view(), name="registration-needs"),
    path("registrations/<str:token>/return/", views.ReturnView.as_view(), name="registration-return"),
    path("registrations/<str:token>/site-access/", views.SiteAccessView.as_view(), name="registration-site-access"),
]
