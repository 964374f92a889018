"""The publication that the page proposes: what is chosen, whom it concerns, what they are told."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import linebreaks
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_base import number_in
from symposium.accounts.models import User
from symposium.events.models import Event
from symposium.kit.text import LineFormField, LinesFormField
from symposium.notices.audiences import audience
from symposium.notices.checking import placeholders_for
from symposium.notices.models import SUBJECT_LENGTH, Notice
from symposium.notices.placeholders import problems_in_line, problems_in_markup
from symposium.notices.services import approve, draft_notice, reach
from symposium.programme.board.clashes import Facts, find_clashes
from symposium.programme.board.reading import slots_of
from symposium.programme.board.saying import Speaker
from symposium.programme.changes import Difference, differences
from symposium.programme.concerned import Concern, concerned_by
from symposium.programme.drafting import hints_for, matters, subject_for, text_for
from symposium.programme.publications import problems_of
from symposium.programme.wording import Teller

MOST_TEXT = 10_000


class WordsForm(forms.Form):
    """What the change log says of it."""

    words = LineFormField(
        label=_("In a sentence"),
        max_length=240,
        required=False,
        help_text=_("Shown first in the public change log. Left empty, the changes speak for themselves."),
    )
    silently = forms.BooleanField(
        label=_("A small correction"),
        required=False,
        help_text=_("It shows at once, but stands in no change log, and nobody is written to."),
    )


class NoticeForm(forms.Form):
    """A notice of it to some people."""

    send = forms.BooleanField(required=False)
    subject = LineFormField(label=_("Subject"), max_length=SUBJECT_LENGTH, required=False)
    text = LinesFormField(
        label=_("Text"), max_length=MOST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"})
    )

    def __init__(self, data: Any, *, concern: Concern, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix=f"notice-{concern.key}", initial=initial)
        self.concern = concern
        self.fields["send"].label = str(concern.name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("send"):
            return cleaned
        for name, missing in (("subject", _("Write a subject.")), ("text", _("Write what has changed."))):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, missing)
        known = placeholders_for(audience(self.concern.audience))
        for problem in problems_in_line(cleaned.get("subject", ""), known):
            self.add_error("subject", str(problem))
        for problem in problems_in_markup(self.markup, known):
            self.add_error("text", str(problem))
        return cleaned

    @property
    def markup(self) -> str:
        """The text as notices keep it."""
        return linebreaks(self.cleaned_data.get("text", ""), autoescape=True)


@dataclass(frozen=True)
class Line:
    """One difference as the page shows it: what keeps it back, and what is worth a look."""

    difference: Difference
    sentences: list[str]
    problems: list[str]
    hints: list[str]
    is_chosen: bool


@dataclass
class Proposal:
    """All that the page shows; ``sent`` is what it was sent with, None at first."""

    event: Event
    # What is known of rooms and bookings, as far as the user may know it.
    facts: Facts
    sent: QueryDict | None = None
    # Whether the user may know how many guests there are, and write to people.
    may_send: bool = False

    @cached_property
    def found(self) -> list[Difference]:
        """All that waits."""
        return differences(self.event)

    @cached_property
    def problems(self) -> dict[int, list[str]]:
        """What cannot be published as it is, by the key of its row."""
        return problems_of(self.found, self.event)

    @cached_property
    def chosen(self) -> list[Difference]:
        """What is ticked: at first, all that can be published."""
        possible = [one for one in self.found if one.row.pk not in self.problems]
        marks = self.marks_sent
        if marks is None:
            return possible
        return [one for one in possible if one.mark in marks]

    @property
    def marks_sent(self) -> set[str] | None:
        """The marks of what was ticked; None before anything was sent."""
        return None if self.sent is None else set(self.sent.getlist("chosen"))

    @property
    def choice(self) -> str:
        """Stands for what is chosen: a notice is written for a choice, and for no other."""
        return hashlib.sha256(" ".join(one.mark for one in self.chosen).encode()).hexdigest()[:16]

    @property
    def is_as_shown(self) -> bool:
        """Whether what is confirmed is what the page was shown for."""
        return self.sent is not None and self.sent.get("choice") == self.choice

    @cached_property
    def names(self) -> dict[int, tuple[str, bool]]:
        """Who appears in what waits: their name, and whether they are announced."""
        keys = {pk for one in self.found for pk in one.speakers}
        people = self.event.speakers.filter(pk__in=keys) if keys else ()
        return {one.pk: (one.full_name, one.state == one.State.PUBLISHED) for one in people}

    @property
    def unannounced(self) -> dict[int, str]:
        """The names of those whom pages do not name yet."""
        return {pk: name for pk, (name, is_known) in self.names.items() if not is_known}

    @cached_property
    def clashes(self) -> dict[int, list[str]]:
        """What stands against what waits, once all of it is published, by the key of the session; in words."""
        speaker = Speaker(self.event.timezone, self.facts)
        waiting = {one.session.pk for one in self.found}
        said: dict[int, list[str]] = defaultdict(list)
        for clash in find_clashes(slots_of(self.event), self.facts):
            for key in waiting.intersection(clash.keys):
                said[key].append(speaker.clash(clash))
        return said

    @property
    def lines(self) -> list[Line]:
        """Every difference in words, for the desk."""
        teller = Teller(self.event.timezone, {pk: name for pk, (name, _known) in self.names.items()})
        chosen = {one.row.pk for one in self.chosen}
        return [
            Line(
                one,
                teller.tell(one.details, with_quiet=True),
                self.problems.get(one.row.pk, []),
                [*hints_for(one, self.unannounced), *self.clashes.get(one.session.pk, ())],
                one.row.pk in chosen,
            )
            for one in self.found
        ]

    @cached_property
    def words(self) -> WordsForm:
        """What the change log says."""
        return WordsForm(self.sent)

    @cached_property
    def notices(self) -> list["ProposedNotice"]:
        """One for each of those whom the choice concerns."""
        teller = Teller(self.event.timezone, {pk: name for pk, (name, is_known) in self.names.items() if is_known})
        return [
            ProposedNotice.of(self, concern, text_for(self.event, self.chosen, concern, teller))
            for concern in concerned_by(self.event, self.chosen)
        ]

    def is_valid(self) -> bool:
        """Whether it can be published as it was sent; else the forms say why not."""
        forms_are = [self.words.is_valid(), *(one.form.is_valid() for one in self.notices if one.number)]
        if not all(forms_are):
            return False
        sending = self.sending
        keys = {one.concern.key for one in sending}
        if self.words.cleaned_data["silently"] and keys:
            self.words.add_error("silently", _("A small correction sends no mail. Untick it, or the mails."))
        for one in sending:
            if one.concern.includes & keys:
                one.form.add_error("send", _("Some of them would be told twice. Tick the one or the other."))
        return not self.words.errors and not any(one.form.errors for one in sending)

    @property
    def sending(self) -> list["ProposedNotice"]:
        """The notices that are ticked."""
        return [one for one in self.notices if one.number and one.form.cleaned_data.get("send")]

    def send(self, by: User) -> None:
        """Approve the notices, or leave drafts of them to whoever may. Raises NoticeError."""
        for one in self.sending:
            notice = draft_notice(
                self.event,
                audience=one.concern.audience,
                filters=one.concern.filters,
                subject=one.form.cleaned_data["subject"],
                text=one.form.markup,
                by=by,
            )
            if self.may_send:
                approve(notice, by=by, count=one.confirmed)


@dataclass
class ProposedNotice:
    """A notice to some of those whom the choice concerns: how many they are, and how many were confirmed."""

    concern: Concern
    form: NoticeForm
    number: int
    confirmed: int
    # Of the draft as it was made for this choice: what differs from it was written by hand.
    stamp: str
    tells_number: bool

    @classmethod
    def of(cls, proposal: Proposal, concern: Concern, text: str) -> "ProposedNotice":
        """As it was sent, where it was; what nobody changed by hand is drafted anew for another choice."""
        sent, key = proposal.sent, f"notice-{concern.key}"
        fresh = {"subject": subject_for(proposal.event, proposal.chosen), "text": text}
        data = sent.copy() if sent is not None else None
        if sent is not None and data is not None:
            typed = {name: sent.get(f"{key}-{name}", "") for name in fresh}
            if sent.get(f"{key}-stamp", "") in {"", _stamp(typed)}:
                for name, words in fresh.items():
                    data[f"{key}-{name}"] = words
        begun = {**fresh, "send": _is_proposed(concern, proposal.chosen)}
        return cls(
            concern=concern,
            form=NoticeForm(data, concern=concern, initial=begun),
            number=reach(Notice(event=proposal.event, audience=concern.audience, filters=dict(concern.filters))),
            confirmed=number_in(sent.get(f"{key}-number", "")) or 0 if sent is not None else 0,
            stamp=_stamp(fresh),
            tells_number=proposal.may_send or not concern.is_guests,
        )


def _is_proposed(concern: Concern, chosen: Sequence[Difference]) -> bool:
    """Those nearest to it are told where it matters; everybody only where somebody says so."""
    return not concern.includes and matters(chosen)


def _stamp(words: Mapping[str, str]) -> str:
    """Of a draft as a browser sends it back: it has line ends of its own."""
    text = "\n\n".join(" ".join(words[name].split()) for name in ("subject", "text"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
