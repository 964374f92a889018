"""Accounts of staff."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_pages import NamedPages
from symposium.accounts.models import User
from symposium.accounts.scope import sees_all

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
        (None, {"fields": ("email", "name", "password", "language", "timezone")}),
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
