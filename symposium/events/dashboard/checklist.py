"""What an event has and lacks before the public sees it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from symposium.events.dashboard.facts import Facts, facts_of
from symposium.events.dashboard.registry import Check, checks_of
from symposium.events.models import Event


def missing_musts(event: Event) -> list[Check]:
    """What it cannot be published without, and lacks."""
    return [check for check in checks_of(event) if check.is_must and not check.is_done]


def field_of(event: Event, name: str) -> str:
    """The address of a field on the event's page of the desk."""
    return f"{reverse('admin:events_event_change', args=[event.pk])}#id_{name}"


def event_checks(event: Event) -> Iterator[Check]:
    """Of the event's own: what it must have, then what it should."""
    facts = facts_of(event)
    yield Check(_("A name, dates and a time zone"), field_of(event, "name"), is_done=True, is_must=True)
    yield Check(_("What it is, in one sentence"), field_of(event, "summary"), bool(event.summary), is_must=True)
    yield _place(event, facts)
    yield Check(
        _("An address for questions"), field_of(event, "contact_email"), bool(event.contact_email), is_must=True
    )
    yield _hosts(event, facts)
    if event.policy != Event.Policy.CLOSED:
        words = _("A privacy notice, because guests register")
        yield Check(words, field_of(event, "privacy_notice"), bool(event.privacy_notice), is_must=True)
    yield from _shoulds(event, facts)


def _place(event: Event, facts: Facts) -> Check:
    is_done = facts.has_venue or event.attendance == Event.Attendance.ONLINE
    words = _("A place, or that guests take part online")
    return Check(words, field_of(event, "venue-0-name"), is_done, is_must=True)


def _hosts(event: Event, facts: Facts) -> Check:
    shows = ngettext("%(number)d host", "%(number)d hosts", facts.listed_hosts) % {"number": facts.listed_hosts}
    return Check(
        _("At least one host that agrees to be listed"),
        silent_hosts(event, facts),
        bool(facts.listed_hosts),
        is_must=True,
        shows=shows if facts.listed_hosts else "",
    )


def silent_hosts(event: Event, facts: Facts) -> str:
    """Where it is said that a host agrees: its own page where there is one such host, else the list of them."""
    silent = facts.hosts - facts.listed_hosts
    if silent == 1:
        return f"{reverse('admin:events_hosting_change', args=[facts.silent_host])}#id_consented"
    if silent:
        return f"{reverse('admin:events_hosting_changelist')}?event={event.pk}&consented__exact=0"
    return f"{reverse('admin:events_event_change', args=[event.pk])}#hostings-group"


def _shoulds(event: Event, facts: Facts) -> Iterator[Check]:
    yield Check(_("A description"), field_of(event, "description"), bool(event.description))
    yield Check(_("The hours, not only the days"), field_of(event, "hours_announced"), event.hours_announced)
    pictures = f"{reverse('admin:events_photograph_changelist')}?event={event.pk}"
    number = facts.shown_pictures
    shows = ngettext("%(number)d picture", "%(number)d pictures", number) % {"number": number} if number else ""
    words = _("A picture with alternative text and credit, published")
    yield Check(words, pictures, bool(number), shows=shows)
    if event.policy == Event.Policy.CLOSED:
        words = _("How guests register; until you choose that, there is no registration here")
        yield Check(words, field_of(event, "policy"), is_done=False)
    elif event.capacity is None and event.attendance != Event.Attendance.ONLINE:
        words = _("How many places there are; until you say, there is no limit")
        yield Check(words, field_of(event, "capacity"), is_done=False)
    if facts.news:
        shows = ngettext("%(number)d announcement", "%(number)d announcements", facts.news) % {"number": facts.news}
        news = f"{reverse('admin:events_announcement_changelist')}?event={event.pk}"
        yield Check(_("News"), news, is_done=True, shows=shows)
