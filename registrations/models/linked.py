"""People whom a link of their own reaches, without an account (docs/decisions/0007)."""

import uuid
from collections.abc import Callable
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from registrations.models.keys import email_key
from symposium.kit.tokens import is_genuine, make_token, read_token


class Linked(models.Model):
    """Somebody with an address and a page."""

    # The purpose of the link, and the name of the page that it opens.
    TOKEN: ClassVar[str]
    PAGE: ClassVar[str]

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Raised, it makes every link before worthless.
    token_version = models.PositiveSmallIntegerField(default=1, editable=False)
    # Longer than an address: letters may grow when their case is folded.
    email_key = models.CharField(max_length=1020, editable=False)

    # The columns of a subclass.
    email: str
    name: str
    form_of_address: str

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email_key = email_key(self.email)
        super().save(*args, **kwargs)

    @property
    def token(self) -> str:
        """What opens their page."""
        return make_token(self.TOKEN, self.public_id, self.token_version)

    def get_absolute_url(self) -> str:
        return reverse(self.PAGE, args=[self.token])

    @property
    def full_name(self) -> str:
        """With the form of address, as a letter begins."""
        return f"{self.form_of_address} {self.name}".strip()


def opened_by[L: Linked](token: str, find: Callable[[uuid.UUID], L | None]) -> L | None:
    """What a link opens among what ``find`` finds by its public id; None when the link is not one of ours."""
    public_id = read_token(token)
    found = find(public_id) if public_id else None
    return found if found and is_genuine(token, found.TOKEN, found.public_id, found.token_version) else None
