"""What belongs to an object, on that object's page."""

from typing import Any, ClassVar

from django.contrib.admin.options import InlineModelAdmin
from django.http import HttpRequest

from symposium.accounts.admin_base import Roles, ScopedFields
from symposium.accounts.admin_kept import reading_of
from symposium.accounts.scope import EDITORS


class ScopedInline(ScopedFields, InlineModelAdmin):
    """What belongs to an object, on that object's page; the roles are asked at the object's event."""

    may_view: ClassVar[Roles] = EDITORS
    may_edit: ClassVar[Roles] = EDITORS
    extra = 0
    view_on_site = False

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        form: Any = formset.form
        form.reading = reading_of(request)
        return formset

    def _has_role(self, request: HttpRequest, roles: Roles, parent: Any) -> bool:
        desk: Any = self.admin_site.get_model_admin(self.parent_model)
        return bool(desk.has_role(request, roles, parent if parent and parent.pk else None))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._has_role(request, self.may_view, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._has_role(request, self.may_edit, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._has_role(request, self.may_edit, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._has_role(request, self.may_edit, obj)


class ScopedTabularInline(ScopedInline):
    """A row each."""

    template = "admin/edit_inline/tabular.html"


class ScopedStackedInline(ScopedInline):
    """A block each."""

    template = "admin/edit_inline/stacked.html"
