"""Apps that will not start where nothing stands between the server and the view."""

from allauth.account.apps import AccountConfig


class BareAccountConfig(AccountConfig):
    """Without the question for its middleware: nobody signs in there."""

    def ready(self) -> None:
        """Nothing."""
