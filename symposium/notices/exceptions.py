"""What can be wrong with a notice; each says it in a sentence for whoever is at the desk."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class NoticeError(Exception):
    """A notice cannot do what it was asked for."""

    @property
    def words(self) -> str:
        """What happened, and what to do."""
        raise NotImplementedError


class NotADraftError(NoticeError):
    """It is approved already: somebody was faster, or a button was pressed twice."""

    @property
    def words(self) -> str:
        return _("This notice is approved already. It goes out once, whoever pressed first.")


class NotPossibleNowError(NoticeError):
    """It is not in a state in which that can be done; somebody was faster, perhaps."""

    @property
    def words(self) -> str:
        return _("That is no longer possible: look how far the notice is now.")


class NobodyError(NoticeError):
    """Nobody is in its audience."""

    @property
    def words(self) -> str:
        return _("Nobody would get this notice. Choose another audience, or fewer filters.")


class DraftEventError(NoticeError):
    """Its event is a draft."""

    @property
    def words(self) -> str:
        return _("The event is a draft: links in the mail would open nothing. Publish it first.")


class CountChangedError(NoticeError):
    """Its audience is no longer as many as were confirmed."""

    def __init__(self, confirmed: int, now: int) -> None:
        super().__init__(confirmed, now)
        self.confirmed, self.now = confirmed, now

    @property
    def words(self) -> str:
        said = ngettext(
            "The audience has changed: it was %(before)d, and now %(now)d person would get the notice. Look again, "
            "then confirm that number.",
            "The audience has changed: it was %(before)d, and now %(now)d people would get the notice. Look again, "
            "then confirm that number.",
            self.now,
        )
        return said % {"before": self.confirmed, "now": self.now}


class BrokenWordsError(NoticeError):
    """A placeholder in it is wrong; ``problems`` are sentences that name each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)
        self.problems = problems

    @property
    def words(self) -> str:
        return " ".join(self.problems)
