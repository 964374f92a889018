"""What the worker does with mails."""

from django.tasks import task


@task
def send_mail(pk: int) -> bool:
    """Send one mail of the outbox; safe to run twice."""
    from symposium.mail.services import deliver

    return deliver(pk)
