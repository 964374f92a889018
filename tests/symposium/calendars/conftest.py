"""What the tests of calendars start with."""

from collections.abc import Iterator

import icalendar
import pytest


@pytest.fixture(autouse=True)
def _zoneinfo() -> Iterator[None]:
    """``icalevents`` turns ``icalendar`` to pytz for the whole process when it is imported; turn it back."""
    icalendar.use_zoneinfo()
    yield
    icalendar.use_zoneinfo()
