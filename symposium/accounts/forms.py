"""Forms of one's own account, and of whoever joins a team."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts.models import User
from symposium.kit import zones
from symposium.kit.text import LineFormField


class AccountForm(forms.ModelForm):
    """What somebody says of themselves."""

    timezone = forms.ChoiceField(label=_("time zone"), required=False)

    class Meta:
        model = User
        fields = ("name", "language", "timezone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["timezone"]
        field.help_text = User._meta.get_field("timezone").help_text
        field.choices = [("", "UTC"), *((name, name.replace("_", " ")) for name in sorted(zones.zone_names()))]
        language: Any = self.fields["language"]
        language.choices = [("", _now("as the site")), *list(language.choices)[1:]]


class JoinForm(forms.Form):
    """Name and password of a new account; its address is known."""

    name = LineFormField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As your colleagues know you."),
    )
    password = forms.CharField(
        label=_("A password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least twelve characters, and nothing that is often used. A sentence is good."),
    )
    again = forms.CharField(
        label=_("The password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """The password is typed twice alike, and none that is guessed soon."""
        cleaned = super().clean() or self.cleaned_data
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", _now("The two are not the same. Write the password once more."))
        if password:
            try:
                password_validation.validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
