"""Speakers with their institutions."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from speakers import services
from speakers.admin.filters import DeletionFilter, PortraitFilter, StageFilter
from speakers.admin.links import MOST, REMIND, SEND, LinkPages, WordsForm
from speakers.models import Affiliation, Link, PersonalLink, Speaker, SpeakerConsent, SpeakerNeeds, Stage, Suggestion
from symposium.accounts.admin_contents import ContentList
from symposium.accounts.admin_inlines import ScopedTabularInline
from symposium.accounts.admin_lists import EventFilter, on_the_wall
from symposium.events.admin.hosts import Tie, ties


def public_affiliations() -> QuerySet[Affiliation]:
    """Those of speakers whom every visitor may see."""
    return Affiliation.objects.filter(speaker__in=Speaker.objects.public())


ties.append(Tie(Affiliation, "speaker__event", public_affiliations))


class AffiliationInline(ScopedTabularInline):
    """Where a speaker comes from."""

    model = Affiliation
    fields = ("organisation", "name", "position", "rank")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("organisation",)


class LinkInline(ScopedTabularInline):
    """Pages about a speaker elsewhere."""

    model = Link
    fields = ("label", "url", "rank")


def without(lines: list[Any], beginning: str) -> list[Any]:
    """A nested list of what goes, without the lines that begin so."""
    kept = [line for line in lines if not (isinstance(line, str) and line.startswith(beginning))]
    return [without(line, beginning) if isinstance(line, list) else line for line in kept]


@admin.register(Speaker)
class SpeakerAdmin(ContentList, LinkPages):
    """A person as an event presents them."""

    is_entrance = True
    desk_order = 31
    list_display = ("full_name", "affiliation", "state", "personal", "has_portrait", "event")
    list_filter = (EventFilter, "state", StageFilter, PortraitFilter, DeletionFilter)
    list_select_related = ("personal_link",)
    search_fields = ("name", "sort_name", "email")
    table_columns = (
        *("form_of_address", "name", "sort_name", "pronunciation", "affiliation", "state", "email", "url"),
        *("has_portrait", "portrait_credit", "slug"),
    )
    bulk_fields = ("state", "portrait_credit")
    ordering = ("sort_name", "name")
    actions: Any = ("send_links", "remind_speakers", *ContentList.actions)
    inlines: ClassVar[list[type]] = [AffiliationInline, LinkInline]
    longest_sides: ClassVar[dict[str, int]] = {"portrait": 1200}
    change_form_template = "admin/speakers/speaker/change_form.html"
    fieldsets = (
        (None, {"fields": ("event", "state", "form_of_address", "name", "sort_name", "pronunciation", "slug")}),
        (_("What visitors read"), {"fields": ("biography", "url")}),
        (_("Portrait"), {"fields": ("portrait", "portrait_alternative_text", "portrait_credit")}),
        (_("For the organisers"), {"fields": ("email",)}),
    )

    def get_urls(self) -> list[Any]:
        return [*self.link_urls(), *super().get_urls()]

    def ways_at(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        return self.way_to_links(request, event_id)

    def save_model(self, request: HttpRequest, obj: Speaker, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        if obj.portrait and not obj.portrait_credit:
            words = _("The portrait has no credit yet. The page of credits says that nobody is named.")
            self.message_user(request, words, messages.WARNING)
        if change and "email" in form.changed_data and services.revoke(obj):
            words = _("The personal link that went to the former address opens nothing any more. Send a new one.")
            self.message_user(request, words, messages.WARNING)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        return super().get_queryset(request).prefetch_related("affiliations__organisation")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What a speaker said goes with them; whether they had needs is nobody's business here."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        needs = SpeakerNeeds._meta
        counts.pop(str(needs.verbose_name_plural), None)
        theirs = {Suggestion._meta.verbose_name, needs.verbose_name}
        return without(to_delete, f"{capfirst(needs.verbose_name)}: "), counts, lacking - theirs, protected

    # --- the list --------------------------------------------------------------------------------------------------

    @admin.display(description=_("name"), ordering="sort_name")
    def full_name(self, speaker: Speaker) -> str:
        """With the form of address."""
        return speaker.full_name

    @admin.display(description=_("from"))
    def affiliation(self, speaker: Speaker) -> str:
        """The institutions."""
        return "; ".join(affiliation.organisation_name for affiliation in speaker.affiliations.all())

    @admin.display(description=_("portrait"), boolean=True)
    def has_portrait(self, speaker: Speaker) -> bool:
        """Whether there is one."""
        return bool(speaker.portrait)

    @admin.display(description=_("personal link"))
    def personal(self, speaker: Speaker) -> str:
        """How far they have come with it."""
        link: PersonalLink | None = getattr(speaker, "personal_link", None)
        stage = link.stage if link else Stage.UNSENT
        return str(stage.label if speaker.email or stage != Stage.UNSENT else _("no address"))

    @admin.action(description=_("Send their personal links"), permissions=["change"])
    def send_links(self, request: HttpRequest, queryset: QuerySet[Speaker]) -> HttpResponse | None:
        """To those who have none yet: a page shows the mail first."""
        return self._go(request, queryset, SEND)

    @admin.action(description=_("Remind those who have not answered"), permissions=["change"])
    def remind_speakers(self, request: HttpRequest, queryset: QuerySet[Speaker]) -> HttpResponse | None:
        """Those who had no mail for a day: a page shows the mail first."""
        return self._go(request, queryset, REMIND)

    def _go(self, request: HttpRequest, queryset: QuerySet[Speaker], deed: str) -> HttpResponse | None:
        """The page of the event that all of them belong to, with those who were chosen."""
        chosen = list(queryset.select_related("event")[: MOST + 1])
        events = {speaker.event for speaker in chosen}
        if len(events) != 1 or len(chosen) > MOST:
            words = _("Choose speakers of one event, %(number)d at the most.") % {"number": MOST}
            self.message_user(request, words, messages.WARNING)
            return None
        rows = Speaker.objects.filter(pk__in=[speaker.pk for speaker in chosen])
        context = self._context(request, events.pop(), deed, self.due(deed, rows), "")
        context |= {"form": WordsForm(), "chosen": [str(speaker.pk) for speaker in chosen]}
        return self.show(request, "links", context)

    # --- one of them -----------------------------------------------------------------------------------------------

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        speaker = kwargs.get("obj")
        if speaker is not None:
            context |= self.standing(speaker)
        return super().render_change_form(request, context, *args, **kwargs)

    def standing(self, speaker: Speaker) -> dict[str, Any]:
        """What is known by their link, and what can be done about it."""
        link: PersonalLink | None = getattr(speaker, "personal_link", None)
        zone = speaker.event.timezone
        moments = (_("sent"), "sent_at"), (_("opened"), "opened_at"), (_("answered"), "answered_at")
        told = [(words, on_the_wall(getattr(link, name), zone)) for words, name in moments] if link else []
        consents = SpeakerConsent.objects.standing().filter(speaker=speaker)
        return {
            "speaker": speaker,
            "link": link,
            "stage": self.personal(speaker),
            "told": [(words, when) for words, when in told if when],
            "consents": [(one, on_the_wall(one.said_at, zone)) for one in consents],
            "waiting": Suggestion.objects.waiting().filter(speaker=speaker).first(),
            "links_url": f"{reverse('admin:speakers_speaker_links')}?event={speaker.event_id}&chosen={speaker.pk}",
        }
