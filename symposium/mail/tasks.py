"""What the worker does with mails."""

from django.tasks import task

from symposium.mail.sending import deliver, deliver_due

# How many of a great number of mails one task sends before it lets others go first.
HELPING = 20


@task
def send_mail(pk: int) -> bool:
    """Send one mail of the outbox; safe to run twice."""
    return deliver(pk)


@task(priority=-10)
def send_waiting() -> int:
    """Send a few of those that wait, and come again while there are more; a single guest's mail never waits for it."""
    went = deliver_due(most=HELPING)
    if went:
        send_waiting.enqueue()
    return went
