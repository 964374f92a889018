"""What the worker does for the kit."""

from django.tasks import task

from symposium.kit.renditions import make_rendition, renditions_of


# After all mails.
@task(priority=-50)
def make_renditions(master: str) -> int:
    """Make what there can be of a picture, before a visitor asks; how many there are. Safe to run twice."""
    made = 0
    for rendition in renditions_of(master):
        try:
            make_rendition(rendition)
        except FileNotFoundError:
            # Removed in the meantime.
            break
        made += 1
    return made
