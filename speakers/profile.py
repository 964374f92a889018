"""How a speaker is presented, part by part: what a part is called, what it holds, and how it is written.

Parts are values as JSON holds them: words for most, lists of rows for affiliations and links, and for the portrait the
name of its file. Suggestions, the speaker's own page, the desk and ``data.json`` all read them from here.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from speakers import private_files
from speakers.models import Affiliation, Link, Speaker
from symposium.events.models import Hosting
from symposium.kit.images import master_of
from symposium.organisations.models import Organisation

type Values = dict[str, Any]
type Rows = list[dict[str, str]]

COLUMNS = (
    *("form_of_address", "name", "sort_name", "pronunciation", "biography", "url"),
    *("portrait_alternative_text", "portrait_credit"),
)
ROWS = ("affiliations", "links")
PORTRAIT = "portrait"
# In the order in which they are shown.
LABELS: dict[str, str | Promise] = {
    "form_of_address": _("form of address"),
    "name": _("name"),
    "sort_name": _("sorted under"),
    "pronunciation": _("pronunciation"),
    "affiliations": _("affiliations"),
    "biography": _("biography"),
    "url": _("website"),
    "links": _("further links"),
    "portrait": _("portrait"),
    "portrait_alternative_text": _("alternative text of the portrait"),
    "portrait_credit": _("credit of the portrait"),
}


class Change(NamedTuple):
    """One part as it was, and as it is to be."""

    part: str
    before: Any
    after: Any

    @property
    def label(self) -> str:
        """What the part is called."""
        return str(LABELS[self.part])


def held(speaker: Speaker) -> Values:
    """Every part as it is. Two queries."""
    affiliations = speaker.affiliations.select_related("organisation").order_by("rank", "pk")
    return {name: getattr(speaker, name) for name in COLUMNS} | {
        "affiliations": [{"organisation": one.organisation_name, "position": one.position} for one in affiliations],
        "links": list(speaker.links.order_by("rank", "pk").values("label", "url")),
        PORTRAIT: speaker.portrait.name or "",
    }


def differences(before: Values, after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The parts of ``after`` that are another than ``before``, as ``Suggestion.changes`` holds them."""
    return {
        part: {"from": before[part], "to": after[part]}
        for part in LABELS
        if part in after and after[part] != before[part]
    }


def in_order(changes: Mapping[str, Mapping[str, Any]]) -> list[Change]:
    """Changes as they are shown."""
    return [Change(part, changes[part]["from"], changes[part]["to"]) for part in LABELS if part in changes]


def put(speaker: Speaker, values: Mapping[str, Any]) -> None:
    """Write these parts, within ``publishing()``. Raises ValidationError for what a speaker cannot be."""
    for name in COLUMNS:
        if name in values:
            setattr(speaker, name, values[name])
    if values.get(PORTRAIT):
        with private_files.storage().open(values[PORTRAIT]) as kept:
            speaker.portrait = master_of(kept.read())
    elif PORTRAIT in values:
        speaker.portrait = ""
    speaker.full_clean(exclude=["slug", "event"])
    speaker.save()
    if "affiliations" in values:
        _put_affiliations(speaker, values["affiliations"])
    if "links" in values:
        _put_links(speaker, values["links"])


def _put_affiliations(speaker: Speaker, wanted: Rows) -> None:
    known = _known_organisations(speaker)
    rows = []
    for rank, row in enumerate(wanted, 1):
        organisation = known.get(row["organisation"].casefold())
        name = "" if organisation else row["organisation"]
        rows.append(
            Affiliation(speaker=speaker, organisation=organisation, name=name, position=row["position"], rank=rank)
        )
    speaker.affiliations.all().delete()
    _checked(rows)
    Affiliation.objects.bulk_create(rows)


def _put_links(speaker: Speaker, wanted: Rows) -> None:
    rows = [Link(speaker=speaker, label=row["label"], url=row["url"], rank=rank) for rank, row in enumerate(wanted, 1)]
    speaker.links.all().delete()
    _checked(rows)
    Link.objects.bulk_create(rows)


def _checked(rows: Iterable[Affiliation | Link]) -> None:
    for row in rows:
        row.full_clean(exclude=["speaker"])


def _known_organisations(speaker: Speaker) -> dict[str, Organisation]:
    """By name: those that the speaker belonged to already, and the event's hosts. No others: a name is no key."""
    hosts = Organisation.objects.filter(hostings__in=Hosting.objects.filter(event=speaker.event_id))
    theirs = Organisation.objects.filter(affiliations__speaker=speaker)
    return {one.name.casefold(): one for one in (*hosts, *theirs)}
