"""Why a deed of a speaker, or about one, could not be done."""


class SpeakingError(Exception):
    """Base of them all."""


class SuggestionClosedError(SpeakingError):
    """It was decided, replaced or withdrawn meanwhile."""


class ChangedMeanwhileError(SpeakingError):
    """Somebody of the team has changed these parts since they were looked at: their names in ``parts``."""

    def __init__(self, parts: list[str]) -> None:
        super().__init__(", ".join(parts))
        self.parts = parts
