"""Pieces of the pages of history; moments and days as other pages of the desk say them too."""

from datetime import datetime

from django import template
from django.core.files.storage import default_storage
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from symposium.history.models import Change
from symposium.kit.renditions import rendition_path
from symposium.kit.saying import say_date, say_log

register = template.Library()


@register.filter
def said(moment: datetime) -> str:
    """'20 Jan 2026, 09:00' in the zone of the page."""
    return say_log(timezone.localtime(moment))


@register.filter
def said_date(moment: datetime) -> str:
    """'20 January 2026' in the zone of the page."""
    return say_date(timezone.localtime(moment))


@register.simple_tag
def kept_picture(master: str) -> SafeString | str:
    """A small copy, as long as the picture is kept."""
    if not default_storage.exists(master):
        return _("a picture that is not kept any more")
    return format_html('<img src="{}" alt="" width="120" loading="lazy">', rendition_path(master, 480))


@register.simple_tag
def row_address(change: Change) -> str:
    """The page of what was changed, or of what it is a part of; empty for what was deleted."""
    label, pk = (change.whole, change.whole_id) if change.whole else (change.model, change.object_id)
    if change.verb == Change.Verb.DELETED:
        return ""
    try:
        return reverse(f"admin:{label.replace('.', '_')}_change", args=[pk])
    except NoReverseMatch:
        return ""
