"""What is typed of a notice: to whom, what it says, when it goes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from symposium.accounts.admin_forms import ScopedForm, WallTimeField
from symposium.events.models import Event
from symposium.kit.richtext import sanitise
from symposium.notices.audiences import Audience, Placeholder, audiences
from symposium.notices.checking import placeholders_for
from symposium.notices.models import Notice, NoticeTemplate
from symposium.notices.placeholders import problems_in_line, problems_in_markup
from symposium.notices.starters import STARTERS

# Of more than so many, and of all that there are, the number is typed before it goes to them.
MANY = 50
PREFIX = "to_"


class BeginForm(forms.Form):
    """To whom, and with which text to begin."""

    audience = forms.ChoiceField(label=_("To"), widget=forms.RadioSelect)
    start = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect, initial="empty")

    def __init__(self, *data: Any, event: Event) -> None:
        super().__init__(*data)
        self.event = event
        named = [(one.key, f"{str(one.name)[:1].upper()}{str(one.name)[1:]}. {one.help}") for one in audiences()]
        self.fields["audience"].choices = named  # type: ignore[attr-defined]
        kept = NoticeTemplate.objects.filter(event=event).order_by("name")
        starts = [(key, str(one.name)) for key, one in STARTERS.items()]
        self.fields["start"].choices = [*starts, *((f"kept-{one.pk}", one.name) for one in kept)]  # type: ignore[attr-defined]

    def words(self) -> tuple[str, str]:
        """Subject and text to begin with."""
        start: str = self.cleaned_data["start"]
        if start in STARTERS:
            return str(STARTERS[start].subject), STARTERS[start].text
        kept = NoticeTemplate.objects.get(event=self.event, pk=int(start.removeprefix("kept-")))
        return kept.subject, kept.text


class WordsForm(ScopedForm):
    """A subject and a text whose placeholders stand for something."""

    # The audience of the notice in hand; None: any.
    audience: Audience | None = None

    def known(self) -> Iterable[Placeholder]:
        """Those that the text can hold."""
        return placeholders_for(self.audience)

    def clean_subject(self) -> str:
        """In one line, as it is sent."""
        subject: str = self.cleaned_data["subject"]
        _refuse(problems_in_line(subject, self.known()))
        return subject

    def clean_text(self) -> str:
        """Sanitised, as it is kept."""
        text = sanitise(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(self.fields["text"].error_messages["required"], code="required")
        _refuse(problems_in_markup(text, self.known()))
        return text


def _refuse(problems: Iterable[Any]) -> None:
    said = [str(problem) for problem in problems]
    if said:
        raise forms.ValidationError(said, code="placeholder")


class NoticeForm(WordsForm):
    """The notice with how its audience is narrowed, a field of ours for each field of the audience's form."""

    # The audience's form, unbound.
    narrowing: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.names():
            self.fields[PREFIX + name].initial = self.instance.filters.get(name, self.fields[PREFIX + name].initial)
        if self.audience and not self.audience.takes_news and "purpose" in self.fields:
            del self.fields["purpose"]

    @classmethod
    def names(cls) -> list[str]:
        """The names of the audience's own fields."""
        return list(cls.narrowing.base_fields) if cls.narrowing else []

    @property
    def filters(self) -> dict[str, Any]:
        """What the notice keeps: only what was chosen."""
        chosen = {name: self.cleaned_data.get(PREFIX + name) for name in self.names()}
        return {name: value for name, value in chosen.items() if value}

    @classmethod
    def for_notice(cls, notice: Notice) -> type["NoticeForm"]:
        """The form of one notice."""
        narrowing = notice.to.form(notice.event)
        own = {PREFIX + name: field for name, field in narrowing.base_fields.items()}
        return type("NoticeForm", (cls,), {**own, "narrowing": narrowing, "audience": notice.to})


class TextForm(WordsForm):
    """The same words in another language than the site's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [pair for pair in settings.LANGUAGES if pair[0] != settings.LANGUAGE_CODE]
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=others)


class SendForm(forms.Form):
    """When it goes, and to how many: typed where it goes to many, or to all."""

    NOW, LATER = "now", "later"
    when = forms.ChoiceField(
        label=_("When"),
        choices=((NOW, _("now")), (LATER, _("at this time:"))),
        widget=forms.RadioSelect,
        initial=NOW,
    )
    at = WallTimeField(
        label=_("Time"),
        required=False,
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date"}, time_attrs={"type": "time"}, date_format="%Y-%m-%d", time_format="%H:%M"
        ),
    )
    count = forms.IntegerField(widget=forms.HiddenInput)
    typed = forms.CharField(label=_("How many get it"), required=False, max_length=12)

    def __init__(self, *data: Any, count: int, asks: bool, **kwargs: Any) -> None:
        """``count`` is how many it goes to now, ``asks`` whether that is to be typed."""
        super().__init__(*data, **kwargs)
        self.now_there_are, self.asks = count, asks
        # What was confirmed is what the page said; a page that is shown again says what is so now.
        self.initial["count"] = count
        self.fields["typed"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "size": 8}
        if not asks:
            del self.fields["typed"]

    def clean_typed(self) -> str:
        """The number, with or without marks between thousands."""
        typed = "".join(letter for letter in self.cleaned_data["typed"] if letter.isalnum())
        if not typed.isdecimal() or int(typed) != self.cleaned_data.get("count"):
            words = ngettext(
                "Type %(count)d, the number of people who get it.",
                "Type %(count)d, the number of people who get it.",
                self.now_there_are,
            )
            raise forms.ValidationError(words % {"count": self.now_there_are}, code="typed")
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") == self.LATER and "at" not in self.errors:
            at = cleaned.get("at")
            if at is None:
                self.add_error("at", _now("Write a day and a time, or choose “now”."))
            elif at <= timezone.now():
                self.add_error("at", _now("This moment has passed. Write a later one, or choose “now”."))
        return cleaned

    @property
    def moment(self) -> datetime | None:
        """When it goes; None for now."""
        at: datetime | None = self.cleaned_data["at"] if self.cleaned_data["when"] == self.LATER else None
        return at
