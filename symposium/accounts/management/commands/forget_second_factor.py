"""``manage.py forget_second_factor ada@example.org``: for somebody who lost telephone, passkeys and recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from symposium.accounts import letters, services
from symposium.accounts.models import User


class Command(BaseCommand):
    """The password stays; where a second factor is required, they set a new one up when they sign in."""

    help = "Removes the second factors of an account, signs it out everywhere and tells its owner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="The address that the account signs in with.")

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Raises CommandError where nobody has the address."""
        address: str = options["email"].strip().lower()
        user = User.objects.filter(email=address).first()
        if user is None:
            raise CommandError(f"Nobody signs in with {address}.")
        number, _of = Authenticator.objects.filter(user=user).delete()
        services.end_sessions(user)
        if number:
            letters.send("factors_forgotten", user.email, {"user": user})
        self.stdout.write(f"{address} signs in with the password alone now ({number} removed).")
