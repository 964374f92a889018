"""What the walks over the desk share."""

from typing import Any

import pytest
from django.http import HttpResponse


@pytest.fixture
def refused_in_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page that says that there is nothing here is the same for all; it is drawn in other tests."""

    def respond(_request: Any, _template: str, _known: Any = None, *, status: int) -> HttpResponse:
        return HttpResponse(status=status)

    monkeypatch.setattr("symposium.kit.views.respond", respond)
