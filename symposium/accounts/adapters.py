"""What allauth asks of us: mails through the outbox, addresses of clients behind a proxy, secrets under a key."""

import base64
import functools
import hashlib
import io
import time
from typing import Any
from urllib.parse import urlsplit

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from symposium.accounts import letters
from symposium.accounts.models import User
from symposium.accounts.second_factor import factors_of, is_required_of
from symposium.kit import limits

# Whoever signed in so lately is not asked for their password again, in seconds.
LATELY = 300
_TOO_OFTEN = _("That was tried too often. Wait ten minutes, then try again.")
_WRONG_CODE = _("This code is not right, or it was used already. Take the next one that the app shows.")


class StaffAdapter(DefaultAccountAdapter):
    """Accounts of staff."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("Address and password do not belong together. Both may be mistyped."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _WRONG_CODE,
        "too_many_login_attempts": _TOO_OFTEN,
        "rate_limited": _TOO_OFTEN,
        "invalid_password_reset": _("This link was used already, or is older than twelve hours."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """As all limits count it (``kit.limits``): behind a proxy, what that proxy says."""
        found = limits.client(request)
        return "::" if found == "unknown" else found

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: who is invited gets an account."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        letters.send(template_prefix.rpartition("/")[2], email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To the one address of the account, that something of it changed."""
        self.send_mail(template_prefix, email or user.email, {"user": user, **(context or {})})

    def reauthenticate(self, user: Any, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of whoever signed in a moment ago."""
        records = get_authentication_records(self.request, self.request.user)
        return not (records and time.time() - records[-1]["at"] < LATELY)

    def set_password(self, user: Any, password: str) -> None:
        """Whoever chose a new one may try it at once."""
        super().set_password(user, password)
        key = self._get_login_attempts_cache_key(self.request, email=user.email)
        ratelimit.clear(self.request, app="allauth.account", action="login_failed", key=key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")


@functools.lru_cache(maxsize=4)
def _keys(secrets: tuple[str, ...]) -> MultiFernet:
    digests = (hashlib.sha256(f"symposium.second-factor.{one}".encode()).digest() for one in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class FactorAdapter(DefaultMFAAdapter):
    """Second factors of staff."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Your team asks everybody for a second factor. Set up another one first, then remove this one."
        ),
        "cannot_generate_recovery_codes": _("Set up a second factor first; recovery codes stand in for it."),
        "incorrect_code": _WRONG_CODE,
    }

    def get_totp_issuer(self) -> str:
        """What the app writes beside the code."""
        return f"Symposium {urlsplit(settings.SITE_URL).hostname}"

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()

    def build_totp_svg(self, url: str) -> str:
        """Drawn with a quiet zone, dark on light in every mode: cameras want it so."""
        out = io.BytesIO()
        segno.make(url, error="m").save(out, kind="svg", scale=5, border=4, dark="black", light="white", xmldecl=False)
        return out.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return self._fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidToken where neither the secret key nor one that it replaced fits."""
        return self._fernet().decrypt(encrypted_text.encode()).decode()

    @staticmethod
    def _fernet() -> MultiFernet:
        return _keys((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays where one is required."""
        user = authenticator.user
        if not isinstance(user, User) or not is_required_of(user):
            return True
        return factors_of(user).exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)d") % {"number": number + 1} if number else gettext("Passkey")
