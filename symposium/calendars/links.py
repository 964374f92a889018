"""How people subscribe: addresses for each kind of client, and honest words on how often it looks again."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from django.utils.translation import gettext as _

from symposium.calendars.items import absolute


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed, as the calendar page offers it."""

    name: str
    https: str

    @property
    def webcal(self) -> str:
        """What Apple Calendar, Thunderbird and most telephones open by themselves."""
        return f"webcal://{self.https.partition('://')[2]}"

    @property
    def google(self) -> str:
        """Google's 'add by URL', filled in."""
        return f"https://calendar.google.com/calendar/render?{urlencode({'cid': self.webcal})}"

    @property
    def outlook(self) -> str:
        """Outlook on the web's 'subscribe from web', filled in: private accounts."""
        return f"https://outlook.live.com/calendar/0/addfromweb?{self._outlook_query()}"

    @property
    def office(self) -> str:
        """The same for accounts of organisations."""
        return f"https://outlook.office.com/calendar/0/addfromweb?{self._outlook_query()}"

    @property
    def path(self) -> str:
        """Its address on this site."""
        return urlsplit(self.https).path

    @property
    def download(self) -> str:
        """The file as it is now, which no client looks at again."""
        return self.https

    def _outlook_query(self) -> str:
        return urlencode({"url": self.https, "name": self.name}, quote_via=quote)


@dataclass(frozen=True, slots=True)
class Client:
    """A calendar program, the way in, and how soon a change arrives in it."""

    name: str
    way: str
    refresh: str


def subscription(name: str, view: str, *args: str) -> Subscription:
    """The feed that the view of that name serves."""
    return Subscription(name, absolute(view, *args))


def clients() -> list[Client]:
    """What the big ones do; none of it is in our hands."""
    return [
        Client(
            _("Google Calendar"),
            _("Press the button for Google on a computer; or: Other calendars, From URL, and paste the address."),
            _("looks again every 4 to 24 hours"),
        ),
        Client(
            _("Outlook on the web"),
            _("Press the button for Outlook; or: Add calendar, Subscribe from web, and paste the address."),
            _("looks again every 3 to 24 hours"),
        ),
        Client(
            _("Apple Calendar"),
            _("Press the first button; or on a Mac: File, New Calendar Subscription, and paste the address."),
            _("looks again as often as you set: from every 5 minutes to once a week"),
        ),
        Client(
            _("Thunderbird"),
            _("New Calendar, On the Network, and paste the address; it asks for no user name."),
            _("looks again every 30 minutes"),
        ),
    ]
