"""A few guests for the sample: registered as anybody is, so that their mails are written too."""

from registrations.models import Registration
from registrations.services import cancel, register
from symposium.events.models import Event, RegistrationPhase

# (name, address, affiliation, whether they cancel later)
COMING = (
    ("Ada Example", "ada@example.org", "University of Little Wexcombe (made up)", False),
    ("Đặng Thị Thu Hà", "thu.ha@example.org", "", False),
    ("Олена Зоряна", "olena@example.org", "Thistledown Observatory", False),
    ("王 小明", "xiaoming@example.org", "Halcyon Bay Laboratory", False),
    ("ليلى القمر", "layla@example.org", "Pacific Institute of Slow Orbits", False),
    ("Björk", "bjork@example.org", "", False),
    ("Theo Changed-Mind", "theo@example.org", "The Undecided Institute", True),
)
FULL = (
    ("First Guest", "first@example.org", "", False),
    ("Second Guest", "second@example.org", "", False),
    ("Third Guest", "third@example.org", "", False),
    ("Next In Line", "next@example.org", "", False),
    ("Patient Example", "patient@example.org", "", False),
)
REQUESTS = (
    ("Hope Example", "hope@example.org", "Society of Evening Astronomers (made up)", False),
    ("أمل المثال", "amal@example.org", "", False),
    ("Second Thoughts", "second@example.org", "The Undecided Institute", True),
)
TAKES_GUESTS = {RegistrationPhase.OPEN, RegistrationPhase.FEW, RegistrationPhase.REQUEST}


def come(guests: tuple[tuple[str, str, str, bool], ...], event: Event) -> list[Registration]:
    """Register guests in order; who finds the registration closed (a sample loaded late) stays away."""
    event.refresh_from_db()
    if event.registration_phase() not in TAKES_GUESTS:
        return []
    made = []
    for name, email, affiliation, leaves in guests:
        registration = register(event, name=name, email=email, affiliation=affiliation)
        if leaves:
            cancel(registration)
        made.append(registration)
    return made
