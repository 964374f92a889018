"""What the worker does for speakers."""

from django.tasks import task

from speakers import services


@task
def send_lost(address: str) -> int:
    """Send whoever has that address their links; how many. Run twice, they come twice."""
    return services.send_lost(address)
