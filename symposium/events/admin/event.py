"""The entrance: one event, with the way to all that is its own."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import CASCADE, PROTECT, BooleanField, Case, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from symposium.accounts.admin_base import SERVER_ALONE, ScopedAdmin, may
from symposium.accounts.admin_pages import write_in
from symposium.accounts.models import Role
from symposium.accounts.scope import COORDINATORS, EDITORS, ORGANISERS, OWNERS, events_of, sees_all
from symposium.events.admin.dashboard import DashboardPages
from symposium.events.admin.event_form import EventForm, say_places
from symposium.events.admin.hosts import HostingInline
from symposium.events.admin.place import VenueInline
from symposium.events.admin.starting import StartPages
from symposium.events.admin.states import StatePages
from symposium.events.models import Event
from symposium.kit import zones

WHAT = ("name", "slug", "summary", "description", "record", "state", "state_reason", "previous", "is_sample")
WHEN = ("timezone", "starts_at", "ends_at", "hours_announced", "stream_url")
REGISTRATION = (
    ("policy", "attendance"),
    ("registration_opens_at", "registration_closes_at"),
    ("capacity", "online_capacity"),
    "has_waiting_list",
    "privacy_notice",
    "privacy_version",
)
CONTACT = ("contact_name", "contact_email")
LOOK = ("hue", "accent")
# What promises something to guests, or moves what others rely on, is the organisers' to change.
ORGANISERS_ALONE = (
    *("slug", "state", "state_reason", "is_sample", "timezone", "starts_at", "ends_at", "hours_announced", "policy"),
    *("attendance", "registration_opens_at", "registration_closes_at", "capacity", "online_capacity"),
    *("has_waiting_list", "privacy_notice", "privacy_version", "previous"),
)
FOR_COORDINATORS = ("name", "summary", "state", "state_reason", "days", *CONTACT)

# What stands in the invitations that guests were sent.
TOLD_BY_HAND = {"name", "state", "timezone", "starts_at", "ends_at", "hours_announced"}


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way from the event's page to what belongs to it."""

    name: str
    # None where a number says nothing.
    count: int | None
    url: str
    add_url: str


@admin.register(Event)
class EventAdmin(StartPages, DashboardPages, StatePages):
    """An event; everything that is its own starts here, or on its dashboard."""

    form = EventForm
    event_path = "pk"
    may_view = EDITORS | COORDINATORS
    may_add = SERVER_ALONE
    may_delete = OWNERS
    desk_order = 0
    list_display = ("name", "days", "state", "registration", "places")
    list_filter = ("state",)
    search_fields = ("name", "summary")
    ordering = ("-starts_at",)
    inlines: ClassVar[list[type]] = [VenueInline, HostingInline]
    readonly_fields = ("days", "places")

    # --- lists -----------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """Each with whether the user may know of its guests; locked where it is about to be changed."""
        queryset = super().get_queryset(request)
        seen: QuerySet[Event] = queryset.annotate(
            shows_guests=_whether(request, ORGANISERS), shows_text=_whether(request, EDITORS)
        )
        return seen

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        if request.method == "POST":
            with suppress(ValidationError):
                Event.objects.select_for_update().filter(pk=Event._meta.pk.to_python(object_id)).first()
        return super().get_object(request, object_id, from_field)

    def narrowed(self, queryset: QuerySet[Any], event_id: int) -> QuerySet[Any]:
        return queryset.filter(pk=event_id)

    @admin.display(description=_("days"), ordering="starts_at")
    def days(self, event: Event) -> str:
        """Its days, in its zone."""
        return event.days_in_words

    @admin.display(description=_("registration"))
    def registration(self, event: Any) -> str:
        """How it stands, for the event's own team."""
        return str(event.registration_phase().label) if event.shows_text else ""

    @admin.display(description=_("places"))
    def places(self, event: Any) -> str:
        """'37 of 100, 2 waiting', for those who may know of guests."""
        return say_places(event) if getattr(event, "shows_guests", False) else ""

    # --- the page --------------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Event | None = None) -> Any:
        if obj and not may(request, EDITORS, obj.pk):
            return [(None, {"fields": FOR_COORDINATORS})]
        counted = ("places",) if obj and may(request, ORGANISERS, obj.pk) else ()
        # Of an event that is not theirs nobody learns here, and nobody takes it away unseen.
        hidden = {"previous"} if obj and obj.previous_id and not may(request, EDITORS, obj.previous_id) else set()
        return [
            (_("What"), {"fields": tuple(name for name in (*WHAT, *CONTACT) if name not in hidden)}),
            (_("When and where"), {"fields": WHEN}),
            (_("Registration"), {"fields": (*counted, *REGISTRATION)}),
            (_("Look"), {"fields": LOOK}),
        ]

    def get_urls(self) -> list[Any]:
        return [*self.start_urls(), *self.dashboard_urls(), *self.state_urls(), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Event | None = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        if obj is None or obj.is_draft:
            # What a draft needs before it is public is asked where it is published.
            fixed = (*fixed, "state", "state_reason")
        return fixed if obj is None or may(request, ORGANISERS, obj.pk) else (*fixed, *ORGANISERS_ALONE)

    def zone_of(self, request: HttpRequest, obj: Event) -> str:
        """The zone that was posted, where it may be changed: the times beside it were written in it."""
        posted = request.POST.get("timezone", "")
        return posted if posted in zones.zone_names() and may(request, ORGANISERS, obj.pk) else obj.timezone

    def take_in_hand(self, request: HttpRequest) -> None:
        """A new event's times are written in the zone that was posted with them."""
        write_in(request.POST.get("timezone", "") or Event._meta.get_field("timezone").default)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        event = kwargs.get("obj")
        if event and event.pk:
            context["entrances"] = self.entrances(request, event)
            context["panels"] = self.panels(request, event)
        return super().render_change_form(request, context, *args, **kwargs)

    def entrances(self, request: HttpRequest, event: Event) -> list[Entrance]:
        """The lists of what belongs to the event, as far as the user may see them, with counts."""
        found = []
        for page in self.pages():
            found += [Entrance(name, None, url, "") for name, url in page.ways_at(request, event.pk)]
            if not page.is_entrance or not page.opens_at(request, event.pk):
                continue
            base = f"{self.admin_site.name}:{page.opts.app_label}_{page.opts.model_name}"
            query = f"?event={event.pk}"
            add = reverse(f"{base}_add") + query if may(request, page.may_add, event.pk) else ""
            name = str(page.opts.verbose_name_plural)
            found.append(Entrance(name, page.count_at(request, event.pk), reverse(f"{base}_changelist") + query, add))
        return found

    def pages(self) -> list[ScopedAdmin]:
        """The desk's pages of what belongs to events, in their order."""
        pages = [page for page in self.admin_site._registry.values() if isinstance(page, ScopedAdmin)]
        return sorted(pages, key=lambda page: page.desk_order)

    def panels(self, request: HttpRequest, event: Event) -> list[dict[str, Any]]:
        """What other pages have to say about the event, as far as the user may see it."""
        open_pages = [page for page in self.pages() if page.opens_at(request, event.pk)]
        return [panel for page in open_pages if (panel := page.panel_at(request, event))]

    # --- deeds -----------------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        if change and "timezone" in form.changed_data:
            words = _now(
                "The time zone has changed. Sessions and news keep their moments, so their times on the wall are "
                "others now: look at the programme."
            )
            self.message_user(request, words, messages.WARNING)
        if change and "policy" in form.changed_data:
            self.say_policy(request, obj, before=form.initial["policy"])
        if change and TOLD_BY_HAND.intersection(form.changed_data):
            self.warn_of_guests(request, obj)

    def say_policy(self, request: HttpRequest, event: Event, *, before: str) -> None:
        """What another policy means for those who are there already."""
        said = []
        if event.seats_taken + event.online_taken + event.guests_waiting + event.online_waiting:
            said.append(_now("Who has a place keeps it, and who waits keeps their place in the line."))
        if before == Event.Policy.APPROVAL:
            said.append(_now("Requests that came before still wait for you to decide."))
        if event.policy == Event.Policy.INVITATION:
            said.append(_now("Invitations that were sent still hold; nobody else finds a form."))
        if said:
            self.message_user(request, " ".join(said), messages.WARNING)

    def warn_of_guests(self, request: HttpRequest, event: Event) -> None:
        """Subscribed calendars follow by themselves; the invitation that each guest was sent does not."""
        taken = Event.objects.values_list("seats_taken", flat=True).get(pk=event.pk)
        if taken and not event.is_draft:
            words = ngettext(
                "One guest has a place and is not told of this by itself: write to them.",
                "%(number)s guests have places and are not told of this by themselves: write to them.",
                taken,
            )
            self.message_user(request, words % {"number": taken}, messages.WARNING)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with an event, in numbers: its lists may be long."""
        # Locked where they are about to be deleted: none is published meanwhile.
        rows_of = Event.objects.select_for_update() if request.method == "POST" else Event.objects.all()
        events = list(rows_of.filter(pk__in=[event.pk for event in objs]))
        counts = {str(self.opts.verbose_name_plural): len(events)}
        protected = [_permanent(event) for event in events if not event.is_draft]
        for relation in Event._meta.related_objects:
            rows: Any = relation.related_model
            number = rows._base_manager.filter(**{f"{relation.field.name}__in": events}).count()
            name = str(rows._meta.verbose_name_plural)
            if number and relation.on_delete is PROTECT:
                protected.append(f"{number} {name}")
            elif number and relation.on_delete is CASCADE:
                counts[name] = number
        lacking = {str(event) for event in events if not self.has_delete_permission(request, event)}
        return [str(event) for event in events], counts, lacking, protected


def _permanent(event: Event) -> str:
    words = _now(
        "%(event)s is not a draft any more: its address is in links and its dates are in calendars. "
        "Cancel it instead; then all who look for it learn that."
    )
    return words % {"event": event}


def _whether(request: HttpRequest, roles: frozenset[Role]) -> Case:
    """Whether the user has one of the roles at the event of the row."""
    if sees_all(request.user):
        return Case(default=Value(value=True), output_field=BooleanField())
    mine = When(pk__in=events_of(request.user, roles), then=Value(value=True))
    return Case(mine, default=Value(value=False), output_field=BooleanField())
