"""What the worker does with mails."""

from django.tasks import task

from symposium.mail.sending import deliver


@task
def send_mail(pk: int) -> bool:
    """Send one mail of the outbox; safe to run twice."""
    return deliver(pk)
