"""What is changed of many guests together: by the same deeds, and under the same roles, as of one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from registrations import services
from registrations.admin.changes import why
from registrations.admin.scoping import blocks_within
from registrations.exceptions import RegistrationRefusedError
from registrations.models import Registration
from registrations.permissions import Action
from symposium.accounts.admin_bulk import BulkEdit
from symposium.accounts.bulk import BulkField, Values


class ToHost(BulkField):
    """Whose guests they are from now on."""

    columns = ("allocation",)

    def formfield(self, _page: Any, request: HttpRequest, event_id: int) -> forms.Field:
        blocks = blocks_within(request, Action.MOVE_GUESTS.roles, event_id)
        words = _("Their seats come out of that host's block, where enough are free there.")
        return forms.ModelChoiceField(
            blocks, label=_("Guest of"), required=False, empty_label=_("the organisers"), help_text=words
        )

    def values(self, _row: Any, given: Any) -> Values:
        return {"allocation": given}


class BulkGuests(BulkEdit):
    """Details of guests, and the host whose guests they are."""

    bulk_fields = ("affiliation", "form_of_address", ToHost())

    def may_bulk(self, request: HttpRequest, obj: Any, one: BulkField) -> bool:
        action = Action.MOVE_GUESTS if isinstance(one, ToHost) else Action.CHANGE_GUESTS
        return bool(self.has_role(request, action.roles, obj))

    def apply_bulk(self, request: HttpRequest, obj: Registration, values: Values) -> None:
        by = services.By.of(request.user, _now("changed together in the list"))
        details = {name: value for name, value in values.items() if name != "allocation"}
        try:
            if details:
                services.change_details(obj, by=by, **details)
            if "allocation" in values:
                services.assign(obj, values["allocation"], by=by)
        except RegistrationRefusedError as refused:
            raise ValidationError(why(refused)) from refused
