"""Who is at the desk: accounts, for whoever runs the server; an event's team, for its owners."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_base import ScopedAdmin
from symposium.accounts.admin_forms import ScopedForm
from symposium.accounts.admin_lists import EventFilter
from symposium.accounts.admin_pages import NamedPages
from symposium.accounts.models import Membership, User
from symposium.accounts.scope import ORGANISERS, OWNERS, sees_all

# What somebody may do is said by memberships alone.
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(NamedPages, BaseUserAdmin):
    """Accounts of staff; nobody but whoever runs the server sees or makes them."""

    desk_order = 2
    list_display = ("email", "name", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("What they may do"), {"fields": ("is_active", "is_superuser")}),
        (_("Since"), {"fields": ("date_joined", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)
    readonly_fields = ("date_joined", "last_login")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return sees_all(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return sees_all(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return sees_all(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return sees_all(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return sees_all(request.user)


class MembershipForm(ScopedForm):
    """A role for somebody who has an account, named by their address: no list of accounts is shown to owners."""

    email = forms.EmailField(
        label=_("e-mail address"), help_text=_("Of somebody who has an account here, written in full.")
    )

    class Meta:
        model = Membership
        fields = ("event", "role", "organisation")

    def clean_email(self) -> str:
        """Finds the account."""
        address: str = self.cleaned_data["email"].strip().lower()
        user = User.objects.filter(email=address, is_active=True).first()
        if user is None:
            raise ValidationError(
                _("Nobody with this address has an account here. Whoever runs the server can make one."), code="unknown"
            )
        self.instance.user = user
        return address


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    """Who may do what at an event: owners say it, organisers see it."""

    may_view = ORGANISERS
    may_add = may_change = may_delete = OWNERS
    may_see_history = ORGANISERS
    is_entrance = True
    desk_order = 70
    readonly_fields = ("person",)
    list_display = ("person", "role", "organisation", "event")
    list_filter = (EventFilter, "role")
    list_select_related = ("user", "organisation", "event")
    search_fields = ("user__email", "user__name")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("organisation",)

    def get_fields(self, _request: HttpRequest, obj: Any = None) -> Any:
        return ["person" if obj else "email", "event", "role", "organisation"]

    @admin.display(description=_("member of staff"), ordering="user__email")
    def person(self, membership: Membership) -> str:
        """Name and address, and no way to the account."""
        user = membership.user
        return f"{user.name} ({user.email})" if user.name else user.email

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        kwargs["form"] = ScopedForm if obj else MembershipForm
        return super().get_form(request, obj, change, **kwargs)
