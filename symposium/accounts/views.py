"""Signing in, one's own account, and joining a team."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from symposium.accounts import services
from symposium.accounts.exceptions import InvitationGoneError, NotInvitedError
from symposium.accounts.forms import AccountForm, JoinForm
from symposium.accounts.middleware import ENDED
from symposium.accounts.models import TeamInvitation, User
from symposium.accounts.second_factor import is_missing, is_required_of
from symposium.kit.views import too_many as _too_many


def too_many(request: HttpRequest, *_args: Any) -> HttpResponse:
    """Tried too often; in ten minutes it may be tried again."""
    return _too_many(request, 600)


class SignInView(LoginView):
    """The door of the desk. Whoever is in already and has no role is told so, and may sign out."""

    template_name = "admin/login.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        if request.user.is_authenticated and not admin.site.has_permission(request):
            form = self.get_form_class()(request=request)
            response = self.render_to_response(self.get_context_data(form=form))
        else:
            response = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known: dict[str, Any] = super().get_context_data(**kwargs)
        return known | {"title": _("Sign in"), "session_ended": ENDED in self.request.GET}


sign_in = SignInView.as_view()


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """What somebody says of themselves, how they sign in, and where they are signed in."""
    user = User.objects.get(pk=request.user.pk or 0)
    form = AccountForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account")
    ways = Authenticator.objects.filter(user=user).order_by("created_at", "pk")
    context = {
        "title": _("Your account"),
        "form": form,
        "app": ways.filter(type=Authenticator.Type.TOTP).first(),
        "passkeys": [way.wrap() for way in ways.filter(type=Authenticator.Type.WEBAUTHN)],
        "codes": ways.filter(type=Authenticator.Type.RECOVERY_CODES).first(),
        "is_required": is_required_of(user),
        "is_missing": is_missing(user),
        "sessions": UserSession.objects.filter(user=user).count(),
    }
    return _page(request, "account/account.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The page of an invitation to a team, for whoever has the link."""
    invitation = TeamInvitation.objects.by_token(token)
    if invitation is None:
        return _page(request, "account/join_gone.html", {"title": _("This link opens nothing")}, status=404)
    if not invitation.is_open():
        return _gone(request, invitation)
    services.note_opened(invitation)
    known = User.objects.filter(email=invitation.email).first()
    if request.user.is_authenticated or known:
        return _accept(request, invitation, known)
    return _join(request, invitation)


def _accept(request: HttpRequest, invitation: TeamInvitation, known: User | None) -> HttpResponse:
    """For whoever has an account."""
    user = request.user
    is_theirs = isinstance(user, User) and user.email == invitation.email
    if request.method == "POST" and isinstance(user, User) and is_theirs:
        try:
            services.accept(invitation, user=user)
        except (InvitationGoneError, NotInvitedError):
            return redirect(request.path)
        return _welcome(request, invitation)
    context = {"is_theirs": is_theirs, "is_closed": known is not None and not known.is_active}
    return _page(request, "account/join_accept.html", _of(invitation) | context)


def _join(request: HttpRequest, invitation: TeamInvitation) -> HttpResponse:
    """For whoever has no account yet."""
    form = JoinForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        try:
            user = services.join(invitation, name=form.cleaned_data["name"], password=password)
        except (InvitationGoneError, NotInvitedError):
            return redirect(request.path)
        perform_password_login(request, {"email": user.email}, Login(user=user, email=user.email))
        return _welcome(request, invitation, "account")
    return _page(request, "account/join.html", _of(invitation) | {"form": form}, status=422 if form.errors else 200)


def _welcome(request: HttpRequest, invitation: TeamInvitation, where: str = "admin:index") -> HttpResponse:
    messages.success(request, _("You are on the team of %(event)s.") % {"event": invitation.event.name})
    return redirect(where)


def _gone(request: HttpRequest, invitation: TeamInvitation) -> HttpResponse:
    user = request.user
    if invitation.accepted_at and isinstance(user, User) and user.email == invitation.email:
        return redirect("admin:index")
    context = {"title": _("This invitation is over"), "invitation": invitation}
    return _page(request, "account/join_gone.html", context, status=410)


def _of(invitation: TeamInvitation) -> dict[str, Any]:
    title = _("Join the team of %(event)s") % {"event": invitation.event.name}
    return {"title": title, "invitation": invitation, "sign_in": reverse("account_login")}


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return TemplateResponse(request, template, context, status=status)
