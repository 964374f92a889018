"""The page of the desk with the lines to paste into another site, and how they look there."""

from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_base import may, number_in
from symposium.accounts.scope import COORDINATORS, EDITORS
from symposium.api.embedding import COLOURS, PARTS, colours, fragment_url, snippet
from symposium.events.models import Event

if TYPE_CHECKING:
    from symposium.api.admin.owned import OwnedAdmin

MAY_EMBED = EDITORS | COORDINATORS
CHOICES = tuple(zip(PARTS, (_("the programme"), _("registration")), strict=True))


class EmbeddingForm(forms.Form):
    """What is shown, and in which colours."""

    part = forms.ChoiceField(label=_("What to show"), choices=CHOICES, initial="programme", required=False)
    accent = forms.RegexField("^#[0-9a-fA-F]{6}$", label=_("Colour of links"), required=False)
    ink = forms.RegexField("^#[0-9a-fA-F]{6}$", label=_("Colour of text"), required=False)
    ground = forms.RegexField("^#[0-9a-fA-F]{6}$", label=_("Colour of the ground"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in COLOURS:
            self.fields[name].error_messages["invalid"] = _(
                "Write the colour as # and six digits, for example #1f6feb."
            )
            self.fields[name].widget.attrs["placeholder"] = "#1f6feb"


def may_embed(request: HttpRequest, event_id: int) -> bool:
    """Whoever works on what the event shows, and its hosts' coordinators."""
    return may(request, MAY_EMBED, event_id)


def embedding_view(desk: "OwnedAdmin", request: HttpRequest) -> HttpResponse:
    """The lines, and a preview of them; 404 for whoever has nothing to do with the event."""
    event_id = number_in(request.GET.get("event"))
    event = Event.objects.filter(pk=event_id).first() if event_id is not None else None
    if event is None or not may_embed(request, event.pk):
        raise Http404
    form = EmbeddingForm(request.GET if "part" in request.GET else None)
    part = request.GET.get("part", "")
    part = part if part in PARTS else PARTS[0]
    chosen = colours(request.GET)
    context = {
        "title": _now("On other sites"),
        "event": event,
        "form": form,
        "part": part,
        "chosen": chosen,
        "snippet": snippet(event, part, chosen),
        "fragment": fragment_url(event, part),
        "script": reverse("embed-script"),
    }
    return desk.show(request, "embedding.html", context)
