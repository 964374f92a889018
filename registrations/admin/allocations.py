"""Blocks of seats: set by organisers, given back by hand or by the clock; coordinators see how theirs stands."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from registrations import services
from registrations.admin.asking import ask, further
from registrations.admin.scoping import BlockScopedAdmin
from registrations.exceptions import BlockInUseError, BlockTooLargeError, BlockTooSmallError
from registrations.models import Allocation, Registration
from registrations.permissions import Action
from registrations.services.counts import blocks_at, places_of
from symposium.accounts.admin_base import NOBODY, event_in_hand, may
from symposium.accounts.admin_forms import Refused, ScopedForm
from symposium.accounts.admin_lists import EventFilter, on_the_wall
from symposium.accounts.scope import events_of, sees_all
from symposium.events.models import Event, Hosting
from symposium.organisations.models import Organisation

COUNTED = ("taken", "unused", "waiting", "went_back")


class AllocationForm(ScopedForm):
    """A block: whose, how many seats, and until when they are kept."""

    def clean_seats(self) -> int:
        """Not below what its guests have."""
        seats: int = self.cleaned_data["seats"]
        if seats < self.instance.taken:
            raise ValidationError(too_small(self.instance.taken), code="below_taken")
        return seats

    def clean_releases_at(self) -> Any:
        """A moment to come; one that is over stays as it is."""
        moment = self.cleaned_data["releases_at"]
        if moment and "releases_at" in self.changed_data and moment <= timezone.now():
            raise ValidationError(_now("This moment is over. Write a later one, or give the seats back by hand."))
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        event, host = cleaned.get("event"), cleaned.get("organisation")
        if event and host and not Hosting.objects.filter(event=event, organisation=host).exists():
            self.add_error("organisation", _now("This institution is not among the hosts of the event. Add it there."))
        return cleaned


def too_small(taken: int) -> str:
    """That more seats of the block are taken than it is to have."""
    words = ngettext(
        "%(taken)d of these seats is taken. Cancel registrations first, or write a higher number.",
        "%(taken)d of these seats are taken. Cancel registrations first, or write a higher number.",
        taken,
    )
    return words % {"taken": taken}


def too_large(most: int) -> str:
    """That fewer seats are free than the block is to have."""
    words = ngettext(
        "This block can have %(most)d seat at most: all others are taken, or held for other hosts.",
        "This block can have %(most)d seats at most: all others are taken, or held for other hosts.",
        most,
    )
    return words % {"most": most}


@admin.register(Allocation)
class AllocationAdmin(BlockScopedAdmin):
    """Blocks of seats. Each save is a deed at the registration desk, and stands in its log."""

    form = AllocationForm
    block_path = ""
    may_view = Action.SEE_BLOCKS.roles
    may_add = may_change = may_delete = may_see_history = Action.SET_BLOCKS.roles
    may_choose = NOBODY
    is_entrance = True
    desk_order = 34
    list_display = ("host", "seats", *COUNTED[:3], "goes_back", "event")
    list_filter = (EventFilter,)
    list_select_related = ("organisation", "event")
    ordering = ("event", "organisation__name", "pk")
    sortable_by = ()
    fields = ("event", "organisation", "seats", "releases_at", *COUNTED)
    readonly_fields: ClassVar[tuple[str, ...]] = COUNTED
    change_form_template = "admin/registrations/allocation/change_form.html"

    # --- what is shown ---------------------------------------------------------------------------------------------

    def block_of(self, obj: Any) -> Allocation:
        """It is one itself."""
        block: Allocation = obj
        return block

    @admin.display(description=_("host"))
    def host(self, block: Allocation) -> str:
        """Whose it is."""
        return str(block.organisation)

    @admin.display(description=_("unused"))
    def unused(self, block: Allocation) -> int:
        """Seats that the host may still give."""
        return block.left

    @admin.display(description=_("unused seats go back"))
    def goes_back(self, block: Allocation) -> str:
        """When, on the event's wall; that they went, once they have."""
        if block.released_at:
            return _now("went back %(moment)s") % {"moment": on_the_wall(block.released_at, block.event.timezone)}
        return on_the_wall(block.releases_at, block.event.timezone) or _now("never")

    @admin.display(description=_("went back"))
    def went_back(self, block: Allocation) -> str:
        """On the event's wall."""
        return on_the_wall(block.released_at, block.event.timezone) or _now("not yet")

    def get_fields(self, _request: HttpRequest, obj: Allocation | None = None) -> tuple[str, ...]:
        return self.fields if obj else self.fields[: -len(COUNTED)]

    def get_readonly_fields(self, request: HttpRequest, obj: Allocation | None = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, "organisation") if obj else fixed

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "organisation":
            kwargs["queryset"] = self._hosts(request)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "organisation" and field:
            field.error_messages["invalid_choice"] = _now(
                "This institution does not host the event, or has a block already."
            )
            for what in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{what}_related", False)
        return field

    def _hosts(self, request: HttpRequest) -> QuerySet[Organisation]:
        """Those of the event in hand that have no block yet; of all the user's events while none is in hand."""
        event_id, mine = event_in_hand(request), Hosting.objects.all()
        if not sees_all(request.user):
            mine = mine.filter(event__in=events_of(request.user, Action.SET_BLOCKS.roles))
        hosts = Organisation.objects.order_by("name")
        if event_id is None:
            return hosts.filter(pk__in=mine.values("organisation"))
        blocks = Allocation.objects.filter(event=event_id).values("organisation")
        return hosts.filter(pk__in=mine.filter(event=event_id).values("organisation")).exclude(pk__in=blocks)

    def panel_at(self, request: HttpRequest, event: Event) -> dict[str, Any]:
        """How the event's places are divided, for those who see all of them."""
        if not may(request, Action.SET_BLOCKS.roles, event.pk):
            return {}
        return {
            "template": "admin/registrations/allocation/places.html",
            "ways": places_of(event),
            "blocks": blocks_at(event),
            "zone": event.timezone,
        }

    # --- deeds -----------------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Allocation, form: Any, change: bool) -> None:  # noqa: FBT001
        """Set the block at the registration desk, which may refuse."""
        if change and not form.changed_data:
            return
        by = services.By.of(request.user)
        try:
            made = services.set_block(obj.event, obj.organisation, seats=obj.seats, releases_at=obj.releases_at, by=by)
        except BlockTooLargeError as refused:
            raise Refused("seats", too_large(refused.most)) from refused
        except BlockTooSmallError as refused:
            raise Refused("seats", too_small(refused.taken)) from refused
        obj.pk, obj._state.adding = made.pk, False

    def get_urls(self) -> list[Any]:
        return [further(self, "<path:object_id>/release/", self.release_view, "release"), *super().get_urls()]

    def release_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give the unused seats back now, after a page that asks."""
        block = self.get_object(request, object_id)
        if block is None or not self.has_change_permission(request, block):
            raise PermissionDenied
        page = reverse("admin:registrations_allocation_change", args=[block.pk])
        if request.method != "POST":
            return ask(
                self,
                request,
                title=_now("Give unused seats back: %(host)s") % {"host": block},
                sentences=self._says_of_release(block),
                button=_now("Give them back now"),
                back=page,
            )
        number = services.release_block(block, by=services.By.of(request.user))
        words = ngettext("%d seat is everybody's now.", "%d seats are everybody's now.", number)
        self.log_change(request, block, words % number)
        self.message_user(request, words % number, messages.SUCCESS)
        return redirect(page)

    @staticmethod
    def _says_of_release(block: Allocation) -> list[str]:
        unused = ngettext(
            "%(unused)d of %(seats)d seats is unused and goes back to everybody.",
            "%(unused)d of %(seats)d seats are unused and go back to everybody.",
            block.left,
        )
        said = [
            unused % {"unused": block.left, "seats": block.seats},
            _now("Guests of this host keep their places. Who waits for this block waits with everybody from now on."),
        ]
        if block.event.guests_waiting:
            said.append(_now("Seats that come free go to those who wait, and mails tell them."))
        return said

    # --- what stays ------------------------------------------------------------------------------------------------

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A block with guests stays; which ones is said in numbers."""
        counted = Allocation.objects.filter(pk__in=[block.pk for block in objs]).annotate(
            guests=Count("registrations", distinct=True, filter=Q(registrations__shadow_of=None)),
            asked=Count("invitations", distinct=True),
        )
        blocks = list(counted.select_related("organisation"))
        lacking = {str(block) for block in blocks if not self.has_delete_permission(request, block)}
        protected = [said for block in blocks for said in _uses(block)]
        return [str(block) for block in blocks], {str(self.opts.verbose_name_plural): len(blocks)}, lacking, protected

    def delete_model(self, request: HttpRequest, obj: Allocation) -> None:
        try:
            services.remove_block(obj, by=services.By.of(request.user))
        except BlockInUseError as refused:
            raise PermissionDenied from refused

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Allocation]) -> None:
        for block in queryset:
            self.delete_model(request, block)


def _uses(block: Any) -> list[str]:
    """What keeps a block from being deleted, in words."""
    said = []
    if block.guests:
        words = ngettext(
            "%(host)s: %(number)d registration, also cancelled ones. Give the unused seats back instead.",
            "%(host)s: %(number)d registrations, also cancelled ones. Give the unused seats back instead.",
            block.guests,
        )
        said.append(words % {"host": block, "number": block.guests})
    if block.asked:
        words = ngettext("%(host)s: %(number)d invitation", "%(host)s: %(number)d invitations", block.asked)
        said.append(words % {"host": block, "number": block.asked})
    questions = block.questions.count()
    if questions:
        words = ngettext(
            "%(host)s: %(number)d question of the form", "%(host)s: %(number)d questions of the form", questions
        )
        said.append(words % {"host": block, "number": questions})
    if not said and Registration.objects.filter(allocation=block).exists():
        said.append(str(block))
    return said
