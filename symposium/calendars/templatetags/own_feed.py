"""The address of a speaker's own calendar, for the page that stands floors below and loads this."""

from django import template
from django.utils.translation import gettext as _

from speakers.models import PersonalLink
from symposium.calendars.links import Subscription, subscription

register = template.Library()


@register.simple_tag
def own_feed(link: PersonalLink) -> Subscription:
    """How to subscribe to it. No query."""
    return subscription(_("Your sessions"), "speaking-calendar", link.token)
