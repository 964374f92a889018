"""What every page of the desk stands on: who may do what, in whose time zone, and one save = one published change.

Django's own permission tables are never asked: a ``ModelAdmin`` says which roles may view, add, change and delete, and
``scope`` knows at which events a member of staff has them.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from symposium.accounts.admin_forms import EventChoiceWidget, ScopedForm, WallTimeField, ZonedDateTimeWidget
from symposium.accounts.admin_history import HistoryPages
from symposium.accounts.admin_kept import KeptForms
from symposium.accounts.admin_pages import PublishingAdmin, write_in
from symposium.accounts.models import Role
from symposium.accounts.paging import LightList
from symposium.accounts.scope import EDITORS, events_of, may_preview, sees_all
from symposium.kit import zones
from symposium.kit.forms import CleanImageField

# None: not even whoever runs the server; an empty set: nobody else.
type Roles = frozenset[Role] | None

NOBODY: Roles = None
SERVER_ALONE: Roles = frozenset()


def may(request: HttpRequest, roles: Roles, event_id: int | None) -> bool:
    """Whether the member of staff has one of the roles at that event."""
    return roles is not None and (sees_all(request.user) or event_id in events_of(request.user, roles))


def may_somewhere(request: HttpRequest, roles: Roles) -> bool:
    """Whether the member of staff has one of the roles at any event."""
    return roles is not None and (sees_all(request.user) or bool(events_of(request.user, roles)))


def number_in(text: str | None) -> int | None:
    """A primary key that came by an address or a form; None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else None


def event_in_hand(request: HttpRequest) -> int | None:
    """The event that the page in hand belongs to, once that is known."""
    return vars(request).get("_event_in_hand")


def _parameter(list_filter: Any) -> str:
    """What a filter is called in the address."""
    named = list_filter[0] if isinstance(list_filter, (list, tuple)) else list_filter
    return str(getattr(named, "parameter_name", named))


class ScopedFields(BaseModelAdmin):
    """Form fields that offer what belongs to the user's events, and times on the event's wall."""

    form: Any = ScopedForm
    formfield_overrides = {
        models.DateTimeField: {"form_class": WallTimeField, "widget": ZonedDateTimeWidget},
        models.ImageField: {"form_class": CleanImageField},
    }
    # Pixels of the longest side that pictures keep.
    longest_sides: ClassVar[dict[str, int]] = {}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, WallTimeField):
            name = timezone.get_current_timezone_name()
            said = _("On the wall in %(zone)s (%(label)s).") % {"zone": name, "label": zones.zone_label(name)}
            field.help_text = " ".join(filter(None, [str(field.help_text), said]))
        if isinstance(field, CleanImageField) and db_field.name in self.longest_sides:
            field.longest_side = self.longest_sides[db_field.name]
        widget = getattr(field, "widget", None)
        if db_field.name == "event" and isinstance(widget, RelatedFieldWidgetWrapper):
            # Events are neither made nor changed from within another form.
            widget.can_add_related = widget.can_change_related = widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        target = self.admin_site._registry.get(db_field.remote_field.model)
        if isinstance(target, ScopedAdmin):
            kwargs.setdefault("queryset", target.choosable(request, db_field))
        if db_field.name in self.get_autocomplete_fields(request) and "widget" not in kwargs:
            kwargs["widget"] = EventChoiceWidget(db_field, self.admin_site, event_id=event_in_hand(request))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and isinstance(field.widget, AutocompleteSelect):
            field.error_messages["invalid_choice"] = _("This is not one of this event's. Choose another.")
        return field


class ScopedAdmin(LightList, ScopedFields, PublishingAdmin, KeptForms, HistoryPages):
    """The desk's page of one model, open to the roles that it names at the event that each object belongs to."""

    # The path from the model to its event; "pk" for the event itself.
    event_path: ClassVar[str] = "event"
    may_view: ClassVar[Roles] = EDITORS
    may_add: ClassVar[Roles] = EDITORS
    may_change: ClassVar[Roles] = EDITORS
    may_delete: ClassVar[Roles] = EDITORS
    may_see_history: ClassVar[Roles] = EDITORS
    # Who is offered these in the forms of other things.
    may_choose: ClassVar[Roles] = EDITORS
    # Whether the event's page leads here, with a count.
    is_entrance: ClassVar[bool] = False
    # Where it stands in the index, and on the event's page.
    desk_order: ClassVar[int] = 50
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

    # --- who may ---------------------------------------------------------------------------------------------------

    def event_id_of(self, obj: Any) -> int | None:
        """The event that an object belongs to."""
        *way, last = self.event_path.split("__")
        for step in way:
            obj = getattr(obj, step)
        event_id: int | None = obj.pk if last == "pk" else getattr(obj, f"{last}_id")
        return event_id

    def has_role(self, request: HttpRequest, roles: Roles, obj: Any = None) -> bool:
        """Whether the user has one of the roles at the object's event; without an object, at any event."""
        return may_somewhere(request, roles) if obj is None else may(request, roles, self.event_id_of(obj))

    def opens_at(self, request: HttpRequest, event_id: int) -> bool:
        """Whether the user may open the list of what belongs to an event."""
        return may(request, self.may_view, event_id)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_role(request, self.may_view)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_role(request, self.may_view, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_role(request, self.may_add)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_role(request, self.may_change, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_role(request, self.may_delete, obj)

    # --- what they see ---------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        related = list(self.list_select_related) if isinstance(self.list_select_related, (list, tuple)) else []
        related += [self.event_path] if "event" in self.event_path else []
        queryset = super().get_queryset(request)
        if related:
            queryset = queryset.select_related(*related)
        return self.within(request, queryset, self.may_view)

    def within(self, request: HttpRequest, queryset: QuerySet[Any], roles: Roles) -> QuerySet[Any]:
        """Those of the queryset at whose event the user has one of the roles."""
        if roles is None or sees_all(request.user):
            return queryset.none() if roles is None else queryset
        return queryset.filter(**{f"{self.event_path}__in": events_of(request.user, roles)})

    def choosable(self, request: HttpRequest, _for: Any = None) -> QuerySet[Any]:
        """What a form of the user's may point to (``_for`` is the field that points)."""
        manager = self.model._default_manager
        return self.within(request, manager.all(), self.may_choose).order_by(*self.get_ordering(request), "pk")

    def get_list_display(self, request: HttpRequest) -> Any:
        """Without the event where the list is of one: it stands above."""
        names = tuple(super().get_list_display(request))
        return names if event_in_hand(request) is None else (*names[:1], *(one for one in names[1:] if one != "event"))

    def narrowed(self, queryset: QuerySet[Any], event_id: int) -> QuerySet[Any]:
        """Those of one event, where the model belongs to events."""
        return queryset.filter(**{self.event_path: event_id})

    def count_at(self, request: HttpRequest, event_id: int) -> int | None:
        """How many there are at an event, for its page; None where a number says nothing."""
        return self.narrowed(self.get_queryset(request), event_id).count()

    def ways_at(self, _request: HttpRequest, _event_id: int) -> list[tuple[str, str]]:
        """Further pages to which the event's page leads: what each is called, and its address."""
        return []

    def panel_at(self, _request: HttpRequest, _event: Any) -> dict[str, Any]:
        """What the event's page shows of these: a ``template`` and what it needs; empty for nothing."""
        return {}

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only by the filters that the page shows: any other lookup would be a way to ask for what is not shown."""
        shown = {_parameter(item) for item in self.get_list_filter(request)} | {self.date_hierarchy}
        return lookup.partition("__")[0] in shown and super().lookup_allowed(lookup, value, request)

    # --- what they fill in -----------------------------------------------------------------------------------------

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = ("event",) if obj and self.event_path == "event" else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == self.event_path:
            events = db_field.remote_field.model._default_manager.all()
            adds = events_of(request.user, self.may_add or ())
            mine = events if sees_all(request.user) else events.filter(pk__in=adds)
            kwargs["queryset"] = mine
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        # From an address come only choices by number; anything else in it is not worth an error page.
        sent = super().get_changeform_initial_data(request)
        initial: dict[str, Any] = {name: value for name, value in sent.items() if number_in(str(value)) is not None}
        mine = events_of(request.user, self.may_add or ())
        if "event" not in initial and len(mine) == 1:
            initial["event"] = next(iter(mine))
        return initial

    # --- in whose zone ---------------------------------------------------------------------------------------------

    def zone_of(self, _request: HttpRequest, obj: Any) -> str:
        """The zone in which an object's times are written."""
        for step in self.event_path.split("__"):
            obj = obj if step == "pk" else getattr(obj, step)
        return getattr(obj, "timezone", "")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        obj = super().get_object(request, object_id, from_field)
        if obj is not None:
            vars(request)["_event_in_hand"] = self.event_id_of(obj)
            write_in(self.zone_of(request, obj))
        return obj

    def take_in_hand(self, request: HttpRequest) -> None:
        """Before there is an object: the event that was posted, or that the address names."""
        event_id = number_in(request.POST.get("event") or request.GET.get("event"))
        mine = events_of(request.user, self.may_view or ())
        if event_id is None and len(mine) == 1:
            event_id = next(iter(mine))
        if event_id is None or not may(request, self.may_view, event_id) or self.event_path != "event":
            return
        vars(request)["_event_in_hand"] = event_id
        events = self.model._meta.get_field("event").remote_field.model._default_manager
        write_in(events.filter(pk=event_id).values_list("timezone", flat=True).first() or "")

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        obj = super().get_object(request, unquote(object_id))
        if obj is not None and not self.has_role(request, self.may_see_history, obj):
            raise PermissionDenied
        return super().history_view(request, object_id, *args, **kwargs)

    # --- the way to the page ---------------------------------------------------------------------------------------

    def view_on_site(self, obj: Any) -> str | None:
        """The public page, or its preview while the event is a draft; none where neither shows it."""
        event = obj if self.event_path == "pk" else getattr(obj, "event", None)
        if not hasattr(obj, "get_absolute_url") or (obj is not event and getattr(obj, "state", "") == "draft"):
            return None
        path: str = obj.get_absolute_url()
        if not getattr(event, "is_draft", False):
            return path
        path, mark, place = path.partition("#")
        return reverse("preview", args=[path.lstrip("/")]) + mark + place

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        response = super().render_change_form(request, context, *args, **kwargs)
        obj = kwargs.get("obj")
        context["hides_history"] = obj is not None and not self.has_role(request, self.may_see_history, obj)
        if obj and obj.pk and context["has_absolute_url"] and context["absolute_url"] != obj.get_absolute_url():
            context["is_preview"] = True
            context["has_absolute_url"] = may_preview(request.user, self.event_id_of(obj) or 0)
        return response
