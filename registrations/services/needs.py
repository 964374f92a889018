"""What guests need, counted for caterers and the venue without naming anybody."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import TextChoices

from registrations.models import Needs, Registration
from registrations.models.needs import Access, Diet
from symposium.events.models import Event, Mode

State = Registration.State


@dataclass(slots=True)
class Counted:
    """How many have a need, or several together (``words``): who have a place, and to whom one is offered."""

    words: str
    confirmed: int = 0
    offered: int = 0

    @property
    def people(self) -> int:
        """Both together."""
        return self.confirmed + self.offered


@dataclass(slots=True)
class NeedsReport:
    """The needs of those who come in person. ``own_words`` stand by the alphabet: nobody is known by their order."""

    people: Counted = field(default_factory=lambda: Counted(""))
    needs: list[Counted] = field(default_factory=list)
    combinations: list[Counted] = field(default_factory=list)
    own_words: list[str] = field(default_factory=list)
    please_call: int = 0


def catering_report(event: Event) -> NeedsReport:
    """What has to be cooked."""
    return _report(event, "diet", Diet)


def access_report(event: Event) -> NeedsReport:
    """What the venue has to prepare."""
    return _report(event, "access", Access)


def _report(event: Event, of: str, kinds: type[TextChoices]) -> NeedsReport:
    seated = Registration.objects.seated().filter(event=event, mode=Mode.IN_PERSON)
    report = NeedsReport()
    for state in seated.order_by().values_list("state", flat=True).iterator():
        _count(report.people, state)
    counted = {kind.value: Counted(str(kind.label)) for kind in kinds}
    together: dict[tuple[str, ...], Counted] = {}
    rows = Needs.objects.filter(registration__in=seated).order_by()
    for state, wanted, words, call in rows.values_list("registration__state", of, f"{of}_words", "please_call"):
        known = tuple(value for value in counted if value in wanted)
        for value in known:
            _count(counted[value], state)
        if len(known) > 1:
            named = " + ".join(counted[value].words for value in known)
            _count(together.setdefault(known, Counted(named)), state)
        report.own_words += [line] if (line := " ".join(words.split())) else []
        report.please_call += call
    report.needs = _most_first(counted.values())
    report.combinations = _most_first(together.values())
    report.own_words.sort(key=str.casefold)
    return report


def _count(counted: Counted, state: str) -> None:
    if state == State.OFFERED:
        counted.offered += 1
    else:
        counted.confirmed += 1


def _most_first(counted: Iterable[Counted]) -> list[Counted]:
    return sorted((one for one in counted if one.people), key=lambda one: (-one.people, one.words))


def needs_in_words(values: Iterable[str], kinds: type[TextChoices]) -> list[str]:
    """The words for chosen needs, in the order of the list."""
    chosen = set(values)
    return [str(kind.label) for kind in kinds if kind.value in chosen]
