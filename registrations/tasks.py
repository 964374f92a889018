"""What the worker does for registrations."""

from django.tasks import task

from registrations import services
from symposium.events.models import Event


@task
def send_links(event_id: int, address: str) -> bool:
    """Send whoever registered with that address their link; whether there was anything. Run twice, it comes twice."""
    event = Event.objects.public().filter(pk=event_id).first()
    return event is not None and services.send_links(event, address)
