"""What the worker does for imports: behind all mails, because it may take a while."""

from django.tasks import task

from symposium.exchange import working


@task(priority=-20)
def work(pk: int) -> bool:
    """Read or write one import, whichever is its turn; whether there was anything to do. Safe to run twice."""
    return working.work(pk)
