"""What the worker does for webhooks."""

from django.tasks import task

# How many one task sends before it lets others go first.
HELPING = 20


# After all mails: a system that is slow to answer keeps nobody's confirmation waiting.
@task(priority=-20)
def send_deliveries() -> int:
    """Send a few of those that are due, and come again while there are more; safe to run twice."""
    from symposium.api.sending import deliver_due

    went = deliver_due(most=HELPING)
    if went:
        send_deliveries.enqueue()
    return went
