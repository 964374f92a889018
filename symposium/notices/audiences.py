"""To whom a notice can go: each app adds the people whom it knows in ``AppConfig.ready``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise

from symposium.events.models import Event

# As a notice keeps them: names of fields of the audience's form, each with what was chosen there.
type Filters = Mapping[str, Any]


class UnknownAudienceError(LookupError):
    """There is no audience of that key: its app is gone, or never was."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What a text can name in braces: '{ticket}', and what stands there when it is sent, in words."""

    name: str
    words: str | Promise


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person, in the language that is active: ``reason`` says why they get the mail, ``values`` by placeholder.

    ``key`` is the primary key of the row that they were made of. ``secrets`` are pieces of addresses that open their
    own pages: whoever looks at the mail before it goes does not see them. ``unsubscribe_url`` ends news to them with
    one press (RFC 8058); empty for what is no news.
    """

    key: int
    address: str
    name: str
    reason: str = ""
    language: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    unsubscribe_url: str = ""


class NarrowingForm(forms.Form):
    """How an audience is narrowed: each field a choice of several values, nothing chosen leaving all in."""

    @classmethod
    def words_of(cls, filters: Filters) -> list[str]:
        """The filters for people: 'Sessions: The dome, The dish'."""
        said = []
        for name, one in cls.base_fields.items():
            given = filters.get(name) or []
            chosen = {str(value) for value in (given if isinstance(given, list) else [given])}
            labels = [str(label) for value, label in getattr(one, "choices", ()) if str(value) in chosen]
            if labels:
                said.append(f"{one.label}: {', '.join(labels)}")
        return said

    def as_filters(self) -> dict[str, Any]:
        """What a notice keeps of a valid form: only what was chosen."""
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True, slots=True)
class Audience:
    """People who can be written to at an event.

    ``rows(event, filters, is_news)`` is a queryset of models, whose order does not matter, with what ``recipients``
    reads selected, and each row annotated with ``address_key``: where its mail goes (``kit.addresses.email_key``),
    empty or None for whom none reaches. It leaves out whoever must not be written to. Filters that name what is gone
    find nobody. ``recipients(event, rows)`` makes people of some of them, in their order. ``form(event)`` is the form
    that narrows it, ``NarrowingForm`` itself for none.
    """

    key: str
    name: str | Promise
    help: str | Promise
    rows: Callable[[Event, Filters, bool], QuerySet[Any]]
    recipients: Callable[[Event, Sequence[Any]], list[Recipient]]
    form: Callable[[Event], type[NarrowingForm]] = lambda _event: NarrowingForm
    placeholders: tuple[Placeholder, ...] = ()
    # Whether news can be sent to it, to those who agreed to get some.
    takes_news: bool = False
    # Whether it can be written to while the event is a draft, whose pages nobody else can open.
    before_publication: bool = False


_audiences: dict[str, Audience] = {}


def add_audience(audience: Audience) -> None:
    """Have notices written to it; for AppConfig.ready."""
    _audiences[audience.key] = audience


def audience(key: str) -> Audience:
    """The audience of that key. Raises UnknownAudienceError."""
    try:
        return _audiences[key]
    except KeyError:
        raise UnknownAudienceError(key) from None


def audiences() -> list[Audience]:
    """All that there are, in the order in which their apps were added."""
    return list(_audiences.values())
