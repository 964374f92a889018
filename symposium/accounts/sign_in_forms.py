"""Forms in which somebody says who they are."""

import struct
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, SetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """Address and password; the address is sent as ``username``, as browsers that keep passwords know it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = _("E-mail address"), _("Password")
        password.help_text = ""
        for field, complete in ((login, "username"), (password, "current-password")):
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["autocomplete"] = complete
        login.widget.attrs["autofocus"] = True

    def add_prefix(self, field_name: str) -> str:
        return str(super().add_prefix("username" if field_name == "login" else field_name))


class ForgottenForm(ResetPasswordForm):
    """An address; it gets a mail whether it has an account or not, so that nobody learns which of them do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        if self.users:
            return str(super().save(request, **kwargs))
        address: str = self.cleaned_data["email"]
        get_adapter().send_mail("account/email/unknown_account", address, {})
        return address


class NewPassword(forms.Form):
    """The same words wherever a password is chosen, and none of them within the fields."""

    labels = {"oldpassword": _("Your password now"), "password1": _("The new one"), "password2": _("The new one again")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class ChangeForm(NewPassword, ChangePasswordForm):
    """By whoever has one."""


class SetForm(NewPassword, SetPasswordForm):
    """By whoever has none yet."""


# What is raised where something else was sent than a browser would: allauth foresees the second and third of these.
_UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, struct.error)
_NO_PASSKEY = _("The browser sent no passkey that this site could read. Try again.")


class Readable(forms.Form):
    """A form with a passkey in it, which nothing that is sent in its place breaks."""

    def clean_credential(self) -> Any:
        """The passkey."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except _UNREADABLE as error:
            raise ValidationError(_NO_PASSKEY) from error


class PasskeySignInForm(Readable, LoginWebAuthnForm):
    """A passkey in place of address and password."""


class PasskeyFactorForm(Readable, AuthenticateWebAuthnForm):
    """A passkey beside a password."""


class PasskeyAgainForm(Readable, ReauthenticateWebAuthnForm):
    """A passkey of somebody who is signed in."""


class PasskeyForm(AddWebAuthnForm):
    """A new passkey, and whether it does without a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.help_text = _("What you call it"), _("So that you know which one it is: “telephone”.")
        alone.label = _("It opens my account without a password")
        alone.help_text = _("It asks for your finger, your face or a number then. Old keys cannot do that.")
        alone.initial = True

    def clean(self) -> dict[str, Any]:
        """The passkey."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except _UNREADABLE as error:
            raise ValidationError(_NO_PASSKEY) from error
        return cleaned


class CodeForm(AuthenticateForm):
    """A code of the app, or one of the recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self.fields["code"])
        self.fields["code"].help_text = _("The six digits that your app shows now, or one of your recovery codes.")


class CodeAgainForm(ReauthenticateForm):
    """The same, of somebody who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self.fields["code"])
        self.fields["code"].help_text = _("The six digits that your app shows now, or one of your recovery codes.")


class AppForm(ActivateTOTPForm):
    """The first code of an app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self.fields["code"])
        self.fields["code"].help_text = _("The six digits that it shows for this site now.")


def ask_for_code(field: forms.Field) -> None:
    """Digits are typed on a telephone's keys for digits, and come by themselves where a mail or an app offers them."""
    field.label = _("Code")
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
