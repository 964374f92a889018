"""What every test starts with."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """No page is left from the test before."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def outbox(db: Any) -> Any:
    """What the worker would send now, sent: a callable that returns the messages."""
    from django.core import mail

    from symposium.mail.sending import deliver_due

    def send() -> list[Any]:
        deliver_due()
        return mail.outbox

    return send
