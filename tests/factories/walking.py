"""Every address of the desk, found from the resolver, filled in with things of one event or of the other.

A page that is new is walked by itself. One whose address holds something that is not known here fails the walk until
``KNOWN`` says what stands there.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any
from zipfile import ZipFile, is_zipfile

from django.contrib import admin
from django.core.files.base import ContentFile
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from registrations.admin.changes import CHANGES
from registrations.models import Answer, Deed, InvitationDraft
from speakers import private_files
from symposium.accounts.models import Membership, Role, SavedFilter, User
from symposium.events.models import Event
from symposium.history.acting import acting
from symposium.history.models import Change
from symposium.kit.published import Published
from symposium.kit.revisions import publishing
from symposium.programme.models import Publication, PublicationItem, Session
from tests import factories
from tests.factories.desk import MARK, PIXEL, TEAM, World
from tests.factories.speaking import make_link, make_suggestion

# What belongs to another host of the same event.
HOST_MARK = "QVXHOST"
OURS = "OUR SYMPOSIUM"
# Who has no business at our event sees nothing of it; who looks after one host, nothing of another; whoever runs the
# server sees all.
NOBODY_HERE = ("rival", "idle", "anonymous")
HIDDEN: dict[str, set[str]] = {
    **{actor: {MARK} for actor in TEAM},
    **{actor: {MARK, HOST_MARK} for actor in ("coordinator", "neighbour")},
    **{actor: {OURS, HOST_MARK} for actor in NOBODY_HERE},
    "superuser": set(),
}
# Things in addresses that are no number of what the page is about.
KNOWN: dict[str, dict[str, list[Any]]] = {
    "join": {"token": ["a-link-of-nobody"]},
    "account_reset_password_from_key": {"uidb36": ["1"], "key": ["set-password"]},
    "mfa_remove_webauthn": {"pk": [1]},
    "mfa_edit_webauthn": {"pk": [1]},
    "accounts_teaminvitation_deed": {"deed": ["again", "withdraw"]},
    "registrations_registration_do": {"name": list(CHANGES)},
    "registrations_invitation_mail": {"place": [0]},
    "exchange_import_table": {"name": ["programme", "speakers"], "kind": ["csv", "xlsx"]},
    "app_list": {"app_label": ["events", "registrations", "accounts", "programme"]},
}


@dataclass(frozen=True)
class Way:
    """One pattern: its address with ``%(name)s`` for each part, the names of those, and what it is called."""

    address: str
    parts: tuple[str, ...]
    name: str

    @property
    def model(self) -> str:
        """'events.event' for a page of a registered model; empty for others."""
        known = {f"{m._meta.app_label}_{m._meta.model_name}": m._meta.label_lower for m in admin.site._registry}
        fits = [start for start in known if self.name.startswith(f"{start}_")]
        return known[max(fits, key=len)] if fits else ""


def ways() -> list[Way]:
    """All that begins with /admin/, but Django's own leading of whatever is unknown to a 404 or to signing in."""
    found = [way for way in _walk(get_resolver().url_patterns, "/", ()) if way.address.startswith("/admin/")]
    return sorted({way for way in found if way.parts != ("url",)}, key=lambda way: (way.address, way.name))


def _walk(patterns: list[Any], before: str, parts: tuple[str, ...]) -> Iterator[Way]:
    for pattern in patterns:
        address, more = _readable(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, before + address, (*parts, *more))
        elif isinstance(pattern, URLPattern):
            yield Way(before + address, (*parts, *more), pattern.name or "")


def _readable(route: str) -> tuple[str, tuple[str, ...]]:
    """'a/<int:pk>/' and '^a/(?P<pk>.+)/$' are both 'a/%(pk)s/'."""
    if route.startswith("^") or "(?P<" in route:
        parts = tuple(re.findall(r"\(\?P<(\w+)>", route))
        return re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"%(\1)s", route.strip("^$").lstrip("^")), parts
    return re.sub(r"<(?:\w+:)?(\w+)>", r"%(\1)s", route), tuple(re.findall(r"<(?:\w+:)?(\w+)>", route))


def addresses(way: Way, things: dict[str, Any]) -> list[str]:
    """The way with everything that can stand in it; raises KeyError for a part that nobody has told of."""
    choices = [_choices(way, part, things) for part in way.parts]
    return [way.address % dict(zip(way.parts, chosen, strict=True)) for chosen in product(*choices)]


def _choices(way: Way, part: str, things: dict[str, Any]) -> list[Any]:
    if part in KNOWN.get(way.name, {}):
        return KNOWN[way.name][part]
    if f"{way.name}.{part}" in things:
        return [things[f"{way.name}.{part}"]]
    label = way.model or _model_of(way.address)
    if part == "edit" and way.name.endswith("_restore"):
        return [things["history.edit"].pk]
    if part in {"pk", "id", "object_id"} and label in things:
        return [things[label].pk]
    raise KeyError(f"{way.address} ({way.name}): say in tests/factories/walking.py what {part!r} is there")


def _model_of(address: str) -> str:
    """Of Django's '/admin/events/event/%(object_id)s/', which has no name."""
    pieces = address.split("/")
    return ".".join(pieces[2:4]) if len(pieces) > 4 else ""


def furnish_further(world: World) -> None:
    """What only pages beside Django's need, and one of everything that belongs to another host of our event."""
    sides: tuple[Any, ...] = ((world.ours, world.cast["owner"]), (world.theirs, world.cast["rival"]))
    for things, user in sides:
        guest: Any = things["registrations.registration"]
        row = [1, f"{guest.name} asked", "asked@example.org", "", "", 0, "", None, []]
        draft = InvitationDraft.objects.create(event=guest.event, user=user, rows=[row])
        answer = Answer.objects.create(registration=guest, asked="Why", kind="text", value=f"{guest.name} answers")
        things["registrations_registration_file.pk"] = answer.pk
        for name in ("who", "letter", "mail"):
            things[f"registrations_invitation_{name}.draft"] = draft.public_id
        things["accounts.user"] = user
        assert isinstance(user, User)
        _add_past(things, guest, user)
        _add_programme(things, guest, user)
        _add_filters(things, guest.event, user)
    _add_host(world)


def _add_past(things: dict[str, Any], guest: Any, user: User) -> None:
    """What was changed of each thing that pages show, and a session that can be brought back."""
    with publishing(), acting(user):
        gone = factories.make_session(guest.event, title=f"{guest.name} deleted", state="draft")
    deleted = Change.objects.recoverable().filter(model="programme.session", object_id=gone.pk)
    with publishing(), acting(user):
        gone.delete()
    things["history_edit_back.pk"] = deleted.get().pk
    edit = things["history.edit"]
    for label, thing in list(things.items()):
        if isinstance(thing, Published):
            said = {"model": label, "object_id": thing.pk, "title": str(thing)}
            names = [name for name in ("title", "name", "caption") if hasattr(thing, name)]
            now, then = ({name: f"{getattr(thing, name)}{more}" for name in names} for more in ("", " once"))
            Change.objects.create(edit=edit, verb="changed", before=then, after=now, **said)


def _add_programme(things: dict[str, Any], guest: Any, user: User) -> None:
    """A change that waits, one that was published, a picture that a speaker suggests, and their personal link."""
    event, session = guest.event, things["programme.session"]
    known = factories.make_session(event, title=f"{guest.name} known")
    names = ("slug", "starts_at", "ends_at")
    copied = {name: getattr(known, name) for name in names} | {"state": "draft", "becomes": "published"}
    copy = Session.every.create(event=event, revises=known, title=f"{guest.name} waits", **copied)
    things["programme_session_discard.object_id"] = copy.pk
    things["programme_session_board_move.key"] = session.pk
    press = Publication.objects.create(event=event, by=user, words=f"{guest.name} moved")
    was = {"title": f"{guest.name} was called so"}
    PublicationItem.objects.create(publication=press, session=known, kind="changed", title=known.title, before=was)
    things["programme_session_take_back.number"] = press.pk
    make_link(things["speakers.speaker"])
    kept = private_files.keep(ContentFile(PIXEL, name="portrait.webp"))
    another = factories.make_speaker(event, name=f"{guest.name} pictured", state="draft")
    pictured = make_suggestion(another, portrait=("", kept))
    things["speakers_suggestion_portrait.pk"] = pictured.pk
    things.update({"programme.session kept apart": copy, "programme.session known": known})


def _add_filters(things: dict[str, Any], event: Event, user: User) -> None:
    """One for the team at every list."""
    for model in admin.site._registry:
        said = {"list": model._meta.label_lower, "name": f"Of {event}", "query": f"event={event.pk}"}
        kept = SavedFilter.objects.create(event=event, user=user, **said)
        things[f"{model._meta.app_label}_{model._meta.model_name}_filters_delete.pk"] = kept.pk


def _add_host(world: World) -> None:
    event = world.event
    host = factories.make_organisation(name=f"{HOST_MARK} Institute")
    factories.make_hosting(event, host, rank=3)
    member = factories.make_member(event, Role.COORDINATOR, host, email=f"{HOST_MARK}@example.org".lower())
    block = factories.make_block(event, host, seats=1)
    guest = factories.make_registration(event, name=f"{HOST_MARK} Guest", allocation=block, affiliation=HOST_MARK)
    Deed.objects.create(event=event, registration=guest, allocation=block, actor="guest", verb="registered")
    factories.make_invitation(event, name=f"{HOST_MARK} Invited", allocation=block)
    asked: dict[str, Any] = {
        "role": Role.COORDINATOR,
        "organisation": host,
        "email": f"{HOST_MARK}-asked@example.org".lower(),
    }
    factories.make_team_invitation(event, **asked)
    factories.make_access_token(event, member, name=f"{HOST_MARK} Printer")
    factories.make_webhook(event, member, name=f"{HOST_MARK} Website")
    speaker = factories.make_speaker(event, name=f"{HOST_MARK} Speaker", state="draft")
    factories.make_affiliation(speaker, organisation=host)


def text_of(response: Any) -> str:
    """All that an answer says, in capitals: also what is streamed, and what a workbook or an archive holds."""
    content = b"".join(response) if response.streaming else response.content
    if is_zipfile(io.BytesIO(content)):
        with ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return f"{content.decode(errors='replace')} {response.headers.get('Location', '')}".upper()


def shown(text: str, hidden: set[str], address: str = "") -> list[str]:
    """What stands in the answer and must not, beside what was asked for itself."""
    return [word for word in hidden if word in text.replace(address.upper(), "")]


def fingerprint(things: dict[str, Any]) -> dict[str, Any]:
    """The rows of one event as they stand, and how many memberships and kept filters there are."""
    rows = {label: thing for label, thing in things.items() if isinstance(thing, models.Model)}
    found = {label: type(one)._base_manager.filter(pk=one.pk).values().first() for label, one in rows.items()}
    counted = {"memberships": Membership, "filters": SavedFilter}
    return found | {name: model.objects.count() for name, model in counted.items()}
