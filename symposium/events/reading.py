"""An event as whatever follows its publications reads it."""

from symposium.events.models import Event
from symposium.kit.prepared import SAMPLE_KEY, Prepared

# With its venue; nothing while it is a draft.
public_event = Prepared(
    Event, lambda pk: Event.objects.public().select_related("venue").filter(pk=pk).order_by(), (SAMPLE_KEY,)
)
